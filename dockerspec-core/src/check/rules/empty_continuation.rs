use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;

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
    if !file.map.has_blank_lines() {
        return;
    }
    let map = file.map;
    let arguments = (0..file.dockerfile.preamble.len()).filter_map(|number| map.preamble(number));
    let stages = file.dockerfile.stages.iter().enumerate().flat_map(|(number, stage)| {
        let steps = (0..stage.instructions.len()).filter_map(move |step| map.instruction(number, step));
        map.from(number).into_iter().chain(steps)
    });
    for place in arguments.chain(stages) {
        let blank: Vec<Span> = map.blank_lines(place).collect();
        let Some(first) = blank.first().copied() else { continue };
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
