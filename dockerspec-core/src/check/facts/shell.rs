//! The shell that runs commands in shell form.

use std::borrow::Cow;

/// The shell that runs commands in shell form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum ShellInForce<'f> {
    /// The one that is there without SHELL: `/bin/sh -c`.
    Default,
    /// What SHELL says.
    Set(&'f [Cow<'f, str>]),
    /// The one of Windows without SHELL: `cmd /S /C`.
    Windows,
}

impl<'f> ShellInForce<'f> {
    /// The program, without its directory: `bash`.
    pub(in crate::check) fn program(self) -> &'f str {
        match self {
            Self::Default => "sh",
            Self::Windows => "cmd",
            Self::Set(arguments) => {
                let program = arguments.first().map_or("", |program| program);
                program.rsplit(['/', '\\']).next().unwrap_or(program)
            }
        }
    }

    /// Whether it reads the command language of POSIX, more or less.
    pub(in crate::check) fn is_posix(self) -> bool {
        is_posix(self.program())
    }

    /// Whether it was started with this option: a letter of `-euo`, or a name behind `-o`.
    pub(in crate::check) fn has_option(self, letter: char, name: &str) -> bool {
        let Self::Set([_, arguments @ ..]) = self else { return false };
        arguments.iter().enumerate().any(|(number, argument)| match argument.strip_prefix('-') {
            Some(letters) if !letters.starts_with('-') => letters.contains(letter),
            _ => {
                *argument == name
                    && number > 0
                    && arguments[number - 1].strip_prefix('-').is_some_and(|o| o.ends_with('o'))
            }
        })
    }
}

/// Whether a program of this name reads the command language of POSIX, more or less.
pub(super) fn is_posix(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh" | "busybox" | "yash")
}
