//! Permission bits of files.

use std::borrow::Cow;
use std::fmt;

use super::{ValueError, ValueKind};

/// Permission bits as a number, at most `0o7777`.
///
/// ```
/// # use dockerspec_core::value::OctalMode;
/// const EXECUTABLE: OctalMode = OctalMode::octal(0o755);
/// assert_eq!(EXECUTABLE.to_string(), "0755");
/// assert_eq!(OctalMode::parse("755")?, EXECUTABLE);
/// assert!(OctalMode::parse("0o755").is_err());
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OctalMode(u16);

from_text!(OctalMode, parse);

impl OctalMode {
    /// The mode with these bits; `None` above `0o7777`.
    pub const fn new(bits: u16) -> Option<Self> {
        if bits <= HIGHEST { Some(Self(bits)) } else { None }
    }

    /// The mode with these bits in the program text; in a `const` it is checked at compile time.
    ///
    /// # Panics
    ///
    /// Above `0o7777`.
    #[track_caller]
    pub const fn octal(bits: u16) -> Self {
        assert!(bits <= HIGHEST, "a file mode is at most 0o7777; write it in octal, as in `0o755`");
        Self(bits)
    }

    /// The bits.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Reads octal digits, without `0o`.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` is not an octal number up to `7777`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        octal_bits(text).map(Self).ok_or_else(|| octal_error(text))
    }
}

impl fmt::Display for OctalMode {
    /// Writes four digits: `0755`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04o}", self.0)
    }
}

impl TryFrom<u16> for OctalMode {
    type Error = ValueError;

    fn try_from(bits: u16) -> Result<Self, Self::Error> {
        Self::new(bits).ok_or_else(|| octal_error(&format!("{bits:o}")))
    }
}

/// A list of changes as chmod(1) takes it: `u=rwX,go+r`.
///
/// Each part between commas is `[ugoa]*`, then one or more of `-`, `+` or `=` with any of the letters `rwxXstugo`. So
/// does BuildKit read it, with the grammar of the BSDs; GNU's takes one of `u`, `g` and `o` alone.
///
/// ```
/// # use dockerspec_core::value::SymbolicMode;
/// const PRIVATE: SymbolicMode<'_> = SymbolicMode::from_static("u=rwX,go=");
/// assert_eq!(PRIVATE.as_str(), "u=rwX,go=");
/// assert!(SymbolicMode::new("rwx").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolicMode<'a>(Cow<'a, str>);

text_value!(SymbolicMode, "a symbolic file mode");

impl SymbolicMode<'static> {
    /// The same check for a mode in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not a symbolic file mode.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        assert!(is_symbolic(text.as_bytes()), "a symbolic file mode is written as in `u=rwX,go+r`");
        Self(Cow::Borrowed(text))
    }
}

impl SymbolicMode<'_> {
    fn check(text: &str) -> Result<(), ValueError> {
        if is_symbolic(text.as_bytes()) {
            return Ok(());
        }
        let expected = "changes such as `u=rwX` or `go+r`, with commas between them";
        let spaceless: String = text.chars().filter(|c| !c.is_whitespace()).take(80).collect();
        let correction = if is_symbolic(spaceless.as_bytes()) {
            format!("write `{spaceless}`").into()
        } else {
            Cow::Borrowed("write it as in `u=rwX,go=rX`, or as a number, as in `0755`")
        };
        Err(ValueError::new(ValueKind::FileMode, text, expected, correction))
    }
}

/// The value of `--chmod`: a number, or a list of changes (since syntax 1.14).
///
/// ```
/// # use dockerspec_core::value::{FileMode, OctalMode};
/// assert_eq!(FileMode::parse("755")?.to_string(), "0755");
/// assert_eq!(FileMode::parse("u+x")?.to_string(), "u+x");
/// assert_eq!(FileMode::try_from(0o644)?, OctalMode::octal(0o644).into());
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileMode<'a> {
    /// All bits, as a number.
    Octal(OctalMode),
    /// Changes to the bits the file has.
    Symbolic(SymbolicMode<'a>),
}

from_text!(FileMode<'a>, parse);

impl<'a> FileMode<'a> {
    /// Reads a number (text that begins with a digit) or a list of changes.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` is neither.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        let text = text.into();
        if text.starts_with(|first: char| first.is_ascii_digit()) || text.is_empty() {
            OctalMode::parse(&text).map(Self::Octal)
        } else {
            SymbolicMode::new(text).map(Self::Symbolic)
        }
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> FileMode<'static> {
        match self {
            Self::Octal(mode) => FileMode::Octal(mode),
            Self::Symbolic(mode) => FileMode::Symbolic(mode.into_owned()),
        }
    }
}

impl fmt::Display for FileMode<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Octal(mode) => mode.fmt(formatter),
            Self::Symbolic(mode) => mode.fmt(formatter),
        }
    }
}

impl From<OctalMode> for FileMode<'_> {
    fn from(mode: OctalMode) -> Self {
        Self::Octal(mode)
    }
}

impl<'a> From<SymbolicMode<'a>> for FileMode<'a> {
    fn from(mode: SymbolicMode<'a>) -> Self {
        Self::Symbolic(mode)
    }
}

impl TryFrom<u16> for FileMode<'_> {
    type Error = ValueError;

    fn try_from(bits: u16) -> Result<Self, Self::Error> {
        OctalMode::try_from(bits).map(Self::Octal)
    }
}

/// The highest mode: all permissions, set-user-id, set-group-id and sticky.
const HIGHEST: u16 = 0o7777;

/// The bits that the octal digits of `text` say, up to the highest mode.
fn octal_bits(text: &str) -> Option<u16> {
    let mut bits: u16 = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'7' if bits <= HIGHEST >> 3 => bits = bits << 3 | u16::from(byte - b'0'),
            _ => return None,
        }
    }
    (!text.is_empty()).then_some(bits)
}

#[cold]
fn octal_error(text: &str) -> ValueError {
    let unprefixed = text.strip_prefix("0o").or_else(|| text.strip_prefix("0O"));
    if let Some(bits) = unprefixed.and_then(octal_bits) {
        let expected = "octal digits without `0o`";
        return ValueError::new(ValueKind::FileMode, text, expected, format!("write `{}`", OctalMode(bits)));
    }
    let expected = if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'0'..=b'7')) {
        "an octal number up to `7777`"
    } else {
        "octal digits, each from `0` to `7`"
    };
    ValueError::new(ValueKind::FileMode, text, expected, "write it as in `0755` or `0644`")
}

const fn is_symbolic(bytes: &[u8]) -> bool {
    let mut index = 0;
    loop {
        while index < bytes.len() && matches!(bytes[index], b'u' | b'g' | b'o' | b'a') {
            index += 1;
        }
        let actions = index;
        while index < bytes.len() && matches!(bytes[index], b'-' | b'+' | b'=') {
            index += 1;
            while index < bytes.len()
                && matches!(bytes[index], b'r' | b'w' | b'x' | b'X' | b's' | b't' | b'u' | b'g' | b'o')
            {
                index += 1;
            }
        }
        if index == actions {
            return false;
        }
        if index == bytes.len() {
            return true;
        }
        if bytes[index] != b',' {
            return false;
        }
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn numbers_have_one_written_form() {
        for (text, written) in [("0", "0000"), ("755", "0755"), ("00755", "0755"), ("7777", "7777"), ("1777", "1777")] {
            assert_eq!(FileMode::parse(text).unwrap().to_string(), written);
        }
    }

    #[test]
    fn other_numbers_are_refused() {
        for (text, expected) in [
            ("", "octal digits, each from `0` to `7`"),
            ("999", "octal digits, each from `0` to `7`"),
            ("7 5", "octal digits, each from `0` to `7`"),
            ("0x1ff", "octal digits, each from `0` to `7`"),
            ("17777", "an octal number up to `7777`"),
            ("77777777777777777777", "an octal number up to `7777`"),
            ("0o755", "octal digits without `0o`"),
        ] {
            assert_eq!(FileMode::parse(text).unwrap_err().expected(), expected, "{text}");
        }
        assert!(OctalMode::parse("+755").is_err());
        assert_eq!(FileMode::try_from(0o17777).unwrap_err().input(), "17777");
    }

    #[test]
    fn lists_of_changes_pass() {
        for text in ["u=rwX,go+r", "+x", "=", "a-w", "u=", "ug+s", "+t", "o=u", "u=rw+x-t", "u=g-o", "go=,u+r", "u=ur"]
        {
            assert_eq!(FileMode::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_lists_are_refused() {
        for text in ["u", "rwx", "u=rwz", "u+x,", ",u+x", "u+x,,g+x", "u=a", "u=755", "u +x", "b+x", "é"] {
            assert!(FileMode::parse(text).is_err(), "{text}");
            assert!(SymbolicMode::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn corrections_are_modes() {
        assert_corrections::<FileMode<'_>>(&["", "0o755", "999", "17777", "u=rw, go=r", "rwx", "u"]);
        assert_corrections::<OctalMode>(&["0o17", "0O644", "x"]);
    }

    proptest! {
        #[test]
        fn display_and_parse_agree(bits in 0..=HIGHEST) {
            let mode = OctalMode::octal(bits);
            prop_assert_eq!(OctalMode::parse(&mode.to_string()).unwrap(), mode);
        }

        #[test]
        fn every_list_of_the_grammar_passes(
            text in "[ugoa]{0,2}([-+=][rwxXstugo]{0,3}){1,2}(,[ugoa]{0,2}([-+=][rwxXstugo]{0,3}){1,2}){0,2}",
        ) {
            prop_assert!(SymbolicMode::new(text).is_ok());
        }
    }
}
