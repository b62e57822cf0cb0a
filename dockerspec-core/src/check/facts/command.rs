//! The commands of CMD, ENTRYPOINT and HEALTHCHECK, and what they do.

use std::borrow::Cow;

use super::StepFacts;
use crate::dockerfile::{Command, Healthcheck, Instruction, RunCommand};
use crate::parse::Span;
use crate::render::push_json;
use crate::shell::Scripts;

impl<'f> StepFacts<'f> {
    /// The command of a CMD, an ENTRYPOINT or a HEALTHCHECK.
    pub(in crate::check) fn command(&self) -> Option<&'f Command<'f>> {
        match self.instruction {
            Instruction::Cmd(cmd) => Some(&cmd.command),
            Instruction::Entrypoint(entrypoint) => Some(&entrypoint.command),
            Instruction::Healthcheck(healthcheck) => match &**healthcheck {
                Healthcheck::Probe(probe) => Some(&probe.command),
                Healthcheck::None => None,
            },
            _ => None,
        }
    }

    /// The strings of a command in exec form, and of a RUN in exec form.
    pub(in crate::check) fn exec_form(&self) -> Option<&'f [Cow<'f, str>]> {
        match self.instruction {
            Instruction::Run(run) => match &run.command {
                RunCommand::Exec(arguments) => Some(arguments),
                _ => None,
            },
            _ => match self.command()? {
                Command::Exec(arguments) => Some(arguments),
                Command::Shell(_) => None,
            },
        }
    }

    /// The place of a string in exec form, between its quotes.
    pub(in crate::check) fn exec_word(&self, number: usize) -> Span {
        // HEALTHCHECK may have its CMD in front.
        let strings = self.exec_form().map_or(0, <[_]>::len);
        let before = self.place.words().len().saturating_sub(strings);
        self.word(before + number)
    }

    /// The whole text of a command in shell form.
    pub(in crate::check) fn command_span(&self) -> Span {
        if self.is_trigger { self.span() } else { self.place.words().last().copied().unwrap_or(self.span()) }
    }

    /// What the command of a CMD, an ENTRYPOINT or a HEALTHCHECK does, handed to `look`; not if its shell is not one that
    /// is understood.
    pub(in crate::check) fn with_command_scripts(&self, look: impl FnOnce(&Scripts<'_>)) {
        match self.command() {
            Some(Command::Exec(arguments)) => {
                let words = arguments.iter().enumerate();
                look(&Scripts::of_exec(words.map(|(number, text)| (Cow::Borrowed(&**text), self.exec_word(number)))));
            }
            Some(Command::Shell(text)) if self.shell.is_posix() => {
                let text = text.joined();
                let whole = self.command_span();
                let is_whole = whole.len() as usize == text.len();
                let mut scripts = Scripts::of_text(&text);
                scripts.relocate(|span| {
                    if is_whole { Span::new(whole.start + span.start, whole.start + span.end) } else { whole }
                });
                look(&scripts);
            }
            _ => {}
        }
    }
}

/// A command line in exec form, if a shell would do nothing with it but split it and run the program.
pub(in crate::check) fn as_exec_form(line: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@,+% ".contains(&byte);
    let mut words = line.split_ascii_whitespace().peekable();
    // `NAME=value` in front is a variable.
    let program = words.peek()?;
    if !line.bytes().all(is_plain) || program.contains('=') || BUILTINS.contains(program) {
        return None;
    }
    let mut array = String::from("[");
    for word in words {
        if array.len() > 1 {
            array.push_str(", ");
        }
        push_json(&mut array, word);
    }
    array.push(']');
    Some(array)
}

/// Commands that a shell has itself, and that may be no programs.
const BUILTINS: &[&str] = &[
    ".", ":", "alias", "bg", "break", "case", "cd", "command", "continue", "do", "done", "elif", "else", "esac",
    "eval", "exec", "exit", "export", "fg", "fi", "for", "function", "getopts", "hash", "if", "jobs", "local", "read",
    "readonly", "return", "select", "set", "shift", "source", "then", "time", "times", "trap", "type", "ulimit",
    "umask", "unalias", "unset", "until", "wait", "while",
];
