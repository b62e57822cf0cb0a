//! A logical line, split into keyword, flags and the rest.

use std::borrow::Cow;
use std::ops::Range;

use super::Span;
use super::line::Logical;
use super::scan;

/// A logical line, split. Ranges are of its text.
pub(super) struct Statement<'l, 'a> {
    pub(super) source: &'a str,
    pub(super) line: &'l Logical,
    /// The text of the line.
    text: &'l str,
    /// The whole line, without white space around it.
    pub(super) whole: Range<usize>,
    pub(super) keyword: Range<usize>,
    pub(super) flags: Vec<Flag<'a>>,
    /// What stands behind the flags, without white space around it.
    pub(super) rest: Range<usize>,
    pub(super) escape: u8,
}

/// A word that begins with `--`.
#[derive(Debug, Clone)]
pub(super) struct Flag<'a> {
    /// Without quotes and escapes.
    pub(super) text: Cow<'a, str>,
    pub(super) span: Span,
    /// The length of the name, with its dashes.
    name: usize,
}

impl<'a> Flag<'a> {
    fn new(text: Cow<'a, str>, span: Span) -> Self {
        // Few bytes stand before it.
        let name = text.bytes().position(|byte| byte == b'=').unwrap_or(text.len());
        Self { text, span, name }
    }

    /// The name, with its dashes.
    pub(super) fn name(&self) -> &str {
        &self.text[..self.name]
    }

    pub(super) fn value(&self) -> Option<Cow<'a, str>> {
        let at = self.name + 1;
        match &self.text {
            Cow::Borrowed(text) => text.get(at..).map(Cow::Borrowed),
            Cow::Owned(text) => text.get(at..).map(|value| Cow::Owned(value.to_owned())),
        }
    }
}

pub(super) const fn is_blank(byte: u8) -> bool {
    scan::class(byte) == scan::BLANK
}

/// The range of `text` without white space at its ends.
#[inline]
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    match text.as_bytes()[range.clone()] {
        [0x21..0x80, .., 0x21..0x80] | [0x21..0x80] => range,
        _ => trim_slowly(text, range),
    }
}

fn trim_slowly(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.end - inner.trim_start().len();
    start..start + inner[start - range.start..].trim_end().len()
}

impl<'l, 'a> Statement<'l, 'a> {
    /// Splits a whole line.
    pub(super) fn split(source: &'a str, line: &'l Logical, escape: u8) -> Self
    where
        'a: 'l,
    {
        let text = line.text(source);
        Self::split_range(source, line, 0..text.len(), escape)
    }

    /// Splits a part of a line: what stands behind ONBUILD.
    pub(super) fn split_range(source: &'a str, line: &'l Logical, range: Range<usize>, escape: u8) -> Self
    where
        'a: 'l,
    {
        let text = line.text(source);
        let whole = trim(text, range);
        let bytes = &text.as_bytes()[..whole.end];
        let end = whole.start + scan::keyword_length(&bytes[whole.start..]);
        let rest = end + bytes[end..].iter().take_while(|byte| is_blank(**byte)).count();
        let keyword = whole.start..end;
        // Most statements have no flags.
        let (flags, rest) = match bytes.get(rest) {
            Some(0x21..=0x2C | 0x2E..=0x7E) => (Vec::new(), rest..whole.end),
            _ => flags(source, line, rest..whole.end, escape),
        };
        Self { source, line, text, whole, keyword, flags, rest, escape }
    }

    #[inline]
    pub(super) fn text(&self) -> &'l str {
        self.text
    }

    #[inline]
    pub(super) fn slice(&self, range: &Range<usize>) -> Cow<'a, str> {
        self.located(range).0
    }

    /// A range of the line, and where it stands in the source.
    #[inline]
    pub(super) fn located(&self, range: &Range<usize>) -> (Cow<'a, str>, Span) {
        self.line.located(self.source, range)
    }

    #[inline]
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.line.span(range)
    }

    /// All of it in the source.
    #[inline]
    pub(super) fn whole_span(&self) -> Span {
        self.span(&self.whole)
    }
}

/// The flags at the beginning of a range, and what stands behind them. BuildKit reads bytes here, and takes two that are
/// parts of characters for blanks.
fn flags<'a>(source: &'a str, line: &Logical, range: Range<usize>, escape: u8) -> (Vec<Flag<'a>>, Range<usize>) {
    let text = line.text(source);
    let bytes = &text.as_bytes()[..range.end];
    let mut flags = Vec::new();
    let mut at = range.start;
    loop {
        while at < bytes.len() && is_byte_space(bytes[at]) {
            at += 1;
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if !bytes[at..].starts_with(b"--") {
            break;
        }
        let start = at;
        let (end, word) = flag(bytes, start, escape);
        let word = match word {
            Some(word) => word,
            None if text.is_char_boundary(end) => line.located(source, &(start..end)).0,
            None => latin_1(&bytes[start..end]),
        };
        at = end;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if word == "--" {
            break;
        }
        // A flag can end inside a character, but its place cannot.
        flags.push(Flag::new(word, line.span(&(start..at))));
    }
    (flags, trim(text, at..range.end))
}

/// A white space byte, were it a character of its own.
const fn is_byte_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ' | 0x85 | 0xA0)
}

fn latin_1(bytes: &[u8]) -> Cow<'static, str> {
    bytes.iter().copied().map(char::from).collect::<String>().into()
}

/// The end of the flag at `start`, and what it says if that is not what stands there.
fn flag(bytes: &[u8], start: usize, escape: u8) -> (usize, Option<Cow<'static, str>>) {
    let plain = |byte: u8| byte.is_ascii() && !is_byte_space(byte) && byte != b'\'' && byte != b'"' && byte != escape;
    let mut at = start;
    while at < bytes.len() && plain(bytes[at]) {
        at += 1;
    }
    if at == bytes.len() || is_byte_space(bytes[at]) {
        return (at, None);
    }
    let mut word: String = latin_1(&bytes[start..at]).into_owned();
    let mut quote = None;
    while at < bytes.len() {
        let byte = bytes[at];
        match quote {
            None if is_byte_space(byte) => break,
            None if byte == b'\'' || byte == b'"' => quote = Some(byte),
            Some(open) if byte == open => quote = None,
            _ if byte == escape => {
                at += 1;
                word.extend(bytes.get(at).map(|byte| char::from(*byte)));
            }
            _ => word.push(char::from(byte)),
        }
        at += 1;
    }
    (at.min(bytes.len()), Some(Cow::Owned(word)))
}
