//! Changes of calls.

use super::CallFacts;
use crate::dockerfile::{Instruction, RunCommand};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::Word;

impl CallFacts<'_, '_> {
    /// Whether the call is that of the exec form itself, where every argument is a string of its own.
    pub(in crate::check) fn is_exec(&self) -> bool {
        let is_exec = |instruction: &Instruction<'_>| match instruction {
            Instruction::Run(run) => matches!(run.command, RunCommand::Exec(_)),
            _ => false,
        };
        self.call.script_index == 0 && is_exec(self.step.instruction)
    }

    /// Whether a word stands in the source as it is, at its place, so that something can be written beside it.
    pub(in crate::check) fn is_in_place(&self, word: &Word<'_>) -> bool {
        let Some(written) = self.file.source.get(word.span.range()) else { return false };
        word.literal().is_some_and(|text| written == text || written.trim_matches(['"', '\'']) == text)
    }

    /// The change that puts arguments, with blanks between them, behind a word. They have no quotes and no escapes.
    pub(in crate::check) fn arguments_behind(&self, word: &Word<'_>, arguments: &str) -> Option<Replacement> {
        if !self.is_in_place(word) {
            return None;
        }
        let end = word.span.end;
        let mut text = String::with_capacity(arguments.len() + 8);
        if self.is_exec() {
            for argument in arguments.split_ascii_whitespace() {
                text.push_str(", \"");
                text.push_str(argument);
                text.push('"');
            }
        } else {
            text.push(' ');
            text.push_str(arguments);
        }
        Some(Replacement::new(Span::new(end, end), text))
    }
}
