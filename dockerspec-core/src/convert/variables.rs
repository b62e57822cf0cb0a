//! The values of variables, for who asks what a word becomes.

use std::borrow::Cow;

use super::environment::Environment;
use super::expand::{Budget, expand};
use super::{BUDGET, Converter, PREDEFINED, Report};
use crate::dockerfile::Dockerfile;
use crate::parse::SourceMap;
use crate::word::{Modifier, Variable, Word};

/// Variables with the values that they have without build arguments.
pub(crate) struct Variables<'m> {
    environment: Environment<'m>,
    budget: Budget,
}

impl<'m> Variables<'m> {
    /// The variables that FROM knows.
    pub(crate) fn of_preamble(file: &'m Dockerfile<'_>, map: &'m SourceMap) -> Self {
        let (report, budget, globals) = (Report::default(), Budget(BUDGET), Environment::with(PREDEFINED));
        let mut converter = Converter { file, map, report, budget, globals, bases: Vec::new(), trace: None };
        converter.preamble();
        Self { environment: converter.globals, budget: converter.budget }
    }

    /// Whether a variable is declared or predefined, with a value or without.
    pub(crate) fn is_declared(&self, name: &str) -> bool {
        self.environment.is_incomplete || self.environment.get(name).is_some()
    }

    /// The value of a variable, if it has one and that is known.
    pub(crate) fn value(&self, name: &str) -> Option<Cow<'m, str>> {
        self.environment.get(name).filter(|known| !known.is_open)?.value
    }

    /// What a word becomes, if that is known: each variable in it has a value, or a default of its own.
    pub(crate) fn known(&mut self, word: &'m Word<'_>) -> Option<Cow<'m, str>> {
        if word.variables().into_iter().any(|variable| self.is_missing(variable)) {
            return None;
        }
        self.expand(word)
    }

    /// What a word becomes without build arguments, if that is known. What has no value is empty.
    pub(crate) fn expand(&mut self, word: &'m Word<'_>) -> Option<Cow<'m, str>> {
        expand(word, &self.environment, &mut self.budget).ok().filter(|text| !text.is_open).map(|text| text.text)
    }

    /// Whether only a build argument gives a variable a value.
    fn is_missing(&self, variable: &Variable<'_>) -> bool {
        !matches!(variable.modifier.as_deref(), Some(Modifier::Default { .. }))
            && self.environment.get(variable.name.as_str()).is_none_or(|known| known.value.is_none())
    }
}
