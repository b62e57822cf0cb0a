//! Files whose content stands in the Dockerfile.

use std::borrow::Cow;

use super::Source;
use crate::render::{Reason, TextProblem, Writer, delimiter, is_bare, push_expanded_document};
use crate::word::{IntoWord, Word};

/// A file whose content stands in the Dockerfile, as a heredoc of `COPY` or `ADD`.
///
/// Variables in the content are replaced by the build; a literal stays what it is.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Copy, Dockerfile, InlineFile, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Copy::new([InlineFile::new("price = $5\n")], "/etc/app.conf").into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nCOPY <<'EOF' /etc/app.conf\nprice = $5\nEOF\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct InlineFile<'a> {
    /// Its name, where the destination is a directory. Without one it is called like the heredoc: `EOF`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub name: Option<Cow<'a, str>>,
    /// Its content, which must be empty or end with a line feed.
    pub content: Word<'a>,
}

impl<'a> InlineFile<'a> {
    /// A file for a destination that says its name.
    pub fn new(content: impl IntoWord<'a>) -> Self {
        Self { name: None, content: content.into_word() }
    }

    /// A file for a destination that is a directory.
    pub fn named(name: impl Into<Cow<'a, str>>, content: impl IntoWord<'a>) -> Self {
        Self { name: Some(name.into()), content: content.into_word() }
    }

    /// The body of the heredoc, and the delimiter in front of it and behind it.
    fn document(&self, keyword: &'static str) -> Result<Document<'_>, Reason> {
        let literal = self.content.as_literal();
        let body = if let Some(text) = literal {
            Cow::Borrowed(text)
        } else {
            let mut text = String::new();
            push_expanded_document(&mut text, &self.content)
                .map_err(|problem: TextProblem| problem.of(keyword, "the content of a file"))?;
            Cow::Owned(text)
        };
        if !body.is_empty() && !body.ends_with('\n') {
            return Err(Reason::NoFinalLineFeed { what: "the content of an inline file" });
        }
        let delimiter = match &self.name {
            None => delimiter(&body),
            Some(name) => {
                if !is_bare(name) || name.starts_with('-') || name.contains('/') || name == "." || name == ".." {
                    let why = "BuildKit takes letters, digits and `_.:=,@+%-` in such a name, and no `-` first";
                    return Err(Reason::BesideHeredoc { what: format!("the file name {name:?}"), why });
                }
                if body.split('\n').any(|line| line.trim_end_matches('\r') == name) {
                    let why = "a line of its content is the same, and would end it; give it no name, \
                               and the whole path as destination";
                    return Err(Reason::BesideHeredoc { what: format!("the file name `{name}`"), why });
                }
                Cow::Borrowed(&**name)
            }
        };
        Ok(Document { body, delimiter, expand: literal.is_none() })
    }
}

/// The parts of a heredoc.
struct Document<'f> {
    body: Cow<'f, str>,
    delimiter: Cow<'f, str>,
    expand: bool,
}

/// Writes the sources and the destination of an instruction that has inline files, and their contents.
pub(super) fn render(
    writer: &mut Writer,
    keyword: &'static str,
    sources: &[Source<'_>],
    destination: &Word<'_>,
) -> Result<(), Reason> {
    let mut documents: Vec<Document<'_>> = Vec::new();
    for source in sources {
        writer.out.push(' ');
        match source {
            Source::Path(path) => push_path(writer, keyword, path)?,
            Source::File(file) => {
                let document = file.document(keyword)?;
                if documents.iter().any(|other| other.delimiter == document.delimiter) {
                    return Err(Reason::DuplicateFile { name: document.delimiter.into_owned() });
                }
                let quote = if document.expand { "" } else { "'" };
                for part in ["<<", quote, &document.delimiter, quote] {
                    writer.out.push_str(part);
                }
                documents.push(document);
            }
        }
    }
    writer.out.push(' ');
    push_path(writer, keyword, destination)?;
    writer.end_line()?;
    documents.iter().try_for_each(|document| writer.document(&document.body, &document.delimiter))
}

fn push_path(writer: &mut Writer, keyword: &'static str, path: &Word<'_>) -> Result<(), Reason> {
    let start = writer.out.len();
    let whole = crate::render::push_path_beside_heredoc(&mut writer.out, path)
        .map_err(|problem| problem.of(keyword, "a path"))?;
    if whole {
        return Ok(());
    }
    let what = format!("the path {}", &writer.out[start..]);
    Err(Reason::BesideHeredoc { what, why: "BuildKit splits it at its blanks; put it into a variable" })
}
