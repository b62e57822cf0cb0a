//! The shell that runs commands in shell form.

use std::borrow::Cow;

use crate::shell::ShellOptions;

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

    /// The options that it was started with.
    pub(in crate::check) fn options(self) -> ShellOptions {
        let Self::Set([_, arguments @ ..]) = self else { return ShellOptions::default() };
        ShellOptions::default().with_arguments(arguments.iter().map(AsRef::as_ref))
    }
}

/// Whether a program of this name reads the command language of POSIX, more or less.
pub(super) fn is_posix(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh" | "busybox" | "yash")
}
