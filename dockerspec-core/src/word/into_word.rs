//! What can become the text of an instruction.

use std::borrow::Cow;

use super::{Arg, Part, Variable, Word};
use crate::value::{AbsPath, EnvName, ImageRef};

/// What can become the text of an instruction: strings, numbers, variables, and checked values.
///
/// ```
/// # use dockerspec_core::word::{IntoWord, Word};
/// assert_eq!(8080.into_word(), Word::from("8080"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become the text of an instruction",
    label = "expected a string, a number, a variable or a `Word`",
    note = "a secret has no way into text: mount it, with `Run::secret`"
)]
pub trait IntoWord<'a> {
    /// The text.
    fn into_word(self) -> Word<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a> IntoWord<'a> for Word<'a> {
    fn into_word(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: IntoWord<'a> + Clone> IntoWord<'a> for &T {
    fn into_word(self) -> Word<'a> {
        self.clone().into_word()
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoWord<'a> for &'a str {
    fn into_word(self) -> Word<'a> {
        Word::Literal(Cow::Borrowed(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoWord<'a> for String {
    fn into_word(self) -> Word<'a> {
        Word::Literal(Cow::Owned(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoWord<'a> for Cow<'a, str> {
    fn into_word(self) -> Word<'a> {
        Word::Literal(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoWord<'a> for Variable<'a> {
    fn into_word(self) -> Word<'a> {
        Word::Parts(vec![Part::Variable(self)])
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoWord<'a> for &Arg<'a> {
    fn into_word(self) -> Word<'a> {
        self.variable().into_word()
    }
}

macro_rules! displayed_into_word {
    ($($type:ty),+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<'a> IntoWord<'a> for $type {
                fn into_word(self) -> Word<'a> {
                    Word::Literal(Cow::Owned(self.to_string()))
                }
            }
        )+
    };
}

displayed_into_word!(u8, u16, u32, u64, usize, i32, i64, bool, &AbsPath<'_>, &EnvName<'_>, &ImageRef<'_>);

impl<'a, T: IntoWord<'a>> std::ops::Add<T> for Variable<'a> {
    type Output = Word<'a>;

    fn add(self, other: T) -> Word<'a> {
        self.into_word() + other
    }
}

impl<'a, T: IntoWord<'a>> std::ops::Add<T> for &Arg<'a> {
    type Output = Word<'a>;

    fn add(self, other: T) -> Word<'a> {
        self.into_word() + other
    }
}

impl<'a> std::ops::Add<&Arg<'a>> for &'a str {
    type Output = Word<'a>;

    fn add(self, arg: &Arg<'a>) -> Word<'a> {
        self.into_word() + arg
    }
}

impl<'a> std::ops::Add<Variable<'a>> for &'a str {
    type Output = Word<'a>;

    fn add(self, variable: Variable<'a>) -> Word<'a> {
        self.into_word() + variable
    }
}
