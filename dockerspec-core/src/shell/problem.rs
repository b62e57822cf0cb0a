//! What neither `sh` nor `bash` takes.

use crate::parse::Span;

/// A syntax error, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct SyntaxProblem {
    /// What is wrong.
    pub kind: SyntaxProblemKind,
    /// Where: what is not closed, or what cannot stand there.
    pub span: Span,
}

/// What is wrong with shell text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxProblemKind {
    /// A quote has no end.
    #[error("the quote {quote} is not closed")]
    OpenQuote {
        /// The quote.
        quote: char,
    },
    /// A construct has no end.
    #[error("`{opener}` is not closed: expected `{expected}`")]
    Unclosed {
        /// What it begins with.
        opener: &'static str,
        /// What would end it, or go on.
        expected: &'static str,
    },
    /// Something cannot stand where it does.
    #[error("`{token}` cannot stand here")]
    Unexpected {
        /// What it is.
        token: Box<str>,
    },
    /// A construct needs commands and has none.
    #[error("no command stands behind `{opener}`")]
    NoCommand {
        /// What it stands behind.
        opener: Box<str>,
    },
    /// A redirection has no target.
    #[error("`{operator}` has no file behind it")]
    NoTarget {
        /// The operator.
        operator: &'static str,
    },
    /// Constructs are nested deeper than is read. Shells may take it.
    #[error("commands are nested more than {limit} deep")]
    TooDeep {
        /// The number of constructs that can be around a command.
        limit: usize,
    },
}
