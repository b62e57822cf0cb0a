//! What a stage begins with.

use crate::value::ImageRef;

/// What a stage begins with, with the defaults of the arguments in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum StageBase<'f> {
    /// Nothing.
    Scratch,
    /// The stage with this number, which comes earlier.
    Stage(usize),
    /// An image.
    Image(ImageRef<'f>),
    /// Something that only the build knows: the value of a variable, or a named context.
    Unknown,
}
