use crate::check::facts::CallFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds `apt-get install` without `--yes`.
    ///
    /// ## Why is this bad?
    ///
    /// It asks whether to go on, nobody answers, and the build fails.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install curl
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes curl
    /// ```
    missing_yes = Deny, aliases: ["DL3014"], fixes: Always, Hook::Call(&["apt-get"], check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(install) = call.call.arguments.iter().find(|word| word.literal() == Some("install")) else { return };
    let is_yes = |word: &str| matches!(word, "-y" | "--yes" | "--assume-yes" | "-qq");
    if call.call.literals().any(is_yes) {
        return;
    }
    let behind = Span::new(install.span.end, install.span.end);
    report.add(
        Draft::new(install.span, "`apt-get install` waits for an answer")
            .label("nobody answers")
            .help("add `--yes`")
            .fix("add `--yes`", [Replacement::new(behind, " --yes")]),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn every_way_to_say_yes() {
        for yes in ["-y", "--yes", "--assume-yes", "-qq"] {
            assert_eq!(findings(&super::RULE, &format!("FROM a:1\nRUN apt-get install {yes} curl\n")), "");
        }
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nRUN apt-get update && \\\n  # c\n  apt-get install curl\n"), @"4:11 `install` nobody answers: `apt-get install` waits for an answer; help: add `--yes`; fix: add `--yes` ->   apt-get install --yes curl");
    }
}
