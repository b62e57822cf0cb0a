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
    /// Instructions and comments, in the order of the source, which is that of the model too.
    entries: Vec<Entry>,
    /// Flags and words of all entries, one after the other.
    spans: Vec<Span>,
    stages: Vec<StageEntries>,
    /// Blank lines between the lines of instructions, each with its number.
    blank_lines: Vec<(Span, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    span: Span,
    /// The end of the keyword, which begins where the entry does.
    keyword: u32,
    lines: (u32, u32),
    /// Where its flags and its words begin. They end where those of the next entry begin.
    flags: u32,
    words: u32,
}

/// The entries of a stage; those of the next one follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct StageEntries {
    /// The first comment above its FROM.
    start: u32,
    from: u32,
}

/// What of the model stands somewhere in a source, by its numbers there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// An instruction or comment before the first stage.
    Preamble(usize),
    /// A comment above the FROM of a stage: the stage, and the comment.
    Comment(usize, usize),
    /// The FROM of a stage.
    From(usize),
    /// An instruction or comment of a stage: the stage, and the instruction.
    Instruction(usize, usize),
}

/// Where one instruction or comment stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'m> {
    entry: &'m Entry,
    flags: &'m [Span],
    words: &'m [Span],
}

impl<'m> Place<'m> {
    /// From the keyword to the last argument; without heredocs.
    pub fn span(self) -> Span {
        self.entry.span
    }

    /// The keyword; the `#` of a comment.
    pub fn keyword(self) -> Span {
        Span { start: self.entry.span.start, end: self.entry.keyword }
    }

    /// The flags, in their order.
    pub fn flags(self) -> &'m [Span] {
        self.flags
    }

    /// The words behind the flags, in their order: each key and value of ENV and LABEL, each element of an array
    /// between its quotes, the command of a shell form as one.
    pub fn words(self) -> &'m [Span] {
        self.words
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
        self.place(number, self.start(0))
    }

    /// The FROM of a stage.
    pub fn from(&self, stage: usize) -> Option<Place<'_>> {
        self.place(self.stages.get(stage)?.from as usize, self.entries.len())
    }

    /// A comment above the FROM of a stage.
    pub fn comment(&self, stage: usize, number: usize) -> Option<Place<'_>> {
        let stage = self.stages.get(stage)?;
        self.place(stage.start as usize + number, stage.from as usize)
    }

    /// An instruction or comment of a stage.
    pub fn instruction(&self, stage: usize, number: usize) -> Option<Place<'_>> {
        let from = self.stages.get(stage)?.from as usize;
        self.place(from + 1 + number, self.start(stage + 1))
    }

    /// What stands at a byte of the source: the last instruction or comment that begins there or before it, with its
    /// heredocs and the empty lines behind it.
    ///
    /// ```
    /// # use dockerspec_core::parse::{Parsed, Position};
    /// let parsed = Parsed::new("FROM alpine:3.22\nENV A=1\nUSER 10001\n");
    /// assert_eq!(parsed.map.position(21), Some(Position::Instruction(0, 0)));
    /// assert_eq!(parsed.map.position(0), Some(Position::From(0)));
    /// ```
    pub fn position(&self, offset: u32) -> Option<Position> {
        // A comment between the lines of an instruction is an entry in front of it, so the starts are not sorted.
        let entry = self.entries.iter().rposition(|entry| entry.span.start <= offset)?;
        let after = self.stages.partition_point(|stage| stage.start as usize <= entry);
        let Some(stage) = after.checked_sub(1) else { return Some(Position::Preamble(entry)) };
        let StageEntries { start, from } = self.stages[stage];
        Some(match entry.checked_sub(from as usize) {
            None => Position::Comment(stage, entry - start as usize),
            Some(0) => Position::From(stage),
            Some(behind) => Position::Instruction(stage, behind - 1),
        })
    }

    /// Where the entries of a stage begin.
    fn start(&self, stage: usize) -> usize {
        self.stages.get(stage).map_or(self.entries.len(), |stage| stage.start as usize)
    }

    fn place(&self, entry: usize, end: usize) -> Option<Place<'_>> {
        let found = self.entries[..end].get(entry)?;
        let (flags, words) = self.spans(entry);
        Some(Place { entry: found, flags, words })
    }

    /// The flags and the words of an entry.
    fn spans(&self, number: usize) -> (&[Span], &[Span]) {
        let entry = &self.entries[number];
        let end = self.entries.get(number + 1).map_or(self.spans.len(), |next| next.flags as usize);
        self.spans[entry.flags as usize..end].split_at((entry.words - entry.flags) as usize)
    }

    /// A map for a source of so many bytes, with memory for what most have.
    pub(super) fn for_source(length: usize) -> Self {
        Self {
            entries: Vec::with_capacity(length / 64 + 8),
            spans: Vec::with_capacity(length / 24 + 8),
            stages: Vec::with_capacity(2),
            blank_lines: Vec::new(),
        }
    }

    /// The blank lines between the lines of an instruction, behind the one that it begins on.
    pub(crate) fn blank_lines(&self, place: Place<'_>) -> impl Iterator<Item = Span> {
        let ((first, last), start) = (place.lines(), place.span().start);
        let from = self.blank_lines.partition_point(|(_, line)| *line < first);
        let within = self.blank_lines[from..].iter().take_while(move |(_, line)| *line <= last);
        within.map(|(span, _)| *span).filter(move |span| span.start > start)
    }

    /// Whether a blank line stands between the lines of any instruction.
    pub(crate) fn has_blank_lines(&self) -> bool {
        !self.blank_lines.is_empty()
    }

    /// Says which blank lines stand between the lines of instructions.
    pub(super) fn set_blank_lines(&mut self, lines: Vec<(Span, u32)>) {
        self.blank_lines = lines;
    }

    /// Adds an entry, with the end of its keyword. Its flags and words follow.
    #[inline]
    pub(super) fn add(&mut self, span: Span, keyword: u32, lines: (u32, u32)) {
        let flags = narrow(self.spans.len());
        self.entries.push(Entry { span, keyword, lines, flags, words: flags });
    }

    /// Adds the flags of the last entry, before its words.
    pub(super) fn add_flags(&mut self, flags: impl Iterator<Item = Span>) {
        self.spans.extend(flags);
        if let Some(entry) = self.entries.last_mut() {
            entry.words = narrow(self.spans.len());
        }
    }

    /// Adds a word to the last entry.
    #[inline]
    pub(super) fn add_word(&mut self, word: Span) {
        self.spans.push(word);
    }

    /// Takes the last entry away.
    pub(super) fn cancel(&mut self) {
        if let Some(entry) = self.entries.pop() {
            self.spans.truncate(entry.flags as usize);
        }
    }

    /// Says that the last entry is the FROM of a new stage, and so many before it are its comments.
    pub(super) fn begin_stage(&mut self, comments: usize) {
        let from = narrow(self.entries.len() - 1);
        self.stages.push(StageEntries { start: from - narrow(comments), from });
    }

    /// Takes instructions away: all for which `is_gone` says so, by stage and number.
    pub(super) fn remove(&mut self, is_gone: impl Fn(usize, usize) -> bool) {
        let starts: Vec<usize> = (0..=self.stages.len()).map(|stage| self.start(stage)).collect();
        let mut kept = Self {
            stages: std::mem::take(&mut self.stages),
            blank_lines: std::mem::take(&mut self.blank_lines),
            ..Self::default()
        };
        (0..starts[0]).for_each(|entry| kept.take(self, entry));
        for stage in 0..kept.stages.len() {
            let from = kept.stages[stage].from as usize;
            kept.stages[stage].start = narrow(kept.entries.len());
            (starts[stage]..from).for_each(|entry| kept.take(self, entry));
            kept.stages[stage].from = narrow(kept.entries.len());
            kept.take(self, from);
            let below = from + 1..starts[stage + 1];
            below.filter(|entry| !is_gone(stage, entry - from - 1)).for_each(|entry| kept.take(self, entry));
        }
        *self = kept;
    }

    /// Adds an entry of another map.
    fn take(&mut self, map: &Self, number: usize) {
        let (flags, words) = map.spans(number);
        let Entry { span, keyword, lines, .. } = map.entries[number];
        self.add(span, keyword, lines);
        self.add_flags(flags.iter().copied());
        self.spans.extend_from_slice(words);
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::{Parsed, Place, Position};

    #[test]
    fn every_place_is_found_again() {
        let source = "# a\nARG V=1\n# b\nFROM a AS x\n# c\nRUN <<E\n1\nE\nENV A=1 \\\n# e\n B=2\n\nUSER 1\n# d\nFROM x\nENV A=1\n";
        let Parsed { dockerfile, map, .. } = Parsed::new(source);
        let mut found = Vec::new();
        let mut add = |place: Option<Place<'_>>, position| found.push((place.unwrap().span().start, position));
        for number in 0..dockerfile.preamble.len() {
            add(map.preamble(number), Position::Preamble(number));
        }
        for (stage, content) in dockerfile.stages.iter().enumerate() {
            add(map.from(stage), Position::From(stage));
            for comment in 0..content.comments.len() {
                add(map.comment(stage, comment), Position::Comment(stage, comment));
            }
            for number in 0..content.instructions.len() {
                add(map.instruction(stage, number), Position::Instruction(stage, number));
            }
        }
        assert_eq!(found.len(), 12);
        for (offset, position) in found {
            let is_between_lines = source[offset as usize..].starts_with("# e");
            let position = if is_between_lines { Position::Instruction(0, 3) } else { position };
            assert_eq!(map.position(offset), Some(position));
        }
        let body = u32::try_from(source.find("1\nE").unwrap()).unwrap();
        assert_eq!(map.position(body), Some(Position::Instruction(0, 1)));
    }
}
