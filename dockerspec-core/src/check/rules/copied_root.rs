use crate::check::facts::{FileFacts, StageBase, StageFacts, StageUse, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Source};

rule! {
    /// ## What it does
    ///
    /// Finds COPY of all files of another stage or image to `/`. To and from a stage on `scratch` it is left alone: the one
    /// makes one layer of many, the other brings no second system.
    ///
    /// ## Why is this bad?
    ///
    /// The files of the base are mixed with those of another system, and everything is in the image twice.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim AS build
    /// FROM debian:13-slim
    /// COPY --from=build / /
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim AS build
    /// FROM debian:13-slim
    /// COPY --from=build /opt/app /opt/app
    /// USER 10001:10001
    /// ```
    copied_root = Warn, aliases: ["DL3067"], fixes: Never, Hook::Step(&["COPY"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Instruction::Copy(copy) = step.instruction else { return };
    if copy.from.is_none() || !copy.exclude.is_empty() || !copy.destination.as_literal().is_some_and(is_root) {
        return;
    }
    let is_all = |source: &Source<'_>| matches!(source, Source::Path(path) if path.as_literal().is_some_and(|path| is_root(path) || path == "/*"));
    let Some(number) = copy.sources.iter().position(is_all) else { return };
    if file.root(stage).base != StageBase::Scratch && !holds_files_alone(file, stage, step) {
        report.add(
            Draft::new(step.word(number), "all of another file system is copied over this one")
                .label("every file")
                .help("name the files that are needed"),
        );
    }
}

/// Whether what is copied is no system: a stage on `scratch`, or the scripts of `tonistiigi/xx`, which are used so.
fn holds_files_alone(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>) -> bool {
    let is_here = |user: &StageUse| user.stage == stage.number && user.step == Some(step.number);
    file.stages.iter().filter(|origin| origin.users.iter().any(is_here)).any(|origin| match &file.root(origin).base {
        StageBase::Scratch => true,
        StageBase::Image(image) => image.repository() == "tonistiigi/xx",
        _ => false,
    })
}

/// Whether a path is the root: slashes and dots only, with a slash first.
fn is_root(path: &str) -> bool {
    path.starts_with('/') && path.split('/').all(|part| matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn all_to_the_root() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS x\nFROM b:1\nCOPY --from=0 / /\nCOPY --from=x /x /. /./\nCOPY --from=c:1 /* /\n"), @r"
        3:15 `/` every file: all of another file system is copied over this one; help: name the files that are needed
        4:18 `/.` every file: all of another file system is copied over this one; help: name the files that are needed
        5:17 `/*` every file: all of another file system is copied over this one; help: name the files that are needed
        ");
    }

    #[test]
    fn parts_and_squashed_images_are_silent() {
        assert_eq!(
            findings(
                &super::RULE,
                "FROM a:1 AS x\nFROM b:1\nCOPY --from=0 / /x\nCOPY --from=x /etc /\nCOPY / /\nCOPY --from=x --exclude=proc / /\n"
            ),
            ""
        );
        assert_eq!(findings(&super::RULE, "FROM scratch AS x\nCOPY a /etc/a\nFROM b:1\nCOPY --from=x / /\n"), "");
        assert_eq!(findings(&super::RULE, "FROM tonistiigi/xx:1.6 AS xx\nFROM b:1\nCOPY --from=xx / /\n"), "");
        assert_eq!(findings(&super::RULE, "FROM a:1 AS x\nFROM scratch\nCOPY --from=x / /\n"), "");
    }
}
