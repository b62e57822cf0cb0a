use crate::check::facts::CallFacts;
use crate::check::packages::{Family, Operation, PROGRAMS, PackageCall};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds package managers that are told to install, and not what.
    ///
    /// ## Why is this bad?
    ///
    /// `apt-get` and `apk` do nothing then, the others fail. Packages were forgotten, or stand on another line, which is
    /// a command of its own.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    install_without_packages = Warn, aliases: [], fixes: Sometimes, Hook::Call(PROGRAMS, check)
}

/// Options of `apt-get install` and `apk add` that do something without packages.
const DO_SOMETHING: &[&str] = &["-f", "--fix-broken", "-m", "--fix-missing", "--initdb", "-t", "--virtual", "--help"];

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(call) = PackageCall::of(facts) else { return };
    let installs = call.operation.is_some_and(Operation::installs);
    if !installs || !call.names_nothing() || call.has_option(DO_SOMETHING) {
        return;
    }
    let name = call.name();
    let does_nothing = matches!(call.program.family, Family::Apt | Family::Apk);
    report.add(
        Draft::new(call.operation_span, format!("`{name}` names no package"))
            .label("nothing to install")
            .help("name the packages, or leave it out")
            .fix_where(format!("remove `{name}`"), facts.remove_command().filter(|_| does_nothing)),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn packages_may_come_from_elsewhere() {
        for run in [
            "apt-get install $PACKAGES",
            "apt-get install $(cat packages)",
            "xargs apt-get install -y < packages",
            "apt-get install -f -y",
            "apk add --initdb",
            "apt-get install -y \"$@\"",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
    }

    #[test]
    fn what_is_left_when_it_is_gone() {
        insta::assert_snapshot!(found("apt-get update && apt-get install"), @"2:31 `install` nothing to install: `apt-get install` names no package; help: name the packages, or leave it out; fix: remove `apt-get install` -> RUN apt-get update");
        insta::assert_snapshot!(found("apt-get update \\\n && apt-get install -y \\\n && make"), @"3:13 `install` nothing to install: `apt-get install` names no package; help: name the packages, or leave it out; fix: remove `apt-get install` ->");
        insta::assert_snapshot!(found("apt-get install -y && make"), @"2:13 `install` nothing to install: `apt-get install` names no package; help: name the packages, or leave it out; fix: remove `apt-get install` -> RUN make");
        insta::assert_snapshot!(found("apt-get install -y"), @"2:13 `install` nothing to install: `apt-get install` names no package; help: name the packages, or leave it out");
        insta::assert_snapshot!(found("apt-get install -y || true"), @"2:13 `install` nothing to install: `apt-get install` names no package; help: name the packages, or leave it out");
        insta::assert_snapshot!(found("<<EOF\napt-get install -y\ncurl\nEOF"), @"3:9 `install` nothing to install: `apt-get install` names no package; help: name the packages, or leave it out");
        insta::assert_snapshot!(found("dnf install -y && make"), @"2:9 `install` nothing to install: `dnf install` names no package; help: name the packages, or leave it out");
    }
}
