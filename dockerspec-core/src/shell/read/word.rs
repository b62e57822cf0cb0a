//! Words: what stands between blanks and operators, put together of its pieces.

use std::borrow::Cow;
use std::ops::Range;

use super::cursor::{Class, class};
use super::{Place, Read, Reader};
use crate::parse::Span;
use crate::shell::{ConstructKind, Part, Text, Word};

/// A word that is being read.
#[derive(Default)]
pub(super) struct Building<'a> {
    parts: Vec<Part<'a>>,
    /// Text behind the last part.
    text: Cow<'a, str>,
    /// Where `text` begins, if it is borrowed.
    from: usize,
    pub(super) is_quoted: bool,
    /// Whether an escape was removed.
    pub(super) is_escaped: bool,
    /// What is between the first quotes.
    quoted: Option<Range<usize>>,
    quotes: usize,
    has_glob: bool,
    /// The first `{`.
    brace: Option<usize>,
}

impl<'a> Building<'a> {
    /// Adds text of the source.
    pub(super) fn slice(&mut self, source: &'a str, range: Range<usize>) {
        match &mut self.text {
            text if text.is_empty() => {
                self.from = range.start;
                self.text = Cow::Borrowed(&source[range]);
            }
            Cow::Borrowed(text) if self.from + text.len() == range.start => {
                self.text = Cow::Borrowed(&source[self.from..range.end]);
            }
            text => text.to_mut().push_str(&source[range]),
        }
    }

    pub(super) fn character(&mut self, character: char) {
        self.text.to_mut().push(character);
    }

    pub(super) fn cow(&mut self, text: Cow<'a, str>) {
        // Owned, so that nothing is taken to follow it in the source.
        self.text = Cow::Owned(text.into_owned());
    }

    pub(super) fn part(&mut self, part: Part<'a>) {
        if !self.text.is_empty() {
            self.parts.push(Part::Literal(std::mem::take(&mut self.text)));
        }
        self.parts.push(part);
    }

    /// Marks that quotes were around `inner`.
    pub(super) fn quotes(&mut self, inner: Range<usize>) {
        self.is_quoted = true;
        self.quotes += 1;
        self.quoted.get_or_insert(inner);
    }

    pub(super) fn finish(mut self) -> Text<'a> {
        if self.parts.is_empty() {
            return Text::Literal(self.text);
        }
        if !self.text.is_empty() {
            self.parts.push(Part::Literal(self.text));
        }
        Text::Parts(self.parts)
    }
}

/// Whether `word` is `text`, without quotes: a reserved word.
pub(super) fn is_plain(word: &Word<'_>, text: &str) -> bool {
    !word.is_quoted && word.is(text)
}

impl<'a> Reader<'a> {
    /// Reads a word. It is empty if none stands here.
    pub(super) fn word(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        if let Some(end) = self.plain_end() {
            self.at = end;
            return Ok(self.plain(start));
        }
        let mut building = Building::default();
        self.pieces(&mut building, false)?;
        Ok(self.built(building, start))
    }

    /// Reads an argument and adds it to the words, if it has nothing but text and can be nothing else.
    #[inline]
    pub(super) fn plain_argument(&mut self) -> bool {
        let start = self.at;
        // Digits may belong to a redirection.
        if self.peek().is_none_or(|first| first.is_ascii_digit() || class(first) != Class::Plain) {
            return false;
        }
        let Some(end) = self.plain_end() else { return false };
        self.at = end;
        let word = self.plain(start);
        self.words.push(word);
        true
    }

    /// Where a word ends that begins here, if it is text without quotes, patterns and expansions.
    #[inline]
    fn plain_end(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| class(*byte) != Class::Plain).unwrap_or(rest.len());
        self.is_end_of_word(self.at + length).then_some(self.at + length)
    }

    /// The plain word from `start` up to here.
    #[inline]
    fn plain(&self, start: usize) -> Word<'a> {
        let span = Span::of(start, self.at);
        let text = Text::Literal(Cow::Borrowed(&self.text[start..self.at]));
        Word { span, verbatim: Some(span), text, ..Word::default() }
    }

    /// Reads the regular expression behind `=~`, in which parentheses and `|` are part of the word.
    pub(super) fn pattern(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let mut building = Building::default();
        self.pieces(&mut building, true)?;
        Ok(self.built(building, start))
    }

    fn built(&mut self, building: Building<'a>, start: usize) -> Word<'a> {
        let end = self.at;
        // Another shell could be given it.
        self.note_lines_in(start);
        let verbatim = match (&building.quoted, building.is_escaped) {
            (None, false) => Some(Span::of(start, end)),
            (Some(inner), false) if building.quotes == 1 && inner.start - start <= 2 && inner.end + 1 == end => {
                // `a"b"` has text in front of its quotes, `$"b"` has not.
                let opener = &self.bytes[start..inner.start];
                matches!(opener, b"\"" | b"'" | b"$\"" | b"$'").then(|| Span::of(inner.start, inner.end))
            }
            _ => None,
        };
        let has_braces = building.brace.is_some_and(|brace| has_braces(&self.bytes[brace..end]));
        let (is_quoted, has_glob) = (building.is_quoted, building.has_glob);
        Word { span: Span::of(start, end), verbatim, text: building.finish(), is_quoted, has_glob, has_braces }
    }

    fn pieces(&mut self, word: &mut Building<'a>, is_expression: bool) -> Read<()> {
        // Open parentheses: of an expression, or of a pattern like `@(a|b)`.
        let mut depth = 0_usize;
        let mut first_open = self.at;
        let mut pattern_end = usize::MAX;
        loop {
            let start = self.at;
            let rest = &self.bytes[start..];
            let length = rest.iter().position(|byte| class(*byte) != Class::Plain).unwrap_or(rest.len());
            if length > 0 {
                word.slice(self.text, start..start + length);
                self.at += length;
                if matches!(self.bytes[self.at - 1], b'@' | b'+' | b'!') {
                    pattern_end = self.at;
                }
            }
            let Some(byte) = self.peek() else { break };
            let at = self.at;
            match class(byte) {
                Class::Special if depth == 0 && self.is_line_continuation(at) => {
                    if self.is_end_of_word(at) {
                        break;
                    }
                    word.is_escaped = true;
                    self.at = self.joined(at);
                    continue;
                }
                Class::Special => {
                    self.special(word, byte)?;
                    continue;
                }
                Class::End if depth == 0 && !(is_expression && byte == b'|') => break,
                Class::End => depth -= usize::from(byte == b')'),
                Class::Open if byte == b'(' => {
                    if depth == 0 && !is_expression && pattern_end != at {
                        break;
                    }
                    first_open = if depth == 0 { at } else { first_open };
                    depth += 1;
                }
                Class::Open => {
                    if self.byte(self.after(at)) == Some(b'(') {
                        self.process(word)?;
                        continue;
                    }
                    if depth == 0 && !is_expression {
                        break;
                    }
                }
                Class::Glob => {
                    word.has_glob = true;
                    if byte != b'[' {
                        pattern_end = at + 1;
                    }
                }
                Class::Brace => word.brace = word.brace.or(Some(at)),
                Class::Plain => {}
            }
            self.at += 1;
            word.slice(self.text, at..self.at);
        }
        if depth > 0 && !is_expression {
            return Err(self.unclosed("(", first_open, ")"));
        }
        Ok(())
    }

    /// Reads a quote, an escape or an expansion.
    fn special(&mut self, word: &mut Building<'a>, byte: u8) -> Read<()> {
        match byte {
            b'\'' => self.single(word),
            b'"' => self.double(word),
            b'$' => self.dollar(word, false),
            b'`' => self.backquote(word, false),
            _ => {
                self.escape(word);
                Ok(())
            }
        }
    }

    /// Reads `<(…)` or `>(…)`.
    fn process(&mut self, word: &mut Building<'a>) -> Read<()> {
        let start = self.at;
        let construct = self.next_construct();
        let kind = ConstructKind::Process { is_written: self.bytes[start] == b'>' };
        let opener = if self.bytes[start] == b'>' { ">(" } else { "<(" };
        self.at = self.after(start) + 1;
        // Arithmetic for bash.
        self.is_unsure |= self.peek() == Some(b'(');
        self.construct(kind, start, Place::default(), |reader| reader.inside(opener, start))?;
        word.part(Part::Process { construct });
        Ok(())
    }
}

/// Whether `text`, which begins with `{`, has braces that bash expands.
fn has_braces(text: &[u8]) -> bool {
    let mut at = 0;
    let mut has_several = false;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\'' | b'"' => {
                let quoted = &text[at + 1..];
                at += 1 + quoted.iter().position(|end| end == byte).unwrap_or(quoted.len());
            }
            b',' => has_several = true,
            b'.' if text.get(at + 1) == Some(&b'.') => has_several = true,
            b'}' if has_several => return true,
            _ => {}
        }
        at += 1;
    }
    false
}
