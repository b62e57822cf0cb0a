//! The variables that a program sees when a RUN calls it.

use super::{CallFacts, FileFacts, StageFacts, StepFacts};
use crate::dockerfile::Instruction;
use crate::shell::{self, Part, Text};
use crate::word::Word;

/// What is known of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Setting<'f> {
    /// Nothing in the file sets it.
    Absent,
    /// It has this value, unless a build argument says otherwise.
    Literal(&'f str),
    /// It is set to what only the build knows.
    Unknown,
}

impl<'f> FileFacts<'f> {
    /// A variable as ENV and ARG of a stage, and of the stages that it is built on, leave it before an instruction.
    ///
    /// RUN sees arguments as variables too; ENV wins over ARG wherever both stand.
    pub(in crate::check) fn variable(&self, stage: &StageFacts<'f>, step: &StepFacts<'f>, name: &str) -> Setting<'f> {
        let mut argument = Setting::Absent;
        for (generation, stage) in self.ancestry(stage).enumerate() {
            let before = if generation == 0 { step.number } else { stage.stage.instructions.len() };
            for instruction in stage.stage.instructions[..before].iter().rev() {
                match instruction {
                    Instruction::Env(env) => {
                        if let Some(pair) =
                            env.pairs.iter().rev().find(|pair| pair.name.as_literal().is_some_and(|of| of == name))
                        {
                            return literal(&pair.value);
                        }
                    }
                    Instruction::Arg(args) if argument == Setting::Absent => {
                        if let Some(arg) = args.args.iter().rev().find(|arg| arg.name.as_str() == name) {
                            argument = arg.default.as_deref().map_or(Setting::Unknown, literal);
                        }
                    }
                    _ => {}
                }
            }
        }
        argument
    }
}

fn literal<'f>(word: &'f Word<'_>) -> Setting<'f> {
    word.as_literal().map_or(Setting::Unknown, Setting::Literal)
}

impl<'s, 'f> CallFacts<'s, 'f> {
    /// A variable as the program sees it: set in front of it, by `env`, earlier in the RUN, or by ENV and ARG.
    pub(in crate::check) fn variable(&self, name: &str) -> Setting<'s> {
        if let Some(found) = self.call.command.assignments.iter().rev().find(|assignment| assignment.name == name) {
            return found.value.literal().map_or(Setting::Unknown, Setting::Literal);
        }
        let by_env = self.call.wrappers.iter().filter(|wrapper| wrapper.name == "env");
        if let Some(found) = by_env.flat_map(|wrapper| wrapper.arguments).find_map(|word| assigned(word, name)) {
            return found;
        }
        let earlier = self.call.script.commands[..self.call.index].iter().rev();
        for command in earlier {
            let is_export = matches!(command.name(), Some("export" | "declare" | "typeset"));
            if is_export && let Some(found) = command.words.iter().find_map(|word| assigned(word, name)) {
                return found;
            }
            if command.words.is_empty()
                && let Some(found) = command.assignments.iter().find(|assignment| assignment.name == name)
            {
                return found.value.literal().map_or(Setting::Unknown, Setting::Literal);
            }
        }
        self.file.variable(self.stage, self.step, name)
    }

    /// The text of a word, if it is a literal or one variable whose value is known.
    pub(in crate::check) fn text_of(&self, word: &'s shell::Word<'f>) -> Option<&'s str> {
        match &word.text {
            Text::Literal(text) => Some(text),
            Text::Parts(parts) => match parts.as_slice() {
                [Part::Parameter { name, has_operator: false, .. }] => match self.variable(name) {
                    Setting::Literal(text) => Some(text),
                    _ => None,
                },
                _ => None,
            },
        }
    }
}

/// What `name=value` in a word sets a variable to.
fn assigned<'s>(word: &'s shell::Word<'_>, name: &str) -> Option<Setting<'s>> {
    let value = word.literal_prefix().strip_prefix(name)?.strip_prefix('=')?;
    Some(if word.literal().is_some() { Setting::Literal(value) } else { Setting::Unknown })
}
