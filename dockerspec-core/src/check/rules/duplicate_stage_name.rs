use std::collections::HashMap;

use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds stages with the name of an earlier one.
    ///
    /// ## Why is this bad?
    ///
    /// A name means the last stage that has it, and the earlier one cannot be reached by it any more. In `FROM` it is
    /// the last one above, in `COPY --from` the last one of the file.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim AS app
    /// USER 10001
    ///
    /// FROM alpine:3.22 AS app
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim AS debian
    /// USER 10001
    ///
    /// FROM alpine:3.22 AS app
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [DuplicateStageName](https://docs.docker.com/reference/build-checks/duplicate-stage-name/)
    duplicate_stage_name = Warn, aliases: ["DL3024", "DuplicateStageName"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    if file.stages.len() < 2 {
        return;
    }
    let mut seen = HashMap::with_capacity(file.stages.len());
    for stage in &file.stages {
        let Some(name) = &stage.stage.name else { continue };
        let span = stage.name_span();
        if let Some(earlier) = seen.insert(name.as_str(), span) {
            report.add(
                Draft::new(span, format!("a second stage has the name `{name}`"))
                    .label("the name again")
                    .other(earlier, "the stage that has it")
                    .help("give the stages different names"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn case_makes_no_difference() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nFROM a:1 AS B\nFROM a:1 AS b\nFROM a:1\n"), @r"
        2:13 `B` the name again: a second stage has the name `b`; 1:13 `b` the stage that has it; help: give the stages different names
        3:13 `b` the name again: a second stage has the name `b`; 2:13 `B` the stage that has it; help: give the stages different names
        ");
    }
}
