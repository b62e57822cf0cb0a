//! Names of build stages.

use std::borrow::Cow;

use super::reference::{self, ReferenceProblem};
use super::{ValueError, ValueKind};

/// The name of a build stage: a lower-case letter, then lower-case letters, digits and single `-`, `_` or `.`.
///
/// BuildKit accepts other names at first, lower-cases them, and later reads them as image references: `b..c`, `b.`,
/// 64 hexadecimal digits and more than 247 bytes fail only then. `scratch` and `context` have a meaning of their own.
///
/// ```
/// # use dockerspec_core::value::StageName;
/// const BUILD: StageName<'_> = StageName::from_static("build");
/// assert_eq!(BUILD.as_str(), "build");
/// assert_eq!(StageName::new("Build").unwrap_err().correction(), "write `build`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageName<'a>(Cow<'a, str>);

text_value!(StageName, "a stage name", read);

impl StageName<'static> {
    /// The same check for a name in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not a stage name.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        if let Some(expected) = problem(text) {
            panic!("{}", expected);
        }
        Self(Cow::Borrowed(text))
    }
}

impl<'a> StageName<'a> {
    /// A name as a file can have it: BuildKit takes `scratch` and `context` too, and warns.
    pub(crate) fn read(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        let text = text.into();
        if is_reserved(&text) { Ok(Self(text)) } else { Self::new(text) }
    }
}

impl StageName<'_> {
    fn check(text: &str) -> Result<(), ValueError> {
        match problem(text) {
            None => Ok(()),
            Some(expected) => {
                Err(ValueError::new(ValueKind::StageName, text, expected, format!("write `{}`", mended(text))))
            }
        }
    }
}

/// Whether `text` is a word that BuildKit keeps for itself where a stage or context is named.
pub(super) const fn is_reserved(text: &str) -> bool {
    matches!(text.as_bytes(), b"scratch" | b"context")
}

/// A name made of what `text` has in letters, digits and separators; always valid.
pub(super) fn mended(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if name.len() == 40 {
            break;
        }
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if name.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            name.push(if matches!(character, '.' | '_') { character } else { '-' });
        }
    }
    name.truncate(name.trim_end_matches(['.', '_', '-']).len());
    if is_reserved(&name) {
        name.push_str("-stage");
    } else if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name.insert_str(0, if name.is_empty() { "stage" } else { "stage-" });
    }
    name
}

/// The digits of an image id, which no name may look like. A shorter name without separators is an image reference.
const HEXADECIMAL_ID: usize = 64;

/// What a stage name has that `text` has not.
/// Bytes between letters and digits.
const SEPARATOR: u8 = 1;
/// Upper-case letters.
const UPPER: u8 = 2;
/// Bytes that no name has.
const OTHER: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' => 0,
            b'.' | b'_' | b'-' => SEPARATOR,
            b'A'..=b'Z' => UPPER,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

const fn problem(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Some("a stage name, not nothing");
    }
    if is_reserved(text) {
        return Some("a stage name other than the reserved `scratch` and `context`");
    }
    // Without an early exit, as most names are right.
    let (mut index, mut classes) = (0, 0);
    while index < bytes.len() {
        classes |= CLASSES[bytes[index] as usize];
        index += 1;
    }
    if classes & OTHER != 0 {
        return Some("a stage name of lower-case letters, digits, `-`, `_` and `.`");
    }
    if classes & UPPER != 0 {
        return Some("a stage name in lower case");
    }
    if !bytes[0].is_ascii_lowercase() {
        return Some("a stage name that begins with a letter");
    }
    if classes & SEPARATOR == 0 && bytes.len() < HEXADECIMAL_ID {
        return None;
    }
    match reference::split(text) {
        Ok(_) => None,
        Err(ReferenceProblem::RepositoryLong) => Some("a stage name of at most 247 bytes"),
        Err(ReferenceProblem::HexadecimalId) => Some("a stage name other than 64 hexadecimal digits"),
        Err(_) => Some("a stage name with letters or digits on both sides of every `-`, `_` and `.`"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn lower_case_names_pass() {
        for name in ["a", "build", "build-1", "a.b", "a_b", "a__b", "a---b", "localhost", "from"] {
            assert_eq!(StageName::new(name).unwrap().as_str(), name);
        }
        assert!(StageName::new("a".repeat(247)).is_ok());
        assert!(StageName::new("a".repeat(63)).is_ok());
        assert!(StageName::new("a".repeat(65)).is_ok());
    }

    #[test]
    fn everything_else_is_refused_with_a_name() {
        let (long, identifier) = ("a".repeat(248), "a".repeat(64));
        assert_corrections::<StageName<'_>>(&[
            "",
            "1",
            "1b",
            "b.",
            "b..c",
            "b-",
            "b_.c",
            "b___c",
            "-b",
            ".b",
            "_",
            "Build",
            "a b",
            "a/b",
            "a:b",
            "a@b",
            "é",
            "scratch",
            "context",
            "Scratch",
            "build\n",
            "$x",
            &long,
            &identifier,
        ]);
    }

    #[test]
    fn each_message_says_what_is_wrong() {
        let long = "a".repeat(248);
        for (name, expected) in [
            ("Build", "a stage name in lower case"),
            ("1b", "a stage name that begins with a letter"),
            ("b..c", "a stage name with letters or digits on both sides of every `-`, `_` and `.`"),
            (&long, "a stage name of at most 247 bytes"),
        ] {
            assert_eq!(StageName::new(name).unwrap_err().expected(), expected);
        }
    }

    proptest! {
        #[test]
        fn every_correction_is_a_stage_name(text in any::<String>()) {
            prop_assert!(StageName::new(mended(&text)).is_ok());
        }
    }
}
