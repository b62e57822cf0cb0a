//! What `entrypoint`, `cmd` and `healthcheck` take.

use std::borrow::Cow;

use dockerspec_core::List;
use dockerspec_core::dockerfile::{Command, ShellText};

/// A command: a list of program and arguments, or a [`ShellText`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a command in exec form",
    label = "expected a list of strings: `[\"program\", \"argument\"]`",
    note = "without a shell in between, signals reach the program; where a shell is wanted, say `ShellText::new(\"…\")`"
)]
pub trait IntoCommand {
    /// The command.
    fn into_command(self) -> Command<'static>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Cow<'static, str>>, const N: usize> IntoCommand for [T; N] {
    #[inline]
    fn into_command(self) -> Command<'static> {
        Command::Exec(List::from(self.map(Into::into)))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Into<Cow<'static, str>>> IntoCommand for Vec<T> {
    fn into_command(self) -> Command<'static> {
        Command::exec(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoCommand for ShellText<'static> {
    fn into_command(self) -> Command<'static> {
        Command::Shell(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoCommand for Command<'static> {
    fn into_command(self) -> Self {
        self
    }
}
