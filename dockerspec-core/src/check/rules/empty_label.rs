use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels of the policy that have an empty value.
    ///
    /// ## Why is this bad?
    ///
    /// The image has the label that it must have, and the label says nothing.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.title=""
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
    /// {"labels": {"org.opencontainers.image.title": "text"}}
    /// ```
    empty_label = Warn, aliases: ["DL3051"], fixes: Never, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for (label, _) in file.known_labels(step).filter(|(label, _)| label.value.is_empty()) {
        let message = format!("the label `{}` is empty", label.key);
        report.add(Draft::new(label.span, message).label("no value").help("write what it should say"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings_with;
    use crate::check::{LabelType, Policy};

    #[test]
    fn labels_of_the_policy() {
        let labels = [("k".to_owned(), LabelType::Url)].into();
        let policy = Policy { labels, ..Policy::default() };
        let text = "FROM a:1\nLABEL other= k=\"\"\nLABEL k $K\n";
        insta::assert_snapshot!(findings_with(policy, &super::RULE, text), @r#"2:16 `""` no value: the label `k` is empty; help: write what it should say"#);
    }
}
