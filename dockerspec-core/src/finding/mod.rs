//! What is wrong with a Dockerfile, and where.

mod fix;
#[cfg(feature = "pretty")]
mod pretty;
mod source;
#[cfg(test)]
mod tests;

pub use fix::{Fix, FixError, Replacement, apply_all};
#[cfg(feature = "pretty")]
pub use pretty::{pretty, pretty_styled};
pub use source::{LineColumn, Source};

use std::borrow::Cow;
use std::fmt;

use crate::parse::Span;

/// Something that is wrong with a Dockerfile, and where.
///
/// ```
/// # use dockerspec_core::dockerfile::Dockerfile;
/// # use dockerspec_core::finding::Source;
/// let text = "FROM alpine:3.22\nRUNN make\n";
/// let (_, findings) = Dockerfile::parse(text);
/// assert_eq!(
///     findings[0].display(&Source::new("Dockerfile", text)).to_string(),
///     "Dockerfile:2:1: error[unknown_instruction]: `RUNN` is not an instruction; write `RUN`",
/// );
/// ```
///
/// In JSON, `span` counts bytes of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing it is, in words with `_` between them: `unknown_instruction`.
    pub code: Cow<'static, str>,
    /// How bad it is.
    pub level: Level,
    /// The pass of BuildKit that refuses the file for it; none for what BuildKit takes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub pass: Option<Pass>,
    /// Whether another value of a build argument can make it right.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub depends_on_arguments: bool,
    /// What is wrong, in lower case and without a full stop.
    pub message: Cow<'static, str>,
    /// The place, and what it is.
    pub label: Label,
    /// Other places that have to do with it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub others: Vec<Label>,
    /// What to do.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub help: Option<Cow<'static, str>>,
    /// A change of the source that makes it right.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub fix: Option<Fix>,
}

/// A place in a source, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there, as a noun phrase; empty when the message says it all.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub text: Cow<'static, str>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Level {
    /// It builds, and somebody should look.
    Warning,
    /// It does not build.
    Error,
}

/// A pass of BuildKit over a Dockerfile. Each one begins only when the one before it found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Pass {
    /// Text to lines: `frontend/dockerfile/parser`.
    Parse,
    /// Lines to instructions: `frontend/dockerfile/instructions`.
    Instructions,
    /// Instructions to build steps: `frontend/dockerfile/dockerfile2llb`. Variables are replaced and stages resolved.
    Convert,
    /// The steps themselves, before one is run.
    Build,
}

impl Finding {
    /// The finding on one line, with its place in `source`: `Dockerfile:2:1: error[code]: message; help`.
    pub fn display<'f>(&'f self, source: &'f Source<'_>) -> impl fmt::Display + 'f {
        Line { finding: self, source }
    }

    /// Whether a build stops for it, with whatever arguments.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error && !self.depends_on_arguments
    }
}

impl fmt::Display for Finding {
    /// Writes `error[code]: message; help`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}[{}]: {}", self.level, self.code, self.message)?;
        if let Some(help) = &self.help {
            write!(formatter, "; {help}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

struct Line<'f, 's> {
    finding: &'f Finding,
    source: &'f Source<'s>,
}

impl fmt::Display for Line<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LineColumn { line, column } = self.source.line_column(self.finding.label.span.start);
        write!(formatter, "{}:{line}:{column}: {}", self.source.name(), self.finding)
    }
}
