use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, RunCommand, Source, Trigger};
use crate::finding::Replacement;
use crate::parse::{Place, Span};

rule! {
    /// ## What it does
    ///
    /// Finds blank lines in an instruction that goes on behind them.
    ///
    /// ## Why is this bad?
    ///
    /// BuildKit skips them, and will refuse them one day. Whoever reads the file takes a blank line for the end.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN groupadd app \
    ///
    ///     && useradd --gid app app
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN groupadd app \
    ///     && useradd --gid app app
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [NoEmptyContinuation](https://docs.docker.com/reference/build-checks/no-empty-continuation/)
    empty_continuation = Warn, aliases: ["NoEmptyContinuation"], fixes: Always, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let mut lines = Lines { source: file.source, at: 0, line: 1 };
    for (number, instruction) in file.dockerfile.preamble.iter().enumerate() {
        if let Some(place) = file.map.preamble(number) {
            lines.instruction(Some(instruction), place, report);
        }
    }
    for (number, stage) in file.dockerfile.stages.iter().enumerate() {
        if let Some(place) = file.map.from(number) {
            lines.instruction(None, place, report);
        }
        for (step, instruction) in stage.instructions.iter().enumerate() {
            if let Some(place) = file.map.instruction(number, step) {
                lines.instruction(Some(instruction), place, report);
            }
        }
    }
}

/// The lines of a source, as far as they were counted.
struct Lines<'s> {
    source: &'s str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn instruction(&mut self, instruction: Option<&Instruction<'_>>, place: Place<'_>, report: &mut Report<'_>) {
        let (first, last) = place.lines();
        if first == last {
            return;
        }
        let bodies = instruction.is_some_and(has_heredocs);
        let span = place.span();
        let mut blank = Vec::new();
        // The first lines can be nothing but cut.
        let start = self.line_of(span.start as usize);
        let mut at = span.start as usize;
        for (number, text) in (start..=last).zip(self.source[at..].split_inclusive('\n')) {
            if number > start {
                if bodies && at >= span.end as usize {
                    break;
                }
                if text.trim_start().is_empty() {
                    blank.push(Span::of(at, at + text.len()));
                }
            }
            at += text.len();
        }
        let Some(first) = blank.first().copied() else { return };
        report.add(
            Draft::new(
                Span { end: first.start, ..first },
                "a blank line stands in an instruction that goes on behind it",
            )
            .label("a blank line")
            .other(place.keyword(), "the instruction")
            .help("take the line out, or make it a comment")
            .fix("take blank lines out", blank.into_iter().map(|line| Replacement::new(line, ""))),
        );
    }

    /// The line of a place, which is not before those asked for so far.
    fn line_of(&mut self, place: usize) -> u32 {
        let passed = self.source.get(self.at..place).unwrap_or_default();
        self.line += u32::try_from(passed.matches('\n').count()).unwrap_or(u32::MAX);
        self.at = self.at.max(place);
        self.line
    }
}

/// Whether lines of other files stand below an instruction.
fn has_heredocs(instruction: &Instruction<'_>) -> bool {
    let is_file = |source: &Source<'_>| matches!(source, Source::File(_));
    match instruction {
        Instruction::Run(run) => matches!(run.command, RunCommand::Script(_) | RunCommand::Heredocs(_)),
        Instruction::Copy(copy) => copy.sources.iter().any(is_file),
        Instruction::Add(add) => add.sources.iter().any(is_file),
        Instruction::Onbuild(onbuild) => match &onbuild.trigger {
            Trigger::Instruction(inner) => has_heredocs(inner),
            Trigger::Text(text) => text.contains("<<"),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn heredocs_and_blank_lines_between_instructions_are_silent() {
        let text = "ARG A \\\n  B\n\nFROM a:1\n\nRUN <<E\n\na\n\nE\n\nCOPY <<E \\\n  /x\n\nE\nRUN a \\\n# c\n b\n";
        assert_eq!(findings(&super::RULE, text), "");
    }

    #[test]
    fn every_instruction_and_the_end() {
        let text = "ARG A=\\\n\n1\nFROM a:1 \\\n \t\r\n AS b\nRUN cat <<E \\\n\n  > x\n\nE\nRUN a \\\n\n\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        2:1 `` a blank line: a blank line stands in an instruction that goes on behind it; 1:1 `ARG` the instruction; help: take the line out, or make it a comment; fix: take blank lines out -> 
        5:1 `` a blank line: a blank line stands in an instruction that goes on behind it; 4:1 `FROM` the instruction; help: take the line out, or make it a comment; fix: take blank lines out -> 
        8:1 `` a blank line: a blank line stands in an instruction that goes on behind it; 7:1 `RUN` the instruction; help: take the line out, or make it a comment; fix: take blank lines out -> 
        13:1 `` a blank line: a blank line stands in an instruction that goes on behind it; 12:1 `RUN` the instruction; help: take the line out, or make it a comment; fix: take blank lines out ->
        ");
    }
}
