//! The short way through the grammar, for what most references are.

use super::grammar::{Parts, equals, tag_end};

/// Longer ones are looked at closely.
const USUAL_LENGTH: usize = 120;

/// Splits what most references are, in one pass: words with one separator between them, with or without a tag, and a
/// registry of such words with a dot. None for everything else.
#[expect(clippy::cast_possible_truncation, reason = "the length of the text, checked first, bounds every offset")]
pub(super) const fn split_usual(bytes: &[u8]) -> Option<Parts> {
    if bytes.len() > USUAL_LENGTH {
        return None;
    }
    let (mut at, mut registry) = (0, 0);
    let (mut is_behind_word, mut is_first, mut has_dot, mut has_underscore) = (false, true, false, false);
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' | b'0'..=b'9' => {
                is_behind_word = true;
                at += 1;
                continue;
            }
            b'.' | b'-' | b'_' | b'/' if !is_behind_word => return None,
            b'.' => has_dot = true,
            b'-' => {}
            b'_' => has_underscore = true,
            b'/' if !is_first => {}
            b'/' => {
                is_first = false;
                if has_dot || equals(bytes, 0, at, b"localhost") {
                    // Hosts have none.
                    if has_underscore {
                        return None;
                    }
                    registry = at;
                }
            }
            _ => break,
        }
        is_behind_word = false;
        at += 1;
    }
    // Sixty-four digits could be an id.
    if !is_behind_word || at == 64 {
        return None;
    }
    match tag_end(bytes, at) {
        Ok(end) if end == bytes.len() => {
            Some(Parts { registry: registry as u16, port: 0, name: at as u16, tag: end as u16 })
        }
        _ => None,
    }
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
