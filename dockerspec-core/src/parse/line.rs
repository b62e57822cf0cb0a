//! Lines of the source, and the logical lines that BuildKit joins of them.

use std::borrow::Cow;
use std::ops::Range;

use super::Span;
use super::scan::{self, Places};
use super::span::narrow;
use crate::dockerfile::ShellText;

/// The bytes of a line that BuildKit reads, without its line feed.
const LIMIT: usize = 65_535;

/// Reads a source line by line.
pub(super) struct Reader<'a> {
    source: &'a str,
    at: usize,
    /// The line feeds.
    ends: Places<'a, b'\n'>,
    /// The lines read so far.
    pub(super) count: u32,
    pub(super) escape: u8,
}

/// A line of the source, as ranges of it.
#[derive(Clone, Copy)]
pub(super) struct Physical {
    pub(super) start: usize,
    /// Without the line feed and the carriage returns before it.
    pub(super) end: usize,
    /// The next line.
    pub(super) next: usize,
}

impl Physical {
    #[inline]
    pub(super) fn is_too_long(self, source: &str) -> bool {
        self.next - self.start > LIMIT && self.is_over_limit(source)
    }

    #[cold]
    fn is_over_limit(self, source: &str) -> bool {
        let line_feed = usize::from(source.as_bytes()[self.start..self.next].last() == Some(&b'\n'));
        self.next - self.start - line_feed > LIMIT
    }
}

impl<'a> Reader<'a> {
    /// A reader that begins at byte `at`.
    pub(super) fn new(source: &'a str, at: usize) -> Self {
        Self { source, at, ends: Places::new(source.as_bytes()), count: 0, escape: b'\\' }
    }

    /// Where the next line begins.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "two callers, and as many calls as there are lines")]
    pub(super) fn next(&mut self) -> Option<Physical> {
        let bytes = self.source.as_bytes();
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut end = self.ends.next();
        self.count += 1;
        self.at = (end + 1).min(bytes.len());
        if let [.., b'\r'] = bytes[start..end] {
            end = start + without_carriage_returns(&bytes[start..end]);
        }
        Some(Physical { start, end, next: self.at })
    }

    /// The end of `start..end` without the token that joins the line with the next one, if there is one.
    #[inline]
    pub(super) fn continuation(&self, start: usize, end: usize) -> Option<usize> {
        let mut line = &self.source.as_bytes()[start..end];
        while let [before @ .., b' ' | b'\t'] = line {
            line = before;
        }
        match line {
            [.., before, last] if *last == self.escape && *before != self.escape => Some(start + line.len() - 1),
            [only] if *only == self.escape => Some(start),
            _ => None,
        }
    }

    /// Where a line begins behind its white space.
    #[inline]
    pub(super) fn trimmed(&self, line: Physical) -> usize {
        trim_start(self.source, line.start, line.end)
    }
}

/// The line without the `\` that joins it with the next one, if it has one and `\` is the escape token.
pub(crate) fn without_continuation(line: &str) -> Option<&str> {
    let blanks = line.bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    line[..line.len() - blanks].strip_suffix('\\').filter(|line| !line.ends_with('\\'))
}

/// The length of a line without the carriage returns at its end.
#[cold]
fn without_carriage_returns(line: &[u8]) -> usize {
    line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1)
}

/// The first byte of `start..end`, a line, behind white space.
#[inline]
fn trim_start(source: &str, start: usize, end: usize) -> usize {
    let bytes = source.as_bytes();
    if let None | Some(0x21..0x80) = bytes[start..end].first() {
        return start;
    }
    // What ends a line is none of these bytes.
    let at = start + scan::indentation(&bytes[start..]);
    match bytes[at..end].first() {
        None | Some(0x21..0x80) => at,
        Some(_) => end - source[start..end].trim_start().len(),
    }
}

/// A logical line: a range of the source, or several ranges joined with nothing in between.
pub(super) struct Logical {
    /// The joined text, when it is no range of the source and somebody asked for it.
    joined: String,
    /// Where each range of the source stands in the joined text; none when nothing is joined.
    pieces: Vec<Piece>,
    /// The first range; the end of the last one, and its beginning.
    start: usize,
    first_end: usize,
    end: usize,
    last_start: usize,
    /// The length of the joined text.
    length: usize,
    /// The escape token that joined the lines.
    pub(super) escape: u8,
    /// Whether a line ends with a carriage return.
    pub(super) has_carriage_returns: bool,
    /// Comments between the lines, and their lines.
    pub(super) comments: Vec<(Span, u32)>,
    /// The first and the last line, heredocs included.
    pub(super) lines: (u32, u32),
}

#[derive(Clone, Copy)]
struct Piece {
    /// In the joined text.
    at: u32,
    /// In the source.
    source: u32,
}

impl Logical {
    /// Memory for the lines of a file.
    pub(super) fn new() -> Self {
        Self {
            joined: String::new(),
            pieces: Vec::with_capacity(64),
            start: 0,
            first_end: 0,
            end: 0,
            last_start: 0,
            length: 0,
            escape: b'\\',
            has_carriage_returns: false,
            comments: Vec::new(),
            lines: (0, 0),
        }
    }

    /// Begins with a range of the source.
    #[inline]
    pub(super) fn begin(&mut self, start: usize, end: usize, line: u32) {
        self.pieces.clear();
        self.comments.clear();
        self.start = start;
        self.end = end;
        self.has_carriage_returns = false;
        self.lines = (line, line);
    }

    /// Puts another range behind what is there. Before its text is looked at, it has to be [joined](Self::join).
    #[inline]
    pub(super) fn push(&mut self, start: usize, end: usize) {
        if self.pieces.is_empty() {
            self.pieces.push(Piece { at: 0, source: narrow(self.start) });
            self.first_end = self.end;
            self.length = self.end - self.start;
        }
        self.pieces.push(Piece { at: narrow(self.length), source: narrow(start) });
        self.length += end - start;
        self.last_start = start;
        self.end = end;
    }

    /// Joins what was pushed.
    #[inline]
    pub(super) fn join(&mut self, source: &str) {
        if !self.pieces.is_empty() {
            self.join_pieces(source);
        }
    }

    fn join_pieces(&mut self, source: &str) {
        self.joined.clear();
        self.joined.reserve(self.length);
        for (number, piece) in self.pieces.iter().enumerate() {
            let start = piece.source as usize;
            let length = self.end_of(number) - piece.at as usize;
            self.joined.push_str(&source[start..start + length]);
        }
    }

    #[inline]
    pub(super) fn text<'l>(&'l self, source: &'l str) -> &'l str {
        if self.pieces.is_empty() { &source[self.start..self.end] } else { &self.joined }
    }

    /// Whether it is a range of the source.
    #[inline]
    pub(super) fn is_range(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The first range.
    #[inline]
    pub(super) fn first(&self) -> Range<usize> {
        self.start..if self.is_range() { self.end } else { self.first_end }
    }

    /// The last range, which can be the first one.
    #[inline]
    pub(super) fn last(&self) -> Range<usize> {
        (if self.is_range() { self.start } else { self.last_start })..self.end
    }

    /// Whether shell text over several lines stands in the source as [`ShellText`] has it.
    #[inline]
    pub(super) fn is_kept_as_written(&self) -> bool {
        self.escape == b'\\' && !self.has_carriage_returns
    }

    /// The end of a piece in the joined text.
    fn end_of(&self, piece: usize) -> usize {
        self.pieces.get(piece + 1).map_or(self.length, |next| next.at as usize)
    }

    /// The piece in which a byte of the joined text stands: the byte in the source, and how far the piece goes.
    fn piece(&self, at: usize) -> (usize, usize) {
        let number = self.pieces.partition_point(|piece| piece.at as usize <= at) - 1;
        let piece = self.pieces[number];
        (piece.source as usize + (at - piece.at as usize), self.end_of(number))
    }

    /// The range of the source in which a range of the text stands.
    #[inline]
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        if self.is_range() {
            return Span::of(self.start + range.start, self.start + range.end);
        }
        self.joined_span(range)
    }

    fn joined_span(&self, range: &Range<usize>) -> Span {
        let (start, _) = self.piece(range.start);
        Span::of(start, if range.is_empty() { start } else { self.piece(range.end - 1).0 + 1 })
    }

    /// A range of the text: a range of the source where it is one; and where it stands.
    #[inline]
    pub(super) fn located<'a>(&self, source: &'a str, range: &Range<usize>) -> (Cow<'a, str>, Span) {
        if self.is_range() {
            let (start, end) = (self.start + range.start, self.start + range.end);
            return (Cow::Borrowed(&source[start..end]), Span::of(start, end));
        }
        self.joined_located(source, range)
    }

    fn joined_located<'a>(&self, source: &'a str, range: &Range<usize>) -> (Cow<'a, str>, Span) {
        let (start, piece_end) = self.piece(range.start);
        if range.end <= piece_end {
            return (Cow::Borrowed(&source[start..start + range.len()]), Span::of(start, start + range.len()));
        }
        (Cow::Owned(self.joined[range.clone()].to_owned()), self.span(range))
    }

    /// Whether a range of the text is one of the source.
    pub(super) fn is_whole(&self, range: &Range<usize>) -> bool {
        self.is_range() || range.end <= self.piece(range.start).1
    }

    /// A range of the text that is joined of several lines, as shell text that keeps them, with `\` as the escape token.
    pub(super) fn cut_text<'a>(&self, source: &'a str, range: &Range<usize>) -> ShellText<'a> {
        let span = self.span(range);
        let raw = &source[span.range()];
        if self.is_kept_as_written() {
            return ShellText::of_cut(Cow::Borrowed(raw));
        }
        let mut written = String::with_capacity(raw.len());
        let mut comments =
            self.comments.iter().map(|(comment, _)| *comment).filter(|comment| comment.start > span.start).peekable();
        for (number, piece) in self.pieces.iter().enumerate() {
            let at = piece.at as usize;
            let part = at.max(range.start)..self.end_of(number).min(range.end);
            if part.start >= part.end && !(at > range.start && at < range.end) {
                continue;
            }
            // A line that ends with `\` cannot be told from one with two of them.
            if at > range.start && !written.ends_with('\\') {
                written.push_str("\\\n");
                while let Some(comment) = comments.next_if(|comment| comment.end <= piece.source) {
                    written.push_str(&source[comment.range()]);
                    written.push('\n');
                }
            }
            written.push_str(&self.joined[part]);
        }
        ShellText::of_cut(Cow::Owned(written))
    }
}
