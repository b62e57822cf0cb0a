use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::check::suppression::{Form, Suppressions};

rule! {
    /// ## What it does
    ///
    /// Finds `allow(…)`, `allow_stage(…)` and `allow_file(…)` without a reason.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody can tell later whether it is still fine, so it stays for ever.
    ///
    /// The comments of other tools have no place for a reason, and are not asked for one.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// # dockerspec: allow(unpinned_base)
    /// FROM debian
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// # dockerspec: allow(unpinned_base, reason = "our mirror has one tag of each image")
    /// FROM debian
    /// USER 10001
    /// ```
    allow_without_reason = Warn, aliases: [], fixes: Never, Hook::Comments(check)
}

fn check(suppressions: &Suppressions<'_>, report: &mut Report<'_>) {
    for clause in suppressions.clauses() {
        if clause.form == Form::Ours && !clause.has_reason && !clause.names.is_empty() {
            report.add(
                Draft::new(clause.span, "nothing says why this is allowed")
                    .help("add the reason, as in `allow(rule, reason = \"…\")`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn blank_reasons_are_none() {
        insta::assert_snapshot!(findings(&super::RULE, "# dockerspec: allow_file(unpinned_base, reason = \" \") x\nFROM a\n"), @r#"1:15 `allow_file(unpinned_base, reason = " ")` : nothing says why this is allowed; help: add the reason, as in `allow(rule, reason = "…")`"#);
    }

    #[test]
    fn what_has_a_reason_or_no_place_for_one() {
        for comment in
            ["# dockerspec: allow(unpinned_base, reason = \"x\")", "# hadolint ignore=DL3006", "# dockerspec: allow("]
        {
            assert_eq!(findings(&super::RULE, &format!("{comment}\nFROM a\n")), "");
        }
    }
}
