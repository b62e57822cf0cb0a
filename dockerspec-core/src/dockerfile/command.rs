//! `CMD`, `ENTRYPOINT`, and what they have in common: a command in exec form or shell form.

use std::borrow::Cow;

use super::instruction::Words;
use crate::List;
use crate::render::{Reason, Render, Writer, contains_any, push_json};

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

/// Raw shell text: what the shell reads, as the Dockerfile holds it. BuildKit expands nothing in it.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Cmd, Command, Dockerfile, ShellText, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Cmd::new(Command::Shell(ShellText("exec app --port \"$PORT\"".into()))).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nCMD exec app --port \"$PORT\"\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct ShellText<'a>(pub Cow<'a, str>);

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
        Self::Shell(ShellText(text.into()))
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

/// What `<<` is on the line of an instruction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heredocs {
    /// Text like any other.
    Text,
    /// Possibly a heredoc: the lines below would be taken away.
    Open,
}

/// What `--` is in front of shell text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dashes {
    /// Flags of the instruction, unless a `--` of its own comes first.
    Flags,
    /// Text like any other.
    Text,
}

/// What keeps a command from being an argument of the shell, in whatever form.
const NUL: &str = "it has a NUL";

impl ShellText<'_> {
    /// What keeps the text from standing on one line as it is.
    pub(super) fn shell_form_problem(&self, heredocs: Heredocs) -> Option<&'static str> {
        let text = &*self.0;
        let bytes = text.as_bytes();
        let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return None };
        // Every white space outside ASCII begins with a byte from C2 on and ends with one from 80 on.
        let edges = first <= b' ' || last <= b' ' || first >= 0x80 || last >= 0x80;
        if edges && text.trim().len() != text.len() {
            return Some("blanks at its ends would be lost");
        }
        if first == b'[' {
            return Some("it begins with `[`, and could be read as an exec form");
        }
        if last == b'\\' {
            return Some("its last `\\` would join the next line");
        }
        if !contains_any::<b'\n', b'<', 0>(text) {
            return None;
        }
        if bytes.contains(&b'\n') {
            return Some("it has a line feed");
        }
        if heredocs == Heredocs::Open && text.contains("<<") {
            return Some("its `<<` could be read as a heredoc");
        }
        if heredocs == Heredocs::Open && bytes.contains(&0) {
            return Some(NUL);
        }
        None
    }

    pub(super) fn refuse(&self, heredocs: Heredocs) -> Result<(), Reason> {
        match self.shell_form_problem(heredocs) {
            None => Ok(()),
            Some(NUL) => Err(Reason::Nul { what: "the command" }),
            Some(why) => Err(Reason::ShellForm { why }),
        }
    }

    /// Writes the text, which [`refuse`](Self::refuse) has passed, behind what is there.
    pub(super) fn push(&self, out: &mut String, dashes: Dashes) {
        if !self.0.is_empty() {
            out.push_str(if dashes == Dashes::Flags && self.0.starts_with("--") { " -- " } else { " " });
            out.push_str(&self.0);
        }
    }
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
        for text in [" a", "a ", "\u{a0}a", "[ -f x ]", "a\\", "a\nb", "a\u{2028}"] {
            assert!(
                shell(text).starts_with("error: CMD in stage 0: the shell form cannot hold this command"),
                "{text}"
            );
        }
    }
}
