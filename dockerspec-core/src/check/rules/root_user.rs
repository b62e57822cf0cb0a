use crate::Distribution;
use crate::check::facts::{FileFacts, StageBase, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::word::Value;

rule! {
    /// ## What it does
    ///
    /// Finds images that run as root: their last USER is root, or they have none and their base is known to run as root.
    ///
    /// It is silent where the user is not known: variables, bases that nobody knows, images such as `postgres` whose entry
    /// point begins as root and goes on as another user. It looks at the last stage only, with the stages that it is built
    /// on, and at `scratch` only if something is to run there.
    ///
    /// ## Why is this bad?
    ///
    /// Root in a container is root of the kernel that it shares. Whoever breaks into the application can install programs,
    /// read what is mounted, and get further.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY app.py /app/
    /// CMD ["python", "/app/app.py"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// USER node
    /// USER root
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY app.py /app/
    /// USER 10001:10001
    /// CMD ["python", "/app/app.py"]
    /// ```
    ///
    /// Where it has to be root, say why:
    ///
    /// ```dockerfile
    /// # dockerspec: allow_stage(root_user, reason = "it mounts file systems")
    /// FROM debian:13-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// CMD ["mounter"]
    /// ```
    ///
    /// ## References
    ///
    /// - <https://docs.docker.com/build/building/best-practices/#user>
    root_user = Deny, aliases: ["DL3002"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if !stage.is_last {
        return;
    }
    match stage.user.map(|user| &user.user) {
        Some(Value::Fixed(owner)) if owner.is_root() => {
            let last = file.ancestry(stage).find_map(|stage| stage.steps.iter().rev().find(|step| is_user(step)));
            let place = last.map_or(stage.base_span(), StepFacts::span);
            report.add(
                Draft::new(place, "the image runs as root")
                    .label("the last USER")
                    .help("create a user for the application, and end with it: `USER 10001:10001`"),
            );
        }
        Some(_) => {}
        None => by_default(file, stage, report),
    }
}

fn is_user(step: &StepFacts<'_>) -> bool {
    matches!(step.instruction, Instruction::User(_)) && !step.is_trigger
}

/// Without a USER, the one of the base counts.
fn by_default(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let is_root = |user: &str| matches!(user.split(':').next(), Some("root" | "0"));
    let Some(base) = file.base_of(stage).filter(|base| base.user.as_deref().is_some_and(is_root)) else { return };
    let root = file.root(stage);
    let runs = |stage: &StageFacts<'_>| {
        stage.steps.iter().any(|step| matches!(step.instruction, Instruction::Cmd(_) | Instruction::Entrypoint(_)))
    };
    // Files that are taken out of an empty image run nowhere.
    if root.base == StageBase::Scratch && !file.ancestry(stage).any(runs) {
        return;
    }
    let help = match (&root.base, base.family()) {
        (StageBase::Image(image), _)
            if image.registry() == Some("gcr.io") && image.tag().is_none_or(|tag| tag == "latest") =>
        {
            "take the tag `nonroot`, or write `USER 65532:65532`"
        }
        (StageBase::Image(image), _) if matches!(image.repository(), "node" | "library/node") => "write `USER node`",
        (_, Some(Distribution::Debian | Distribution::RedHat | Distribution::Suse | Distribution::Arch))
            if base.has_tool("useradd") != Some(false) =>
        {
            "write `USER 10001:10001`, or create a user first: `RUN useradd --uid 10001 --user-group app`"
        }
        (_, Some(Distribution::Alpine | Distribution::Wolfi | Distribution::Busybox)) => {
            "write `USER 10001:10001`, or create a user first: `RUN adduser -D -u 10001 app`"
        }
        _ => "write `USER 10001:10001`",
    };
    report.add(
        Draft::new(stage.base_span(), "the image runs as root, since no USER says otherwise")
            .label("runs as root")
            .help(help),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn every_way_to_be_root() {
        for user in ["root", "0", "root:root", "0:0", "\"root\"", "root:app"] {
            assert!(found(&format!("FROM a:1\nUSER {user}\n")).starts_with("2:1 "), "{user}");
        }
        insta::assert_snapshot!(found("FROM debian:13 AS a\nUSER 1\nUSER root\nFROM a\n"), @"3:1 `USER root` the last USER: the image runs as root; help: create a user for the application, and end with it: `USER 10001:10001`");
        insta::assert_snapshot!(found("FROM alpine:3.22 AS a\nFROM a\nCMD [\"x\"]\n"), @"2:6 `a` runs as root: the image runs as root, since no USER says otherwise; help: write `USER 10001:10001`, or create a user first: `RUN adduser -D -u 10001 app`");
        insta::assert_snapshot!(found("FROM scratch\nCOPY x /\nENTRYPOINT [\"/x\"]\n"), @"1:6 `scratch` runs as root: the image runs as root, since no USER says otherwise; help: write `USER 10001:10001`");
        insta::assert_snapshot!(found("FROM gcr.io/distroless/static-debian12\nCOPY x /\n"), @"1:6 `gcr.io/distroless/static-debian12` runs as root: the image runs as root, since no USER says otherwise; help: take the tag `nonroot`, or write `USER 65532:65532`");
    }

    #[test]
    fn somebody_else_or_nobody_knows() {
        for text in [
            "FROM debian:13\nUSER app",
            "FROM debian:13\nUSER 10001:0",
            "FROM debian:13\nARG U\nUSER $U",
            "FROM example.com/x:1",
            "FROM postgres:17",
            "FROM gcr.io/distroless/static-debian12:nonroot",
            "FROM cgr.dev/chainguard/static:latest",
            "FROM mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled",
            "FROM scratch\nCOPY x /",
            "FROM debian:13\nUSER root\nFROM debian:13\nUSER 1",
            "FROM mcr.microsoft.com/windows/servercore:ltsc2022",
        ] {
            assert_eq!(found(&format!("{text}\n")), "", "{text}");
        }
    }
}
