use crate::check::facts::CallFacts;
use crate::check::packages::{Family, Operation, PackageCall, QUERIES};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds words behind `apt-get` and `apk` that are not something that these can do, such as a package where
    /// `install` was forgotten.
    ///
    /// ## Why is this bad?
    ///
    /// The package manager says that it does not know the operation, and the build fails.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get curl git && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk --no-cache install curl
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl git && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    unknown_package_operation = Deny, aliases: [], fixes: Sometimes, Hook::Call(&["apt-get", "apk"], check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(call) = PackageCall::of(facts) else { return };
    if call.operation.is_some() || !call.program.is_closed {
        return;
    }
    let program = call.program;
    let word = call.operation_word();
    let Some(text) = word.literal() else { return };
    let draft =
        Draft::new(call.operation_span, format!("`{}` has no operation `{text}`", program.name)).label("no operation");
    let (help, fix) = if program.family == Family::Apt && QUERIES.contains(&text) {
        ("use `apt-cache`".to_owned(), facts.replace(facts.call.program, "apt-cache"))
    } else if let Some(meant) = program.meant_by(text) {
        (format!("write `{meant}`"), facts.replace(word, meant))
    } else if text == program.name {
        ("write it once".to_owned(), None)
    } else if let Some(option) = text.strip_prefix(['–', '—']) {
        (format!("write options with `-`, as `--{option}`"), None)
    } else {
        let install = install_words(&call).join(" ");
        let name = usual_install(&call);
        let fix = facts.replace(word, &format!("{install} {text}")).filter(|_| !word.is_quoted);
        (format!("write `{} {name} {text}`", program.name), fix)
    };
    let draft = draft.help(help.clone());
    report.add(match fix {
        Some(fix) => draft.fix(help, [fix]),
        None => draft,
    });
}

fn usual_install(call: &PackageCall<'_, '_>) -> &'static str {
    let install = call.program.operations.iter().find(|(_, operation)| *operation == Operation::Install);
    install.expect("every package manager installs").0
}

/// What a call that installs begins with: the operation, and the options that it lacks.
fn install_words(call: &PackageCall<'_, '_>) -> Vec<&'static str> {
    let mut words = vec![usual_install(call)];
    if !call.is_answered() {
        words.extend(call.program.yes.first());
    }
    if !call.is_without_recommended() {
        words.extend(call.program.without_recommended.first());
    }
    if let Some(option) = call.program.without_cache.filter(|option| !call.has_option(&[option])) {
        words.push(option);
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn operations_that_there_are() {
        for run in [
            "apt-get -o Dir::Etc=/x -t sid install curl",
            "apt-get --version",
            "apt-get",
            "apt-get $OPERATION curl",
            "apk -X https://example.com/x --root /x add curl",
            "apk policy curl",
            "apt list",
            "dnf copr enable a/b",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
    }

    #[test]
    fn what_was_meant() {
        insta::assert_snapshot!(found("apt-get python3 python3-dev python3-pip"), @"2:13 `python3` no operation: `apt-get` has no operation `python3`; help: write `apt-get install python3`; fix: write `apt-get install python3` -> RUN apt-get install --yes --no-install-recommends python3 python3-dev python3-pip");
        insta::assert_snapshot!(found("apt-get -y python3"), @"2:16 `python3` no operation: `apt-get` has no operation `python3`; help: write `apt-get install python3`; fix: write `apt-get install python3` -> RUN apt-get -y install --no-install-recommends python3");
        insta::assert_snapshot!(found("apt-get instal -y curl"), @"2:13 `instal` no operation: `apt-get` has no operation `instal`; help: write `install`; fix: write `install` -> RUN apt-get install -y curl");
        insta::assert_snapshot!(found("apt-get add -y curl"), @"2:13 `add` no operation: `apt-get` has no operation `add`; help: write `install`; fix: write `install` -> RUN apt-get install -y curl");
        insta::assert_snapshot!(found("apt-get search curl"), @"2:13 `search` no operation: `apt-get` has no operation `search`; help: use `apt-cache`; fix: use `apt-cache` -> RUN apt-cache search curl");
        insta::assert_snapshot!(found("apk remove curl"), @"2:9 `remove` no operation: `apk` has no operation `remove`; help: write `del`; fix: write `del` -> RUN apk del curl");
        insta::assert_snapshot!(found("[\"apt-get\", \"curl\"]"), @r#"2:17 `"curl"` no operation: `apt-get` has no operation `curl`; help: write `apt-get install curl`"#);
        insta::assert_snapshot!(found("apk apk -U upgrade"), @"2:9 `apk` no operation: `apk` has no operation `apk`; help: write it once");
        insta::assert_snapshot!(found("apt-get –fix-broken"), @"2:13 `–fix-broken` no operation: `apt-get` has no operation `–fix-broken`; help: write options with `-`, as `--fix-broken`");
        insta::assert_snapshot!(found("P=curl; apt-get $P"), @"2:21 `$P` no operation: `apt-get` has no operation `curl`; help: write `apt-get install curl`");
    }
}
