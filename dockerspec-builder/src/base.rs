//! What a stage can begin with.

use dockerspec_core::value::ImageRef;
use dockerspec_core::word::{Arg, Value, Word};

/// What a stage can begin with: an [`ImageRef`], or text with an [`Arg`] in it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an image reference",
    label = "expected an `ImageRef`, or text with an `Arg` in it",
    note = "write `image_ref!(\"debian:13-slim\")`, which is checked here, or `ImageRef::parse(text, policy)?`",
    note = "to build on another stage, write `stage.stage(\"name\")`"
)]
pub trait IntoBase {
    /// The image.
    fn into_base(self) -> Value<'static, ImageRef<'static>>;
}

#[diagnostic::do_not_recommend]
impl IntoBase for ImageRef<'static> {
    fn into_base(self) -> Value<'static, ImageRef<'static>> {
        Value::Fixed(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for Word<'static> {
    fn into_base(self) -> Value<'static, ImageRef<'static>> {
        Value::Expanded(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoBase for &Arg<'static> {
    fn into_base(self) -> Value<'static, ImageRef<'static>> {
        Value::from(self)
    }
}
