use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::check::suppression::Suppressions;

rule! {
    /// ## What it does
    ///
    /// Finds comments that switch rules off: `hadolint ignore=`, for a line, a stage or the file, and
    /// `dockerspec: allow`.
    ///
    /// ## Why is this bad?
    ///
    /// Where one policy is meant to hold for all files, each such comment is a hole in it.
    ///
    /// ## Why it is off
    ///
    /// A comment with a reason beside the line is the best place for an exception.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// # hadolint ignore=DL3006
    /// FROM debian
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001:10001
    /// ```
    ignore_comment = Allow, aliases: ["DL1001"], fixes: Never, Hook::Comments(check)
}

fn check(suppressions: &Suppressions<'_>, report: &mut Report<'_>) {
    for clause in suppressions.clauses().iter().filter(|clause| !clause.names.is_empty()) {
        report.add(
            Draft::new(clause.span, "a comment switches rules off")
                .label("an exception")
                .help("mend what the rule finds, or make the exception in the policy"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn every_place_and_reach() {
        insta::assert_snapshot!(findings(&super::RULE, "#hadolint ignore=DL3006\nARG A=1\n# hadolint stage ignore = DL3002\nFROM a:1\nRUN a \\\n  # hadolint ignore=DL3003\n  b\n# dockerspec: allow(root_user, reason = \"x\")\nUSER root\n# hadolint global ignore=DL3006,DL3007 # why\n"), @r#"
        1:11 `ignore=DL3006` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        3:12 `stage ignore = DL3002` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        6:14 `ignore=DL3003` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        8:15 `allow(root_user, reason = "x")` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        10:12 `global ignore=DL3006,DL3007` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        "#);
    }

    #[test]
    fn other_comments_are_silent() {
        assert_eq!(
            findings(
                &super::RULE,
                "# hadolint shell=bash\n# ignore=DL3006\n# see hadolint ignore=DL3006\n# dockerspec: allow()\nFROM a:1\n"
            ),
            ""
        );
    }
}
