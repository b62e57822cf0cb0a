//! What a stage can begin with.

use std::fmt;

use dockerspec_core::dockerfile::Base;
use dockerspec_core::value::{ImageRef, ValueError};
use dockerspec_core::word::{Arg, Value, Word};

/// A base that is not known where the stage is described: an image, or nothing. [`bases`](crate::bases()) gives it to
/// descriptions.
///
/// ```
/// # use dockerspec::{BaseImage, Image, ImageRef, Stage, image_ref};
/// fn files(base: &BaseImage) -> Image {
///     Image::new(Stage::from_image("files", base).copy("site", "/site").run_as_root("an example"))
/// }
/// assert!(files(&BaseImage::Scratch).render()?.starts_with("FROM scratch AS files\n"));
/// assert!(files(&image_ref!("busybox:1.37").into()).render()?.starts_with("FROM busybox:1.37 AS files\n"));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BaseImage {
    /// An image.
    Image(ImageRef<'static>),
    /// Nothing: `FROM scratch`.
    Scratch,
}

impl fmt::Display for BaseImage {
    /// Writes what stands behind `FROM`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image(image) => image.fmt(formatter),
            Self::Scratch => formatter.write_str("scratch"),
        }
    }
}

impl From<ImageRef<'static>> for BaseImage {
    fn from(image: ImageRef<'static>) -> Self {
        Self::Image(image)
    }
}

/// What a stage can begin with: an [`ImageRef`], also as the result of [`ImageRef::parse`], text with an [`Arg`] in it, or
/// a [`BaseImage`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an image reference",
    label = "expected an `ImageRef`, or text with an `Arg` in it",
    note = "write `image_ref!(\"debian:13-slim\")`, which is checked here, or `ImageRef::parse(text, policy)`",
    note = "to build on another stage, write `stage.stage(\"name\")`"
)]
pub trait IntoBase {
    /// The base.
    ///
    /// # Errors
    ///
    /// When this is what [`ImageRef::parse`] has refused.
    fn into_base(self) -> Result<Base<'static>, ValueError>;
}

#[diagnostic::do_not_recommend]
impl IntoBase for ImageRef<'static> {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        Ok(Base::from(self))
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for Word<'static> {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        Ok(Base::Image(Value::Expanded(self)))
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for &Arg<'static> {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        Ok(Base::Image(Value::from(self)))
    }
}

/// What was refused is reported when the image is rendered, as all values are.
#[diagnostic::do_not_recommend]
impl IntoBase for Result<ImageRef<'static>, ValueError> {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        self.map(Base::from)
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for BaseImage {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        Ok(match self {
            Self::Image(image) => Base::from(image),
            Self::Scratch => Base::Scratch,
        })
    }
}

/// A description that has one base for several stages need not clone it.
#[diagnostic::do_not_recommend]
impl IntoBase for &BaseImage {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        self.clone().into_base()
    }
}
