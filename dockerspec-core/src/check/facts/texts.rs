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

/// Where a line begins in the text and in the source.
#[derive(Debug, Clone, Copy)]
struct Piece {
    at: u32,
    source: Option<u32>,
}

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
        let start = offset_in(source, written);
        text.each_line(|line| {
            let at = start.map(|start| start + narrow(line.as_ptr() as usize - written.as_ptr() as usize));
            self.push(line, at);
        });
    }

    /// The place in the source of a range of the text. `piece` is the number of the piece that was found last, which the
    /// next place is often in too.
    pub(super) fn place(&self, span: Span, piece: &Cell<usize>) -> Span {
        let last = if span.is_empty() { span.start } else { span.end - 1 };
        let (Some(start), Some(last)) = (self.offset(span.start, piece), self.offset(last, piece)) else {
            return self.whole;
        };
        Span::new(start, if span.is_empty() { start } else { last + 1 })
    }

    fn offset(&self, at: u32, piece: &Cell<usize>) -> Option<u32> {
        let is_in = |number: usize| {
            self.pieces.get(number).is_some_and(|piece| piece.at <= at)
                && self.pieces.get(number + 1).is_none_or(|next| at < next.at)
        };
        if !is_in(piece.get()) {
            let next = piece.get() + 1;
            let search = || self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1);
            piece.set(if is_in(next) { next } else { search()? });
        }
        let piece = self.pieces[piece.get()];
        Some(piece.source? + (at - piece.at))
    }
}
