//! Everything that a RUN does: its script, and the scripts that it gives to other shells.

use std::borrow::Cow;

use super::{Call, Command, Script, Word};
use crate::parse::Span;

/// A script, and the scripts in it that other shells run: behind `sh -c`, `eval` and `su -c`, in a heredoc for `bash`.
///
/// ```
/// # use dockerspec_core::shell::Scripts;
/// let source = "bash -o pipefail -c 'curl $URL | tar -xz'";
/// let scripts = Scripts::of_text(source);
/// let curl = scripts.calls().find(|call| call.name == "curl").unwrap();
/// assert_eq!(&source[curl.command.span.range()], "curl $URL");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scripts<'a> {
    /// The script itself, and behind it those in it, each one behind the one that it stands in.
    pub all: Vec<NestedScript<'a>>,
}

/// A script, and what runs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NestedScript<'a> {
    /// The script. Its spans are those of the outermost text where its text stands there as it is, and else all that of
    /// the word that it is given with.
    pub script: Script<'a>,
    /// What runs it. `None` for the outermost script.
    pub origin: Option<Origin>,
}

/// The command that gives a script to a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The number of the script that the command stands in.
    pub script: usize,
    /// The number of the command there.
    pub command: usize,
}

impl<'a> Scripts<'a> {
    /// Reads text as a shell does.
    pub fn of_text(text: &'a str) -> Self {
        Self::of(Script::parse(text))
    }

    /// What the exec form runs: one command, of literal words, each with its span.
    pub fn of_exec(arguments: impl IntoIterator<Item = (Cow<'a, str>, Span)>) -> Self {
        let words: Vec<_> = arguments.into_iter().map(|(text, span)| Word::of_string(text, span)).collect();
        let span = match (words.first(), words.last()) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span::default(),
        };
        Self::of(Script { commands: vec![Command { span, words, ..Command::default() }], ..Script::default() })
    }

    fn of(script: Script<'a>) -> Self {
        Self { all: vec![NestedScript { script, origin: None }] }
    }

    /// The programs that are called, in the order of the source; those of a nested script stand behind the call that
    /// gives it to a shell.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_, 'a>> {
        self.all.iter().enumerate().flat_map(|(script_index, nested)| {
            let script = &nested.script;
            script.commands.iter().enumerate().filter_map(move |(index, command)| {
                let (program, arguments) = command.words.split_first()?;
                let name = program.literal()?.rsplit('/').next()?;
                Some(Call { name, program, arguments, command, index, script, script_index, wrappers: Vec::new() })
            })
        })
    }

    /// Puts every span where `place` says: from the text that was read to the source that it stands in.
    pub fn relocate(&mut self, place: impl Fn(Span) -> Span) {
        for nested in &mut self.all {
            nested.script.relocate(&place);
        }
    }
}
