use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Label};
use crate::finding::Replacement;
use crate::render::spelled;

rule! {
    /// ## What it does
    ///
    /// Finds MAINTAINER.
    ///
    /// ## Why is this bad?
    ///
    /// It is deprecated. A label says the same, and tools show labels.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// MAINTAINER Jane Doe <jane@example.com>
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.authors="Jane Doe <jane@example.com>"
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [MaintainerDeprecated](https://docs.docker.com/reference/build-checks/maintainer-deprecated/)
    /// - [Annotations of images](https://github.com/opencontainers/image-spec/blob/main/annotations.md)
    maintainer = Warn, aliases: ["DL4000", "MaintainerDeprecated"], fixes: Sometimes, Hook::Step(&["MAINTAINER"], check)
}

fn check(_: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Instruction::Maintainer(maintainer) = step.instruction else { return };
    let draft = Draft::new(step.keyword(), "MAINTAINER is deprecated")
        .label("a deprecated instruction")
        .help("say it in the label `org.opencontainers.image.authors`");
    let label = Label::new("org.opencontainers.image.authors", maintainer.author.clone().into_owned());
    report.add(match spelled(&label) {
        Some(label) => draft.fix("make it a label", [Replacement::new(step.span(), label)]),
        None => draft,
    });
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn the_label_says_exactly_what_was_said() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nMAINTAINER \"J\" $x \\\n\\ y\n"), @r#"2:1 `MAINTAINER` a deprecated instruction: MAINTAINER is deprecated; help: say it in the label `org.opencontainers.image.authors`; fix: make it a label -> LABEL org.opencontainers.image.authors="\"J\" \$x \\ y""#);
    }
}
