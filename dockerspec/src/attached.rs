//! What a command or a list of files brings into its stage besides the instruction.

use std::sync::Arc;

use dockerspec_core::List;
use dockerspec_core::value::ValueError;
use dockerspec_core::word::Arg;

use crate::content::Content;

/// The stages that a part of a stage needs, the arguments that it uses unseen, and what is wrong with it: most often
/// nothing of all that, which costs next to nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attached(Option<Box<Parts>>);

/// What is attached.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    pub(crate) stages: List<Arc<Content>>,
    pub(crate) args: Vec<Arg<'static>>,
    pub(crate) problems: Vec<ValueError>,
}

impl Attached {
    /// The value, or a problem and nothing.
    pub(crate) fn accept<T>(&mut self, value: Result<T, ValueError>) -> Option<T> {
        value.map_err(|error| self.parts().problems.push(error)).ok()
    }

    pub(crate) fn stage(&mut self, stage: Option<Arc<Content>>) {
        if let Some(stage) = stage {
            self.parts().stages.push(stage);
        }
    }

    pub(crate) fn arg(&mut self, arg: Arg<'static>) {
        self.parts().args.push(arg);
    }

    /// Takes over what another part has brought.
    pub(crate) fn extend(&mut self, other: Self) {
        if let Some(other) = other.0 {
            let parts = self.parts();
            other.stages.iter().for_each(|stage| parts.stages.push(Arc::clone(stage)));
            parts.args.extend(other.args);
            parts.problems.extend(other.problems);
        }
    }

    /// What is attached, if anything is.
    pub(crate) fn into_parts(self) -> Option<Box<Parts>> {
        self.0
    }

    fn parts(&mut self) -> &mut Parts {
        self.0.get_or_insert_default()
    }
}
