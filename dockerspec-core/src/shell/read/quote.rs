//! Quotes and escapes.

use super::word::Building;
use super::{Read, Reader, Refused, problem};
use crate::parse::Span;
use crate::shell::SyntaxProblemKind;

impl<'a> Reader<'a> {
    pub(super) fn open_quote(&mut self, quote: char, start: usize) -> Refused {
        self.at = self.bytes.len();
        problem(SyntaxProblemKind::OpenQuote { quote }, Span::of(start, start + 1))
    }

    /// Reads `'…'`.
    pub(super) fn single(&mut self, word: &mut Building<'a>) -> Read<()> {
        let start = self.at;
        let inner = start + 1;
        if self.is_expanded {
            return self.expanded_single(word);
        }
        let Some(length) = self.bytes[inner..].iter().position(|byte| *byte == b'\'') else {
            return Err(self.open_quote('\'', start));
        };
        let end = inner + length;
        word.slice(self.text, inner..end);
        word.quotes(inner..end);
        self.at = end + 1;
        Ok(())
    }

    /// Reads `'…'` into which another shell puts things.
    fn expanded_single(&mut self, word: &mut Building<'a>) -> Read<()> {
        let start = self.at;
        self.at += 1;
        loop {
            self.quoted_run(word, |byte| matches!(byte, b'\'' | b'$' | b'`'));
            match self.peek() {
                None => return Err(self.open_quote('\'', start)),
                Some(b'\'') => {
                    word.quotes(start + 1..self.at);
                    self.at += 1;
                    return Ok(());
                }
                _ => self.quoted_special(word, true)?,
            }
        }
    }

    /// Reads `"…"`.
    pub(super) fn double(&mut self, word: &mut Building<'a>) -> Read<()> {
        let start = self.at;
        self.at += 1;
        loop {
            self.quoted_run(word, |byte| matches!(byte, b'"' | b'\\' | b'$' | b'`'));
            match self.peek() {
                None => return Err(self.open_quote('"', start)),
                Some(b'"') => {
                    word.quotes(start + 1..self.at);
                    self.at += 1;
                    return Ok(());
                }
                _ => self.quoted_special(word, true)?,
            }
        }
    }

    /// Reads text up to the first byte that `is_end` says yes to.
    pub(super) fn quoted_run(&mut self, word: &mut Building<'a>, is_end: impl Fn(u8) -> bool) {
        let start = self.at;
        let rest = &self.bytes[start..];
        self.at += rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
        if self.at > start {
            word.slice(self.text, start..self.at);
        }
    }

    /// Reads the `\`, `$` or `` ` `` that stands here, in double quotes or a heredoc.
    pub(super) fn quoted_special(&mut self, word: &mut Building<'a>, is_quote_escaped: bool) -> Read<()> {
        match self.peek() {
            Some(b'$') => self.dollar(word, true),
            Some(b'`') => self.backquote(word, is_quote_escaped),
            _ => {
                let start = self.at;
                let is_escape = match self.byte(start + 1) {
                    Some(b'\n' | b'\\' | b'$' | b'`') => true,
                    Some(b'"') => is_quote_escaped,
                    _ => false,
                };
                self.at += 1;
                if is_escape {
                    self.escaped(word);
                } else {
                    word.slice(self.text, start..self.at);
                }
                Ok(())
            }
        }
    }

    /// Reads a `\` outside of quotes, with what it escapes.
    pub(super) fn escape(&mut self, word: &mut Building<'a>) {
        let start = self.at;
        self.at += 1;
        if self.peek().is_none() {
            word.slice(self.text, start..self.at);
            return;
        }
        word.is_quoted |= self.peek() != Some(b'\n');
        self.escaped(word);
    }

    /// Reads the character behind a `\`, which is removed; and a line feed with it.
    fn escaped(&mut self, word: &mut Building<'a>) {
        word.is_escaped = true;
        let start = self.at;
        let width = self.text[start..].chars().next().map_or(0, char::len_utf8);
        self.at += width;
        if self.bytes[start] != b'\n' {
            word.slice(self.text, start..self.at);
        }
    }

    /// Reads `$'…'` of bash, whose quote is at `quote`.
    pub(super) fn ansi(&mut self, word: &mut Building<'a>, quote: usize) -> Read<()> {
        self.at = quote + 1;
        loop {
            self.quoted_run(word, |byte| matches!(byte, b'\'' | b'\\'));
            match self.peek() {
                None => return Err(self.open_quote('\'', quote)),
                Some(b'\'') => {
                    word.quotes(quote + 1..self.at);
                    self.at += 1;
                    return Ok(());
                }
                _ => {
                    word.is_escaped = true;
                    self.at += 1;
                    self.ansi_escape(word);
                }
            }
        }
    }

    /// Reads what is behind a `\` in `$'…'`.
    fn ansi_escape(&mut self, word: &mut Building<'a>) {
        let Some(character) = self.text[self.at..self.bytes.len()].chars().next() else { return };
        let start = self.at;
        self.at += character.len_utf8();
        let character = match character {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\x07',
            'b' => '\x08',
            'e' | 'E' => '\x1b',
            'f' => '\x0c',
            'v' => '\x0b',
            '\\' | '\'' | '"' | '?' => character,
            '0'..='7' => {
                self.at = start;
                self.number(8, 3)
            }
            'x' => self.number(16, 2),
            'u' => self.number(16, 4),
            'U' => self.number(16, 8),
            'c' => match self.peek() {
                Some(byte) if byte.is_ascii() && byte != b'\'' => {
                    self.at += 1;
                    char::from(byte & 0x1f)
                }
                _ => char::REPLACEMENT_CHARACTER,
            },
            _ => {
                word.character('\\');
                character
            }
        };
        word.character(character);
    }

    /// The character whose number stands here. What is none becomes U+FFFD, as loose bytes do.
    fn number(&mut self, radix: u32, digits: usize) -> char {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take(digits).take_while(|byte| char::from(**byte).is_digit(radix)).count();
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        let number = u32::from_str_radix(text, radix).ok();
        let is_byte = digits < 4;
        number
            .filter(|number| !is_byte || *number < 0x80)
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
