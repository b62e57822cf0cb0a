//! RUN with nothing but shell text: most of most files. It is read where it stands, without joining its lines.

use super::Span;
use super::line::Logical;
use super::scan;
use super::walk::Walk;
use crate::dockerfile::ShellText;

/// A RUN whose command is shell text without flags and heredocs.
pub(super) struct PlainRun<'a> {
    pub(super) keyword: Span,
    pub(super) text: ShellText<'a>,
    /// Where the text stands.
    pub(super) span: Span,
}

/// The plain RUN that `line` is, if that can be seen without joining it.
pub(super) fn run<'a>(source: &'a str, line: &Logical, walk: &mut Walk<'_>) -> Option<PlainRun<'a>> {
    let bytes = source.as_bytes();
    let first = &bytes[line.first()];
    if first.len() < 4 || !first[..3].eq_ignore_ascii_case(b"RUN") || !is_blank(first[3]) {
        return None;
    }
    let blanks = scan::indentation(&first[3..]);
    // A flag begins with `-`, and JSON with `[`.
    let Some(0x21..=0x2C | 0x2E..=0x5A | 0x5C..=0x7E) = first.get(3 + blanks) else { return None };
    let start = line.first().start + 3 + blanks;
    let last = line.last();
    let trailing = bytes[last.clone()].iter().rev().take_while(|byte| is_blank(**byte)).count();
    let end = last.end - trailing;
    if end <= last.start || !matches!(bytes[end - 1], 0x21..=0x7E) {
        return None;
    }
    let written = &source[start..end];
    let has_comments_behind = line.comments.last().is_some_and(|(comment, _)| comment.start as usize >= end);
    if has_comments_behind || walk.has_angle(start, end) {
        return None;
    }
    let text = if line.is_range() {
        ShellText::new(written)
    } else if line.is_kept_as_written() {
        ShellText::of_cut(written.into())
    } else {
        return None;
    };
    Some(PlainRun { keyword: Span::of(line.first().start, line.first().start + 3), text, span: Span::of(start, end) })
}

/// Only these are white space for all passes.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
