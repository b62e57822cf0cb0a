//! `CMD`, `ENTRYPOINT`, and what they have in common: a command in exec form or shell form.

use std::borrow::Cow;

use super::ShellText;
use super::instruction::Words;
use super::shell_text::{Dashes, Heredocs};
use crate::List;
use crate::render::{Reason, Render, Writer, push_json};

/// A command, as `CMD`, `ENTRYPOINT` and `HEALTHCHECK` take it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Command<'a> {
    /// The program and its arguments, each as it is: no shell, no variables. Signals reach the program.
    Exec(List<Cow<'a, str>>),
    /// A command line for the shell in force.
    Shell(ShellText<'a>),
}

/// Instructions that are a keyword and a command.
macro_rules! command_instruction {
    ($(#[$doc:meta])* $name:ident, $keyword:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        #[non_exhaustive]
        pub struct $name<'a> {
            /// The command.
            pub command: Command<'a>,
        }

        impl<'a> $name<'a> {
            /// A command in either form.
            pub fn new(command: Command<'a>) -> Self {
                Self { command }
            }

            /// A program and its arguments.
            pub fn exec<T: Into<Cow<'a, str>>>(arguments: impl IntoIterator<Item = T>) -> Self {
                Self::new(Command::exec(arguments))
            }
        }

        impl Words<'_> for $name<'_> {}

        impl Render for $name<'_> {
            fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
                writer.out.push_str($keyword);
                self.command.render(writer)
            }
        }
    };
}

command_instruction! {
    /// `CMD`: the default command, or the default arguments of an `ENTRYPOINT` in exec form.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::{Base, Cmd, Dockerfile, Stage};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Cmd::exec(["app", "--serve"]).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nCMD [\"app\", \"--serve\"]\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    ///
    /// In JSON: `{"cmd": {"exec": ["app", "--serve"]}}`.
    Cmd, "CMD"
}

command_instruction! {
    /// `ENTRYPOINT`: the program of the container. An empty list clears the one of the base.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::{Base, Dockerfile, Entrypoint, Stage};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Entrypoint::exec(["app"]).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nENTRYPOINT [\"app\"]\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    ///
    /// In JSON: `{"entrypoint": {"exec": ["app"]}}`.
    Entrypoint, "ENTRYPOINT"
}

impl<'a> Command<'a> {
    /// A program and its arguments.
    pub fn exec<T: Into<Cow<'a, str>>>(arguments: impl IntoIterator<Item = T>) -> Self {
        Self::Exec(arguments.into_iter().map(Into::into).collect())
    }

    /// A command line for the shell.
    pub fn shell(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Shell(ShellText::new(text))
    }

    /// Writes the command behind its keyword.
    pub(super) fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        match self {
            Self::Exec(arguments) => {
                writer.out.push(' ');
                push_exec(&mut writer.out, arguments);
                Ok(())
            }
            Self::Shell(text) => {
                text.refuse(Heredocs::Text)?;
                text.push(&mut writer.out, Dashes::Flags);
                Ok(())
            }
        }
    }
}

/// A JSON array of strings.
pub(super) fn push_exec(out: &mut String, arguments: &[Cow<'_, str>]) {
    out.push('[');
    for (number, argument) in arguments.iter().enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        push_json(out, argument);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    fn shell(text: &str) -> String {
        rendered(Cmd::new(Command::shell(text)))
    }

    #[test]
    fn exec_form_holds_everything() {
        let command = Cmd::exec(["a b", "\"", "\\", "$x", "\n\0\u{2028}é", ""]);
        assert_eq!(rendered(command), "CMD [\"a b\", \"\\\"\", \"\\\\\", \"$x\", \"\\n\\u0000\u{2028}é\", \"\"]\n");
        assert_eq!(rendered(Entrypoint::exec([""; 0])), "ENTRYPOINT []\n");
    }

    #[test]
    fn shell_form_is_written_as_it_is_or_refused() {
        assert_eq!(shell(""), "CMD\n");
        assert_eq!(shell("--version"), "CMD -- --version\n");
        assert_eq!(shell("cat <<x"), "CMD cat <<x\n");
        assert_eq!(shell("[ -f x ]"), "CMD [ -f x ]\n");
        assert_eq!(shell("dir c:\\"), "CMD dir c:\\\x0C\n");
        for text in [" a", "a ", "\u{a0}a", "[\"x\"]", "[1]", "a\nb", "a\u{2028}"] {
            assert!(
                shell(text).starts_with("error: CMD in stage 0: the shell form cannot hold this command"),
                "{text}"
            );
        }
    }
}
