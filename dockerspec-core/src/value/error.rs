//! The one error of all value constructors.

use std::borrow::Cow;
use std::fmt;

/// What a refused value was meant to be.
///
/// ```
/// # use dockerspec_core::value::{EnvName, ValueKind};
/// assert_eq!(EnvName::new("1A").unwrap_err().kind(), ValueKind::EnvName);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// The name of an environment variable or build argument.
    EnvName,
    /// A [`VariableName`](super::VariableName).
    VariableName,
    /// An [`ArgName`](super::ArgName).
    ArgName,
    /// A reference to an image.
    ImageRef,
    /// The name of a build stage.
    StageName,
    /// The name of a named build context.
    ContextName,
    /// An absolute path in a container.
    AbsPath,
    /// A port to expose, or a range of them.
    Port,
    /// A transport protocol.
    Protocol,
    /// The name of a user or group.
    AccountName,
    /// The number of a user.
    Uid,
    /// The number of a group.
    Gid,
    /// The owner of a file: a user and maybe a group.
    Owner,
    /// The permission bits of a file.
    FileMode,
    /// An operating system and architecture.
    Platform,
    /// A signal of the kernel.
    Signal,
    /// A span of time.
    Duration,
    /// A content digest.
    Digest,
    /// A git commit, or the start of one.
    Commit,
    /// What an added source must hash to.
    Checksum,
    /// A number of bytes.
    Size,
    /// A git repository as a source.
    GitRef,
    /// An [`ImagePattern`](crate::bases::ImagePattern).
    ImagePattern,
}

impl fmt::Display for ValueKind {
    /// Writes the kind as a noun phrase: `an environment variable name`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::EnvName => "an environment variable name",
            Self::VariableName => "a variable name",
            Self::ArgName => "a build argument name",
            Self::ImageRef => "an image reference",
            Self::StageName => "a stage name",
            Self::ContextName => "a build context name",
            Self::AbsPath => "an absolute path",
            Self::Port => "a port",
            Self::Protocol => "a protocol",
            Self::AccountName => "an account name",
            Self::Uid => "a user id",
            Self::Gid => "a group id",
            Self::Owner => "an owner",
            Self::FileMode => "a file mode",
            Self::Platform => "a platform",
            Self::Signal => "a signal",
            Self::Duration => "a duration",
            Self::Digest => "a digest",
            Self::Commit => "a git commit",
            Self::Checksum => "a checksum",
            Self::Size => "a size",
            Self::GitRef => "a git source",
            Self::ImagePattern => "a pattern of image names",
        })
    }
}

/// A value that does not fit its grammar: what it was, what was expected, and one way to mend it.
///
/// ```
/// # use dockerspec_core::value::EnvName;
/// assert_eq!(
///     EnvName::new("MY VAR").unwrap_err().to_string(),
///     "`MY VAR` is not an environment variable name: expected letters, digits and `_`, not a digit first; write `MY_VAR`",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is not {kind}: expected {expected}; {correction}")]
pub struct ValueError {
    kind: ValueKind,
    input: Box<str>,
    expected: Cow<'static, str>,
    correction: Cow<'static, str>,
}

impl ValueError {
    /// The kind of value that was asked for.
    pub fn kind(&self) -> ValueKind {
        self.kind
    }

    /// The refused text, with control characters escaped and long text cut.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// What would have been accepted, as a noun phrase.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// One way to mend it, as an imperative.
    pub fn correction(&self) -> &str {
        &self.correction
    }

    #[cold]
    pub(crate) fn new(
        kind: ValueKind,
        input: &str,
        expected: impl Into<Cow<'static, str>>,
        correction: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind, input: shown(input).into(), expected: expected.into(), correction: correction.into() }
    }
}

/// The characters of a refused value that a message shows.
const SHOWN: usize = 80;

/// Text as a message can show it: on one line, and not all of 200 kB.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        if character.is_control() {
            shown.extend(character.escape_debug());
        } else {
            shown.push(character);
        }
    }
    shown
}
