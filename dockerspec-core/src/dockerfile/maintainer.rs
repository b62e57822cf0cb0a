//! `MAINTAINER`.

use std::borrow::Cow;

use super::instruction::Words;
use crate::render::{Reason, Render, Writer};

/// `MAINTAINER`: the author; deprecated in favour of the label `org.opencontainers.image.authors`.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Maintainer, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Maintainer::new("Ada <ada@example.com>").into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nMAINTAINER Ada <ada@example.com>\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Maintainer<'a> {
    /// The author. BuildKit takes the text as it stands, without quotes.
    pub author: Cow<'a, str>,
}

impl<'a> Maintainer<'a> {
    /// An author.
    pub fn new(author: impl Into<Cow<'a, str>>) -> Self {
        Self { author: author.into() }
    }
}

impl Words<'_> for Maintainer<'_> {}

impl Render for Maintainer<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let author = &*self.author;
        let why = if author.is_empty() {
            Some("it is empty")
        } else if author.contains('\n') {
            Some("it has a line feed")
        } else if author.trim().len() != author.len() {
            Some("blanks at its ends would be lost")
        } else if author.starts_with("--") {
            Some("it begins with `--`, like a flag")
        } else if author.ends_with('\\') {
            Some("its last `\\` would join the next line")
        } else {
            None
        };
        if let Some(why) = why {
            return Err(Reason::Maintainer { why });
        }
        writer.out.push_str("MAINTAINER ");
        writer.out.push_str(author);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn what_would_change_is_refused() {
        for author in ["", " a", "--a", "a\nb", "a\\", "a\u{2028}"] {
            assert!(rendered(Maintainer::new(author)).starts_with("error: MAINTAINER in stage 0"), "{author:?}");
        }
        assert_eq!(rendered(Maintainer::new("a \"b\" $c # <<d")), "MAINTAINER a \"b\" $c # <<d\n");
    }
}
