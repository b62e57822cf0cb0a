use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::lower;

rule! {
    /// ## What it does
    ///
    /// Finds names of stages with letters in upper case.
    ///
    /// ## Why is this bad?
    ///
    /// BuildKit lowers the name where it is given, and in `COPY --from`, but not behind `FROM`: `FROM Base` is an image
    /// then, and no stage. Keywords in upper case and names in lower case are also easier to tell apart.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM golang:1.25-trixie AS Builder
    /// RUN go build -o /app .
    ///
    /// FROM debian:13-slim
    /// COPY --from=Builder /app /usr/local/bin/
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM golang:1.25-trixie AS builder
    /// RUN go build -o /app .
    ///
    /// FROM debian:13-slim
    /// COPY --from=builder /app /usr/local/bin/
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [StageNameCasing](https://docs.docker.com/reference/build-checks/stage-name-casing/)
    upper_case_stage_name = Warn, aliases: ["StageNameCasing"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let [_, _, name] = *stage.place.words() else { return };
    let written = file.written(name);
    if written.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return;
    }
    let lowered = lower(&written);
    if lowered == written {
        return;
    }
    let draft = Draft::new(name, format!("the name of the stage `{written}` is not in lower case"))
        .label("letters in upper case")
        .help(format!("write `{lowered}`, here and where the stage is used"));
    report.add(match stage.stage.name {
        Some(_) => draft.fix(format!("write `{lowered}`"), [Replacement::new(name, lowered)]),
        None => draft,
    });
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_is_written_counts() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\\\nC\nFROM a:1 AS 1A\n"), @r"
        1:13 `b\
        C` letters in upper case: the name of the stage `bC` is not in lower case; help: write `bc`, here and where the stage is used; fix: write `bc` -> FROM a:1 AS bc
        3:13 `1A` : `1A` is not a stage name; help: begin with a letter, and use letters, digits, `-`, `_` and `.`
        3:13 `1A` letters in upper case: the name of the stage `1A` is not in lower case; help: write `1a`, here and where the stage is used
        ");
        assert_eq!(findings(&super::RULE, "FROM a:1 AS b-c_1.d\nFROM a:1\nFROM ${A:-B}/x as b\n"), "");
    }
}
