use crate::check::facts::CallFacts;
use crate::check::packages::{Operation, PackageCall};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds `apt-get install` without `--no-install-recommends` in stages that ship.
    ///
    /// ## Why is this bad?
    ///
    /// Packages come along that nothing needs. The image grows, often by more than what was asked for, and what is in
    /// it can be attacked.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes curl && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// Name what you do need of the recommended packages, such as `ca-certificates`.
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    recommended_packages = Warn,
    aliases: ["DL3015"],
    fixes: Sometimes,
    Hook::Call(&["apt-get", "apt", "aptitude"], check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    if !facts.stage.ships {
        return;
    }
    let Some(call) = PackageCall::of(facts) else { return };
    let installs = call.operation == Some(Operation::Install) && call.operands().next().is_some();
    if !installs || call.is_without_recommended() || call.has_unknown() {
        return;
    }
    if call.may_be_configured("Install-Recommends") {
        return;
    }
    let option = call.program.without_recommended[0];
    report.add(
        Draft::new(call.operation_span, format!("`{}` brings recommended packages along", call.name()))
            .label("packages that nothing needs")
            .help(["add `", option, "`"].concat())
            .fix_where(["add `", option, "`"].concat(), facts.insert_behind(call.operation_word(), &[option])),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn every_way_to_leave_them_out() {
        for run in [
            "apt-get --no-install-recommends install curl",
            "apt-get install -o APT::Install-Recommends=0 curl",
            "apt-get install -o=APT::Install-Recommends=false curl",
            "apt-get install --option APT::Install-Recommends=no curl",
            "aptitude install -R curl",
            "echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/no && apt-get install curl",
            "apt-get install",
            "apt-get remove install curl",
            "apt-get install $OPTIONS curl",
            "apk add curl",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
        assert_eq!(
            findings(&super::RULE, "FROM a:1 AS b\nRUN apt-get install curl\nFROM a:1\nCOPY --from=b /x /x\n"),
            ""
        );
    }

    #[test]
    fn through_other_programs() {
        insta::assert_snapshot!(found("apt-get install -y --no-install-suggests \\\n    curl"), @r"2:13 `install` packages that nothing needs: `apt-get install` brings recommended packages along; help: add `--no-install-recommends`; fix: add `--no-install-recommends` -> RUN apt-get install --no-install-recommends -y --no-install-suggests \");
        insta::assert_snapshot!(found("if true; then apt-get -y install curl; fi"), @"2:30 `install` packages that nothing needs: `apt-get install` brings recommended packages along; help: add `--no-install-recommends`; fix: add `--no-install-recommends` -> RUN if true; then apt-get -y install --no-install-recommends curl; fi");
        insta::assert_snapshot!(found("apt install curl"), @"2:9 `install` packages that nothing needs: `apt install` brings recommended packages along; help: add `--no-install-recommends`; fix: add `--no-install-recommends` -> RUN apt install --no-install-recommends curl");
    }
}
