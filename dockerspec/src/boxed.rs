//! Large values, made where they stay.

/// A value in a box. `Box::new` makes it first and then moves it, which costs more than the box.
#[inline]
pub(crate) fn boxed<T>(make: impl FnOnce() -> T) -> Box<T> {
    Box::write(Box::new_uninit(), make())
}
