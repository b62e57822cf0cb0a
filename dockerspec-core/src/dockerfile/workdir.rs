//! `WORKDIR`.

use super::instruction::Words;
use crate::render::{Reason, Render, Writer, push_word_behind_flags, refuse_nul};
use crate::word::{IntoWord, Word};

/// `WORKDIR`: the working directory of later instructions and of the container. It is made if it is not there.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Stage, Workdir};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Workdir::new("/app").into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nWORKDIR /app\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Workdir<'a> {
    /// The path; a relative one continues the one in force.
    pub path: Word<'a>,
}

impl<'a> Workdir<'a> {
    /// A path.
    pub fn new(path: impl IntoWord<'a>) -> Self {
        Self { path: path.into_word() }
    }
}

impl<'a> Words<'a> for Workdir<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        visit(&mut self.path);
    }
}

impl Render for Workdir<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.path.as_literal() == Some("") {
            return Err(Reason::Empty { what: "the path", way_out: "write one, or leave WORKDIR out" });
        }
        writer.out.push_str("WORKDIR ");
        let start = writer.out.len();
        push_word_behind_flags(&mut writer.out, &self.path)
            .and_then(|()| refuse_nul(&writer.out[start..]))
            .map_err(|problem| problem.of("WORKDIR", "the path"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn paths() {
        assert_eq!(rendered(Workdir::new("/a b")), "WORKDIR \"/a b\"\n");
        assert_eq!(rendered(Workdir::new("--a")), "WORKDIR \"--a\"\n");
        assert!(rendered(Workdir::new("")).contains("the path is empty"));
        assert!(rendered(Workdir::new("/a\0")).contains("the path has a NUL"));
    }
}
