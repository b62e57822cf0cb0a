use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::parse::Span;
use crate::value::Account;

rule! {
    /// ## What it does
    ///
    /// Finds images whose last USER is a name. `root` is found by another rule.
    ///
    /// ## Why is this bad?
    ///
    /// Kubernetes cannot tell whether a name is root, and with `runAsNonRoot` does not start the image.
    ///
    /// ## Why it is off
    ///
    /// Without that setting a name works, and tells more than a number.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN useradd --uid 10001 app
    /// USER app
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN useradd --uid 10001 app
    /// USER 10001
    /// ```
    named_user = Allow, aliases: ["DL3066"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let mut reported: Vec<Span> = Vec::new();
    for stage in file.stages.iter().filter(|stage| stage.is_image()) {
        let mut steps = file.ancestry(stage).flat_map(|stage| stage.steps.iter().rev());
        let last = steps.find(|step| !step.is_trigger && matches!(step.instruction, Instruction::User(_)));
        let Some(step) = last else { continue };
        let Instruction::User(user) = step.instruction else { continue };
        let Some(Account::Name(name)) = user.user.fixed().map(|owner| &owner.user) else { continue };
        let span = step.word(0);
        // Windows knows its accounts by name only.
        if matches!(name.as_str(), "root" | "ContainerUser" | "ContainerAdministrator") || reported.contains(&span) {
            continue;
        }
        reported.push(span);
        report.add(
            Draft::new(span, format!("the user `{}` is a name", name.as_str()))
                .label("a name")
                .help("write the number of the user"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn only_who_runs_an_image() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS build\nUSER a\nFROM a:1 AS base\nUSER b:1\nFROM base AS one\nCOPY --from=build /a /a\nFROM base\nFROM a:1\nUSER c\nUSER 1:c\n"), @"4:6 `b:1` a name: the user `b` is a name; help: write the number of the user");
        assert_eq!(findings(&super::RULE, "FROM a:1\nUSER $U\nFROM a:1\nUSER root\nFROM a:1\nONBUILD USER a\n"), "");
    }
}
