//! A file, where everything in it stands, and its comments.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use dockerspec::finding::{Pass, Source};
use dockerspec::model::Instruction;
use dockerspec::parse::{self, Node, Parsed, Place};

use crate::rows::Row;
use crate::words::Reader;
use crate::written::Written;

/// A file that BuildKit accepts at this pass, and what we read.
pub(crate) struct File<'f> {
    pub(crate) row: &'f Row,
    pub(crate) parsed: &'f Parsed<'f>,
    pub(crate) written: Written<'f>,
    pub(crate) reader: Reader,
    /// What the first pass says of the instruction that begins on a line.
    nodes: BTreeMap<u32, Node<'f>>,
    /// The lines with something that a later pass refuses: such an instruction may be absent from the model.
    refused: Vec<u32>,
    /// All comments, by line.
    comments: BTreeMap<u32, &'f str>,
}

/// Instructions with their places.
pub(crate) type Instructions<'f> = Vec<(Place<'f>, &'f Instruction<'f>)>;

impl<'f> File<'f> {
    pub(crate) fn new(row: &'f Row, parsed: &'f Parsed<'f>) -> Self {
        let text = row.dockerfile();
        let written = Written::new(text);
        let lines = Source::new("", text);
        let refusals = parsed.findings.iter().filter(|finding| finding.pass > Some(Pass::Instructions));
        let (nodes, _) = parse::nodes(text);
        Self {
            row,
            parsed,
            reader: Reader::new(written.escape),
            written,
            nodes: nodes.into_iter().map(|node| (node.lines.0, node)).collect(),
            refused: refusals.map(|finding| lines.line_column(finding.label.span.start).line).collect(),
            comments: BTreeMap::new(),
        }
    }

    /// Whether a later pass refuses something on these lines.
    pub(crate) fn is_refused(&self, lines: &RangeInclusive<u32>) -> bool {
        self.refused.iter().any(|line| lines.contains(line))
    }

    /// What the first pass says of an instruction.
    pub(crate) fn node(&self, place: Place<'_>) -> Result<&Node<'f>, String> {
        self.nodes.get(&place.lines().0).ok_or_else(|| format!("no node on line {}", place.lines().0))
    }

    /// Whether the file has a stage of this name.
    pub(crate) fn has_stage(&self, name: &str) -> bool {
        let stages = self.row.0["stages"].as_array();
        stages.is_some_and(|stages| stages.iter().any(|stage| stage["name"] == name))
    }

    /// An empty stage for each name that the file has.
    pub(crate) fn named_stages(&self) -> String {
        let names = self.parsed.dockerfile.stages.iter().filter_map(|stage| stage.name.as_ref());
        names.flat_map(|name| ["FROM scratch AS ", name.as_str(), "\n"]).collect()
    }

    /// The comments that BuildKit attaches to what stands on line `next`: an empty one takes away those before it.
    pub(crate) fn comments_between(&self, last: u32, next: u32) -> Vec<&'f str> {
        let comments: Vec<&str> = self.comments.range(last + 1..next).map(|(_, comment)| *comment).collect();
        comments.rsplit(|comment| comment.is_empty()).next().unwrap_or_default().to_vec()
    }

    /// What stands before the first stage, without comments.
    pub(crate) fn preamble(&mut self) -> Instructions<'f> {
        let parsed = self.parsed;
        let instructions = self.instructions(&parsed.dockerfile.preamble, |number| parsed.map.preamble(number));
        // What runs the file, and directives below it, are comments at this pass, and none in the model.
        if parsed.dockerfile.directives.interpreter.is_some() {
            let lines = self.row.dockerfile().trim_start_matches('\u{feff}').split('\n');
            for (number, line) in (1..).zip(lines.map_while(|line| line.strip_prefix('#'))) {
                self.comments.entry(number).or_insert(line.trim());
            }
        }
        instructions
    }

    /// The instructions of a stage, without comments.
    pub(crate) fn stage(&mut self, stage: usize) -> Instructions<'f> {
        let parsed = self.parsed;
        for (number, comment) in parsed.dockerfile.stages[stage].comments.iter().enumerate() {
            let place = parsed.map.comment(stage, number).expect("every comment has a place");
            self.comment(place, &comment.text);
        }
        self.instructions(&parsed.dockerfile.stages[stage].instructions, |number| parsed.map.instruction(stage, number))
    }

    /// Takes the comments out of a list.
    fn instructions(
        &mut self,
        list: &'f [Instruction<'f>],
        place: impl Fn(usize) -> Option<Place<'f>>,
    ) -> Instructions<'f> {
        let mut instructions = Vec::with_capacity(list.len());
        for (number, instruction) in list.iter().enumerate() {
            let place = place(number).expect("every instruction has a place");
            match instruction {
                Instruction::Comment(comment) => self.comment(place, &comment.text),
                instruction => instructions.push((place, instruction)),
            }
        }
        instructions
    }

    fn comment(&mut self, place: Place<'_>, text: &str) {
        let line = &self.row.dockerfile()[place.span().range()];
        assert_eq!(line.strip_prefix('#').map(str::trim), Some(text.trim()), "a comment");
        // One that has no meaning for us stays a comment in the model.
        if place.lines().0 > self.written.directives {
            self.comments.insert(place.lines().0, self.written.comment(place.span()));
        }
    }
}
