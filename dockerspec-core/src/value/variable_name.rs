//! Names of variables and of build arguments, as BuildKit reads them: more than an operating system knows.

use std::borrow::Cow;

use super::env_name::{checked, mended};
use super::{EnvName, ValueError, ValueKind};
use crate::parse::{is_argument_name, variable_name_length};

/// The name of a variable in text: letters of any script, digits and `_`; digits only, if the first one is a digit; or
/// one of the special parameters `@ * # ? - $ !`.
///
/// What can be set is an [`EnvName`], which is such a name. The others are always unset, and some files use them.
///
/// Source: `processName` in `frontend/dockerfile/shell` of BuildKit.
///
/// ```
/// # use dockerspec_core::value::{EnvName, VariableName};
/// assert_eq!(VariableName::from(EnvName::from_static("HOME")).as_str(), "HOME");
/// assert!(VariableName::new("1").is_ok());
/// assert!(VariableName::new("a-b").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableName<'a>(Cow<'a, str>);

text_value!(VariableName, "a variable name");

impl<'a> VariableName<'a> {
    /// A name that was just read, and is one; or nothing, as in `${+x}`.
    pub(crate) fn of(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }

    fn check(text: &str) -> Result<(), ValueError> {
        if variable_name_length(text) == text.len() {
            return Ok(());
        }
        let expected = "letters, digits and `_`; only digits behind a digit; or one of `@*#?-$!`";
        Err(ValueError::new(ValueKind::VariableName, text, expected, format!("write `{}`", mended(text))))
    }
}

impl VariableName<'static> {
    /// The name of something that can be set, in the program text.
    ///
    /// # Panics
    ///
    /// When `text` is not an [`EnvName`]; in a `const` that is a compile error.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(checked(text)))
    }
}

impl<'a> From<EnvName<'a>> for VariableName<'a> {
    fn from(name: EnvName<'a>) -> Self {
        Self(name.into())
    }
}

/// The name of a build argument, as it is written: any word without `=`. BuildKit takes quotes and `$` in it for
/// themselves, so a name that is no [`EnvName`] can be set by a build and used by nobody.
///
/// ```
/// # use dockerspec_core::value::{ArgName, EnvName};
/// assert_eq!(ArgName::from(EnvName::from_static("VERSION")).as_str(), "VERSION");
/// assert!(ArgName::new("my-arg").is_ok());
/// assert!(ArgName::new("two words").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArgName<'a>(Cow<'a, str>);

text_value!(ArgName, "a build argument name");

impl ArgName<'static> {
    /// The name of an argument that text can use, in the program text.
    ///
    /// # Panics
    ///
    /// When `text` is not an [`EnvName`]; in a `const` that is a compile error.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(checked(text)))
    }
}

impl<'a> ArgName<'a> {
    /// A word that was just read.
    pub(crate) fn of(text: Cow<'a, str>) -> Self {
        Self(text)
    }

    /// The name of the variable that holds the value.
    pub fn variable(&self) -> VariableName<'a> {
        VariableName(self.0.clone())
    }

    fn check(text: &str) -> Result<(), ValueError> {
        if is_argument_name(text) {
            return Ok(());
        }
        let expected = "one word without `=`";
        Err(ValueError::new(ValueKind::ArgName, text, expected, format!("write `{}`", mended(text))))
    }
}

impl<'a> From<EnvName<'a>> for ArgName<'a> {
    fn from(name: EnvName<'a>) -> Self {
        Self(name.into())
    }
}

impl PartialEq<str> for ArgName<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variables() {
        for name in ["A", "_a1", "é", "1", "12", "@", "*", "#", "?", "-", "$", "!", ""] {
            assert!(VariableName::new(name).is_ok(), "{name}");
        }
        for name in ["1a", "@@", "a b", "a-b", "a}", "\n"] {
            assert!(VariableName::new(name).is_err(), "{name}");
        }
    }

    #[test]
    fn names_of_arguments() {
        for name in ["A", "my-arg", "#", "\"a b\"", "$x", "a\\ b"] {
            assert!(ArgName::new(name).is_ok(), "{name}");
        }
        for name in ["", "a=b", "a b", " a", "a\n", "a\\", "--a"] {
            assert!(ArgName::new(name).is_err(), "{name}");
        }
    }
}
