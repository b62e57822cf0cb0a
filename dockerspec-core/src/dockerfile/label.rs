//! `LABEL`.

use super::instruction::Words;
use super::pairs;
use crate::render::{Reason, Render, Writer};
use crate::word::{IntoWord, Word};

/// `LABEL`: metadata of the image.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Label, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Label::new("org.opencontainers.image.title", "my app").into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nLABEL org.opencontainers.image.title=\"my app\"\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// Source: the keys that everybody knows are those of the OCI image specification, `annotations.md`.
///
/// In JSON: `{"label": [{"key": "org.opencontainers.image.title", "value": "my app"}]}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Label<'a> {
    /// The labels, in order.
    pub pairs: Vec<LabelPair<'a>>,
}

/// One label of [`Label`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct LabelPair<'a> {
    /// Its key: any text without `=` and line feeds.
    pub key: Word<'a>,
    /// Its value.
    pub value: Word<'a>,
}

impl<'a> Label<'a> {
    /// One label.
    pub fn new(key: impl IntoWord<'a>, value: impl IntoWord<'a>) -> Self {
        Self { pairs: Vec::with_capacity(pairs::USUAL_LENGTH) }.and(key, value)
    }

    /// One label more.
    #[must_use]
    pub fn and(mut self, key: impl IntoWord<'a>, value: impl IntoWord<'a>) -> Self {
        self.pairs.push(LabelPair { key: key.into_word(), value: value.into_word() });
        self
    }
}

impl<'a> Words<'a> for Label<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        self.pairs.iter_mut().flat_map(|pair| [&mut pair.key, &mut pair.value]).for_each(visit);
    }
}

impl Render for Label<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        pairs::render(writer, "LABEL", self.pairs.iter().map(|pair| (&pair.key, &pair.value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn a_key_can_be_any_text() {
        assert_eq!(
            rendered(Label::new("a \"b\" $c", "x").and("#d", "y")),
            "LABEL \"a \\\"b\\\" \\$c\"=x \\\n      \"#d\"=y\n"
        );
    }

    #[test]
    fn a_line_feed_in_a_key_is_refused() {
        insta::assert_snapshot!(
            rendered(Label::new("a\nb", "")),
            @r#"error: LABEL in stage 0: the key "a\nb" has a line feed, which LABEL cannot hold; replace it by a blank"#
        );
    }
}
