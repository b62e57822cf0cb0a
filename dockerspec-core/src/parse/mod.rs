//! The parser: text in, the model out, exactly as BuildKit reads it; and everything that BuildKit refuses.
//!
//! One walk over the lines does the first two passes of BuildKit and what of the third one needs no variables: lines
//! are joined, split, and read into instructions. Then names of stages are resolved, and what hangs on variables is
//! tried with their defaults. An error costs its instruction, not the file.

mod arguments;
mod directives;
mod flags;
mod go;
mod heredoc;
mod instruction;
mod json;
mod keyword;
mod lex;
mod line;
mod map;
mod mount;
mod mount_key;
mod node;
mod onbuild;
mod origins;
mod parser;
mod plain;
mod problem;
mod scan;
mod span;
mod statement;
mod walk;

pub use map::{Place, Position, SourceMap};
pub(crate) use node::comment as comment_text;
pub use node::{Node, NodeHeredoc, nodes};
pub use span::Span;

pub(crate) use directives::check_of_comment;
pub(crate) use go::{go_bool, number as number_of};
pub(crate) use heredoc::{Announced, announced, of_word as heredoc_of_word};
pub(crate) use json::{Json, strings as json_strings};
pub(crate) use keyword::{Keyword, lower};
pub(crate) use lex::name_length as variable_name_length;
pub(crate) use line::without_continuation;
pub(crate) use mount::check_expanded as check_mount;
pub(crate) use onbuild::is_kept as is_kept_trigger;
pub use problem::nearest;
pub(crate) use problem::{Located, Problem, finding};
pub(crate) use scan::{
    count as count_bytes, find as find_byte, find_rare as find_rare_byte, indentation, split_once as split_once_at,
};
pub(crate) use span::narrow;

use crate::convert::Broken;
use crate::dockerfile::Dockerfile;
use crate::finding::Finding;

/// A Dockerfile that was read: the model, where everything stands, and what is wrong.
///
/// ```
/// # use dockerspec_core::parse::Parsed;
/// let parsed = Parsed::new("FROM alpine:3.22\nCOPY app\nUSER 10001\n");
/// assert_eq!(parsed.dockerfile.render()?, "FROM alpine:3.22\nUSER 10001\n");
/// assert_eq!(parsed.findings[0].message, "COPY has a source and no destination");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Parsed<'a> {
    /// What the file says. Instructions with an error are not in it.
    pub dockerfile: Dockerfile<'a>,
    /// Where everything in it stands.
    pub map: SourceMap,
    /// What is wrong, in the order of the source.
    pub findings: Vec<Finding>,
    /// What the first two passes refused of it, as far as the third one cares.
    pub(crate) broken: Broken,
}

impl<'a> Parsed<'a> {
    /// Reads `source` as BuildKit does: with its default arguments, for `linux/amd64`, and with all stages.
    pub fn new(source: &'a str) -> Self {
        parser::parse(source)
    }

    /// Whether BuildKit refuses the file, whatever the build arguments are.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}

impl<'a> Dockerfile<'a> {
    /// Reads a Dockerfile exactly as BuildKit does, and says everything that is wrong with it.
    ///
    /// An error costs its instruction, which is then not in the model; the rest is read and checked. Text is borrowed
    /// from the source where it stands there as it is. [`Parsed`] has the place of everything too.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::Dockerfile;
    /// let (file, findings) = Dockerfile::parse("from alpine:3.22 as base\nenv GREETING 'hello' you\n");
    /// assert_eq!(findings, []);
    /// assert_eq!(file.render()?, "FROM alpine:3.22 AS base\nENV GREETING=\"hello you\"\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    ///
    /// Source: `frontend/dockerfile/{parser,instructions,shell,dockerfile2llb}` of BuildKit.
    pub fn parse(source: &'a str) -> (Self, Vec<Finding>) {
        let Parsed { dockerfile, findings, .. } = Parsed::new(source);
        (dockerfile, findings)
    }
}

/// Whether `text` is one word of an ARG, without `=`.
pub(crate) fn is_argument_name(text: &str) -> bool {
    if text.contains(['=', '\n']) || text.starts_with("--") {
        return false;
    }
    // A quote that stays open would take in what follows.
    let followed = [text, " b"].concat();
    let mut words = Vec::new();
    arguments::quoted_words(&followed, &(0..followed.len()), b'\\', |word| words.push(word.range));
    matches!(words.as_slice(), [word, _] if *word == (0..text.len()))
}
