//! The texts of commands as shells see them, and where every byte of them stands in the source.

use std::cell::Cell;

use crate::dockerfile::{Dockerfile, Instruction, RunCommand, ShellText, Trigger};
use crate::parse::{SourceMap, Span, narrow};

/// The texts of all RUNs that are not in one piece in the source.
#[derive(Debug, Default)]
pub(in crate::check) struct Texts {
    /// By stage and instruction, in order.
    joined: Vec<((usize, usize), Joined)>,
}

/// Text that was joined of several lines.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) text: String,
    pieces: Vec<Piece>,
    /// Where all of it stands, more or less.
    whole: Span,
}

/// A piece of the text from its beginning to its end, and where it begins in the source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    start: u32,
    end: u32,
    source: Option<u32>,
}

/// Where a line begins in the text and in the source.
#[derive(Debug, Clone, Copy)]
struct Piece {
    at: u32,
    source: Option<u32>,
}

/// As many lines as most commands have that stand on several.
const USUAL_LINES: usize = 16;

impl Texts {
    pub(in crate::check) fn new(source: &str, file: &Dockerfile<'_>, map: &SourceMap) -> Self {
        let mut texts = Self::default();
        for (stage, content) in file.stages.iter().enumerate() {
            for (number, instruction) in content.instructions.iter().enumerate() {
                if let Some(command) = run_command(instruction)
                    && let Some(place) = map.instruction(stage, number)
                    && let Some(joined) =
                        joined(source, command, place.words().first().copied().unwrap_or(place.span()))
                {
                    texts.joined.push(((stage, number), joined));
                }
            }
        }
        texts
    }

    pub(super) fn get(&self, key: (usize, usize)) -> Option<&Joined> {
        let found = self.joined.binary_search_by_key(&key, |(at, _)| *at).ok()?;
        Some(&self.joined[found].1)
    }
}

/// Where `text` begins in `source`, if it was borrowed from there.
pub(super) fn offset_in(source: &str, text: &str) -> Option<u32> {
    let start = (text.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    let is_inside = start.checked_add(text.len())? <= source.len();
    is_inside.then(|| narrow(start))
}

fn run_command<'i>(instruction: &'i Instruction<'_>) -> Option<&'i RunCommand<'i>> {
    match instruction {
        Instruction::Run(run) => Some(&run.command),
        Instruction::Onbuild(onbuild) => match &onbuild.trigger {
            Trigger::Instruction(inner) => run_command(inner),
            Trigger::Text(_) => None,
        },
        _ => None,
    }
}

fn joined(source: &str, command: &RunCommand<'_>, whole: Span) -> Option<Joined> {
    let mut joined = Joined { text: String::new(), pieces: Vec::new(), whole };
    match command {
        RunCommand::Shell(text) if text.is_cut() => joined.push_cut(source, text),
        RunCommand::Heredocs(command) => {
            joined.push_cut(source, &command.line);
            for heredoc in &command.heredocs {
                let body = offset_in(source, &heredoc.body);
                joined.push("\n", None);
                joined.push(&heredoc.body, body);
                joined.push(&heredoc.delimiter, None);
            }
        }
        _ => return None,
    }
    Some(joined)
}

impl Joined {
    /// Adds text, which may stand in the source as it is.
    fn push(&mut self, text: &str, source: Option<u32>) {
        self.pieces.push(Piece { at: narrow(self.text.len()), source });
        self.text.push_str(text);
    }

    /// Adds shell text.
    fn push_cut(&mut self, source: &str, text: &ShellText<'_>) {
        let written = text.as_written();
        self.text.reserve(written.len());
        self.pieces.reserve(USUAL_LINES);
        let start = offset_in(source, written);
        text.each_line(|line| {
            let at = start.map(|start| start + narrow(line.as_ptr() as usize - written.as_ptr() as usize));
            self.push(line, at);
        });
    }

    /// The place in the source of a range of the text. `last` is where the last one was found, which the next one is
    /// often in too.
    pub(super) fn place(&self, span: Span, last: &Cell<Stretch>) -> Span {
        let start = self.offset(span.start, last);
        let stretch = last.get();
        let end = match (start, span.is_empty()) {
            (_, true) => start,
            (Some(start), false) if span.end <= stretch.end => Some(start + span.len()),
            (_, false) => self.offset(span.end - 1, last).map(|last| last + 1),
        };
        match (start, end) {
            (Some(start), Some(end)) => Span::new(start, end),
            _ => self.whole,
        }
    }

    /// Where a byte of the text stands in the source.
    fn offset(&self, at: u32, last: &Cell<Stretch>) -> Option<u32> {
        if !last.get().has(at) {
            let number = self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)?;
            let Piece { at: start, source } = self.pieces[number];
            let end = self.pieces.get(number + 1).map_or(u32::MAX, |next| next.at);
            last.set(Stretch { start, end, source });
        }
        let Stretch { start, source, .. } = last.get();
        Some(source? + (at - start))
    }
}

impl Stretch {
    fn has(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }
}
