//! Findings of many files, for people and for programs.
//!
//! ```
//! # use dockerspec_core::check::{Checker, Policy, output};
//! # use dockerspec_core::finding::Source;
//! let policy = Policy::default();
//! let checker = Checker::new(&policy);
//! let files = [("Dockerfile", "FROM debian\nUSER 10001\n"), ("api.Dockerfile", "FROM debian:13-slim\nUSER 10001\n")];
//! let checked = files.map(|(name, text)| checker.check_source(Source::new(name, text)));
//! assert_eq!(
//!     output::github(&checked),
//!     "::error file=Dockerfile,line=1,endLine=1,col=6,endColumn=12,title=unpinned_base\
//!      ::the base `debian` has no tag; name the version, or pin it by its digest\n",
//! );
//! assert_eq!(output::Summary::of(&checked).to_string(), "2 files: 1 error");
//! ```
//!
//! Lines and columns are those of [`Source`]: from 1, columns in characters. An end is the place behind the last
//! character.

mod github;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod sarif;
mod summary;
#[cfg(test)]
mod tests;
#[cfg(feature = "pretty")]
mod text;

pub use github::github;
#[cfg(feature = "json")]
pub use json::json;
#[cfg(feature = "json")]
pub use sarif::sarif;
pub use summary::Summary;
#[cfg(feature = "pretty")]
pub use text::{text, text_styled};

use crate::finding::{Finding, LineColumn, Source};
use crate::parse::Span;

/// A file that was checked: what [`Checker::check_source`](super::Checker::check_source) gives.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// The file.
    pub source: Source<'a>,
    /// What is wrong with it, in the order of the source.
    pub findings: Vec<Finding>,
}

/// A value as JSON, with a line feed at the end.
#[cfg(feature = "json")]
fn written(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("text, numbers and lists of them can be written");
    text.push('\n');
    text
}

/// A range of a source as people and programs find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    start: LineColumn,
    end: LineColumn,
    /// The same in bytes, without what is behind the end of the source.
    bytes: Span,
}

impl Region {
    fn new(span: Span, source: &Source<'_>) -> Self {
        let length = Span::of(0, source.text().len()).end;
        let bytes = Span::new(span.start.min(length), span.end.max(span.start).min(length));
        Self { start: source.line_column(bytes.start), end: source.line_column(bytes.end), bytes }
    }
}
