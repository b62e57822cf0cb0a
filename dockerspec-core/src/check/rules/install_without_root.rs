use crate::check::facts::{FileFacts, RunUser, StageFacts, StepFacts};
use crate::check::packages::{Family, Operation, PackageCall, package_calls};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds package managers of distributions where RUN is executed by somebody else than root: what installs, upgrades or
    /// removes packages, and fetches or removes their lists.
    ///
    /// ## Why is this bad?
    ///
    /// Packages go where only root can write: the build fails.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001
    /// RUN apt-get update \
    ///  && apt-get install --yes --no-install-recommends curl \
    ///  && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```dockerfile
    /// FROM registry.access.redhat.com/ubi9/python-312:9.6
    /// RUN dnf install --assumeyes --setopt=install_weak_deps=False git && dnf clean all
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update \
    ///  && apt-get install --yes --no-install-recommends curl \
    ///  && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    install_without_root = Deny, aliases: [], fixes: Sometimes, Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    if !step.has_package_calls {
        return;
    }
    let RunUser::Other(user) = file.run_user(stage, step) else { return };
    // Whoever becomes root, or seems to, can install.
    if step.calls().any(|call| ROOT.iter().any(|program| call.involves(program))) {
        return;
    }
    let Some(call) = package_calls(file, stage, step).find(needs_root) else { return };
    let draft = Draft::new(call.operation_span, format!("`{}` is run by `{user}`", call.name()))
        .label("what only root can do")
        .help(format!("put it before USER, or between `USER root` and `USER {user}`"));
    let lines = file.lines_of(step.place);
    let is_whole = file.source.get(lines.range()).is_some_and(|text| text.ends_with('\n'));
    report.add(if is_whole && !step.is_trigger {
        let before = Replacement::new(Span::new(lines.start, lines.start), "USER root\n");
        let behind = Replacement::new(Span::new(lines.end, lines.end), format!("USER {user}\n"));
        draft.fix("run it as root", [before, behind])
    } else {
        draft
    });
}

/// Programs that run others as root, or make them believe it.
const ROOT: &[&str] = &["sudo", "su", "doas", "fakeroot", "runuser", "setpriv"];

fn needs_root(call: &PackageCall<'_, '_>) -> bool {
    let family = call.program.family;
    let changes = call.operation.is_some_and(|operation| match operation {
        // Others than root have lists of their own then.
        Operation::Refresh => family != Family::Rpm,
        Operation::Clean | Operation::CleanLists => family == Family::Apt,
        operation => operation.asks() || operation == Operation::RemoveUnneeded,
    });
    changes && !call.is_elsewhere()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn who_may_be_root_is_left_alone() {
        for text in [
            "FROM a:1\nRUN apt-get update",
            "FROM a:1\nUSER $U\nRUN apt-get update",
            "FROM a:1\nUSER app\nUSER 0:0\nRUN apt-get update",
            "FROM a:1\nUSER app\nRUN sudo apt-get update && apt-get install -y curl",
            "FROM a:1\nUSER app\nRUN su -c 'apt-get update'",
            "FROM a:1\nUSER app\nRUN apt-cache policy curl; apt-get --version",
            "FROM a:1\nUSER app\nRUN apk add --root /x curl",
            "FROM a:1\nUSER app\nRUN dnf makecache && dnf clean all",
            "FROM a:1\nUSER app\nRUN pip install x",
            "FROM debian:13\nRUN apt-get update",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }

    #[test]
    fn the_first_call_is_found() {
        insta::assert_snapshot!(found("FROM a:1 AS b\nUSER app:app\nFROM b\nRUN echo a && \\\n  apt-get update && apt-get install -y curl\nCMD b\n"), @"5:11 `update` what only root can do: `apt-get update` is run by `app:app`; help: put it before USER, or between `USER root` and `USER app:app`; fix: run it as root -> USER root");
        insta::assert_snapshot!(found("FROM jenkins:1\nUSER 1000\nONBUILD RUN apk add curl\n"), @"3:17 `add` what only root can do: `apk add` is run by `1000`; help: put it before USER, or between `USER root` and `USER 1000`");
        insta::assert_snapshot!(found("FROM nginxinc/nginx-unprivileged:1-alpine\nRUN apk add curl"), @"2:9 `add` what only root can do: `apk add` is run by `101`; help: put it before USER, or between `USER root` and `USER 101`");
    }
}
