//! Redirections: `> file`, `2>&1`, heredocs.

use std::borrow::Cow;

use super::Word;
use crate::parse::Span;

/// A redirection of a command, such as `2> /dev/null`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection<'a> {
    /// From its descriptor to the end of its target.
    pub span: Span,
    /// Its operator.
    pub operator: RedirectionOperator,
    /// What is redirected, if that is written.
    pub descriptor: Option<Descriptor<'a>>,
    /// What is behind the operator: a file, a descriptor, the delimiter of a heredoc.
    pub target: Word<'a>,
    /// The body, for `<<` and `<<-`.
    pub heredoc: Option<Heredoc<'a>>,
}

/// What stands in front of the operator of a [`Redirection`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Descriptor<'a> {
    /// A number, as in `2>`.
    Number(u32),
    /// `{name}` of bash, which takes a free number and tells it to a variable.
    Variable(Cow<'a, str>),
}

/// The operator of a [`Redirection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RedirectionOperator {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `>|`
    Clobber,
    /// `<>`
    ReadWrite,
    /// `<&`
    DuplicateRead,
    /// `>&`
    DuplicateWrite,
    /// `&>` of bash: standard output and errors.
    WriteBoth,
    /// `&>>` of bash: standard output and errors.
    AppendBoth,
    /// `<<`
    Heredoc,
    /// `<<-`, which removes tabs at the beginning of lines.
    HeredocWithoutTabs,
    /// `<<<` of bash: the target is what is read.
    HereString,
}

/// The body of a heredoc.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heredoc<'a> {
    /// What the command reads. Its span is that of the lines between; it is quoted if the delimiter is, and then it is
    /// a literal.
    pub body: Word<'a>,
    /// Whether the delimiter stands behind it. Shells take the end of the text too.
    pub is_closed: bool,
}

impl RedirectionOperator {
    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Read => "<",
            Self::Write => ">",
            Self::Append => ">>",
            Self::Clobber => ">|",
            Self::ReadWrite => "<>",
            Self::DuplicateRead => "<&",
            Self::DuplicateWrite => ">&",
            Self::WriteBoth => "&>",
            Self::AppendBoth => "&>>",
            Self::Heredoc => "<<",
            Self::HeredocWithoutTabs => "<<-",
            Self::HereString => "<<<",
        }
    }
}
