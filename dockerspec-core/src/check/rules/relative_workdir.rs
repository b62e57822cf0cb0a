use crate::check::facts::{FileFacts, StageBase};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds a relative WORKDIR before the first absolute one.
    ///
    /// A relative one behind an absolute one is well defined, and no finding.
    ///
    /// ## Why is this bad?
    ///
    /// It lies below the working directory of the base, which is another one when the base changes.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR app
    /// USER 10001
    /// ```
    ///
    /// On `scratch`, it is known what is meant:
    ///
    /// ```dockerfile
    /// FROM scratch
    /// WORKDIR app
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR /srv
    /// WORKDIR app
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [WorkdirRelativePath](https://docs.docker.com/reference/build-checks/workdir-relative-path/)
    relative_workdir = Warn, aliases: ["DL3000", "WorkdirRelativePath"], fixes: Sometimes, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    for workdir in &file.trace.relative_workdirs {
        let path = &workdir.value;
        let draft = Draft::new(workdir.word, format!("the working directory `{path}` lies below that of the base"))
            .label("a relative path")
            .help(format!("name the whole path: `WORKDIR /{path}`"));
        let is_on_nothing = file.ancestry(&file.stages[workdir.stage]).all(|stage| {
            matches!(stage.base, StageBase::Scratch | StageBase::Stage(_))
        });
        let is_plain = file.source[workdir.word.range()] == **path && path.starts_with(|c: char| c.is_ascii_alphanumeric());
        report.add(if is_on_nothing && is_plain {
            let start = Span { end: workdir.word.start, ..workdir.word };
            draft.fix(format!("write `/{path}`"), [Replacement::new(start, "/")])
        } else {
            draft
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn only_the_first_one_counts() {
        let text = "FROM a:1 AS b\nENV D=d\nWORKDIR $D\nWORKDIR e\nFROM b\nWORKDIR f\nFROM a:1\nWORKDIR /g\nWORKDIR h\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @"3:9 `$D` a relative path: the working directory `d` lies below that of the base; help: name the whole path: `WORKDIR /d`");
        insta::assert_snapshot!(findings(&super::RULE, "FROM --platform=windows a:1\nWORKDIR C:/a\nFROM --platform=windows a:1\nWORKDIR C:a\n"), @"4:9 `C:a` a relative path: the working directory `C:a` lies below that of the base; help: name the whole path: `WORKDIR /C:a`");
    }

    #[test]
    fn what_is_not_known_is_silent() {
        assert_eq!(findings(&super::RULE, "FROM a:1\nARG D=/d\nWORKDIR $D\n"), "");
    }
}
