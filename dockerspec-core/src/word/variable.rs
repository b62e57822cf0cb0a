//! Variables in text, with the modifiers that BuildKit knows.

use std::borrow::Cow;

use super::{Arg, Part, Word};
use crate::value::VariableName;

/// A variable in text: `${NAME}`, with at most one modifier.
///
/// ```
/// # use dockerspec_core::word::Variable;
/// let path = Variable::from_static("HOME") + "/bin";
/// ```
///
/// In `ENV` this renders as `${HOME}/bin`, in JSON it is `[{"variable": "HOME"}, "/bin"]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Variable<'a> {
    /// The name of an environment variable or build argument.
    #[cfg_attr(feature = "serde", serde(rename = "variable"))]
    pub name: VariableName<'a>,
    /// What is done with the value.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub modifier: Option<Box<Modifier<'a>>>,
    /// The build argument to declare where this is used. The builder takes it out when it has done so; a parsed file
    /// never has one, and the renderer does not look at it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub arg: Option<Box<Arg<'a>>>,
}

/// What is done with the value of a [`Variable`].
///
/// Source: `frontend/dockerfile/shell` of BuildKit; `Default` and `Alternative` with [`Presence::Set`] and `Required`
/// need Dockerfile 1.6, the patterns 1.7.
///
/// In JSON the first one is `{"default": {"presence": "not_empty", "word": "dev"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Modifier<'a> {
    /// `${N:-word}`, `${N-word}`: `word` when the variable is not there.
    Default {
        /// What counts as there.
        presence: Presence,
        /// What stands in.
        word: Word<'a>,
    },
    /// `${N:+word}`, `${N+word}`: `word` when the variable is there, else nothing.
    Alternative {
        /// What counts as there.
        presence: Presence,
        /// What stands in.
        word: Word<'a>,
    },
    /// `${N:?message}`, `${N?message}`: the build fails when the variable is not there.
    Required {
        /// What counts as there.
        presence: Presence,
        /// What the build says.
        message: Word<'a>,
    },
    /// `${N#pattern}`, `${N##pattern}`: the value without a prefix.
    WithoutPrefix {
        /// How much is taken away.
        reach: Reach,
        /// What is taken away.
        pattern: Pattern<'a>,
    },
    /// `${N%pattern}`, `${N%%pattern}`: the value without a suffix.
    WithoutSuffix {
        /// How much is taken away.
        reach: Reach,
        /// What is taken away.
        pattern: Pattern<'a>,
    },
    /// `${N/pattern/text}`, `${N//pattern/text}`: the value with the first match, or all, replaced.
    Replace {
        /// Whether all matches are replaced.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
        all: bool,
        /// What is replaced.
        pattern: Pattern<'a>,
        /// What stands in. Where all are replaced, BuildKit reads `$1` in it as in a Go regular expression.
        text: Word<'a>,
    },
}

/// What counts as "there" for a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Presence {
    /// It is set, be it to nothing: the forms without a colon.
    Set,
    /// It is set, and not empty: the forms with a colon.
    NotEmpty,
}

/// Which of several matches of a prefix or suffix counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Reach {
    /// The shortest match: `#`, `%`.
    Shortest,
    /// The longest match: `##`, `%%`.
    Longest,
}

/// A pattern of a [`Modifier`]: `*` is any text, `?` any character, `\*`, `\?` and `\\` those characters themselves.
///
/// `[…]` has no meaning here, unlike in a shell. What a variable in it holds is a pattern too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Pattern<'a>(pub Word<'a>);

impl Variable<'static> {
    /// The value of an environment variable or build argument that is already in scope, by a name in the program text.
    ///
    /// ```
    /// # use dockerspec_core::word::Variable;
    /// const PATH: Variable<'static> = Variable::from_static("PATH");
    /// let path = "/opt/app/bin:" + PATH;
    /// ```
    ///
    /// # Panics
    ///
    /// When `name` is not an environment variable name; in a `const` that is a compile error. Use [`Variable::new`]
    /// for a name from elsewhere.
    #[track_caller]
    pub const fn from_static(name: &'static str) -> Self {
        Self { name: VariableName::from_static(name), modifier: None, arg: None }
    }
}

impl<'a> Variable<'a> {
    /// The value of an environment variable or build argument that is already in scope.
    pub fn new(name: impl Into<VariableName<'a>>) -> Self {
        Self { name: name.into(), modifier: None, arg: None }
    }

    /// The same variable with a modifier, instead of the one it has.
    #[must_use]
    pub fn with(mut self, modifier: Modifier<'a>) -> Self {
        self.modifier = Some(Box::new(modifier));
        self
    }

    pub(super) fn into_owned(self) -> Variable<'static> {
        Variable {
            name: self.name.into_owned(),
            modifier: self.modifier.map(|modifier| Box::new(modifier.into_owned())),
            arg: self.arg.map(|arg| Box::new(arg.into_owned())),
        }
    }

    pub(super) fn take_args(&mut self, take: &mut dyn FnMut(Arg<'a>)) {
        if let Some(modifier) = self.modifier.as_deref_mut() {
            modifier.words_mut().into_iter().flatten().for_each(|word| word.take_args(take));
        }
        if let Some(mut arg) = self.arg.take() {
            if let Some(default) = &mut arg.default {
                default.take_args(take);
            }
            take(*arg);
        }
    }
}

impl<'a> Modifier<'a> {
    /// The texts inside the modifier that can hold variables; the second one is what a replacement writes.
    pub fn words(&self) -> [Option<&Word<'a>>; 2] {
        match self {
            Self::Default { word, .. } | Self::Alternative { word, .. } | Self::Required { message: word, .. } => {
                [Some(word), None]
            }
            Self::WithoutPrefix { pattern, .. } | Self::WithoutSuffix { pattern, .. } => [Some(&pattern.0), None],
            Self::Replace { pattern, text, .. } => [Some(&pattern.0), Some(text)],
        }
    }

    /// Whether one of its words is a [`Pattern`].
    pub(crate) fn has_pattern(&self) -> bool {
        matches!(self, Self::WithoutPrefix { .. } | Self::WithoutSuffix { .. } | Self::Replace { .. })
    }

    /// As [`words`](Self::words).
    fn words_mut(&mut self) -> [Option<&mut Word<'a>>; 2] {
        match self {
            Self::Default { word, .. } | Self::Alternative { word, .. } | Self::Required { message: word, .. } => {
                [Some(word), None]
            }
            Self::WithoutPrefix { pattern, .. } | Self::WithoutSuffix { pattern, .. } => [Some(&mut pattern.0), None],
            Self::Replace { pattern, text, .. } => [Some(&mut pattern.0), Some(text)],
        }
    }

    pub(super) fn into_owned(self) -> Modifier<'static> {
        match self {
            Self::Default { presence, word } => Modifier::Default { presence, word: word.into_owned() },
            Self::Alternative { presence, word } => Modifier::Alternative { presence, word: word.into_owned() },
            Self::Required { presence, message } => Modifier::Required { presence, message: message.into_owned() },
            Self::WithoutPrefix { reach, pattern } => {
                Modifier::WithoutPrefix { reach, pattern: Pattern(pattern.0.into_owned()) }
            }
            Self::WithoutSuffix { reach, pattern } => {
                Modifier::WithoutSuffix { reach, pattern: Pattern(pattern.0.into_owned()) }
            }
            Self::Replace { all, pattern, text } => {
                Modifier::Replace { all, pattern: Pattern(pattern.0.into_owned()), text: text.into_owned() }
            }
        }
    }
}

impl<'a> Pattern<'a> {
    /// The pattern that matches `text` and nothing else.
    ///
    /// ```
    /// # use dockerspec_core::word::Pattern;
    /// assert_eq!(Pattern::literal("a*b"), Pattern(r"a\*b".into()));
    /// ```
    pub fn literal(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if !text.contains(['*', '?', '\\']) {
            return Self(Word::Literal(text));
        }
        let mut pattern = String::with_capacity(text.len() + 4);
        for character in text.chars() {
            if matches!(character, '*' | '?' | '\\') {
                pattern.push('\\');
            }
            pattern.push(character);
        }
        Self(Word::from(pattern))
    }

    /// A pattern as it was written, where `/` and `}` may have a `\` in front; or what else has one.
    pub(crate) fn parse(mut word: Word<'a>) -> Result<Self, char> {
        match &mut word {
            Word::Literal(text) => unescape(text, true)?,
            Word::Parts(parts) => {
                let last = parts.len() - 1;
                for (number, part) in parts.iter_mut().enumerate() {
                    if let Part::Literal(text) = part {
                        unescape(text, number == last)?;
                    }
                }
            }
        }
        Ok(Self(word))
    }
}

/// Takes the `\` away that stands before `/` and `}`.
fn unescape(text: &mut Cow<'_, str>, is_last: bool) -> Result<(), char> {
    if !text.contains('\\') {
        return Ok(());
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(character);
        if character == '\\' {
            match characters.next() {
                Some(escaped @ ('*' | '?' | '\\')) => plain.push(escaped),
                Some(escaped @ ('/' | '}')) => {
                    plain.pop();
                    plain.push(escaped);
                }
                Some(other) => return Err(other),
                None if is_last => return Err('\\'),
                None => {}
            }
        }
    }
    *text = Cow::Owned(plain);
    Ok(())
}
