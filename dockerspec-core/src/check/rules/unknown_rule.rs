use crate::check::policy::{nearest_rule, way_out};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::check::suppression::{Form, Suppressions};
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds names in `allow(…)` that no rule has.
    ///
    /// ## Why is this bad?
    ///
    /// Nothing is allowed by it.
    ///
    /// Codes in the comments of other tools may be of rules that only those have.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// # dockerspec: allow(unpined_base, reason = "our mirror has one tag of each image")
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
    unknown_rule = Warn, aliases: [], fixes: Sometimes, Hook::Comments(check)
}

fn check(suppressions: &Suppressions<'_>, report: &mut Report<'_>) {
    for name in suppressions.names() {
        if name.rule.is_some() || suppressions.clause(name).form != Form::Ours {
            continue;
        }
        let nearest = nearest_rule(name.text);
        let help = way_out(nearest);
        let draft = Draft::new(name.span, format!("`{}` is not a rule", name.text)).help(help.clone());
        report.add(match nearest {
            Some(nearest) => draft.fix(help, [Replacement::new(name.span, nearest)]),
            None => draft,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn names_and_codes() {
        insta::assert_snapshot!(findings(&super::RULE, "# dockerspec: allow(unpined_base, DL9999, Dl3006, no_such_thing)\nFROM a\n"), @r"
        1:21 `unpined_base` : `unpined_base` is not a rule; help: write `unpinned_base`; fix: write `unpinned_base` -> # dockerspec: allow(unpinned_base, DL9999, Dl3006, no_such_thing)
        1:35 `DL9999` : `DL9999` is not a rule; help: `check::rules()` and docs/rules.md list them
        1:51 `no_such_thing` : `no_such_thing` is not a rule; help: `check::rules()` and docs/rules.md list them
        ");
        insta::assert_snapshot!(findings(&super::RULE, "# hadolint ignore=DL9999,SC2086\nFROM a\n"), @"");
    }
}
