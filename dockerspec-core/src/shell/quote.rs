//! Values in shell text.

use std::fmt::Display;

/// A value as one word of a POSIX shell, which then is exactly this value: as it is where a shell takes it so, and in
/// single quotes elsewhere.
///
/// ```
/// # use dockerspec_core::shell::quote;
/// assert_eq!(format!("cargo build -p {}", quote("app")), "cargo build -p app");
/// assert_eq!(format!("echo {}", quote("it's $HOME")), "echo 'it'\\''s $HOME'");
/// assert_eq!(quote(&8080), "8080");
/// ```
///
/// Source: POSIX, *Shell Command Language*, 2.2 Quoting.
pub fn quote<T: Display + ?Sized>(value: &T) -> String {
    let text = value.to_string();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:@%+,".contains(&byte)) {
        return text;
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// What quotes a place in shell text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quote {
    /// `'`
    Single,
    /// `"`
    Double,
}

/// The quote that is open where `text` ends, if it begins where `open` is.
///
/// ```
/// # use dockerspec_core::shell::{Quote, open_quote};
/// assert_eq!(open_quote("echo \"a b", None), Some(Quote::Double));
/// assert_eq!(open_quote("echo 'a' \\\"", None), None);
/// ```
///
/// It knows quotes and backslashes, and neither comments nor heredocs.
pub fn open_quote(text: &str, mut open: Option<Quote>) -> Option<Quote> {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        open = match (byte, open) {
            (b'\\', None | Some(Quote::Double)) => {
                bytes.next();
                open
            }
            (b'\'', None) => Some(Quote::Single),
            (b'"', None) => Some(Quote::Double),
            (b'\'', Some(Quote::Single)) | (b'"', Some(Quote::Double)) => None,
            _ => open,
        };
    }
    open
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shell::Script;

    proptest! {
        #[test]
        fn a_quoted_value_is_one_word_and_leaves_no_quote_open(value in "[^\u{0}]{0,40}") {
            let text = quote(&value);
            prop_assert_eq!(open_quote(&text, None), None);
            let line = format!("echo {text}");
            let script = Script::parse(&line);
            prop_assert_eq!(script.commands.len(), 1);
            prop_assert_eq!(script.commands[0].words.len(), 2);
        }
    }
}
