//! Lines that end with `\`. A shell joins them with the next one; in a Dockerfile, BuildKit does so before a shell sees
//! them, whatever they stand in, and drops comments and empty lines that follow.

use std::ops::Range;

use super::{Read, Reader};
use crate::parse::{count_bytes, find_byte, indentation};
use crate::shell::Script;

/// The lines that BuildKit joins in the text that is read.
#[derive(Default)]
pub(super) struct Lines {
    /// Those that end between words, and those that are dropped there.
    count: usize,
    /// Where what is behind them begins.
    until: usize,
    /// Whether it makes a difference who joins them.
    make_difference: bool,
}

/// Reads a part of a text whose lines BuildKit joins. None if a shell that joins them itself would read another script.
pub(in crate::shell) fn script_in_lines(text: &str, part: Range<usize>) -> Option<Script<'_>> {
    let line_feeds = count_bytes::<b'\n'>(&text.as_bytes()[part.clone()]);
    let mut reader = Reader { lines: Some(Lines::default()), ..Reader::of(text, part) };
    let result: Read<()> = reader.whole();
    // Where something is read twice, its lines were counted for what it is not.
    let is_read_once = result.is_ok() && reader.plain_until == 0;
    // A line feed that was not counted stands in quotes, in a word, or behind a comment.
    let is_same = reader.lines.is_some_and(|lines| lines.count == line_feeds && !lines.make_difference);
    (is_read_once && is_same).then_some(Script {
        commands: reader.commands,
        constructs: reader.constructs,
        problem: None,
    })
}

impl Reader<'_> {
    /// The first place from `at` that is no line continuation.
    pub(super) fn joined(&self, mut at: usize) -> usize {
        while self.is_line_continuation(at) {
            at += 2;
            if self.lines.is_some() {
                (at, _) = self.behind_dropped_lines(at);
            }
        }
        at
    }

    /// The first place from `at`, where a line begins, that is in no line which BuildKit drops behind one that it joins;
    /// and the number of those lines.
    fn behind_dropped_lines(&self, mut at: usize) -> (usize, usize) {
        let mut lines = 0;
        loop {
            let rest = &self.bytes[at..];
            if !matches!(rest.get(indentation(rest)), Some(b'#' | b'\n')) {
                return (at, lines);
            }
            let length = find_byte::<b'\n'>(rest);
            if length == rest.len() {
                return (at, lines);
            }
            at += length + 1;
            lines += 1;
        }
    }

    /// Goes over the line continuation that stands here, between words.
    pub(super) fn join_lines(&mut self) {
        self.at += 2;
        let (start, dropped) = match self.lines {
            Some(_) => self.behind_dropped_lines(self.at),
            None => return,
        };
        self.at = start;
        // Some blanks are gone over twice.
        if let Some(lines) = &mut self.lines
            && start > lines.until
        {
            lines.until = start;
            lines.count += 1 + dropped;
        }
    }

    /// Notes that what was read from `start` on is seen whole by somebody, with the lines that are joined in it.
    pub(super) fn note_lines_in(&mut self, start: usize) {
        if let Some(lines) = &mut self.lines {
            lines.make_difference |= self.bytes[start..self.at].contains(&b'\n');
        }
    }

    /// Notes that the end of what was read is here, be that behind a line that is joined.
    pub(super) fn note_lines_at_end(&mut self) {
        if let Some(lines) = &mut self.lines {
            let behind = self.bytes.get(lines.until..self.at).unwrap_or_default();
            lines.make_difference |= lines.until > 0 && behind.trim_ascii().is_empty();
        }
    }
}
