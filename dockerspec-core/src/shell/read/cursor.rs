//! Bytes and what they are for a shell.

use super::Reader;
use crate::parse::find_byte;

/// What a byte is where a word is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word, for nothing else.
    Plain,
    /// A blank, a line feed or an operator, which ends a word.
    End,
    /// `<`, `>` and `(`, which end a word if they do not begin something in it.
    Open,
    /// A quote, `\`, `$` or `` ` ``.
    Special,
    /// `*`, `?`, `[`
    Glob,
    /// `{`
    Brace,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let sets: [(&[u8], Class); 5] = [
        (b" \t\n;&|)", Class::End),
        (b"<>(", Class::Open),
        (b"'\"\\$`", Class::Special),
        (b"*?[", Class::Glob),
        (b"{", Class::Brace),
    ];
    let mut set = 0;
    while set < sets.len() {
        let (bytes, class) = sets[set];
        let mut byte = 0;
        while byte < bytes.len() {
            classes[bytes[byte] as usize] = class;
            byte += 1;
        }
        set += 1;
    }
    classes
};

pub(super) fn class(byte: u8) -> Class {
    CLASSES[byte as usize]
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Where the byte behind the one at `at` is: line continuations between them do not count.
    pub(super) fn after(&self, at: usize) -> usize {
        self.joined(at + 1)
    }

    /// Whether a word ends at `at`: with the text, or in front of a byte that ends it, be that on the next line.
    #[inline]
    pub(super) fn is_end_of_word(&self, at: usize) -> bool {
        let at = if self.is_line_continuation(at) { self.joined(at) } else { at };
        self.byte(at).is_none_or(|byte| class(byte) == Class::End)
    }

    /// Whether a line goes on in the next one.
    #[inline]
    pub(super) fn is_line_continuation(&self, at: usize) -> bool {
        self.byte(at) == Some(b'\\') && self.byte(at + 1) == Some(b'\n')
    }

    /// The byte at `at`.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Goes over blanks, line continuations, and a comment, which begins where a word could.
    pub(super) fn blanks(&mut self) {
        loop {
            let mut at = self.at;
            while let Some(b' ' | b'\t') = self.bytes.get(at) {
                at += 1;
            }
            self.at = at;
            match self.peek() {
                Some(b'\\') if self.is_line_continuation(self.at) => self.join_lines(),
                Some(b'#') => return self.comment(),
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += find_byte::<b'\n'>(rest);
    }

    /// Goes over blanks, comments and line feeds, and reads heredocs that are announced.
    pub(super) fn lines(&mut self) {
        loop {
            self.blanks();
            if self.peek() != Some(b'\n') {
                return;
            }
            self.at += 1;
            self.finish_heredocs();
        }
    }

    /// Whether a word begins here.
    pub(super) fn is_at_word(&self) -> bool {
        self.peek().is_some_and(|byte| match class(byte) {
            Class::End => false,
            Class::Open => byte != b'(' && self.byte(self.after(self.at)) == Some(b'('),
            _ => byte != b'#',
        })
    }

    /// `end` without blanks in front of it, but no further than `start`.
    pub(super) fn trimmed(&self, start: usize, end: usize) -> usize {
        let text = &self.bytes[start..end];
        start + text.trim_ascii_end().len()
    }
}
