//! The three ways to write any string: double-quoted word, JSON string, flag value. Every string that reaches the
//! output goes through here, or was checked by its type.
//!
//! All assume `\` as escape token: heredocs and `ONBUILD` know no other, so a rendered file never sets `escape`.

/// Bytes that mean themselves in a word, in a flag and to the shell lexer that looks for heredocs.
const BARE: u8 = 1;
/// Of these, the ones that also mean themselves in a key.
const KEY: u8 = 64;
/// Bytes that mean themselves in a path of COPY, ADD and VOLUME: those, and two of patterns.
const PATH: u8 = 2;
/// Bytes that an escape must precede between double quotes.
const QUOTED: u8 = 4;
/// Bytes that a JSON string must escape.
const JSON: u8 = 8;
/// The byte that ends a line.
const LINE_FEED: u8 = 16;
/// Bytes of characters outside ASCII.
const NOT_ASCII: u8 = 32;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
        let character = byte as u8;
        classes[byte] = match character {
            b'=' => BARE | PATH,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'.' | b'/' | b':' | b',' | b'@' | b'+' | b'%' | b'-' => {
                BARE | PATH | KEY
            }
            b'*' | b'?' => PATH,
            b'"' | b'\\' => QUOTED | JSON,
            b'$' => QUOTED,
            b'\n' => JSON | LINE_FEED,
            0..0x20 => JSON,
            0x80.. => NOT_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether `text` is a word that needs no quotes anywhere: not empty, and letters, digits and `_./:=,@+%-` only.
pub(crate) fn is_bare(text: &str) -> bool {
    all(text, BARE)
}

/// Whether `text` is a key that needs no quotes, and cannot be taken for a flag.
pub(crate) fn is_bare_key(text: &str) -> bool {
    all(text, KEY) && !text.starts_with('-')
}

/// Whether `text` is a path that needs no quotes: [`is_bare`], or with `*` and `?` too.
pub(crate) fn is_bare_path(text: &str) -> bool {
    all(text, PATH)
}

/// Whether `text` has any of three bytes. Sixteen are compared at once; the last sixteen overlap those before.
pub(crate) fn contains_any<const ONE: u8, const TWO: u8, const THREE: u8>(text: &str) -> bool {
    let is = |byte: u8| u8::from(byte == ONE) | u8::from(byte == TWO) | u8::from(byte == THREE);
    let bytes = text.as_bytes();
    let Some(last) = bytes.last_chunk::<16>() else { return bytes.iter().any(|&byte| is(byte) != 0) };
    let sixteens = bytes.as_chunks::<16>().0;
    let mut found = [0; 16];
    for number in 0..=sixteens.len() {
        let sixteen = sixteens.get(number).unwrap_or(last);
        for (found, &byte) in found.iter_mut().zip(sixteen) {
            *found |= is(byte);
        }
    }
    found != [0; 16]
}

/// Whether `text` has bytes, and all are of one class. Four are looked up at once, without an early exit.
fn all(text: &str, class: u8) -> bool {
    let common = |class, byte: &u8| class & CLASSES[usize::from(*byte)];
    let (fours, rest) = text.as_bytes().as_chunks::<4>();
    let class = fours.iter().fold(class, |class, four| four.iter().fold(class, common));
    !text.is_empty() && rest.iter().fold(class, common) != 0
}

/// All classes that bytes of `text` are of.
fn classes_in(text: &str) -> u8 {
    text.bytes().fold(0, |classes, byte| classes | CLASSES[usize::from(byte)])
}

/// `text` between double quotes. The caller has refused line feeds.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    push_quoted_part(out, text);
    out.push('"');
}

/// `text` as it stands between double quotes, without them.
pub(crate) fn push_quoted_part(out: &mut String, text: &str) {
    push_escaped(out, text, QUOTED, |out, byte| {
        out.push('\\');
        out.push(char::from(byte));
    });
}

/// `text` as a JSON string.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push('"');
    push_escaped(out, text, JSON, |out, byte| match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        _ => {
            out.push_str("\\u00");
            out.push(char::from(b'0' + (byte >> 4)));
            out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
    });
    out.push('"');
}

/// `text` with an escape before every ASCII character that could mean something: the value of a flag, whose text
/// [`flag_problem`] has passed, or the text inside `${NAME:-…}`, where a quote would end the quotes around it.
pub(crate) fn push_backslashed(out: &mut String, text: &str) {
    if is_bare(text) {
        out.push_str(text);
        return;
    }
    for character in text.chars() {
        if character.is_ascii() && CLASSES[character as usize] & BARE == 0 {
            out.push('\\');
        }
        out.push(character);
    }
}

/// What a flag value cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlagProblem {
    LineFeed,
    NotAscii(char),
}

/// What keeps `text` from being a flag value.
pub(crate) fn flag_problem(text: &str) -> Option<FlagProblem> {
    let any = classes_in(text);
    if any & (LINE_FEED | NOT_ASCII) == 0 {
        return None;
    }
    if any & LINE_FEED != 0 {
        return Some(FlagProblem::LineFeed);
    }
    text.chars().find(|character| !character.is_ascii()).map(FlagProblem::NotAscii)
}

/// Copies `text`, handing each byte of `class` to `escape`. All classes asked for are ASCII, so a cut beside such a
/// byte is a character boundary.
fn push_escaped(out: &mut String, text: &str, class: u8, escape: impl Fn(&mut String, u8)) {
    if classes_in(text) & class == 0 {
        out.push_str(text);
        return;
    }
    let mut copied = 0;
    for (index, byte) in text.bytes().enumerate() {
        if CLASSES[usize::from(byte)] & class != 0 {
            out.push_str(&text[copied..index]);
            escape(out, byte);
            copied = index + 1;
        }
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(push: impl Fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    #[test]
    fn quotes() {
        assert_eq!(written(push_quoted, r#"say "$5" \ 'é'"#), r#""say \"\$5\" \\ 'é'""#);
        assert_eq!(
            written(push_json, "a\"\\\n\t\r\u{1}\u{1f}é\u{2028}"),
            "\"a\\\"\\\\\\n\\t\\r\\u0001\\u001fé\u{2028}\""
        );
        assert_eq!(written(push_backslashed, "a b$'\"\\<}é"), r#"a\ b\$\'\"\\\<\}é"#);
    }

    #[test]
    fn any_of_three_bytes_is_found_wherever_it_stands() {
        for length in 0..50 {
            let text = "x".repeat(length);
            assert!(!contains_any::<b'\n', b'<', 0>(&text));
            for (at, byte) in (0..length).flat_map(|at| ["\n", "<", "\0"].map(|byte| (at, byte))) {
                let mut text = text.clone();
                text.replace_range(at..=at, byte);
                assert!(contains_any::<b'\n', b'<', 0>(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn bare_words() {
        assert!(is_bare("A-Za_z0.9/:=,@+%") && is_bare_path("src/*.p?"));
        for text in ["", "a b", "$", "é", "a\n", "[a]", "~", "#", "a*", "abcdefg h", "abcd efgh", "a=b*", "*"] {
            assert!(!is_bare(text), "{text}");
        }
    }

    #[test]
    fn a_flag_refuses_line_feeds_and_everything_outside_ascii() {
        assert_eq!(flag_problem("a\tb\0"), None);
        assert_eq!(flag_problem("é\n"), Some(FlagProblem::LineFeed));
        assert_eq!(flag_problem("aé"), Some(FlagProblem::NotAscii('é')));
    }

    proptest! {
        #[test]
        fn json_is_read_back_as_it_was(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&written(push_json, &text)).unwrap(), text);
        }

        #[test]
        fn every_byte_between_quotes_that_means_something_is_escaped(text in any::<String>()) {
            let quoted = written(push_quoted, &text);
            let mut inner = quoted[1..quoted.len() - 1].chars();
            let mut read = String::new();
            while let Some(character) = inner.next() {
                prop_assert!(character != '"' && character != '$');
                read.push(if character == '\\' { inner.next().unwrap() } else { character });
            }
            prop_assert_eq!(read, text);
        }
    }
}
