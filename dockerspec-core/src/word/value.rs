//! A typed value where BuildKit expands variables.

use super::{Arg, IntoWord as _, Word};

/// A typed value, or text that becomes one when the build has put its variables in.
///
/// ```
/// # use dockerspec_core::{value::ExposedPort, word::{Arg, Value}};
/// let fixed: Value<'_, ExposedPort> = Value::Fixed(ExposedPort::tcp(8080));
/// let expanded: Value<'_, ExposedPort> = Value::from(&Arg::new("PORT"));
/// ```
///
/// In `EXPOSE` the first one renders as `8080`, the second one as `${PORT}`.
///
/// In JSON what is fixed is the value's own text, `"8080"`, and what is expanded a list, as a [`Word`] with variables
/// has it: `[{"variable": "PORT"}]`. Ports, sizes, signals and the numbers of users and groups can be numbers too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value<'a, T> {
    /// Known here, and checked.
    Fixed(T),
    /// Known to the build only.
    Expanded(Word<'a>),
}

impl<'a, T> Value<'a, T> {
    /// The value, when it is known here.
    pub fn fixed(&self) -> Option<&T> {
        match self {
            Self::Fixed(value) => Some(value),
            Self::Expanded(_) => None,
        }
    }

    /// The text, when only the build knows the value.
    pub fn expanded(&self) -> Option<&Word<'a>> {
        match self {
            Self::Fixed(_) => None,
            Self::Expanded(word) => Some(word),
        }
    }
}

impl<'a, T> From<&Arg<'a>> for Value<'a, T> {
    fn from(arg: &Arg<'a>) -> Self {
        Self::Expanded(arg.into_word())
    }
}

impl<'a, T> From<Word<'a>> for Value<'a, T> {
    fn from(word: Word<'a>) -> Self {
        Self::Expanded(word)
    }
}
