//! Comments.

use std::borrow::Cow;

use super::instruction::Words;
use crate::render::{Reason, Render, Writer};

/// A comment line.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Comment, Dockerfile, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.comments.push(Comment::new("the image that ships"));
/// assert_eq!(Dockerfile::from(stage).render()?, "# the image that ships\nFROM scratch\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Comment<'a> {
    /// The text behind `# `; without a line feed.
    pub text: Cow<'a, str>,
}

impl<'a> Comment<'a> {
    /// A comment of one line.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into() }
    }
}

impl Words<'_> for Comment<'_> {}

impl Render for Comment<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.text.contains('\n') {
            let what = "a comment".to_owned();
            return Err(Reason::LineFeed { what, keyword: "a line", way_out: "make it two comments" });
        }
        if is_lint_setting(&self.text) {
            return Err(Reason::CommentIsDirective { text: self.text.as_ref().to_owned() });
        }
        writer.out.push('#');
        if !self.text.is_empty() {
            writer.out.push(' ');
            writer.out.push_str(&self.text);
        }
        writer.whole_line()
    }
}

/// Whether BuildKit obeys the comment wherever it stands: `check=…` changes the lint of the instruction below it.
fn is_lint_setting(text: &str) -> bool {
    text.split_once('=').is_some_and(|(key, _)| key.trim().eq_ignore_ascii_case("check"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Base, Dockerfile, Stage, rendered};

    #[test]
    fn comments() {
        assert_eq!(rendered(Comment::new("")), "#\n");
        assert_eq!(rendered(Comment::new("  a \\")), "#   a \\\n");
        insta::assert_snapshot!(
            rendered(Comment::new("a\nRUN evil")),
            @"error: comment in stage 0: a comment has a line feed, which a line cannot hold; make it two comments"
        );
        insta::assert_snapshot!(
            rendered(Comment::new("Check = skip=all")),
            @"error: comment in stage 0: the comment `Check = skip=all` would be read as a setting; reword it, or use the directives of the file"
        );
    }

    #[test]
    fn a_comment_on_top_is_no_directive() {
        let mut stage = Stage::new(Base::Scratch);
        stage.comments.push(Comment::new("escape=`"));
        assert_eq!(Dockerfile::from(stage).render().unwrap(), "\n# escape=`\nFROM scratch\n");
    }
}
