//! `VOLUME`.

use super::instruction::Words;
use super::paths;
use crate::List;
use crate::render::{Reason, Render, Writer};
use crate::word::{IntoWord, Word};

/// `VOLUME`: paths that hold data of the container, outside its layers.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Stage, Volume};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Volume::new(["/var/lib/app"]).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nVOLUME /var/lib/app\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct Volume<'a> {
    /// The paths; at least one.
    pub paths: List<Word<'a>>,
}

impl<'a> Volume<'a> {
    /// Paths.
    pub fn new<T: IntoWord<'a>>(paths: impl IntoIterator<Item = T>) -> Self {
        Self { paths: paths.into_iter().map(IntoWord::into_word).collect() }
    }

    /// As [`Volume::new`], of a list that is there already.
    ///
    /// ```
    /// # use dockerspec_core::{List, dockerfile::{Base, Dockerfile, Volume, Stage}};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(Volume::of(List::from(["/a".into(), "/b".into()])).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nVOLUME /a /b\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    #[inline]
    pub fn of(paths: List<Word<'a>>) -> Self {
        Self { paths }
    }
}

impl<'a> Words<'a> for Volume<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        self.paths.iter_mut().for_each(visit);
    }
}

impl Render for Volume<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        if self.paths.is_empty() {
            return Err(Reason::Empty { what: "the list of paths", way_out: "name one, or leave VOLUME out" });
        }
        self.paths.iter().try_for_each(|path| paths::refuse_empty(path, "a path"))?;
        writer.out.push_str("VOLUME");
        paths::render(writer, "VOLUME", self.paths.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn paths() {
        assert_eq!(rendered(Volume::new(["/a", "/b"])), "VOLUME /a /b\n");
        assert_eq!(rendered(Volume::new(["/a b"])), "VOLUME [\"\\\"/a b\\\"\"]\n");
        assert!(rendered(Volume::new([""])).contains("a path is empty"));
    }
}
