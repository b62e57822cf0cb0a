use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::nearest;

rule! {
    /// ## What it does
    ///
    /// Finds labels that are not among the `labels` of the policy, where that says `strict_labels`.
    ///
    /// ## Why is this bad?
    ///
    /// What nobody agreed on, no program reads; and a label with a wrong letter is one of those.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.titel="app"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.title="app"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"org.opencontainers.image.title": "text"}, "strict_labels": true}
    /// ```
    unknown_label = Warn, aliases: ["DL3050"], fixes: Sometimes, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Instruction::Label(label) = step.instruction else { return };
    if !file.policy.strict_labels {
        return;
    }
    let known = &file.policy.labels;
    for (number, pair) in label.pairs.iter().enumerate() {
        let Some(key) = pair.key.as_literal().filter(|key| !known.contains_key(*key)) else { continue };
        let span = step.word(2 * number);
        let draft = Draft::new(span, format!("the policy has no label `{key}`")).label("an unknown label");
        let meant = nearest(key, known.keys().map(String::as_str));
        report.add(match meant {
            Some(meant) if file.source[span.range()] == *key => draft
                .help(format!("write `{meant}`, or add it to the policy"))
                .fix(format!("write `{meant}`"), [Replacement::new(span, meant.to_owned())]),
            _ => draft.help("remove it, or add it to the policy"),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings_with;
    use crate::check::{LabelType, Policy};

    #[test]
    fn only_strict_policies() {
        let labels = [("vendor".to_owned(), LabelType::Text)].into();
        let policy = Policy { labels, strict_labels: true, ..Policy::default() };
        let text = "FROM a:1\nLABEL vendor=1 vendro=2 \"vendo\"=3 other=4 $X=5\n";
        insta::assert_snapshot!(findings_with(policy.clone(), &super::RULE, text), @r#"
        2:16 `vendro` an unknown label: the policy has no label `vendro`; help: write `vendor`, or add it to the policy; fix: write `vendor` -> LABEL vendor=1 vendor=2 "vendo"=3 other=4 $X=5
        2:25 `"vendo"` an unknown label: the policy has no label `vendo`; help: remove it, or add it to the policy
        2:35 `other` an unknown label: the policy has no label `other`; help: remove it, or add it to the policy
        "#);
        assert_eq!(findings_with(Policy { strict_labels: false, ..policy }, &super::RULE, text), "");
    }
}
