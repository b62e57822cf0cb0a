//! What only bash reserves: `[[`, `select`, `function`, and `time` and `coproc` in front of constructs. `sh` takes the
//! words for names of programs, so what bash would refuse is read that way.

use std::borrow::Cow;

use super::cursor::{Class, class};
use super::list::Element;
use super::simple::Reserved;
use super::word::is_plain;
use super::{Place, Read, Reader};
use crate::parse::Span;
use crate::shell::{ConstructKind, Text, Word};

impl<'a> Reader<'a> {
    /// Reads `[[` or `select`, whose word was read; as a simple command if bash would refuse it.
    pub(super) fn of_bash(&mut self, reserved: Reserved, start: usize, place: Place) -> Read<Element> {
        let (commands, constructs) = (self.commands.len(), self.constructs.len());
        let number = self.next_construct();
        let read = match reserved {
            Reserved::Select => self.select(start, place),
            _ => self.test(start, place),
        };
        if let Ok(Some(())) = read {
            self.redirections_of(number)?;
            return Ok(Element::Read);
        }
        self.commands.truncate(commands);
        self.constructs.truncate(constructs);
        // None that begins in what was read is tried again, or text would be read over and over.
        self.plain_until = self.plain_until.max(self.at);
        self.at = start;
        self.simple(place)
    }

    /// Reads `[[ … ]]`. `None` if bash would refuse it.
    fn test(&mut self, start: usize, place: Place) -> Read<Option<()>> {
        let kind = ConstructKind::Test { words: Vec::new() };
        self.construct(kind, start, place, |reader| {
            let words = reader.test_words()?;
            let end = reader.at;
            reader.blanks();
            let is_whole = !reader.is_at_word() && reader.peek() != Some(b'(') || reader.is_at_redirection();
            let result = words.filter(|_| is_whole).map(|words| reader.set_kind(ConstructKind::Test { words }));
            Ok((result, end))
        })
    }

    fn test_words(&mut self) -> Read<Option<Vec<Word<'a>>>> {
        let mut words: Vec<Word<'a>> = Vec::new();
        let mut depth = 0_usize;
        loop {
            self.blanks();
            let start = self.at;
            let Some(byte) = self.peek() else { return Ok(None) };
            let is_pattern = words.last().is_some_and(|word| is_plain(word, "=~"));
            let length = match byte {
                _ if is_pattern && byte != b'\n' => 0,
                // A heredoc would have to be read twice.
                b'\n' if self.announced.is_empty() => {
                    self.at += 1;
                    continue;
                }
                b'&' | b'|' if self.byte(start + 1) == Some(byte) => 2,
                b'(' => {
                    depth += 1;
                    1
                }
                b')' if depth > 0 => {
                    depth -= 1;
                    1
                }
                b'<' | b'>' if self.byte(start + 1) != Some(byte) && !self.is_at_word() => 1,
                _ if self.is_at_word() => 0,
                _ => return Ok(None),
            };
            let word = if length > 0 {
                self.at += length;
                let span = Span::of(start, self.at);
                let text = Text::Literal(Cow::Borrowed(&self.text[start..self.at]));
                Word { span, verbatim: Some(span), text, ..Word::default() }
            } else if is_pattern {
                self.pattern()?
            } else {
                self.word()?
            };
            if length == 0 && is_plain(&word, "]]") {
                return Ok(Some(words));
            }
            words.push(word);
        }
    }

    /// Whether a function follows the word `function`.
    pub(super) fn is_function_definition(&self) -> bool {
        let (name, at) = self.bare_word(self.at);
        let at = self.over(at, b" \t\n");
        !name.is_empty() && self.is_construct(self.over_parentheses(at))
    }

    /// Reads the name behind `function`, and what stands between it and the body.
    pub(super) fn function_name(&mut self) -> Cow<'a, str> {
        let (name, at) = self.bare_word(self.at);
        self.at = self.over_parentheses(self.over(at, b" \t"));
        Cow::Borrowed(name)
    }

    /// Whether a construct follows the word `time` or `coproc`, for which they are reserved. Goes to where it begins.
    pub(super) fn is_before_construct(&mut self, is_time: bool) -> bool {
        let (word, behind) = self.bare_word(self.at);
        let mut at = self.over(self.at, b" \t");
        if !self.is_construct(at) {
            if is_time != matches!(word, "-p" | "--") || word.is_empty() {
                return false;
            }
            at = self.over(behind, b" \t");
            if !self.is_construct(at) {
                return false;
            }
        }
        self.at = at;
        true
    }

    /// The word without quotes that begins behind blanks at `at`, and where it ends.
    fn bare_word(&self, at: usize) -> (&'a str, usize) {
        let start = self.over(at, b" \t");
        let rest = &self.bytes[start..];
        let is_end = |byte: &u8| matches!(class(*byte), Class::End | Class::Open | Class::Special);
        let end = start + rest.iter().position(is_end).unwrap_or(rest.len());
        (&self.text[start..end], end)
    }

    /// Where the first byte from `at` is that is none of `bytes`.
    fn over(&self, at: usize, bytes: &[u8]) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(|byte| !bytes.contains(byte)).unwrap_or(rest.len())
    }

    /// Where what is behind `()` begins.
    fn over_parentheses(&self, at: usize) -> usize {
        if self.byte(at) == Some(b'(') {
            let close = self.over(at + 1, b" \t");
            if self.byte(close) == Some(b')') {
                return self.over(close + 1, b" \t\n");
            }
        }
        at
    }

    fn is_construct(&self, at: usize) -> bool {
        self.byte(at) == Some(b'(')
            || matches!(self.bare_word(at).0, "{" | "!" | "if" | "while" | "until" | "for" | "case" | "select" | "[[")
    }
}
