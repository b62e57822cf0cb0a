//! `ENV`.

use super::instruction::Words;
use super::pairs;
use crate::render::{Reason, Render, Writer, refuse_nul};
use crate::word::{IntoWord, Word};

/// `ENV`: environment variables of later instructions and of the container.
///
/// All values of one instruction see the environment before it.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Env, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Env::new("PYTHONUNBUFFERED", 1).and("LANG", "C.UTF-8").into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nENV PYTHONUNBUFFERED=1 \\\n    LANG=C.UTF-8\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
///
/// In JSON: `{"env": [{"name": "LANG", "value": "C.UTF-8"}]}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Env<'a> {
    /// The variables, in order.
    pub pairs: Vec<EnvPair<'a>>,
}

/// One variable of [`Env`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct EnvPair<'a> {
    /// Its name. BuildKit takes any text without `=` and line feeds; only an
    /// [`EnvName`](crate::value::EnvName), which the builder asks for, can be used as a variable again.
    pub name: Word<'a>,
    /// Its value.
    pub value: Word<'a>,
}

impl<'a> Env<'a> {
    /// One variable.
    pub fn new(name: impl IntoWord<'a>, value: impl IntoWord<'a>) -> Self {
        Self { pairs: Vec::with_capacity(pairs::USUAL_LENGTH) }.and(name, value)
    }

    /// One variable more.
    #[must_use]
    pub fn and(mut self, name: impl IntoWord<'a>, value: impl IntoWord<'a>) -> Self {
        self.pairs.push(EnvPair { name: name.into_word(), value: value.into_word() });
        self
    }
}

impl<'a> Words<'a> for Env<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        self.pairs.iter_mut().flat_map(|pair| [&mut pair.name, &mut pair.value]).for_each(visit);
    }
}

impl Render for Env<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let start = writer.out.len();
        pairs::render(writer, "ENV", self.pairs.iter().map(|pair| (&pair.name, &pair.value)))?;
        refuse_nul(&writer.out[start..]).map_err(|problem| problem.of("ENV", "a pair"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;
    use crate::value::EnvName;
    use crate::word::{Arg, Modifier, Pattern, Reach, Variable};

    #[test]
    fn values_are_what_they_were() {
        assert_eq!(rendered(Env::new("A", r#"say "$5" \ # <<EOF"#)), "ENV A=\"say \\\"\\$5\\\" \\\\ # <<EOF\"\n");
        assert_eq!(rendered(Env::new("A", "")), "ENV A=\"\"\n");
        assert_eq!(rendered(Env::new("A", "it's\r")), "ENV A=\"it's\r\"\n");
    }

    #[test]
    fn odd_names_are_quoted_or_refused() {
        assert_eq!(rendered(Env::new("--a b", 1)), "ENV \"--a b\"=1\n");
        insta::assert_snapshot!(
            rendered(Env::new("a=b", 1)),
            @"error: ENV in stage 0: the key `a=b` has a `=`, where BuildKit ends the key; use another character"
        );
        assert!(rendered(Env::new("a", "\0")).contains("a pair has a NUL"));
        insta::assert_snapshot!(rendered(Env::new("", 1)), @"error: ENV in stage 0: a key is empty; give it a name");
    }

    #[test]
    fn patterns_that_buildkit_would_read_otherwise() {
        let with = |modifier| rendered(Env::new("A", Variable::new(EnvName::from_static("V")).with(modifier)));
        let pattern = |text: &'static str| Pattern(text.into());
        let replace = |all, text| Modifier::Replace { all, pattern: pattern(text), text: "x".into() };
        insta::assert_snapshot!(with(replace(false, "")), @"error: ENV in stage 0: the pattern `` cannot be written: with nothing to replace, its two `/` would be read as one operator; put the text in front");
        assert_eq!(with(replace(true, "")), "ENV A=\"${V///x}\"\n");
        assert!(with(replace(false, "\u{feff}a")).contains("drops a byte order mark"));
        let prefix = |reach, text| Modifier::WithoutPrefix { reach, pattern: pattern(text) };
        assert!(with(prefix(Reach::Shortest, "#")).contains("part of the operator"));
        assert_eq!(with(prefix(Reach::Longest, "#")), "ENV A=\"${V###}\"\n");
        assert!(with(prefix(Reach::Longest, "\u{feff}a")).contains("drops a byte order mark"));
        let suffix = |text| Modifier::WithoutSuffix { reach: Reach::Shortest, pattern: pattern(text) };
        assert!(with(suffix("a\u{feff}")).contains("drops a byte order mark"));
        assert_eq!(with(suffix("\u{feff}a")), "ENV A=\"${V%\u{feff}a}\"\n");
    }

    #[test]
    fn variables_and_their_modifiers() {
        let path = Variable::new(EnvName::from_static("PATH"));
        assert_eq!(rendered(Env::new("PATH", "/opt/bin:" + path.clone())), "ENV PATH=/opt/bin:${PATH}\n");
        let arg = Arg::new("V");
        assert_eq!(rendered(Env::new("A", arg.or("a b}"))), "ENV A=\"${V:-a\\ b\\}}\"\n");
        let base = path.with(Modifier::WithoutPrefix { reach: Reach::Longest, pattern: Pattern("*/".into()) });
        assert_eq!(rendered(Env::new("A", base)), "ENV A=\"${PATH##*\\/}\"\n");
    }
}
