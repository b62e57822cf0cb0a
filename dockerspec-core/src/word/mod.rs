//! Text with variable parts: the only way text enters an instruction that BuildKit expands.
//!
//! A literal is always a literal, whatever it holds; a variable is always a [`Variable`]. Nothing here is Dockerfile
//! text: the renderer quotes.

mod arg;
#[cfg(feature = "serde")]
mod form;
mod into_word;
mod value;
mod variable;

pub use arg::{Arg, Scope};
pub use into_word::IntoWord;
pub use value::Value;
pub use variable::{Modifier, Pattern, Presence, Reach, Variable};

use std::borrow::Cow;

/// Text of an instruction: a literal, or literals and variables in sequence.
///
/// ```
/// # use dockerspec_core::word::{Arg, Word};
/// let plain = Word::from("costs $5");
/// assert_eq!(plain.as_literal(), Some("costs $5"));
///
/// let version = Arg::new("VERSION");
/// let tagged = "app-" + &version;
/// assert_eq!(tagged.as_literal(), None);
/// ```
///
/// In `ENV` the first one renders as `"costs \$5"`, the second one as `app-${VERSION}`.
///
/// In JSON the first one is `"costs $5"`, the second one `["app-", {"variable": "VERSION"}]` and what the variable has
/// beside its name. Whole numbers and booleans are read as their text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum Word<'a> {
    /// Text that is what it is.
    Literal(Cow<'a, str>),
    /// Text that the build puts together.
    Parts(Vec<Part<'a>>),
}

/// One part of a [`Word`]. In JSON a literal is a string, and a variable an object.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum Part<'a> {
    /// Text that is what it is.
    Literal(Cow<'a, str>),
    /// A variable, which the build replaces by its value.
    Variable(Variable<'a>),
}

impl<'a> Word<'a> {
    /// The text, if no part of it is a variable.
    pub fn as_literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Parts(parts) => match parts.as_slice() {
                [] => Some(""),
                [Part::Literal(text)] => Some(text),
                _ => None,
            },
        }
    }

    /// The literal text before the first variable.
    pub fn literal_prefix(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Parts(parts) => match parts.first() {
                Some(Part::Literal(text)) => text,
                _ => "",
            },
        }
    }

    /// The literal text behind the last variable.
    pub fn literal_suffix(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Parts(parts) => match parts.last() {
                Some(Part::Literal(text)) => text,
                _ => "",
            },
        }
    }

    /// The same text with nothing borrowed.
    pub fn into_owned(self) -> Word<'static> {
        match self {
            Self::Literal(text) => Word::Literal(Cow::Owned(text.into_owned())),
            Self::Parts(parts) => Word::Parts(parts.into_iter().map(Part::into_owned).collect()),
        }
    }

    /// The variables, in order; those inside a modifier follow the one they modify.
    pub fn variables(&self) -> Vec<&Variable<'a>> {
        let mut found = Vec::new();
        self.collect_variables(&mut found);
        found
    }

    /// Puts `text` behind what is there, joining literals.
    fn push_literal(&mut self, text: Cow<'a, str>) {
        if text.is_empty() {
            return;
        }
        match self {
            Self::Literal(literal) => literal.to_mut().push_str(&text),
            Self::Parts(parts) => match parts.last_mut() {
                Some(Part::Literal(literal)) => literal.to_mut().push_str(&text),
                _ => parts.push(Part::Literal(text)),
            },
        }
    }

    fn push_part(&mut self, part: Part<'a>) {
        match part {
            Part::Literal(text) => self.push_literal(text),
            Part::Variable(_) => match self {
                Self::Parts(parts) => parts.push(part),
                Self::Literal(literal) => {
                    let mut parts = Vec::with_capacity(3);
                    if !literal.is_empty() {
                        parts.push(Part::Literal(std::mem::take(literal)));
                    }
                    parts.push(part);
                    *self = Self::Parts(parts);
                }
            },
        }
    }

    /// Puts `other` behind this word.
    pub(crate) fn append(&mut self, other: Self) {
        match other {
            Self::Literal(text) => self.push_literal(text),
            Self::Parts(parts) => parts.into_iter().for_each(|part| self.push_part(part)),
        }
    }

    fn collect_variables<'w>(&'w self, found: &mut Vec<&'w Variable<'a>>) {
        if let Self::Parts(parts) = self {
            for part in parts {
                if let Part::Variable(variable) = part {
                    found.push(variable);
                    let words = variable.modifier.as_deref().map_or([None, None], Modifier::words);
                    words.into_iter().flatten().for_each(|word| word.collect_variables(found));
                }
            }
        }
    }

    /// Hands each [`Arg`] handle in this word to `take` and leaves a plain variable of its name behind.
    #[inline]
    pub(crate) fn take_args(&mut self, take: &mut dyn FnMut(Arg<'a>)) {
        if let Self::Parts(parts) = self {
            take_args_of(parts, take);
        }
    }
}

impl Part<'_> {
    fn into_owned(self) -> Part<'static> {
        match self {
            Self::Literal(text) => Part::Literal(Cow::Owned(text.into_owned())),
            Self::Variable(variable) => Part::Variable(variable.into_owned()),
        }
    }
}

/// Apart from the look that nearly always finds a literal.
#[cold]
fn take_args_of<'a>(parts: &mut [Part<'a>], take: &mut dyn FnMut(Arg<'a>)) {
    for part in parts {
        if let Part::Variable(variable) = part {
            variable.take_args(take);
        }
    }
}

impl Default for Word<'_> {
    fn default() -> Self {
        Self::Literal(Cow::Borrowed(""))
    }
}

impl<'a> From<&'a str> for Word<'a> {
    fn from(text: &'a str) -> Self {
        text.into_word()
    }
}

impl From<String> for Word<'_> {
    fn from(text: String) -> Self {
        text.into_word()
    }
}

impl<'a> From<Cow<'a, str>> for Word<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        text.into_word()
    }
}

impl<'a> From<Variable<'a>> for Word<'a> {
    fn from(variable: Variable<'a>) -> Self {
        variable.into_word()
    }
}

impl<'a> From<&Arg<'a>> for Word<'a> {
    fn from(arg: &Arg<'a>) -> Self {
        arg.into_word()
    }
}

impl<'a, T: IntoWord<'a>> std::ops::Add<T> for Word<'a> {
    type Output = Self;

    fn add(mut self, other: T) -> Self {
        self.append(other.into_word());
        self
    }
}

impl<'a, T: IntoWord<'a>> FromIterator<T> for Word<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(parts: I) -> Self {
        parts.into_iter().fold(Self::default(), std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_joins_literals_and_keeps_variables_apart() {
        let version = Arg::new("V");
        let word = "a" + &version + "b" + "c" + &version;
        let Word::Parts(parts) = &word else { panic!("{word:?}") };
        assert_eq!(parts.len(), 4);
        assert_eq!(parts[2], Part::Literal("bc".into()));
        assert_eq!(word.literal_prefix(), "a");
        assert_eq!(word.variables().len(), 2);
    }

    #[test]
    fn a_word_of_literals_only_is_a_literal() {
        let word: Word<'_> = ["a", "", "b"].into_iter().collect();
        assert_eq!(word.as_literal(), Some("ab"));
    }

    #[test]
    fn variables_inside_a_modifier_are_found_and_their_args_taken() {
        let (outer, inner) = (Arg::new("OUTER"), Arg::new("INNER"));
        let mut word = Word::from(outer.or(&inner));
        let names: Vec<_> = word.variables().iter().map(|variable| variable.name.as_str().to_owned()).collect();
        assert_eq!(names, ["OUTER", "INNER"]);
        let mut taken = Vec::new();
        word.take_args(&mut |arg| taken.push(arg.name.as_str().to_owned()));
        assert_eq!(taken, ["INNER", "OUTER"]);
        assert!(word.variables().iter().all(|variable| variable.arg.is_none()));
    }
}
