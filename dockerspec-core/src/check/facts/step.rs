//! What rules want to know of an instruction.

use std::cell::OnceCell;

use super::ShellInForce;
use super::scripts;
use super::stage::FileText;
use super::texts::offset_in;
use crate::check::packages::{PackageProgram, PackageReading};
use crate::dockerfile::{Instruction, RunCommand, Trigger, User};
use crate::parse::{Place, Span};
use crate::shell::{Calls, Scripts, ShellOptions};

/// An instruction of a stage, and what is in force where it stands.
#[derive(Debug)]
pub(in crate::check) struct StepFacts<'f> {
    /// Its number in the stage.
    pub(in crate::check) number: usize,
    /// The instruction; behind ONBUILD, the one that is triggered.
    pub(in crate::check) instruction: &'f Instruction<'f>,
    /// Whether it stands behind ONBUILD.
    pub(in crate::check) is_trigger: bool,
    pub(in crate::check) place: Place<'f>,
    pub(in crate::check) shell: ShellInForce<'f>,
    /// The last USER before it.
    pub(in crate::check) user: Option<&'f User<'f>>,
    /// What a RUN does; none when its shell is not one that is understood.
    pub(in crate::check) scripts: Option<Scripts<'f>>,
    /// Whether a RUN calls a package manager of a distribution.
    pub(in crate::check) has_package_calls: bool,
    /// What was read of those calls, once somebody asks.
    pub(in crate::check) package_readings: OnceCell<Vec<PackageReading>>,
}

impl<'f> StepFacts<'f> {
    pub(super) fn new(
        text: &mut FileText<'f>,
        instruction: &'f Instruction<'f>,
        place: Place<'f>,
        key: (usize, usize),
        shell: ShellInForce<'f>,
        user: Option<&'f User<'f>>,
    ) -> Self {
        let (instruction, is_trigger) = match instruction {
            Instruction::Onbuild(onbuild) => match &onbuild.trigger {
                Trigger::Instruction(inner) => (&**inner, true),
                Trigger::Text(_) => (instruction, false),
            },
            _ => (instruction, false),
        };
        let scripts = match instruction {
            Instruction::Run(run) => scripts::of_run(text, key, run, place, shell),
            _ => None,
        };
        let has_package_calls =
            scripts.iter().flat_map(Scripts::calls).any(|call| PackageProgram::of(call.name).is_some());
        Self {
            number: key.1,
            instruction,
            is_trigger,
            place,
            shell,
            user,
            scripts,
            has_package_calls,
            package_readings: OnceCell::new(),
        }
    }

    /// The shell that runs the script of a RUN, and the options that it is started with.
    pub(in crate::check) fn interpreter(&self) -> (&'f str, ShellOptions) {
        match self.instruction {
            Instruction::Run(run) => scripts::interpreter(run, self.shell),
            _ => (self.shell.program(), self.shell.options()),
        }
    }

    /// Where something can be written in front of everything that a RUN does, and what has to stand behind it there:
    /// `; ` on a line, a line feed in a heredoc. None in the exec form and in triggers.
    pub(in crate::check) fn front(&self, source: &str) -> Option<(u32, &'static str)> {
        let Instruction::Run(run) = self.instruction else { return None };
        match &run.command {
            RunCommand::Exec(_) => None,
            _ if self.is_trigger => None,
            RunCommand::Shell(_) | RunCommand::Heredocs(_) => Some((self.place.words().first()?.start, "; ")),
            RunCommand::Script(script) => {
                let text = &*script.text;
                let shebang = if text.starts_with("#!") { text.find('\n')? + 1 } else { 0 };
                Some((offset_in(source, &text[shebang..])?, "\n"))
            }
        }
    }

    /// Whether it is a RUN in the exec form.
    pub(in crate::check) fn is_exec_form(&self) -> bool {
        matches!(self.instruction, Instruction::Run(run) if matches!(run.command, RunCommand::Exec(_)))
    }

    /// Whether it is a RUN.
    pub(in crate::check) fn is_run(&self) -> bool {
        matches!(self.instruction, Instruction::Run(_))
    }

    /// The whole instruction, without heredocs.
    pub(in crate::check) fn span(&self) -> Span {
        self.place.span()
    }

    /// The keyword.
    pub(in crate::check) fn keyword(&self) -> Span {
        self.place.keyword()
    }

    /// A word behind the flags; the whole trigger behind ONBUILD.
    pub(in crate::check) fn word(&self, number: usize) -> Span {
        let number = if self.is_trigger { 0 } else { number };
        self.place.words().get(number).copied().unwrap_or(self.place.span())
    }

    /// The programs that a RUN calls, in order.
    pub(in crate::check) fn calls(&self) -> Calls<'_, 'f> {
        self.scripts.as_ref().map(Scripts::calls).unwrap_or_default()
    }
}
