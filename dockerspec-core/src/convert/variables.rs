//! The values of variables, for who asks what a word becomes.

use std::borrow::Cow;

use super::environment::Environment;
use super::expand::{Budget, expand};
use super::{BUDGET, Converter, PREDEFINED, Report};
use crate::dockerfile::Dockerfile;
use crate::parse::SourceMap;
use crate::word::Word;

/// Variables with the values that they have without build arguments.
pub(crate) struct Variables<'m> {
    environment: Environment<'m>,
    budget: Budget,
}

impl<'m> Variables<'m> {
    /// The variables that FROM knows.
    pub(crate) fn of_preamble(file: &'m Dockerfile<'_>, map: &'m SourceMap) -> Self {
        let (report, budget, globals) = (Report::default(), Budget(BUDGET), Environment::with(PREDEFINED));
        let mut converter = Converter { file, map, report, budget, globals };
        converter.preamble();
        Self { environment: converter.globals, budget: converter.budget }
    }

    /// What a word becomes, if that is known.
    pub(crate) fn expand(&mut self, word: &'m Word<'_>) -> Option<Cow<'m, str>> {
        expand(word, &self.environment, &mut self.budget).ok().filter(|text| !text.is_open).map(|text| text.text)
    }
}
