//! A script: its commands in order.

use std::borrow::Cow;
use std::ops::Range;

use super::read;
use super::relocate::{self, Spans as _};
use super::{Construct, ConstructKind, Redirection, SyntaxProblem, Word};
use crate::parse::Span;

/// Shell text that was read: its simple commands, from everywhere in it.
///
/// Commands of `if`, loops, functions, subshells, `$(…)` and heredocs are in one list. What stands around a command is a
/// chain of [`Construct`]s.
///
/// ```
/// # use dockerspec_core::shell::{ConstructKind, Joint, Script};
/// let script = Script::parse("cd /src && (make; make install) || exit 1");
/// let names: Vec<_> = script.commands.iter().map(|command| command.words[0].literal()).collect();
/// assert_eq!(names, [Some("cd"), Some("make"), Some("make"), Some("exit")]);
/// assert_eq!(script.commands[1].joint, Joint::First);
/// assert_eq!(script.commands[2].joint, Joint::Sequence);
/// assert_eq!(script.commands[3].joint, Joint::Or);
/// let subshell = &script.constructs[script.commands[1].construct.unwrap() as usize];
/// assert_eq!((&subshell.kind, subshell.joint), (&ConstructKind::Subshell, Joint::And));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script<'a> {
    /// The simple commands, in the order in which they begin.
    pub commands: Vec<Command<'a>>,
    /// What stands around them, in the order in which they begin.
    pub constructs: Vec<Construct<'a>>,
    /// What neither `sh` nor `bash` would take. What stands behind it was not read.
    pub problem: Option<SyntaxProblem>,
}

/// A simple command: assignments, words, redirections, any of which can be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Command<'a> {
    /// From its first byte to its last one, without a body of a heredoc.
    pub span: Span,
    /// `NAME=value` in front of the words. They are variables of the script if there are no words.
    pub assignments: Vec<Assignment<'a>>,
    /// The name of what is run, and its arguments.
    pub words: Vec<Word<'a>>,
    /// `> file` and the like, wherever they stand in it.
    pub redirections: Vec<Redirection<'a>>,
    /// The innermost construct that it stands in, by its number among the constructs of the script.
    pub construct: Option<u32>,
    /// What stands between it and what comes before it in the same list.
    pub joint: Joint,
    /// Whether a `!` stands in front of its pipeline, and it is the first one there.
    pub is_negated: bool,
}

/// What stands between two commands of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Joint {
    /// Nothing: it is the first one.
    #[default]
    First,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `|&`
    PipeBoth,
    /// `;` or a line feed.
    Sequence,
    /// `&`, behind the one before.
    Background,
}

/// `NAME=value` in front of a command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assignment<'a> {
    /// Where it stands.
    pub span: Span,
    /// The name, without the index of an array.
    pub name: Cow<'a, str>,
    /// What is behind the `=`.
    pub value: Word<'a>,
    /// Whether it is `+=`.
    pub is_append: bool,
}

impl Joint {
    /// Whether it is `|` or `|&`.
    pub fn is_pipe(self) -> bool {
        matches!(self, Self::Pipe | Self::PipeBoth)
    }
}

impl Command<'_> {
    /// The text of its first word, if nothing is put in there.
    pub fn name(&self) -> Option<&str> {
        self.words.first()?.literal()
    }
}

impl<'a> Script<'a> {
    /// Reads text as `sh` and `bash` do.
    ///
    /// Takes time that grows with the length of `text`, and does not panic, whatever that is.
    pub fn parse(text: &'a str) -> Self {
        read::script(text)
    }

    /// Reads a part of a text, with spans of the whole of it.
    pub(super) fn parse_in(text: &'a str, part: Range<usize>) -> Self {
        read::script_in(text, part)
    }

    /// The same for a part whose lines BuildKit joins, where a shell that joins them itself would read the same.
    pub(super) fn parse_in_lines(text: &'a str, part: Range<usize>) -> Option<Self> {
        read::script_in_lines(text, part)
    }

    /// Puts every span where `place` says: from the text that was read to the source that it stands in.
    pub fn relocate(&mut self, place: impl Fn(Span) -> Span) {
        self.each_span(&place);
    }

    /// The same, with text of its own.
    pub fn into_owned(self) -> Script<'static> {
        relocate::IntoOwned::into_owned(self)
    }

    /// The constructs that `command` stands in, from the inside out.
    pub fn constructs_around(&self, command: &Command<'_>) -> impl Iterator<Item = &Construct<'a>> {
        let at = |number: Option<u32>| self.constructs.get(number? as usize);
        std::iter::successors(at(command.construct), move |construct| at(construct.parent))
    }

    /// Whether `command` stands in a construct that `is` says yes to.
    ///
    /// ```
    /// # use dockerspec_core::shell::{ConstructKind, Script};
    /// let script = Script::parse("(cd /src && make)");
    /// assert!(script.is_inside(&script.commands[0], |kind| *kind == ConstructKind::Subshell));
    /// ```
    pub fn is_inside(&self, command: &Command<'_>, is: impl Fn(&ConstructKind<'a>) -> bool) -> bool {
        self.constructs_around(command).any(|construct| is(&construct.kind))
    }
}
