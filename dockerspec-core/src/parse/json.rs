//! The JSON form of arguments: an array of strings, read as Go's `encoding/json` reads it.

use std::borrow::Cow;
use std::ops::Range;

/// What text that begins with `[` is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// An array of strings.
    Strings,
    /// An array with something else in it, which BuildKit refuses.
    Mixed,
    /// No JSON: BuildKit takes it as text.
    Text,
}

/// Nesting that Go gives up at.
const DEEPEST: usize = 10_000;

/// Reads an array of strings, handing each one, with its range between the quotes, to `element`. What was handed over
/// counts only when the answer is [`Json::Strings`].
pub(crate) fn strings<'t>(text: &'t str, mut element: impl FnMut(Range<usize>, Cow<'t, str>)) -> Json {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    match reader.strings(&mut element) {
        Some(()) => Json::Strings,
        None if (Reader { text, bytes: text.as_bytes(), at: 0 }).is_valid() => Json::Mixed,
        None => Json::Text,
    }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Reader<'t> {
    fn strings(&mut self, element: &mut impl FnMut(Range<usize>, Cow<'t, str>)) -> Option<()> {
        self.blanks();
        self.expect(b'[')?;
        self.blanks();
        if self.next_is(b']') {
            return self.end();
        }
        loop {
            self.blanks();
            let (range, text) = self.string()?;
            element(range, text);
            self.blanks();
            if self.next_is(b']') {
                return self.end();
            }
            self.expect(b',')?;
        }
    }

    fn end(&mut self) -> Option<()> {
        self.blanks();
        (self.at == self.bytes.len()).then_some(())
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn next_is(&mut self, byte: u8) -> bool {
        let is = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.next_is(byte).then_some(())
    }

    /// A string, with its range between the quotes.
    fn string(&mut self) -> Option<(Range<usize>, Cow<'t, str>)> {
        self.expect(b'"')?;
        let start = self.at;
        let mut read: Option<String> = None;
        let mut copied = start;
        loop {
            let plain = |byte: &&u8| !matches!(**byte, b'"' | b'\\' | 0..0x20);
            self.at += self.bytes[self.at..].iter().take_while(plain).count();
            match *self.bytes.get(self.at)? {
                b'"' => {
                    let range = start..self.at;
                    self.at += 1;
                    let text = match read {
                        None => Cow::Borrowed(&self.text[range.clone()]),
                        Some(mut text) => {
                            text.push_str(&self.text[copied..range.end]);
                            Cow::Owned(text)
                        }
                    };
                    return Some((range, text));
                }
                b'\\' => {
                    let text = read.get_or_insert_with(String::new);
                    text.push_str(&self.text[copied..self.at]);
                    self.at += 1;
                    let character = self.escape()?;
                    read.as_mut()?.push(character);
                    copied = self.at;
                }
                _ => return None,
            }
        }
    }

    /// What stands behind a `\`. Half a surrogate pair becomes U+FFFD, as in Go.
    fn escape(&mut self) -> Option<char> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                if !(0xD800..0xE000).contains(&first) {
                    return char::from_u32(first);
                }
                let behind = self.at;
                if first < 0xDC00 && self.bytes[self.at..].starts_with(b"\\u") {
                    self.at += 2;
                    let second = self.four_digits()?;
                    if (0xDC00..0xE000).contains(&second) {
                        return char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00));
                    }
                    self.at = behind;
                }
                char::REPLACEMENT_CHARACTER
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
    }

    /// Whether all of it is one JSON value. Keeps its own stack: people nest what they like.
    fn is_valid(&mut self) -> bool {
        self.value_to_the_end().is_some()
    }

    fn value_to_the_end(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            self.blanks();
            match *self.bytes.get(self.at)? {
                bracket @ (b'[' | b'{') => {
                    self.at += 1;
                    open.push(bracket);
                    if open.len() > DEEPEST {
                        return None;
                    }
                    self.blanks();
                    if !self.next_is(closing(bracket)) {
                        self.key_in(&open)?;
                        continue;
                    }
                    open.pop();
                }
                b'"' => _ = self.string()?,
                _ => self.literal()?,
            }
            loop {
                self.blanks();
                let Some(&innermost) = open.last() else { return self.end() };
                if self.next_is(closing(innermost)) {
                    open.pop();
                    continue;
                }
                self.expect(b',')?;
                self.key_in(&open)?;
                break;
            }
        }
    }

    /// The key and colon that come before each value of an object.
    fn key_in(&mut self, open: &[u8]) -> Option<()> {
        if open.last() == Some(&b'{') {
            self.blanks();
            self.string()?;
            self.blanks();
            self.expect(b':')?;
        }
        Some(())
    }

    fn literal(&mut self) -> Option<()> {
        for word in ["true", "false", "null"] {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Some(());
            }
        }
        self.number()
    }

    /// A number. Go cannot hold one beyond a float, and says that this is no JSON.
    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.next_is(b'-');
        if !self.next_is(b'0') {
            self.digits()?;
        }
        if self.next_is(b'.') {
            self.digits()?;
        }
        if self.next_is(b'e') || self.next_is(b'E') {
            let _ = self.next_is(b'+') || self.next_is(b'-');
            self.digits()?;
        }
        self.text[start..self.at].parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| ())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

const fn closing(bracket: u8) -> u8 {
    if bracket == b'[' { b']' } else { b'}' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Json, Vec<String>) {
        let mut elements = Vec::new();
        let kind = strings(text, |_, text| elements.push(text.into_owned()));
        (kind, elements)
    }

    #[test]
    fn arrays_of_strings() {
        assert_eq!(read("[]"), (Json::Strings, vec![]));
        let elements = vec!["a\"\\/\u{8}\u{c}\n\r\té".to_owned(), "😀".to_owned(), "\u{fffd}x".to_owned()];
        assert_eq!(read(r#"[ "a\"\\\/\b\f\n\r\t\u00e9" , "\ud83d\ude00", "\ud83dx" ] "#), (Json::Strings, elements));
        let mut ranges = Vec::new();
        strings(r#"["ab", "c"]"#, |range, _| ranges.push(range));
        assert_eq!(ranges, [2..4, 8..9]);
    }

    #[test]
    fn other_json_and_no_json() {
        for text in ["[1]", "[null]", r#"["a", ["b"]]"#, r#"[{"a": [1.5e3, -0, true]}]"#, "[[]]", "[{}]"] {
            assert_eq!(read(text).0, Json::Mixed, "{text}");
        }
        let deep = "[".repeat(DEEPEST + 1) + &"]".repeat(DEEPEST + 1);
        for text in ["[", "['a']", r#"["a",]"#, r#"["a"] x"#, "[\"\t\"]", r#"["\x"]"#, "[01]", "[1e999]", &deep] {
            assert_eq!(read(text).0, Json::Text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_serde_json(text in r#"\[([ ,\[\]{}:0-9a-z"\\-]|"[a-z\\"]*"|null|[0-9]{1,2}){0,8}\]?"#) {
            let ours = read(&text).0 != Json::Text;
            prop_assert_eq!(ours, serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }

        #[test]
        fn reads_back_what_serde_json_writes(texts in proptest::collection::vec(any::<String>(), 0..5)) {
            let written = serde_json::to_string(&texts).unwrap();
            prop_assert_eq!(read(&written), (Json::Strings, texts));
        }
    }
}
