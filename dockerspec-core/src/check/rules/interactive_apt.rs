use crate::check::facts::CallFacts;
use crate::check::packages::{APT_GET, PackageCall, QUERIES};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds calls of `apt`.
    ///
    /// ## Why is this bad?
    ///
    /// `apt` is made for people at a terminal. What it prints and which options it takes changes from version to
    /// version, and it says so itself. `apt-get` and `apt-cache` stay the same for scripts.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
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
    ///
    /// ## References
    ///
    /// - [apt(8), "Script usage and differences from other APT tools"](https://manpages.debian.org/stable/apt/apt.8.en.html)
    interactive_apt = Warn, aliases: ["DL3027"], fixes: Sometimes, Hook::Call(&["apt"], check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let program = facts.call.program;
    let draft = Draft::new(program.span, "`apt` is not made for scripts").label("a program for people");
    let call = PackageCall::of(facts);
    let word = call.as_ref().and_then(|call| call.operation_word().literal());
    let instead = match word {
        Some(word) if APT_GET.operation(word).is_some() => Some("apt-get"),
        Some(word) if QUERIES.contains(&word) => Some("apt-cache"),
        _ => None,
    };
    let Some(instead) = instead else {
        report.add(draft.help("use `apt-get` or `apt-cache`"));
        return;
    };
    let path = program.literal().and_then(|path| path.strip_suffix("apt")).unwrap_or_default();
    let replacement = facts.replace(program, &format!("{path}{instead}"));
    let instead = format!("use `{instead}`");
    report.add(draft.help(instead.clone()).fix_where(instead, replacement));
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn what_to_use_depends_on_the_operation() {
        insta::assert_snapshot!(found("/usr/bin/apt -qy full-upgrade"), @"2:5 `/usr/bin/apt` a program for people: `apt` is not made for scripts; help: use `apt-get`; fix: use `apt-get` -> RUN /usr/bin/apt-get -qy full-upgrade");
        insta::assert_snapshot!(found("apt policy curl"), @"2:5 `apt` a program for people: `apt` is not made for scripts; help: use `apt-cache`; fix: use `apt-cache` -> RUN apt-cache policy curl");
        insta::assert_snapshot!(found("apt list --installed"), @"2:5 `apt` a program for people: `apt` is not made for scripts; help: use `apt-get` or `apt-cache`");
        insta::assert_snapshot!(found("[\"apt\", \"update\"]"), @r#"2:6 `"apt"` a program for people: `apt` is not made for scripts; help: use `apt-get`; fix: use `apt-get` -> RUN ["apt-get", "update"]"#);
        assert_eq!(found("apt-get install apt && echo apt install"), "");
    }
}
