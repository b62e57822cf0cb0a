//! Large values, made where they stay.

/// A value in a box. `Box::new` makes it first and then moves it, which costs more than the box.
///
/// ```
/// # use dockerspec_core::{boxed, dockerfile::{Instruction, Run}};
/// let instruction = Instruction::Run(boxed(|| Run::shell("make")));
/// assert_eq!(instruction.keyword(), "RUN");
/// ```
#[inline]
pub fn boxed<T>(make: impl FnOnce() -> T) -> Box<T> {
    Box::write(Box::new_uninit(), make())
}
