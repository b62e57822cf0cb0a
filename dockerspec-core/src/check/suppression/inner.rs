//! Comments between the lines of an instruction, and the lines that they are about.

use crate::parse::{Place, Span};
use crate::shell::Scripts;

/// An instruction with all of its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inner<'f> {
    text: &'f str,
    start: u32,
}

/// The lines of an instruction that are no comments.
#[derive(Debug)]
pub(super) struct Ranges {
    /// What stands on each of them: the line, from the command that it goes on with to the end of those that begin on it.
    lines: Vec<Span>,
    /// Where each of them begins.
    starts: Vec<u32>,
}

impl<'f> Inner<'f> {
    pub(super) fn new(source: &'f str, place: Place<'_>) -> Self {
        let (start, lines) = (place.span().start, place.lines());
        let text = &source[start as usize..];
        let count = (lines.1 - lines.0 + 1) as usize;
        let length: usize = text.split_inclusive('\n').take(count).map(str::len).sum();
        Self { text: &text[..length], start }
    }

    pub(super) fn span(self) -> Span {
        Span::of(self.start as usize, self.start as usize + self.text.len())
    }

    /// The `#` of each line that is a comment, for BuildKit or for the shell.
    pub(super) fn comments(self) -> Vec<u32> {
        if !self.text.contains('#') {
            return Vec::new();
        }
        let comments = self.lines().skip(1).filter_map(|(start, line)| {
            let rest = line.trim_start();
            rest.starts_with('#').then(|| start + Span::of(0, line.len() - rest.len()).end)
        });
        comments.collect()
    }

    /// Its lines, and where they begin.
    fn lines(self) -> impl Iterator<Item = (u32, &'f str)> {
        let mut at = self.start;
        self.text.split_inclusive('\n').map(move |line| {
            let start = at;
            at += Span::of(0, line.len()).end;
            (start, line)
        })
    }

    /// What stands on which line. With commands, those of a line are one with it.
    pub(super) fn ranges(self, scripts: Option<&Scripts<'_>>) -> Ranges {
        let mut commands: Vec<Span> = Vec::new();
        if let Some(scripts) = scripts {
            let scripts = scripts.all.iter();
            commands.extend(scripts.flat_map(|nested| &nested.script.commands).map(|command| command.span));
            commands.sort_unstable();
        }
        let mut ranges = Ranges { lines: Vec::new(), starts: Vec::new() };
        let mut rest = commands.as_slice();
        // The command that a line goes on with.
        let mut open = Span::default();
        for (start, line) in self.lines() {
            let end = start + Span::of(0, line.len()).end;
            let mut whole = Span::new(start, end);
            if start < open.end {
                whole = Span::new(open.start, end.max(open.end));
            }
            let (here, below) = rest.split_at(rest.partition_point(|command| command.start < end));
            for command in here {
                whole.end = whole.end.max(command.end);
                if command.end >= open.end {
                    open = *command;
                }
            }
            rest = below;
            let code = line.trim();
            if !code.is_empty() && !code.starts_with('#') {
                ranges.lines.push(whole);
                ranges.starts.push(start);
            }
        }
        ranges
    }
}

impl Ranges {
    /// The line below a place.
    pub(super) fn below(&self, at: u32) -> Span {
        let found = self.starts.partition_point(|start| *start < at);
        self.lines.get(found).copied().unwrap_or_default()
    }
}
