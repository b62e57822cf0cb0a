use crate::bases::PackageManager;
use crate::check::facts::{FileFacts, StageBase, StageFacts, StepFacts};
use crate::check::packages::{Operation, PackageProgram, package_calls};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::{Call, ConstructKind, Joint};

rule! {
    /// ## What it does
    ///
    /// Finds package managers that the base does not have: `apt-get` on Alpine, `apk` on Debian, any of them on an image
    /// without packages.
    ///
    /// ## Why is this bad?
    ///
    /// The program is not found, and the build fails.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// USER 10001
    /// ```
    foreign_package_manager = Deny, aliases: [], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let root = file.root(stage);
    let StageBase::Image(image) = &root.base else { return };
    let Some(installed) = file.base_of(stage).and_then(|base| base.package_manager) else { return };
    for step in stage.steps.iter().filter(|step| step.has_package_calls && !step.is_trigger) {
        let is_foreign = |call: &Call<'_, '_>| {
            PackageProgram::of(call.name).is_some_and(|program| !program.is_with(installed)) && !is_tried(call, step)
        };
        let Some(call) = step.calls().find(is_foreign) else { continue };
        // The first one is told of; those behind it are not reached.
        if !may_be_added(file, stage, step, call.name) {
            let help = match command(installed) {
                Some(command) => format!("use `{command}`, or another base"),
                None => "install in a stage with another base, and copy what is needed".to_owned(),
            };
            report.add(
                Draft::new(call.program.span, format!("the base `{image}` has no `{}`", call.name))
                    .label("a program that is not there")
                    .other(root.base_span(), "the base")
                    .help(help),
            );
        }
        return;
    }
}

/// How packages are installed there.
fn command(installed: PackageManager) -> Option<&'static str> {
    Some(match installed {
        PackageManager::Apt => "apt-get install",
        PackageManager::Apk => "apk add",
        PackageManager::Dnf => "dnf install",
        PackageManager::Microdnf => "microdnf install",
        PackageManager::Yum => "yum install",
        PackageManager::Tdnf => "tdnf install",
        PackageManager::Zypper => "zypper install",
        PackageManager::Pacman => "pacman -S",
        PackageManager::None => return None,
    })
}

/// Whether a call runs under a condition, or may fail.
fn is_tried(call: &Call<'_, '_>, step: &StepFacts<'_>) -> bool {
    let asks = |before: &Call<'_, '_>| {
        matches!(before.name, "command" | "which" | "type" | "hash" | "[" | "test") || before.involves("command")
    };
    let is_conditional = |kind: &ConstructKind<'_>| {
        !matches!(
            kind,
            ConstructKind::Subshell | ConstructKind::Group | ConstructKind::Body | ConstructKind::For { .. }
        )
    };
    call.command.joint == Joint::Or
        || call.script.commands[call.index..].iter().skip(1).any(|next| next.joint == Joint::Or)
        || call.script.is_inside(call.command, is_conditional)
        || step.calls().take_while(|before| !before.is_same(call)).any(|before| asks(&before))
}

/// Whether something before may have put the program there.
fn may_be_added(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, name: &str) -> bool {
    let adds = |generation, before: &StepFacts<'_>| match before.transfer() {
        Some(transfer) => {
            let destination = transfer.destination.as_literal();
            destination.is_none_or(|path| path == "/" || path.contains("bin") || path.contains(name))
        }
        None => package_calls(file, generation, before).any(|call| {
            let is_named = call.has_unknown() || call.operands().any(|word| word.literal_prefix().starts_with(name));
            call.operation == Some(Operation::Install) && !call.program.is_same_family(name) && is_named
        }),
    };
    file.ancestry(stage).any(|generation| {
        let is_own = generation.number == stage.number;
        let before = generation.steps.iter().take_while(|before| !is_own || before.number <= step.number);
        before.into_iter().any(|before| adds(generation, before))
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_is_not_sure_is_not_found() {
        for text in [
            "FROM registry.example.com/x:1\nRUN apk add curl\n",
            "FROM debian:13\nRUN if command -v apk; then apk add curl; fi\n",
            "FROM debian:13\nRUN apk add curl || apt-get install -y curl\n",
            "FROM debian:13\nRUN command -v apk && apk add curl\n",
            "FROM debian:13\nRUN apt-get install -y dnf && dnf install -y curl\n",
            "FROM debian:13\nCOPY --from=alpine:3 /sbin/apk /sbin/apk\nRUN apk add curl\n",
            "FROM fedora:43\nRUN yum install -y curl\n",
            "FROM debian:13\nRUN apt install curl\n",
            "FROM debian:13\nONBUILD RUN apk add curl\n",
            "FROM scratch\nADD rootfs.tar /\nRUN apk add curl\n",
        ] {
            assert_eq!(findings(&super::RULE, text), "", "{text}");
        }
    }

    #[test]
    fn what_is_sure() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM debian:13 AS base\nFROM base\nRUN apk add curl\n"), @"3:5 `apk` a program that is not there: the base `debian:13` has no `apk`; 1:6 `debian:13` the base; help: use `apt-get install`, or another base");
        insta::assert_snapshot!(findings(&super::RULE, "ARG TAG=3-alpine\nFROM python:$TAG\nRUN sudo apt-get update\n"), @"3:10 `apt-get` a program that is not there: the base `python:3-alpine` has no `apt-get`; 2:6 `python:$TAG` the base; help: use `apk add`, or another base");
        insta::assert_snapshot!(findings(&super::RULE, "FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6\nRUN dnf install -y curl\n"), @"2:5 `dnf` a program that is not there: the base `registry.access.redhat.com/ubi9/ubi-minimal:9.6` has no `dnf`; 1:6 `registry.access.redhat.com/ubi9/ubi-minimal:9.6` the base; help: use `microdnf install`, or another base");
        insta::assert_snapshot!(findings(&super::RULE, "FROM gcr.io/distroless/cc-debian12\nRUN [\"apt-get\", \"update\"]\n"), @r#"2:6 `"apt-get"` a program that is not there: the base `gcr.io/distroless/cc-debian12` has no `apt-get`; 1:6 `gcr.io/distroless/cc-debian12` the base; help: install in a stage with another base, and copy what is needed"#);
    }
}
