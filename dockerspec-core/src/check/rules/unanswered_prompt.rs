use crate::check::facts::CallFacts;
use crate::check::packages::{Operation, PROGRAMS, PackageCall};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds package managers that ask before they install, upgrade or remove packages: `apt-get install` without
    /// `--yes`, `dnf install` without `--assumeyes`, `zypper install` without `--non-interactive`.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody is there to answer in a build. The package manager takes that for a no, and the build fails.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update \
    ///  && apt-get install --no-install-recommends curl \
    ///  && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM opensuse/leap:15.6
    /// RUN zypper install curl && zypper clean --all
    /// USER 10001
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
    unanswered_prompt = Deny,
    aliases: ["DL3014", "DL3030", "DL3034", "DL3038"],
    fixes: Sometimes,
    Hook::Call(PROGRAMS, check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(call) = PackageCall::of(facts) else { return };
    let needs_names = |operation: Operation| operation.installs() || operation == Operation::Remove;
    let asks =
        call.operation.is_some_and(|operation| operation.asks() && !(needs_names(operation) && call.names_nothing()));
    if !asks || call.is_answered() || call.has_input() || call.has_unknown() {
        return;
    }
    if call.may_be_configured("Assume-Yes") || call.may_be_configured("assumeyes") {
        return;
    }
    let program = call.program;
    let (word, option) = match program.yes_in_front.first() {
        Some(option) => (facts.call.program, *option),
        None => (call.operation_word(), program.yes[0]),
    };
    report.add(
        Draft::new(call.operation_span, format!("`{}` waits for an answer", call.name()))
            .label("a question that nobody answers")
            .help(format!("add `{option}`"))
            .fix_where(format!("add `{option}`"), facts.insert_behind(word, &[option])),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn every_way_to_say_yes() {
        for run in [
            "apt-get install -y curl",
            "apt-get -qqy install curl",
            "apt-get install -q -q curl",
            "apt-get install -q=2 curl",
            "apt-get --assume-yes install curl",
            "apt-get -o APT::Get::Assume-Yes=true install curl",
            "yes | apt-get install curl",
            "apt-get install curl <<< y",
            "apt-get install --dry-run curl",
            "dnf install -yq curl",
            "microdnf install curl",
            "apt-get purge",
            "dnf --setopt=assumeyes=1 install curl",
            "zypper -n install curl",
            "zypper -qn install curl",
            "zypper install -y curl",
            "apk add curl",
            "apt-get install",
            "apt-get update",
            "apt-get $OPTIONS install curl",
            "apt-get install $APT_FLAGS curl",
            "echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes && apt-get install curl",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
    }

    #[test]
    fn wherever_it_stands() {
        insta::assert_snapshot!(found("apt-get update && \\\n  # c\n  apt-get install curl"), @"4:11 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` ->   apt-get install --yes curl");
        insta::assert_snapshot!(found("[\"apt-get\", \"install\", \"curl\"]"), @r#"2:17 `"install"` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> RUN ["apt-get", "install", "--yes", "curl"]"#);
        insta::assert_snapshot!(found("/usr/bin/apt-get install curl"), @"2:22 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> RUN /usr/bin/apt-get install --yes curl");
        insta::assert_snapshot!(found("sudo -E env A=1 apt-get install curl"), @"2:29 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> RUN sudo -E env A=1 apt-get install --yes curl");
        insta::assert_snapshot!(found("bash -ec \"apt-get install curl\""), @r#"2:23 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> RUN bash -ec "apt-get install --yes curl""#);
        insta::assert_snapshot!(found("[\"sh\", \"-c\", \"apt-get install curl\"]"), @r#"2:27 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> RUN ["sh", "-c", "apt-get install --yes curl"]"#);
        insta::assert_snapshot!(found("echo curl | xargs apt-get install"), @"2:31 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> RUN echo curl | xargs apt-get install --yes");
        insta::assert_snapshot!(found("<<EOF\napt-get remove curl\nEOF"), @"3:9 `remove` a question that nobody answers: `apt-get remove` waits for an answer; help: add `--yes`; fix: add `--yes` -> apt-get remove --yes curl");
        insta::assert_snapshot!(found("zypper install -n curl"), @"2:12 `install` a question that nobody answers: `zypper install` waits for an answer; help: add `--non-interactive`; fix: add `--non-interactive` -> RUN zypper --non-interactive install -n curl");
        insta::assert_snapshot!(found("dnf group install 'Development Tools'"), @"2:9 `group install` a question that nobody answers: `dnf group install` waits for an answer; help: add `--assumeyes`; fix: add `--assumeyes` -> RUN dnf group install --assumeyes 'Development Tools'");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nARG P=\"curl git\"\nONBUILD RUN apt-get install $P\n"), @"3:21 `install` a question that nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` -> ONBUILD RUN apt-get install --yes $P");
    }

    #[test]
    fn values_of_variables_count() {
        assert_eq!(findings(&super::RULE, "FROM a:1\nENV A=\"-y curl\"\nRUN apt-get install $A\n"), "");
        assert_eq!(found("A=--yes; apt-get install $A curl"), "");
    }
}
