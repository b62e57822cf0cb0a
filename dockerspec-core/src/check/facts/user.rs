//! Who runs the commands of an instruction.

use std::borrow::Cow;

use super::{FileFacts, StageFacts, StepFacts};
use crate::word::Value;

/// Who runs a RUN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum RunUser<'s> {
    Root,
    /// Somebody else, as USER names it.
    Other(Cow<'s, str>),
    Unknown,
}

impl<'f> FileFacts<'f> {
    /// Who runs an instruction: the last USER before it, or the user of the base.
    pub(in crate::check) fn run_user<'s>(&'s self, stage: &'s StageFacts<'f>, step: &StepFacts<'f>) -> RunUser<'s> {
        match step.user.map(|user| &user.user) {
            Some(Value::Fixed(owner)) if owner.is_root() => RunUser::Root,
            Some(Value::Fixed(owner)) => RunUser::Other(owner.to_string().into()),
            Some(Value::Expanded(_)) => RunUser::Unknown,
            // A trigger runs as the user that the image ends with.
            None if step.is_trigger => RunUser::Unknown,
            None => match self.base_of(stage).and_then(|base| base.user.as_deref()) {
                Some("root" | "0") => RunUser::Root,
                Some(name) => RunUser::Other(Cow::Borrowed(name)),
                None => RunUser::Unknown,
            },
        }
    }
}
