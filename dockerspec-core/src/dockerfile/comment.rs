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
///
/// In JSON it is its text; one that BuildKit obeys is `{"setting": "check=skip=…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Comment<'a> {
    /// The text behind `# `; without a line feed.
    pub text: Cow<'a, str>,
    /// Whether BuildKit is meant to obey it: `check=…` right above an instruction changes how that one is linted;
    /// Dockerfile 1.21. Without this, such a text is refused.
    pub is_setting: bool,
}

impl<'a> Comment<'a> {
    /// A comment of one line.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), is_setting: false }
    }
}

impl Words<'_> for Comment<'_> {}

impl Render for Comment<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.text.contains('\n') {
            let what = "a comment".to_owned();
            return Err(Reason::LineFeed { what, keyword: "a line", way_out: "make it two comments" });
        }
        if !self.is_setting && is_lint_setting(&self.text) {
            return Err(Reason::CommentIsDirective { text: self.text.as_ref().to_owned() });
        }
        writer.out.push('#');
        if !self.text.is_empty() {
            // More of them are one heading.
            if !self.text.starts_with('#') {
                writer.out.push(' ');
            }
            writer.out.push_str(&self.text);
        }
        writer.whole_line()
    }
}

/// Whether BuildKit obeys the comment wherever it stands: `check=…` changes the lint of the instruction below it.
pub(crate) fn is_lint_setting(text: &str) -> bool {
    // Most comments are none, which their first letter tells.
    if let None | Some(b'!'..=b'B' | b'D'..=b'b' | b'd'..=b'~') = text.as_bytes().first() {
        return false;
    }
    text.split_once('=').is_some_and(|(key, _)| key.trim().eq_ignore_ascii_case("check"))
}

#[cfg(feature = "serde")]
mod form {
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::{Serialize, Serializer};

    use super::Comment;
    use crate::form::TextOrFields;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Setting<T> {
        setting: T,
    }

    impl Serialize for Comment<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.is_setting {
                Setting { setting: &self.text }.serialize(serializer)
            } else {
                self.text.serialize(serializer)
            }
        }
    }

    impl<'de> Deserialize<'de> for Comment<'_> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let form = TextOrFields {
                expected: "a comment, or `{\"setting\": \"check=…\"}`",
                of_text: Self::new,
                of_fields: |Setting::<String> { setting }| Self { text: setting.into(), is_setting: true },
            };
            form.read(deserializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Base, Dockerfile, Stage, rendered};

    #[test]
    fn comments() {
        assert_eq!(rendered(Comment::new("")), "#\n");
        assert_eq!(rendered(Comment::new("  a \\")), "#   a \\\n");
        assert_eq!(rendered(Comment::new("## heading")), "### heading\n");
        let setting = Comment { is_setting: true, ..Comment::new("check=skip=all") };
        assert_eq!(rendered(setting), "# check=skip=all\n");
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
