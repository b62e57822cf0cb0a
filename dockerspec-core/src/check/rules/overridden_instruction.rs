use crate::check::facts::{Dispatched, FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds CMD, ENTRYPOINT and HEALTHCHECK with another one behind them in the same stage.
    ///
    /// ## Why is this bad?
    ///
    /// Only the last one counts. The earlier one does nothing, and looks as if it did.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-trixie
    /// USER 10001
    /// CMD ["python"]
    /// CMD ["python", "-m", "app"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-trixie
    /// USER 10001
    /// CMD ["python", "-m", "app"]
    /// ```
    ///
    /// ## References
    ///
    /// - [MultipleInstructionsDisallowed](https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/)
    overridden_instruction = Warn,
    aliases: ["DL3012", "DL4003", "DL4004", "MultipleInstructionsDisallowed"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let mut last: [Option<Dispatched<'_, '_>>; 3] = [None; 3];
    for dispatched in file.dispatched(stage) {
        let kind = match dispatched.instruction {
            Instruction::Cmd(_) => 0,
            Instruction::Entrypoint(_) => 1,
            Instruction::Healthcheck(_) => 2,
            _ => continue,
        };
        let Some(earlier) = last[kind].replace(dispatched) else { continue };
        // BuildKit is at the later one when it finds the earlier one.
        if report.suppressions.skip.leaves_out_at("MultipleInstructionsDisallowed", dispatched.span) {
            continue;
        }
        let keyword = dispatched.instruction.keyword();
        let place = |dispatched: Dispatched<'_, '_>| dispatched.step.map_or(dispatched.span, StepFacts::keyword);
        let draft = Draft::new(place(earlier), format!("another {keyword} takes the place of this one"))
            .label("what does nothing")
            .other(place(dispatched), "the one that counts")
            .help("keep the last one");
        report.add(match earlier.step {
            Some(step) => {
                draft.fix(format!("take the first {keyword} out"), [Replacement::new(file.lines_of(step.place), "")])
            }
            None => draft,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn every_one_but_the_last() {
        let text = "FROM a:1 AS b\nHEALTHCHECK NONE\nHEALTHCHECK CMD a\nENTRYPOINT a \\\n  b\nENTRYPOINT c\nENTRYPOINT d\nFROM b\nENTRYPOINT e\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        2:1 `HEALTHCHECK` what does nothing: another HEALTHCHECK takes the place of this one; 3:1 `HEALTHCHECK` the one that counts; help: keep the last one; fix: take the first HEALTHCHECK out -> 
        4:1 `ENTRYPOINT` what does nothing: another ENTRYPOINT takes the place of this one; 6:1 `ENTRYPOINT` the one that counts; help: keep the last one; fix: take the first ENTRYPOINT out -> 
        6:1 `ENTRYPOINT` what does nothing: another ENTRYPOINT takes the place of this one; 7:1 `ENTRYPOINT` the one that counts; help: keep the last one; fix: take the first ENTRYPOINT out ->
        ");
    }

    #[test]
    fn a_comment_above_the_later_one_counts() {
        let text = "FROM a:1\nCMD a\n# check=skip=MultipleInstructionsDisallowed\nCMD b\n";
        assert_eq!(findings(&super::RULE, text), "");
        let text = "FROM a:1\n# check=skip=MultipleInstructionsDisallowed\nCMD a\nCMD b\n";
        assert_ne!(findings(&super::RULE, text), "");
    }

    #[test]
    fn triggers_count() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nCMD x\nONBUILD CMD a\nONBUILD CMD b\nFROM b\nCMD c\n"), @r"
        5:1 `FROM b` what does nothing: another CMD takes the place of this one; 5:1 `FROM b` the one that counts; help: keep the last one
        5:1 `FROM b` what does nothing: another CMD takes the place of this one; 6:1 `CMD` the one that counts; help: keep the last one
        ");
    }
}
