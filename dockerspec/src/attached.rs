//! What a command or a list of files brings into its stage besides the instruction.

use std::sync::Arc;

use dockerspec_core::value::ValueError;
use dockerspec_core::word::Arg;

use crate::content::Content;

/// The stages that a part of a stage needs, the arguments that it uses unseen, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attached {
    pub(crate) stages: Vec<Arc<Content>>,
    pub(crate) args: Vec<Arg<'static>>,
    pub(crate) problems: Vec<ValueError>,
}

impl Attached {
    /// The value, or a problem and nothing.
    pub(crate) fn accept<T>(&mut self, value: Result<T, ValueError>) -> Option<T> {
        value.map_err(|error| self.problems.push(error)).ok()
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.stages.extend(other.stages);
        self.args.extend(other.args);
        self.problems.extend(other.problems);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.stages.is_empty() && self.args.is_empty() && self.problems.is_empty()
    }
}
