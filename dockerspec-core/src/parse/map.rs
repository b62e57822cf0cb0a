//! Where everything of a parsed file stands in its source.

use super::Span;
use super::span::narrow;

/// Where every part of a parsed Dockerfile stands in its source, by the place that it has in the model.
///
/// ```
/// # use dockerspec_core::parse::Parsed;
/// let source = "FROM alpine:3.22\nENV A=1 B=\"2 3\"\n";
/// let parsed = Parsed::new(source);
/// let env = parsed.map.instruction(0, 0).expect("the stage has an instruction");
/// let words: Vec<_> = env.words().iter().map(|word| &source[word.range()]).collect();
/// assert_eq!(words, ["A", "1", "B", "\"2 3\""]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    entries: Vec<Entry>,
    /// Flags and words of all entries, one after the other.
    spans: Vec<Span>,
    preamble: Vec<u32>,
    stages: Vec<StageEntries>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    span: Span,
    keyword: Span,
    lines: (u32, u32),
    /// Where its flags, its words, and those of the next entry begin.
    flags: u32,
    words: u32,
    end: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct StageEntries {
    from: u32,
    comments: Vec<u32>,
    instructions: Vec<u32>,
}

/// Where one instruction or comment stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'m> {
    entry: &'m Entry,
    spans: &'m [Span],
}

impl<'m> Place<'m> {
    /// From the keyword to the last argument; without heredocs.
    pub fn span(self) -> Span {
        self.entry.span
    }

    /// The keyword; the `#` of a comment.
    pub fn keyword(self) -> Span {
        self.entry.keyword
    }

    /// The flags, in their order.
    pub fn flags(self) -> &'m [Span] {
        &self.spans[self.entry.flags as usize..self.entry.words as usize]
    }

    /// The words behind the flags, in their order: each key and value of ENV and LABEL, each element of an array
    /// between its quotes, the command of a shell form as one.
    pub fn words(self) -> &'m [Span] {
        &self.spans[self.entry.words as usize..self.entry.end as usize]
    }

    /// The first line and the last one, heredocs included, counted from 1.
    pub fn lines(self) -> (u32, u32) {
        self.entry.lines
    }
}

impl SourceMap {
    /// An instruction or comment before the first stage, by its number in
    /// [`preamble`](crate::dockerfile::Dockerfile::preamble).
    pub fn preamble(&self, number: usize) -> Option<Place<'_>> {
        self.place(*self.preamble.get(number)?)
    }

    /// The FROM of a stage.
    pub fn from(&self, stage: usize) -> Option<Place<'_>> {
        self.place(self.stages.get(stage)?.from)
    }

    /// A comment above the FROM of a stage.
    pub fn comment(&self, stage: usize, number: usize) -> Option<Place<'_>> {
        self.place(*self.stages.get(stage)?.comments.get(number)?)
    }

    /// An instruction or comment of a stage.
    pub fn instruction(&self, stage: usize, number: usize) -> Option<Place<'_>> {
        self.place(*self.stages.get(stage)?.instructions.get(number)?)
    }

    fn place(&self, entry: u32) -> Option<Place<'_>> {
        Some(Place { entry: self.entries.get(entry as usize)?, spans: &self.spans })
    }

    /// Adds an entry whose flags and words `add` pushes.
    pub(super) fn add(
        &mut self,
        span: Span,
        keyword: Span,
        lines: (u32, u32),
        flags: impl Iterator<Item = Span>,
        words: impl Iterator<Item = Span>,
    ) -> u32 {
        let entry = narrow(self.entries.len());
        let flags_start = narrow(self.spans.len());
        self.spans.extend(flags);
        let words_start = narrow(self.spans.len());
        self.spans.extend(words);
        let end = narrow(self.spans.len());
        self.entries.push(Entry { span, keyword, lines, flags: flags_start, words: words_start, end });
        entry
    }

    pub(super) fn push_preamble(&mut self, entries: impl IntoIterator<Item = u32>) {
        self.preamble.extend(entries);
    }

    pub(super) fn push_stage(&mut self, from: u32, comments: Vec<u32>) {
        self.stages.push(StageEntries { from, comments, instructions: Vec::new() });
    }

    pub(super) fn push_instruction(&mut self, entry: u32) {
        if let Some(stage) = self.stages.last_mut() {
            stage.instructions.push(entry);
        }
    }

    pub(super) fn remove_instruction(&mut self, stage: usize, number: usize) {
        self.stages[stage].instructions.remove(number);
    }
}
