//! What a file says of BuildKit's checks: `# check=skip=…;error=true` on top, and above an instruction.

use super::facts::attached_comments;
use super::rule::Rule;
use crate::dockerfile::{Check, Comment, Dockerfile, Instruction, Rules, Stage};
use crate::parse::{Parsed, Place, Span, check_of_comment};

/// Which of BuildKit's checks a file leaves out, and which experimental ones it asks for.
///
/// Source: `frontend/dockerfile/linter` of BuildKit. Names are those of BuildKit, in its spelling; what it does not know
/// is ignored.
#[derive(Debug, Default)]
pub(super) struct Skip<'f> {
    directive: Option<&'f Check<'f>>,
    /// What comments say of the instruction below them, in order, by the lines that it stands on.
    instructions: Vec<(Span, Check<'f>)>,
}

/// Checks that are off until somebody asks for them. `skip` says nothing of them.
const EXPERIMENTAL: &[&str] = &["InvalidDefinitionDescription"];

/// Checks that look at the whole file, or report another instruction than they look at. Comments above an instruction
/// do not reach them.
const OF_THE_FILE: &[&str] = &[
    "ConsistentInstructionCasing",
    "DuplicateStageName",
    "InvalidBaseImagePlatform",
    "InvalidDefaultArgInFrom",
    "MultipleInstructionsDisallowed",
    "NoEmptyContinuation",
    "ReservedStageName",
];

impl<'f> Skip<'f> {
    pub(super) fn new(source: &'f str, parsed: &'f Parsed<'f>) -> Self {
        let Parsed { dockerfile, map, .. } = parsed;
        let mut skip = Self { directive: dockerfile.directives.check.as_ref(), instructions: Vec::new() };
        let Dockerfile { preamble, stages, .. } = dockerfile;
        skip.note(source, preamble, |number| map.preamble(number));
        for (number, Stage { comments, instructions, .. }) in stages.iter().enumerate() {
            if comments.iter().any(|comment| comment.is_setting)
                && let Some(from) = map.from(number)
            {
                let places = (0..comments.len()).filter_map(|comment| map.comment(number, comment));
                skip.note_comments(source, places, from);
            }
            skip.note(source, instructions, |instruction| map.instruction(number, instruction));
        }
        skip
    }

    /// Notes what comments say of the instructions below them.
    fn note<'m>(
        &mut self,
        source: &'f str,
        instructions: &[Instruction<'_>],
        place: impl Fn(usize) -> Option<Place<'m>>,
    ) {
        let mut has_setting = false;
        for (number, instruction) in instructions.iter().enumerate() {
            match instruction {
                Instruction::Comment(Comment { is_setting, .. }) => has_setting |= is_setting,
                _ if std::mem::take(&mut has_setting) => {
                    let comments = instructions[..number].iter().rev();
                    let first = number - comments.take_while(|above| matches!(above, Instruction::Comment(_))).count();
                    if let Some(below) = place(number) {
                        self.note_comments(source, (first..number).filter_map(&place), below);
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes what the first comment that is a setting says of the instruction below. One that is empty takes away those
    /// above it.
    fn note_comments<'m>(&mut self, source: &'f str, comments: impl Iterator<Item = Place<'m>>, below: Place<'m>) {
        let mut found = None;
        for (text, _) in attached_comments(source, comments, below) {
            if text.is_empty() {
                found = None;
            } else if found.is_none() {
                found = check_of_comment(text);
            }
        }
        if let Some(Ok(check)) = found {
            self.instructions.push((below.span(), check));
        }
    }

    /// Whether a finding of a rule stays out of the report. `instruction` is a place in the instruction that it is of.
    pub(super) fn leaves_out(&self, rule: &Rule, instruction: Span) -> bool {
        let Some(name) = rule.buildkit_name() else { return false };
        let is_experimental = EXPERIMENTAL.contains(&name);
        let above = if OF_THE_FILE.contains(&name) { None } else { self.above(instruction) };
        [self.directive, above].into_iter().flatten().any(|check| names(&check.skip, name)) && !is_experimental
    }

    /// The same for a rule that decides itself which instruction counts.
    pub(super) fn leaves_out_at(&self, name: &str, instruction: Span) -> bool {
        self.above(instruction).is_some_and(|check| names(&check.skip, name))
    }

    /// Whether the file asks somewhere for an experimental rule.
    pub(super) fn asks_for(&self, rule: &Rule) -> bool {
        let Some(name) = rule.buildkit_name().filter(|name| EXPERIMENTAL.contains(name)) else { return false };
        let mut checks = self.directive.into_iter().chain(self.instructions.iter().map(|(_, check)| check));
        checks.any(|check| names(&check.experimental, name))
    }

    /// Whether the file asks for an experimental rule at an instruction.
    pub(super) fn asks_for_at(&self, rule: &Rule, instruction: Span) -> bool {
        let Some(name) = rule.buildkit_name() else { return false };
        [self.directive, self.above(instruction)].into_iter().flatten().any(|check| names(&check.experimental, name))
    }

    /// Whether what BuildKit finds fails the build.
    pub(super) fn is_error(&self, rule: &Rule) -> bool {
        self.directive.is_some_and(|check| check.error) && rule.buildkit_name().is_some()
    }

    /// What is said above the instruction in which `span` begins.
    fn above(&self, span: Span) -> Option<&Check<'f>> {
        let behind = self.instructions.partition_point(|(instruction, _)| instruction.start <= span.start);
        let (instruction, check) = self.instructions.get(behind.checked_sub(1)?)?;
        (span.start < instruction.end).then_some(check)
    }
}

fn names(rules: &Rules<'_>, name: &str) -> bool {
    match rules {
        Rules::All => true,
        Rules::Named(names) => names.iter().any(|known| known == name),
    }
}
