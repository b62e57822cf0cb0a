//! Changes of calls.

use super::{CallFacts, FileFacts, StepFacts};
use crate::dockerfile::{Instruction, RunCommand};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{Call, Word};

impl StepFacts<'_> {
    /// Whether a call of a RUN is that of the exec form itself, where every argument is a string of its own.
    pub(in crate::check) fn is_exec(&self, call: &Call<'_, '_>) -> bool {
        call.script_index == 0 && self.is_exec_form()
    }

    /// Whether it is a RUN in the exec form.
    pub(in crate::check) fn is_exec_form(&self) -> bool {
        matches!(self.instruction, Instruction::Run(run) if matches!(run.command, RunCommand::Exec(_)))
    }
}

impl FileFacts<'_> {
    /// Whether a word stands in the source as it is, at its place, so that something can be written beside it.
    pub(in crate::check) fn is_in_place(&self, word: &Word<'_>) -> bool {
        let Some(written) = self.source.get(word.span.range()) else { return false };
        word.literal().is_some_and(|text| written == text || written.trim_matches(['"', '\'']) == text)
    }

    /// The change that puts arguments, with blanks between them, behind a word of a call. They have no quotes and no
    /// escapes.
    pub(in crate::check) fn arguments_behind(
        &self,
        step: &StepFacts<'_>,
        call: &Call<'_, '_>,
        word: &Word<'_>,
        arguments: &str,
    ) -> Option<Replacement> {
        if !self.is_in_place(word) {
            return None;
        }
        let mut text = String::with_capacity(arguments.len() + 8);
        if step.is_exec(call) {
            for argument in arguments.split_ascii_whitespace() {
                text.push_str(", \"");
                text.push_str(argument);
                text.push('"');
            }
        } else {
            text.push(' ');
            text.push_str(arguments);
        }
        Some(Replacement::new(Span::new(word.span.end, word.span.end), text))
    }
}

impl CallFacts<'_, '_> {
    /// Whether the call is that of the exec form itself, where every argument is a string of its own.
    pub(in crate::check) fn is_exec(&self) -> bool {
        self.step.is_exec(&self.call)
    }

    /// Whether a word stands in the source as it is, at its place, so that something can be written beside it.
    pub(in crate::check) fn is_in_place(&self, word: &Word<'_>) -> bool {
        self.file.is_in_place(word)
    }

    /// The change that puts arguments behind a word of the call.
    pub(in crate::check) fn arguments_behind(&self, word: &Word<'_>, arguments: &str) -> Option<Replacement> {
        self.file.arguments_behind(self.step, &self.call, word, arguments)
    }
}
