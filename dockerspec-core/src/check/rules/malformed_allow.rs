use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::check::suppression::Suppressions;

rule! {
    /// ## What it does
    ///
    /// Finds comments that begin with `dockerspec:` and go on with something that is not understood.
    ///
    /// ## Why is this bad?
    ///
    /// What it was meant to allow is not allowed, or not all of it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// # dockerspec: allow(unpinned_base, reason = one tag of each image)
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
    malformed_allow = Warn, aliases: [], fixes: Never, Hook::Comments(check)
}

fn check(suppressions: &Suppressions<'_>, report: &mut Report<'_>) {
    for malformed in suppressions.malformed() {
        report.add(
            Draft::new(malformed.span, format!("expected {}", malformed.expected))
                .help("write `allow(rule, reason = \"…\")`, with commas between several rules"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn the_place_is_where_reading_ends() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nRUN a && \\\n  # dockerspec: allow(x; y)\n  b\n"), @r#"3:24 `;` : expected `,` or `)`; help: write `allow(rule, reason = "…")`, with commas between several rules"#);
        insta::assert_snapshot!(findings(&super::RULE, "# dockerspec: ignore(x)\nFROM a:1\n"), @r#"1:15 `ignore(x)` : expected `allow(…)`, `allow_stage(…)` or `allow_file(…)`; help: write `allow(rule, reason = "…")`, with commas between several rules"#);
    }
}
