use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;

rule! {
    /// ## What it does
    ///
    /// Finds images without HEALTHCHECK. An image is the last stage, and any other stage that no stage uses; what it is
    /// built on in the same file may have it.
    ///
    /// ## Why is this bad?
    ///
    /// Docker sees whether the process runs, not whether it works.
    ///
    /// ## Why it is off
    ///
    /// Kubernetes and others have probes of their own, and tools that run and end need none.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001:10001
    /// CMD ["app"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001:10001
    /// HEALTHCHECK CMD ["app", "--is-ready"]
    /// CMD ["app"]
    /// ```
    missing_healthcheck = Allow, aliases: ["DL3057"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if !stage.is_image() {
        return;
    }
    let mut steps = file.ancestry(stage).flat_map(|stage| &stage.steps);
    if !steps.any(|step| !step.is_trigger && matches!(step.instruction, Instruction::Healthcheck(_))) {
        report.add(
            Draft::new(stage.place.span(), "the image has no HEALTHCHECK")
                .label("an image without one")
                .help("add `HEALTHCHECK CMD` and a command that fails when nothing works, or `HEALTHCHECK NONE`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn images_and_not_what_they_are_made_with() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS build\nFROM a:1 AS other\nONBUILD HEALTHCHECK NONE\nFROM b:1 AS base\nHEALTHCHECK NONE\nFROM base\nCOPY --from=build /a /a\n"), @"2:1 `FROM a:1 AS other` an image without one: the image has no HEALTHCHECK; help: add `HEALTHCHECK CMD` and a command that fails when nothing works, or `HEALTHCHECK NONE`");
    }
}
