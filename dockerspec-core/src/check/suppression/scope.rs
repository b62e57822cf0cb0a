//! Where the rules of a comment are allowed.

use std::ops::Range;

use super::comment::{Comments, Reach};
use super::inner::Inner;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::dockerfile::Instruction;
use crate::parse::{Place, Span};

/// A rule that is allowed at a range of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    pub(super) kind: Kind,
    pub(super) rule: &'static str,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The number of the name that says so.
    pub(super) name: usize,
}

/// What a range is, from the narrowest on, which is also the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A line of an instruction, and its commands.
    Line,
    Instruction,
    Stage,
    File,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Line, Self::Instruction, Self::Stage, Self::File];
}

/// Reads the comments of a file. Scopes come sorted, and no two of them say the same.
pub(super) fn read<'f>(file: &FileFacts<'f>) -> (Comments<'f>, Vec<Scope>) {
    let mut reader = Reader { file, comments: Comments::default(), scopes: Vec::new(), stage: Span::default() };
    if Comments::may_be_in(file.source) {
        reader.stage = reader.stage_range(0);
        reader.preamble();
        for stage in &file.stages {
            reader.stage(stage);
        }
    }
    reader.scopes.sort_unstable();
    reader.scopes.dedup_by_key(|scope| (scope.kind, scope.rule, scope.start, scope.end));
    (reader.comments, reader.scopes)
}

struct Reader<'s, 'f> {
    file: &'s FileFacts<'f>,
    comments: Comments<'f>,
    scopes: Vec<Scope>,
    /// The stage at hand.
    stage: Span,
}

impl<'f> Reader<'_, 'f> {
    fn preamble(&mut self) {
        let mut comments = Vec::new();
        for (number, instruction) in self.file.dockerfile.preamble.iter().enumerate() {
            let Some(place) = self.file.map.preamble(number) else { continue };
            match instruction {
                Instruction::Comment(_) => comments.push(place.span().start),
                _ => self.statement(&std::mem::take(&mut comments), place, None),
            }
        }
        self.read(&comments);
    }

    fn stage(&mut self, stage: &StageFacts<'f>) {
        self.stage = self.stage_range(stage.number);
        let above = 0..stage.stage.comments.len();
        let above: Vec<u32> = above
            .filter_map(|number| self.file.map.comment(stage.number, number))
            .map(|place| place.span().start)
            .collect();
        self.statement(&above, stage.place, None);
        let mut comments = Vec::new();
        for step in &stage.steps {
            match step.instruction {
                Instruction::Comment(_) => comments.push(step.span().start),
                _ => self.statement(&std::mem::take(&mut comments), step.place, Some(step)),
            }
        }
        self.read(&comments);
    }

    /// A stage with the comments above its FROM.
    fn stage_range(&self, number: usize) -> Span {
        let start = |number: usize| {
            let map = self.file.map;
            let first = map.comment(number, 0).or_else(|| map.from(number));
            first.map_or(u32::MAX, |place| place.span().start)
        };
        Span::new(start(number), start(number + 1))
    }

    /// An instruction with the comments that the model has in front of it: some of those of `comments` stand between
    /// its lines.
    fn statement(&mut self, comments: &[u32], place: Place<'f>, step: Option<&StepFacts<'f>>) {
        let is_cut = place.lines().0 < place.lines().1;
        if comments.is_empty() && !is_cut {
            return;
        }
        let start = place.span().start;
        let (above, lifted) = comments.split_at(comments.partition_point(|comment| *comment < start));
        let above = self.read(above);
        if above.is_empty() && !is_cut {
            return;
        }
        let inner = Inner::new(self.file.source, place);
        self.add_below(above, Kind::Instruction, inner.span());
        if !is_cut {
            return;
        }
        // Those in the text of a command are not in the model.
        let is_run = step.is_some_and(|step| matches!(step.instruction, Instruction::Run(_)));
        let lines = if is_run { inner.comments() } else { lifted.to_vec() };
        let between = self.read(&lines);
        if between.is_empty() {
            return;
        }
        let ranges = inner.ranges(step.and_then(|step| step.scripts.as_ref()));
        for clause in between {
            let behind = self.comments.clauses[clause].comment.end;
            self.add_below(clause..clause + 1, Kind::Line, ranges.below(behind));
        }
    }

    /// Reads comments in the stage at hand; what they say.
    fn read(&mut self, starts: &[u32]) -> Range<usize> {
        let first = self.comments.clauses.len();
        for start in starts {
            self.comments.read(self.file.source, *start);
        }
        let read = first..self.comments.clauses.len();
        for clause in read.clone() {
            match self.comments.clauses[clause].reach {
                Reach::Below => {}
                Reach::Stage => self.add(clause, Kind::Stage, self.stage),
                Reach::File => self.add(clause, Kind::File, Span::new(0, u32::MAX)),
            }
        }
        read
    }

    /// Says that clauses about what stands below are about this range.
    fn add_below(&mut self, clauses: Range<usize>, kind: Kind, range: Span) {
        for clause in clauses {
            if self.comments.clauses[clause].reach == Reach::Below {
                self.add(clause, kind, range);
            }
        }
    }

    fn add(&mut self, clause: usize, kind: Kind, range: Span) {
        for name in self.comments.clauses[clause].names.clone() {
            if let Some(rule) = self.comments.names[name].rule {
                self.scopes.push(Scope { kind, rule: rule.name, start: range.start, end: range.end, name });
            }
        }
    }
}
