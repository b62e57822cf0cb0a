use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Comment, Instruction};
use crate::parse::Place;

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
    ignore_comment = Allow, aliases: ["DL1001"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let mut look = |comment: &Comment<'_>, place: Option<Place<'_>>| {
        if let Some(place) = place.filter(|_| switches_off(&comment.text)) {
            report.add(
                Draft::new(place.span(), "a comment switches rules off")
                    .label("an exception")
                    .help("mend what the rule finds, or make the exception in the policy"),
            );
        }
    };
    for (number, instruction) in file.dockerfile.preamble.iter().enumerate() {
        if let Instruction::Comment(comment) = instruction {
            look(comment, file.map.preamble(number));
        }
    }
    for stage in &file.stages {
        for (number, comment) in stage.stage.comments.iter().enumerate() {
            look(comment, file.map.comment(stage.number, number));
        }
        for step in &stage.steps {
            if let Instruction::Comment(comment) = step.instruction {
                look(comment, Some(step.place));
            }
        }
    }
}

/// Whether a comment switches rules off.
fn switches_off(text: &str) -> bool {
    let text = text.trim_ascii_start();
    if let Some(rest) = text.strip_prefix("dockerspec:") {
        return rest.trim_ascii_start().starts_with("allow");
    }
    let Some(rest) = text.strip_prefix("hadolint").filter(|rest| rest.starts_with([' ', '\t'])) else { return false };
    let rest = rest.trim_ascii_start();
    let reach = ["global", "stage"].iter().find_map(|reach| rest.strip_prefix(reach));
    let rest = reach.unwrap_or(rest).trim_ascii_start();
    rest.strip_prefix("ignore").is_some_and(|rest| rest.trim_ascii_start().starts_with('='))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn every_place_and_reach() {
        insta::assert_snapshot!(findings(&super::RULE, "#hadolint ignore=DL3006\nARG A=1\n# hadolint stage ignore = DL3002\nFROM a:1\nRUN a \\\n  # hadolint ignore=DL3003\n  b\n# dockerspec: allow(root_user, reason = \"x\")\nUSER root\n# hadolint global ignore=DL3006,DL3007 # why\n"), @r#"
        1:1 `#hadolint ignore=DL3006` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        3:1 `# hadolint stage ignore = DL3002` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        8:1 `# dockerspec: allow(root_user, reason = "x")` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        10:1 `# hadolint global ignore=DL3006,DL3007 # why` an exception: a comment switches rules off; help: mend what the rule finds, or make the exception in the policy
        "#);
    }

    #[test]
    fn other_comments_are_silent() {
        assert_eq!(
            findings(
                &super::RULE,
                "# hadolint shell=bash\n# hadolint ignored\n# ignore=DL3006\n# see hadolint ignore=DL3006\nFROM a:1\n"
            ),
            ""
        );
    }
}
