//! What a command or a list of files brings into its stage besides the instruction.

use std::sync::Arc;

use dockerspec_core::value::ValueError;
use dockerspec_core::word::Arg;

use crate::content::Content;

/// The stages that a part of a stage needs, the arguments that it uses unseen, and what is wrong with it: most often
/// nothing of all that or one stage, which needs no memory of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attached {
    pub(crate) stage: Option<Arc<Content>>,
    pub(crate) parts: Option<Box<Parts>>,
}

/// What is attached beside the first stage.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    pub(crate) stages: Vec<Arc<Content>>,
    pub(crate) args: Vec<Arg<'static>>,
    pub(crate) problems: Vec<ValueError>,
}

impl Attached {
    /// The value, or a problem and nothing.
    pub(crate) fn accept<T>(&mut self, value: Result<T, ValueError>) -> Option<T> {
        value.map_err(|error| self.parts().problems.push(error)).ok()
    }

    pub(crate) fn stage(&mut self, stage: Option<Arc<Content>>) {
        match (stage, &self.stage) {
            (Some(stage), Some(_)) => self.parts().stages.push(stage),
            (Some(stage), None) => self.stage = Some(stage),
            (None, _) => {}
        }
    }

    pub(crate) fn arg(&mut self, arg: Arg<'static>) {
        self.parts().args.push(arg);
    }

    /// Takes over what another part has brought.
    pub(crate) fn extend(&mut self, other: Self) {
        self.stage(other.stage);
        if let Some(other) = other.parts {
            let parts = self.parts();
            parts.stages.extend(other.stages);
            parts.args.extend(other.args);
            parts.problems.extend(other.problems);
        }
    }

    fn parts(&mut self) -> &mut Parts {
        self.parts.get_or_insert_default()
    }
}
