//! Where the files of a mount are.

use super::Mount;
use crate::value::{ContextName, ImageRef, StageName};

/// Where the files of a mount are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MountFrom<'a> {
    /// A stage, by name. BuildKit takes no number here.
    Stage(StageName<'a>),
    /// An image.
    Image(ImageRef<'a>),
    /// A named build context (`--build-context NAME=…`). The text is that of an image called `NAME`.
    Context(ContextName<'a>),
}

impl<'a> Mount<'a> {
    /// Where its files are, if it says so and that is known here.
    ///
    /// ```
    /// # use dockerspec_core::dockerfile::{BindMount, Mount, MountFrom, TmpfsMount};
    /// # use dockerspec_core::value::StageName;
    /// let mut bind = BindMount::new("/src");
    /// bind.from = Some(MountFrom::Stage(StageName::from_static("build")));
    /// assert!(Mount::from(bind).origin().is_some());
    /// assert_eq!(Mount::from(TmpfsMount::new("/tmp")).origin(), None);
    /// ```
    pub fn origin(&self) -> Option<&MountFrom<'a>> {
        match self {
            Self::Bind(bind) => bind.from.as_ref(),
            Self::Cache(cache) => cache.from.as_ref(),
            Self::Tmpfs(_) | Self::Secret(_) | Self::Ssh(_) | Self::Expanded(_) => None,
        }
    }
}
