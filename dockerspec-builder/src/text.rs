//! What can become text that the build leaves as it is.

use std::borrow::Cow;

/// What can become text that the build leaves as it is: strings. Variables have no place in it, and secrets have not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a string",
    label = "expected a string",
    note = "a secret has no way into text: mount it, with `Run::secret`"
)]
pub trait IntoText: Into<Cow<'static, str>> {}

#[diagnostic::do_not_recommend]
impl<T: Into<Cow<'static, str>>> IntoText for T {}
