//! What a file says of BuildKit's checks: `# check=skip=…;error=true` on top, and above an instruction.

use crate::check::facts::attached_comments;
use crate::check::rule::Rule;
use crate::dockerfile::{Check, Comment, Dockerfile, Instruction, Rules, Stage};
use crate::parse::{Parsed, Place, Span, check_of_comment};

/// Which of BuildKit's checks a file leaves out, and which experimental ones it asks for.
///
/// Source: `frontend/dockerfile/linter` of BuildKit. Names are those of BuildKit, in its spelling; what it does not know
/// is ignored.
#[derive(Debug, Default)]
pub(in crate::check) struct Skip<'f> {
    directive: Option<&'f Check<'f>>,
    /// What comments say of the instruction below them, in order.
    instructions: Vec<Below<'f>>,
}

/// What is said above an instruction.
#[derive(Debug)]
struct Below<'f> {
    instruction: Span,
    is_from: bool,
    check: Check<'f>,
}

/// Checks of FROM. Others that are reported there are of triggers, which no comment in the file is above.
const OF_FROM: &[&str] = &[
    "FromAsCasing",
    "FromPlatformFlagConstDisallowed",
    "InvalidDefinitionDescription",
    "RedundantTargetPlatform",
    "StageNameCasing",
    "UndefinedArgInFrom",
];

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
                skip.note_comments(source, places, from, true);
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
                        self.note_comments(source, (first..number).filter_map(&place), below, false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes what the first comment that is a setting says of the instruction below. One that is empty takes away those
    /// above it.
    fn note_comments<'m>(
        &mut self,
        source: &'f str,
        comments: impl Iterator<Item = Place<'m>>,
        below: Place<'m>,
        is_from: bool,
    ) {
        let mut found = None;
        for (text, _) in attached_comments(source, comments, below) {
            if text.is_empty() {
                found = None;
            } else if found.is_none() {
                found = check_of_comment(text);
            }
        }
        if let Some(Ok(check)) = found {
            self.instructions.push(Below { instruction: below.span(), is_from, check });
        }
    }

    /// Whether a finding of a rule stays out of the report. `instruction` is a place in the instruction that it is of.
    pub(super) fn leaves_out(&self, rule: &Rule, instruction: Span) -> bool {
        let Some(name) = rule.buildkit_name() else { return false };
        let is_experimental = EXPERIMENTAL.contains(&name);
        let above = if OF_THE_FILE.contains(&name) { None } else { self.above(name, instruction) };
        [self.directive, above].into_iter().flatten().any(|check| names(&check.skip, name)) && !is_experimental
    }

    /// The same for a rule that decides itself which instruction counts.
    pub(in crate::check) fn leaves_out_at(&self, name: &str, instruction: Span) -> bool {
        self.above(name, instruction).is_some_and(|check| names(&check.skip, name))
    }

    /// Whether the file asks somewhere for an experimental rule.
    pub(in crate::check) fn asks_for(&self, rule: &Rule) -> bool {
        let Some(name) = rule.buildkit_name().filter(|name| EXPERIMENTAL.contains(name)) else { return false };
        let mut checks = self.directive.into_iter().chain(self.instructions.iter().map(|below| &below.check));
        checks.any(|check| names(&check.experimental, name))
    }

    /// Whether the file asks for an experimental rule at an instruction.
    pub(super) fn asks_for_at(&self, rule: &Rule, instruction: Span) -> bool {
        let Some(name) = rule.buildkit_name() else { return false };
        [self.directive, self.above(name, instruction)]
            .into_iter()
            .flatten()
            .any(|check| names(&check.experimental, name))
    }

    /// Whether what BuildKit finds fails the build.
    pub(super) fn is_error(&self, rule: &Rule) -> bool {
        self.directive.is_some_and(|check| check.error) && rule.buildkit_name().is_some()
    }

    /// What is said of a check above the instruction in which `span` begins.
    fn above(&self, name: &str, span: Span) -> Option<&Check<'f>> {
        let behind = self.instructions.partition_point(|below| below.instruction.start <= span.start);
        let below = self.instructions.get(behind.checked_sub(1)?)?;
        let is_of_it = span.start < below.instruction.end && (!below.is_from || OF_FROM.contains(&name));
        is_of_it.then_some(&below.check)
    }
}

fn names(rules: &Rules<'_>, name: &str) -> bool {
    match rules {
        Rules::All => true,
        Rules::Named(names) => names.iter().any(|known| known == name),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{Checker, Policy};
    use crate::finding::Source;

    /// The checks of BuildKit that find something, with their lines, and `!` for errors.
    fn found(text: &str) -> String {
        let source = Source::new("", text);
        let policy = Policy::default();
        let findings = Checker::new(&policy).check(text);
        let shown = findings.iter().filter_map(|finding| {
            let rule = crate::check::rules().iter().find(|rule| rule.name == finding.code)?;
            let line = source.line_column(finding.label.span.start).line;
            Some(format!("{line}{}{}", if finding.is_error() { "!" } else { " " }, rule.buildkit_name()?))
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_directive_is_for_the_whole_file() {
        let below = "FROM a:1 as b\nCMD c\n";
        assert_eq!(found(below), "1 FromAsCasing, 2 JSONArgsRecommended");
        assert_eq!(found(&format!("# check=skip=FromAsCasing\n{below}")), "3 JSONArgsRecommended");
        assert_eq!(found(&format!("# check=skip=all\n{below}")), "");
        assert_eq!(found(&format!("# check=skip=mismatched_as_casing,DL3025\n{below}")), found(&format!("#\n{below}")));
        let errors = "2!FromAsCasing, 3!JSONArgsRecommended";
        assert_eq!(found(&format!("# check=error=true\n{below}")), errors);
    }

    #[test]
    fn a_comment_is_for_the_instruction_below() {
        assert_eq!(
            found("FROM a:1\n# check=skip=JSONArgsRecommended\n\n# x\nCMD a\nENTRYPOINT b\n"),
            "6 JSONArgsRecommended"
        );
        assert_eq!(found("FROM a:1\n# check=skip=all\n#\nCMD a\n"), "4 JSONArgsRecommended");
        assert_eq!(found("FROM a:1\n# x\n# check=skip=x\n# check=skip=all\nCMD a\n"), "5 JSONArgsRecommended");
        assert_eq!(found("FROM a:1\nCMD \\\n# check=skip=all\n a\n"), "2 JSONArgsRecommended");
        assert_eq!(found("FROM a:1 AS b\n# check=skip=all\nFROM a:1 as B\n"), "3 DuplicateStageName");
        assert_eq!(found("FROM a:1 AS b\nONBUILD CMD a\n# check=skip=all\nFROM b as c\n"), "4 JSONArgsRecommended");
    }

    #[test]
    fn experiments_are_asked_for() {
        let below = "# x\nARG A\n# y\nFROM a:1 AS b\n";
        assert_eq!(found(below), "");
        assert_eq!(
            found(&format!("# check=experimental=all;skip=all\n{below}")),
            "3 InvalidDefinitionDescription, 5 InvalidDefinitionDescription"
        );
        let one = "# check=experimental=InvalidDefinitionDescription\n";
        assert_eq!(found(&format!("#\n{one}ARG A\n# y\nFROM a:1 AS b\n")), "3 InvalidDefinitionDescription");
    }
}
