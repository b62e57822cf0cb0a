//! Variables in text, with the modifiers that BuildKit knows.

use std::borrow::Cow;

use super::{Arg, Word};
use crate::value::EnvName;

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
    pub name: EnvName<'a>,
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
        /// What stands in.
        text: Cow<'a, str>,
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
/// `[…]` has no meaning here, unlike in a shell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Pattern<'a>(pub Cow<'a, str>);

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
        Self::new(EnvName::from_static(name))
    }
}

impl<'a> Variable<'a> {
    /// The value of an environment variable or build argument that is already in scope.
    pub const fn new(name: EnvName<'a>) -> Self {
        Self { name, modifier: None, arg: None }
    }

    /// The same variable with a modifier, instead of the one it has.
    #[must_use]
    pub fn with(mut self, modifier: Modifier<'a>) -> Self {
        self.modifier = Some(Box::new(modifier));
        self
    }

    pub(super) fn take_args(&mut self, take: &mut dyn FnMut(Arg<'a>)) {
        if let Some(word) = self.modifier.as_deref_mut().and_then(Modifier::word_mut) {
            word.take_args(take);
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
    /// The text inside the modifier that can hold variables.
    pub fn word(&self) -> Option<&Word<'a>> {
        match self {
            Self::Default { word, .. } | Self::Alternative { word, .. } | Self::Required { message: word, .. } => {
                Some(word)
            }
            Self::WithoutPrefix { .. } | Self::WithoutSuffix { .. } | Self::Replace { .. } => None,
        }
    }

    fn word_mut(&mut self) -> Option<&mut Word<'a>> {
        match self {
            Self::Default { word, .. } | Self::Alternative { word, .. } | Self::Required { message: word, .. } => {
                Some(word)
            }
            Self::WithoutPrefix { .. } | Self::WithoutSuffix { .. } | Self::Replace { .. } => None,
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
            return Self(text);
        }
        let mut pattern = String::with_capacity(text.len() + 4);
        for character in text.chars() {
            if matches!(character, '*' | '?' | '\\') {
                pattern.push('\\');
            }
            pattern.push(character);
        }
        Self(Cow::Owned(pattern))
    }
}
