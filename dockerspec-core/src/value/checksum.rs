//! What an added source must hash to.

use std::borrow::Cow;
use std::fmt;

use super::{Digest, ValueError, ValueKind};

/// A git commit: its 40 (or, in a SHA-256 repository, 64) lower-case hexadecimal digits, or at least the first 7.
///
/// BuildKit compares the digits with the start of the commit it fetched.
///
/// ```
/// # use dockerspec_core::value::Commit;
/// assert!(Commit::new("f17ae42").is_ok());
/// assert!(Commit::new("main").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commit<'a>(Cow<'a, str>);

text_value!(Commit, "a git commit");

impl Commit<'static> {
    /// The same check for a commit in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not a git commit.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        assert!(is_commit(text.as_bytes()), "a git commit has 7 to 40, or 64, lower-case hexadecimal digits");
        Self(Cow::Borrowed(text))
    }
}

impl Commit<'_> {
    fn check(text: &str) -> Result<(), ValueError> {
        if is_commit(text.as_bytes()) {
            return Ok(());
        }
        let lower = text.to_ascii_lowercase();
        let correction = if is_commit(lower.as_bytes()) {
            format!("write `{lower}`").into()
        } else {
            Cow::Borrowed("copy the commit from the output of `git rev-parse`")
        };
        Err(ValueError::new(ValueKind::Commit, text, COMMIT, correction))
    }
}

/// The value of `ADD --checksum`: the digest of a download, or the commit of a git source.
///
/// BuildKit accepts a digest for one `http://` or `https://` source and a commit for one git source.
///
/// ```
/// # use dockerspec_core::value::Checksum;
/// assert!(matches!(Checksum::parse("f17ae42b")?, Checksum::Commit(_)));
/// assert!(matches!(Checksum::parse(format!("sha256:{}", "0".repeat(64)))?, Checksum::Digest(_)));
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Checksum<'a> {
    /// The digest of a file fetched over HTTP.
    Digest(Digest<'a>),
    /// The commit of a git source, or the start of it.
    Commit(Commit<'a>),
}

from_text!(Checksum<'a>, parse);

impl<'a> Checksum<'a> {
    /// Reads a digest (text with a `:`) or a commit.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` is neither.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        let text = text.into();
        if text.contains(':') {
            return Digest::new(text).map(Self::Digest);
        }
        if is_commit(text.as_bytes()) {
            return Commit::new(text).map(Self::Commit);
        }
        let correction = match Commit::check(&text) {
            Err(error) if error.correction().starts_with("write") => error.correction().to_owned().into(),
            _ => Cow::Borrowed("copy the output of `sha256sum` behind `sha256:`, or that of `git rev-parse`"),
        };
        Err(ValueError::new(ValueKind::Checksum, &text, CHECKSUM, correction))
    }

    /// The text as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Digest(digest) => digest.as_str(),
            Self::Commit(commit) => commit.as_str(),
        }
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> Checksum<'static> {
        match self {
            Self::Digest(digest) => Checksum::Digest(digest.into_owned()),
            Self::Commit(commit) => Checksum::Commit(commit.into_owned()),
        }
    }
}

impl fmt::Display for Checksum<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl<'a> From<Digest<'a>> for Checksum<'a> {
    fn from(digest: Digest<'a>) -> Self {
        Self::Digest(digest)
    }
}

impl<'a> From<Commit<'a>> for Checksum<'a> {
    fn from(commit: Commit<'a>) -> Self {
        Self::Commit(commit)
    }
}

const COMMIT: &str = "7 to 40, or 64, lower-case hexadecimal digits";

const CHECKSUM: &str = "a digest such as `sha256:` and 64 digits, or 7 to 40, or 64, digits of a git commit";

const fn is_commit(bytes: &[u8]) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if !matches!(bytes[index], b'0'..=b'9' | b'a'..=b'f') {
            return false;
        }
        index += 1;
    }
    matches!(index, 7..=40 | 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn commits_and_digests_pass() {
        for length in [7, 8, 39, 40, 64] {
            assert!(matches!(Checksum::parse("a".repeat(length)).unwrap(), Checksum::Commit(_)), "{length}");
        }
        let digest = format!("sha512:{}", "b".repeat(128));
        assert_eq!(Checksum::parse(&*digest).unwrap().as_str(), digest);
    }

    #[test]
    fn everything_else_is_refused() {
        for text in ["", "abc", "main", "aaaaaag", "aaaaaaa ", "sha256:", "md5:d41d8cd98f00b204e9800998ecf8427e"] {
            assert!(Checksum::parse(text).is_err(), "{text}");
        }
        for length in [6, 41, 63, 65] {
            assert!(Commit::new("a".repeat(length)).is_err(), "{length}");
        }
    }

    #[test]
    fn corrections_are_checksums() {
        assert_corrections::<Checksum<'_>>(&["ABCDEF1"]);
        assert_corrections::<Commit<'_>>(&["ABCDEF1"]);
    }
}
