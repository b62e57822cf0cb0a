use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::check::suppression::Suppressions;
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds rules in `allow(…)` and `hadolint ignore=…` that find nothing there.
    ///
    /// ## Why is this bad?
    ///
    /// It outlived what it was for, or stands at the wrong place, and will hide the next finding of the rule.
    ///
    /// Rules that are off are not looked for, and codes that no rule has are left to other tools. Nothing is said of a
    /// file with errors.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// # dockerspec: allow(unpinned_base, reason = "our mirror has one tag of each image")
    /// FROM debian:13-slim
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001
    /// ```
    unused_allow = Warn, aliases: [], fixes: Always, Hook::Comments(check)
}

fn check(suppressions: &Suppressions<'_>, report: &mut Report<'_>) {
    for (number, name) in suppressions.unused() {
        let rule = name.rule.map_or(name.text, |rule| rule.name);
        let called = if rule == name.text { String::new() } else { format!(", which is `{rule}`,") };
        report.add(
            Draft::new(name.span, format!("`{}`{called} finds nothing here", name.text))
                .help("remove it")
                .fix("remove it", [Replacement::new(suppressions.removal(number), "")]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn names_are_taken_out_one_by_one() {
        insta::assert_snapshot!(findings(&super::RULE, "# dockerspec: allow(unused_allow, unknown_rule, malformed_allow, reason = \"x\")\nFROM a:1\n"), @"");
    }
}
