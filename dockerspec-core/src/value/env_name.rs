//! Names of environment variables and build arguments.

use std::borrow::Cow;

use super::{ValueError, ValueKind};

/// The name of an environment variable or build argument: letters, digits and `_`, not a digit first.
///
/// BuildKit takes any text without `=`, but only these names can be used again as `$NAME`, by the builder and by
/// every shell.
///
/// ```
/// # use dockerspec_core::value::EnvName;
/// assert_eq!(EnvName::new("RUST_LOG")?.as_str(), "RUST_LOG");
/// assert!(EnvName::new("RUST-LOG").is_err());
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvName<'a>(Cow<'a, str>);

text_value!(EnvName, "an environment variable name");

impl EnvName<'static> {
    /// The same check for a name in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not an environment variable name.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(checked(text)))
    }
}

impl EnvName<'_> {
    fn check(text: &str) -> Result<(), ValueError> {
        if is_identifier(text.as_bytes()) {
            return Ok(());
        }
        let correction = format!("write `{}`", mended(text));
        Err(ValueError::new(ValueKind::EnvName, text, "letters, digits and `_`, not a digit first", correction))
    }
}

/// A name that looks like `text`.
pub(super) fn mended(text: &str) -> String {
    let mut name: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(40).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    name
}

/// `text`, when it is a name.
#[track_caller]
pub(super) const fn checked(text: &'static str) -> &'static str {
    assert!(
        is_identifier(text.as_bytes()),
        "an environment variable name has letters, digits and `_`, not a digit first"
    );
    text
}

/// Which bytes are letters, digits or `_`.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        word[byte as usize] = byte == b'_' || byte.is_ascii_alphanumeric();
        byte += 1;
    }
    word
};

const fn is_identifier(bytes: &[u8]) -> bool {
    if bytes.is_empty() || bytes[0].is_ascii_digit() {
        return false;
    }
    // Without an early exit, as most names are right.
    let (mut index, mut all) = (0, true);
    while index < bytes.len() {
        all &= WORD[bytes[index] as usize];
        index += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_pass() {
        for name in ["A", "_", "a1", "RUST_LOG", "__"] {
            assert_eq!(EnvName::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_correction_that_passes() {
        for name in ["", "1", "a-b", "a b", "é", "A=B", "A\n"] {
            let error = EnvName::new(name).unwrap_err();
            let correction = error.correction().trim_start_matches("write `").trim_end_matches('`').to_owned();
            assert!(EnvName::new(&*correction).is_ok(), "{error}");
        }
    }
}
