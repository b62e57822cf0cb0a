//! What a stage can begin with.

use dockerspec_core::value::{ImageRef, ValueError};
use dockerspec_core::word::{Arg, Value, Word};

/// What a stage can begin with: an [`ImageRef`], also as the result of [`ImageRef::parse`], or text with an [`Arg`] in it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an image reference",
    label = "expected an `ImageRef`, or text with an `Arg` in it",
    note = "write `image_ref!(\"debian:13-slim\")`, which is checked here, or `ImageRef::parse(text, policy)`",
    note = "to build on another stage, write `stage.stage(\"name\")`"
)]
pub trait IntoBase {
    /// The image.
    ///
    /// # Errors
    ///
    /// When this is what [`ImageRef::parse`] has refused.
    fn into_base(self) -> Result<Value<'static, ImageRef<'static>>, ValueError>;
}

#[diagnostic::do_not_recommend]
impl IntoBase for ImageRef<'static> {
    fn into_base(self) -> Result<Value<'static, ImageRef<'static>>, ValueError> {
        Ok(Value::Fixed(self))
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for Word<'static> {
    fn into_base(self) -> Result<Value<'static, ImageRef<'static>>, ValueError> {
        Ok(Value::Expanded(self))
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for &Arg<'static> {
    fn into_base(self) -> Result<Value<'static, ImageRef<'static>>, ValueError> {
        Ok(Value::from(self))
    }
}

/// What was refused is reported when the image is rendered, as all values are.
#[diagnostic::do_not_recommend]
impl IntoBase for Result<ImageRef<'static>, ValueError> {
    fn into_base(self) -> Result<Value<'static, ImageRef<'static>>, ValueError> {
        self.map(Value::Fixed)
    }
}
