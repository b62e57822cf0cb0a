//! What `COPY` and `ADD` take, and how a list of it is written.

use super::{InlineFile, inline_file, paths};
use crate::List;
use crate::render::{Reason, Writer, push_plain_path};
use crate::word::{IntoWord, Word};

/// What `COPY` copies and `ADD` adds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Source<'a> {
    /// A path, in which `*`, `?` and `[…]` are patterns; [`literal_path`](super::literal_path) makes one that has none.
    /// For `ADD` also an `http` or `https` address or a git repository ([`GitRef`](crate::value::GitRef)): BuildKit
    /// tells them apart by their beginning.
    Path(Word<'a>),
    /// A file whose content stands in the Dockerfile.
    File(InlineFile<'a>),
}

impl<'a, T: IntoWord<'a>> From<T> for Source<'a> {
    fn from(path: T) -> Self {
        Self::Path(path.into_word())
    }
}

impl<'a> From<InlineFile<'a>> for Source<'a> {
    fn from(file: InlineFile<'a>) -> Self {
        Self::File(file)
    }
}

impl<'a> Source<'a> {
    /// The text in it that BuildKit expands.
    pub(super) fn word_mut(&mut self) -> &mut Word<'a> {
        match self {
            Self::Path(path) => path,
            Self::File(file) => &mut file.content,
        }
    }
}

/// Where the sources of an instruction are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the build context, which BuildKit asks the client for.
    Context,
    /// In a stage, an image or a named context.
    Elsewhere,
}

/// Writes sources and destination behind what is there: nearly always plain paths, which need one look.
pub(super) fn render(
    writer: &mut Writer,
    keyword: &'static str,
    sources: &List<Source<'_>>,
    place: Place,
    destination: &Word<'_>,
) -> Result<(), Reason> {
    let start = writer.out.len();
    let out = &mut writer.out;
    let plain =
        |source: &Source<'_>, out: &mut String| matches!(source, Source::Path(path) if push_plain_path(out, path));
    if sources.iter().all(|source| plain(source, out)) && !sources.is_empty() && push_plain_path(out, destination) {
        return Ok(());
    }
    writer.out.truncate(start);
    render_quoted(writer, keyword, sources, place, destination)
}

#[cold]
fn render_quoted(
    writer: &mut Writer,
    keyword: &'static str,
    sources: &[Source<'_>],
    place: Place,
    destination: &Word<'_>,
) -> Result<(), Reason> {
    if sources.is_empty() {
        return Err(Reason::Empty { what: "the list of sources", way_out: "name a source, or leave it out" });
    }
    paths::refuse_empty(destination, "the destination")?;
    for source in sources {
        if let Source::Path(path) = source {
            paths::refuse_empty(path, "a source")?;
            if place == Place::Context {
                paths::refuse_source(path, "a source", paths::Reading::Pattern)?;
            }
        }
    }
    if sources.iter().any(|source| matches!(source, Source::File(_))) {
        return inline_file::render(writer, keyword, sources, destination);
    }
    let paths = sources.iter().filter_map(|source| match source {
        Source::Path(path) => Some(path),
        Source::File(_) => None,
    });
    paths::render(writer, keyword, paths.chain([destination]))
}
