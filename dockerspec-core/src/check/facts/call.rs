//! What rules want to know of a program that a RUN calls.

use super::{FileFacts, StageFacts, StepFacts};
use crate::shell::Call;

/// A call of a program, and where it stands.
#[derive(Debug, Clone)]
pub(in crate::check) struct CallFacts<'s, 'f> {
    pub(in crate::check) file: &'s FileFacts<'f>,
    pub(in crate::check) stage: &'s StageFacts<'f>,
    pub(in crate::check) step: &'s StepFacts<'f>,
    pub(in crate::check) call: Call<'s, 'f>,
}

impl Call<'_, '_> {
    /// Whether it is the call of the same command.
    pub(in crate::check) fn is_same(&self, other: &Call<'_, '_>) -> bool {
        std::ptr::eq(self.command, other.command)
    }
}
