//! Words of a command: text without its quotes, and what the shell puts in when it runs.

use std::borrow::Cow;

use super::relocate::IntoOwned;
use crate::parse::Span;

/// A word of a command.
///
/// ```
/// # use dockerspec_core::shell::Script;
/// let script = Script::parse(r#"echo 'a b'c "$HOME/bin""#);
/// let words = &script.commands[0].words;
/// assert_eq!(words[1].literal(), Some("a bc"));
/// assert_eq!(words[2].literal(), None);
/// assert_eq!(words[2].literal_suffix(), "/bin");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word<'a> {
    /// Where it stands, with its quotes.
    pub span: Span,
    /// Where its text stands as it is, if it does: the whole word, or what is between its only quotes. Empty where an
    /// escape or a further quote was removed; a fix can write there.
    pub verbatim: Option<Span>,
    /// What it says.
    pub text: Text<'a>,
    /// Whether a part of it is quoted or escaped.
    pub is_quoted: bool,
    /// Whether it has an unquoted `*`, `?` or `[`.
    pub has_glob: bool,
    /// Whether it has unquoted braces that bash makes several words of, as `a{b,c}` and `{1..3}`.
    pub has_braces: bool,
}

/// What a [`Word`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text<'a> {
    /// Text alone. Quotes and escapes are removed, a leading `~` stays.
    Literal(Cow<'a, str>),
    /// Text and what is put in, at least one of which is not [`Part::Literal`].
    Parts(Vec<Part<'a>>),
}

/// A piece of a [`Word`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part<'a> {
    /// Text, without quotes and escapes.
    Literal(Cow<'a, str>),
    /// `$name`, `${name}`, `${name:-…}`, `$1`, `$@` and the like.
    Parameter {
        /// The name alone: `1` for `$1`, `arr` for `${arr[0]}`. Empty if there is none, as in `${}`, and for what an
        /// outer shell puts in.
        name: Cow<'a, str>,
        /// Where it stands, from the `$`.
        span: Span,
        /// Whether it is in double quotes, so that it stays one word.
        is_quoted: bool,
        /// Whether something is done with the value, as in `${name:-default}`, `${#name}` and `${arr[0]}`.
        has_operator: bool,
    },
    /// `$(…)` or `` `…` ``: output of commands. They are among the commands of the script.
    Substitution {
        /// Its number among the constructs of the script.
        construct: u32,
        /// Whether it is in double quotes, so that it stays one word.
        is_quoted: bool,
    },
    /// `$((…))`, a number.
    Arithmetic {
        /// Where it stands, from the `$`.
        span: Span,
    },
    /// `<(…)` or `>(…)`: a file that is connected to commands.
    Process {
        /// Its number among the constructs of the script.
        construct: u32,
    },
    /// `(…)`, the elements of an array, as the value of an assignment.
    Array(Vec<Word<'a>>),
}

impl<'a> Word<'a> {
    /// A string of an array of arguments, with its span there.
    pub(super) fn of_string(text: Cow<'a, str>, span: Span) -> Self {
        // Between its quotes it is itself, if nothing is escaped.
        let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1) };
        let verbatim = (inner.len() as usize == text.len()).then_some(inner);
        Self { span, verbatim, text: Text::Literal(text), is_quoted: true, ..Self::default() }
    }

    /// The same, with text of its own.
    pub(crate) fn into_owned(self) -> Word<'static> {
        IntoOwned::into_owned(self)
    }

    /// Its text, if nothing is put in.
    pub fn literal(&self) -> Option<&str> {
        match &self.text {
            Text::Literal(text) => Some(text),
            Text::Parts(_) => None,
        }
    }

    /// Whether it is `text` and nothing else.
    pub fn is(&self, text: &str) -> bool {
        self.literal() == Some(text)
    }

    /// The text that it begins with for sure.
    pub fn literal_prefix(&self) -> &str {
        match &self.text {
            Text::Literal(text) => text,
            Text::Parts(parts) => parts.first().map_or("", Part::text),
        }
    }

    /// The text that it ends with for sure.
    pub fn literal_suffix(&self) -> &str {
        match &self.text {
            Text::Literal(text) => text,
            Text::Parts(parts) => parts.last().map_or("", Part::text),
        }
    }

    /// The names of the parameters in it, from the left.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        let parts = match &self.text {
            Text::Literal(_) => &[][..],
            Text::Parts(parts) => parts,
        };
        parts.iter().filter_map(|part| match part {
            Part::Parameter { name, .. } => Some(name.as_ref()),
            _ => None,
        })
    }

    /// Whether the shell may make several words of it, or none: it has an unquoted parameter, substitution, pattern, or
    /// braces.
    pub fn may_split(&self) -> bool {
        let Text::Parts(parts) = &self.text else { return self.has_glob || self.has_braces };
        self.has_glob
            || self.has_braces
            || parts.iter().any(|part| match part {
                Part::Parameter { name, is_quoted, .. } => !is_quoted || name == "@",
                Part::Substitution { is_quoted, .. } => !is_quoted,
                _ => false,
            })
    }
}

impl Part<'_> {
    fn text(&self) -> &str {
        match self {
            Part::Literal(text) => text,
            _ => "",
        }
    }
}

impl Default for Text<'_> {
    fn default() -> Self {
        Text::Literal(Cow::Borrowed(""))
    }
}
