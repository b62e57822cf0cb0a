use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;

rule! {
    /// ## What it does
    ///
    /// Finds images that lack a label of the policy. An image is the last stage, and any other stage that no stage uses;
    /// what it is built on in the same file may have the label.
    ///
    /// ## Why is this bad?
    ///
    /// Who looks at the image later does not see what every image should say.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
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
    missing_label = Warn, aliases: ["DL3049"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if file.policy.labels.is_empty() || !stage.is_image() {
        return;
    }
    let pairs = || {
        file.ancestry(stage).flat_map(|stage| &stage.steps).filter(|step| !step.is_trigger).flat_map(|step| match step
            .instruction
        {
            Instruction::Label(label) => label.pairs.as_slice(),
            _ => &[],
        })
    };
    // A key that is a variable could be any.
    if pairs().any(|pair| pair.key.as_literal().is_none()) {
        return;
    }
    for key in file.policy.labels.keys() {
        if !pairs().any(|pair| pair.key.as_literal() == Some(key)) {
            report.add(
                Draft::new(stage.place.span(), format!("the image has no label `{key}`"))
                    .label("an image without it")
                    .help(format!("add `LABEL {key}=…`")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings_with;
    use crate::check::{LabelType, Policy};

    fn found(text: &str) -> String {
        let labels = [("a".to_owned(), LabelType::Text), ("b".to_owned(), LabelType::Text)].into();
        findings_with(Policy { labels, ..Policy::default() }, &super::RULE, text)
    }

    #[test]
    fn images_and_not_what_they_are_made_with() {
        insta::assert_snapshot!(found("FROM a:1 AS build\nFROM a:1 AS other\nFROM b:1 AS base\nLABEL a=1\nFROM base\nCOPY --from=0 /a /a\nONBUILD LABEL b=1\n"), @r"
        2:1 `FROM a:1 AS other` an image without it: the image has no label `a`; help: add `LABEL a=…`
        2:1 `FROM a:1 AS other` an image without it: the image has no label `b`; help: add `LABEL b=…`
        5:1 `FROM base` an image without it: the image has no label `b`; help: add `LABEL b=…`
        ");
    }

    #[test]
    fn what_is_there_is_silent() {
        assert_eq!(found("FROM a:1 AS base\nLABEL a=1\nFROM base\nLABEL b=$B\n"), "");
        assert_eq!(found("FROM a:1\nLABEL $KEY=1\n"), "");
    }
}
