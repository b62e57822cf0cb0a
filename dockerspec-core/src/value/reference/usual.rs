//! The short way through the grammar, for what most references are.

use super::grammar::{Parts, equals};

/// Letters in lower case, and digits.
const WORD: u8 = 0;
/// Bytes between words.
const SEPARATOR: u8 = 1;
const SLASH: u8 = 2;
const COLON: u8 = 3;
/// Everything else.
const OTHER: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' => WORD,
            b'.' | b'-' | b'_' => SEPARATOR,
            b'/' => SLASH,
            b':' => COLON,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// Longer ones are looked at closely.
const USUAL_LENGTH: usize = 120;

/// Splits what most references are, in one pass: words with one separator between them, with or without a tag, and a
/// registry of such words with a dot. None for everything else.
#[expect(clippy::cast_possible_truncation, reason = "the length of the text, checked first, bounds every offset")]
pub(super) const fn split_usual(bytes: &[u8]) -> Option<Parts> {
    if bytes.is_empty() || bytes.len() > USUAL_LENGTH {
        return None;
    }
    let (mut at, mut registry) = (0, 0);
    let (mut previous, mut is_first, mut has_dot) = (SLASH, true, false);
    while at < bytes.len() {
        let class = CLASSES[bytes[at] as usize];
        match class {
            WORD => {}
            COLON | OTHER => break,
            _ if previous != WORD => return None,
            SEPARATOR => has_dot |= bytes[at] == b'.',
            _ if !is_first => {}
            _ => {
                is_first = false;
                if has_dot || equals(bytes, 0, at, b"localhost") {
                    // Hosts have no `_`.
                    if contains(bytes, at, b'_') {
                        return None;
                    }
                    registry = at;
                }
            }
        }
        previous = class;
        at += 1;
    }
    // Sixty-four digits could be an id.
    if previous != WORD || at == 64 {
        return None;
    }
    let name = at;
    if at < bytes.len() {
        if bytes[at] != b':' {
            return None;
        }
        at += 1;
        while at < bytes.len() {
            let fits = match bytes[at] {
                b'.' | b'-' => at > name + 1,
                byte => byte == b'_' || byte.is_ascii_alphanumeric(),
            };
            if !fits {
                return None;
            }
            at += 1;
        }
        if at == name + 1 {
            return None;
        }
    }
    Some(Parts { registry: registry as u16, port: 0, name: name as u16, tag: at as u16 })
}

const fn contains(bytes: &[u8], end: usize, wanted: u8) -> bool {
    let mut at = 0;
    while at < end {
        if bytes[at] == wanted {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grammar::split_bytes;
    use super::*;

    #[test]
    fn usual_references_go_the_short_way() {
        for text in ["debian", "debian:13.2-slim", "a-b/c_d/e.f:1_2", "ghcr.io/acme/base:1.4", "localhost/x"] {
            assert!(split_usual(text.as_bytes()).is_some(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_short_way_gives_what_the_long_one_gives(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "b1", "A", ".", "-", "_", "/", ":", "@", "localhost", "docker.io", "registry.example.com", "[::1]",
                    ":5000", "/", "v1.2", "é", "$", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef",
                ]),
                0..8,
            ),
        ) {
            let text = pieces.concat();
            if let Some(parts) = split_usual(text.as_bytes()) {
                prop_assert_eq!(split_bytes(text.as_bytes()), Ok(parts), "{}", text);
            }
        }
    }
}
