//! Bodies of heredocs, which begin behind the line that announces them.

use std::borrow::Cow;

use super::cursor::{Class, class};
use super::redirection::Holder;
use super::word::Building;
use super::{Read, Reader};
use crate::parse::Span;
use crate::shell::{Heredoc, Word};

/// A heredoc whose body comes later.
pub(super) struct Announced<'a> {
    pub(super) holder: Holder,
    /// Which redirection of `holder` it is.
    pub(super) index: usize,
    pub(super) delimiter: Cow<'a, str>,
    pub(super) is_quoted: bool,
    pub(super) without_tabs: bool,
}

impl<'a> Reader<'a> {
    /// Reads a delimiter, in which nothing is put.
    pub(super) fn delimiter(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let mut word = Building::default();
        loop {
            let run = self.at;
            let rest = &self.bytes[run..];
            let is_end = |byte: &u8| matches!(class(*byte), Class::End | Class::Open) || b"'\"\\".contains(byte);
            self.at += rest.iter().position(is_end).unwrap_or(rest.len());
            word.slice(self.text, run..self.at);
            match self.peek() {
                Some(b'\'') => self.single(&mut word)?,
                Some(b'\\') => self.escape(&mut word),
                Some(b'"') => {
                    let quote = self.at;
                    let inner = &self.bytes[quote + 1..];
                    let Some(length) = inner.iter().position(|byte| *byte == b'"') else {
                        return Err(self.open_quote('"', quote));
                    };
                    self.at += length + 2;
                    word.slice(self.text, quote + 1..self.at - 1);
                    word.quotes(quote + 1..self.at - 1);
                }
                _ => break,
            }
        }
        let is_quoted = word.is_quoted;
        Ok(Word { span: Span::of(start, self.at), text: word.finish(), is_quoted, ..Word::default() })
    }

    /// Reads the bodies of heredocs that are announced; a line feed stands in front of here, or the end.
    pub(super) fn finish_heredocs(&mut self) {
        if self.announced.is_empty() {
            return;
        }
        for announced in std::mem::take(&mut self.announced) {
            let (end, behind, is_closed) = self.body_end(&announced);
            let around = self.construct;
            let holder = match announced.holder {
                Holder::Command(index) => self.commands.get(index).and_then(|command| command.construct),
                Holder::Construct(index) => self.constructs.get(index).and_then(|construct| construct.parent),
            };
            self.construct = holder;
            let body = self.document(&announced, end);
            self.construct = around;
            self.at = behind;
            let redirections = match announced.holder {
                Holder::Command(index) => self.commands.get_mut(index).map(|command| &mut command.redirections),
                Holder::Construct(index) => self.constructs.get_mut(index).map(|construct| &mut construct.redirections),
            };
            if let Some(redirection) = redirections.and_then(|list| list.get_mut(announced.index)) {
                redirection.heredoc = Some(Heredoc { body, is_closed });
            }
        }
    }

    /// Where the body ends that begins here, what is behind its delimiter, and whether that is there.
    fn body_end(&self, announced: &Announced<'_>) -> (usize, usize, bool) {
        let mut at = self.at;
        let mut is_continued = false;
        while at < self.bytes.len() {
            let rest = &self.bytes[at..];
            let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let next = (at + length + 1).min(self.bytes.len());
            let line = &rest[..length];
            let content = if announced.without_tabs { without_tabs(line) } else { line };
            if !is_continued && content == announced.delimiter.as_bytes() {
                return (at, next, true);
            }
            let escapes = line.iter().rev().take_while(|byte| **byte == b'\\').count();
            is_continued = !announced.is_quoted && escapes % 2 == 1;
            at = next;
        }
        (at, at, false)
    }

    /// Reads the body from here to `end`.
    fn document(&mut self, announced: &Announced<'_>, end: usize) -> Word<'a> {
        let start = self.at;
        let mut word = Building::default();
        let mut is_stripped = false;
        let command = match announced.holder {
            Holder::Command(index) => Some(super::number(self.first_command + index)),
            Holder::Construct(_) => None,
        };
        let around = std::mem::replace(&mut self.command, command);
        self.until(end, |reader| {
            loop {
                if announced.without_tabs {
                    let tabs = reader.bytes[reader.at..].iter().take_while(|byte| **byte == b'\t').count();
                    is_stripped |= tabs > 0;
                    reader.at += tabs;
                }
                loop {
                    let is_special = |byte: u8| !announced.is_quoted && matches!(byte, b'\\' | b'$' | b'`');
                    reader.quoted_run(&mut word, |byte| is_special(byte) || announced.without_tabs && byte == b'\n');
                    match reader.peek() {
                        None => return Ok(()),
                        Some(b'\n') => break,
                        _ => reader.quoted_special(&mut word, false)?,
                    }
                }
                word.slice(reader.text, reader.at..reader.at + 1);
                reader.at += 1;
            }
        });
        self.command = around;
        let span = Span::of(start, end);
        let verbatim = (!word.is_escaped && !is_stripped).then_some(span);
        Word { span, verbatim, text: word.finish(), is_quoted: announced.is_quoted, ..Word::default() }
    }
}

fn without_tabs(line: &[u8]) -> &[u8] {
    &line[line.iter().take_while(|byte| **byte == b'\t').count()..]
}
