use crate::check::LabelType;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::licenses;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels whose type in the policy is `spdx` and whose value is no license expression of SPDX.
    ///
    /// ## Why is this bad?
    ///
    /// Programs that collect licenses cannot read it, and the license counts as unknown.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.licenses="GPL-3.0"
    /// USER 10001:10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.licenses="Proprietary"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.licenses="GPL-3.0-only OR MIT"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"org.opencontainers.image.licenses": "spdx"}}
    /// ```
    ///
    /// ## References
    ///
    /// [License expressions](https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/)
    invalid_license_label = Warn, aliases: ["DL3054"], fixes: Sometimes, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for label in file.labels_of_type(step, LabelType::Spdx) {
        if let Err(problem) = licenses::check(label.value) {
            let message = format!("the label `{}` is no license expression: {}", label.key, problem.message);
            let fix = problem.corrected.as_deref().and_then(|meant| label.with_value(meant));
            report.add(
                Draft::new(label.span, message)
                    .label("no license expression")
                    .help("write names of https://spdx.org/licenses, or `LicenseRef-` and a name of your own")
                    .fix_where("write the names of SPDX", fix),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings_with;
    use crate::check::{LabelType, Policy};

    #[test]
    fn expressions() {
        let labels = [("k".to_owned(), LabelType::Spdx)].into();
        let policy = Policy { labels, ..Policy::default() };
        let text = "FROM a:1\nLABEL k=\"MIT OR Apache-2.0\"\nLABEL k=mit\nLABEL k='Foo OR mit'\nLABEL k=$LICENSE\n";
        insta::assert_snapshot!(findings_with(policy, &super::RULE, text), @r"
        3:9 `mit` no license expression: the label `k` is no license expression: `mit` is spelled otherwise, write `MIT`; help: write names of https://spdx.org/licenses, or `LicenseRef-` and a name of your own; fix: write the names of SPDX -> LABEL k=MIT
        4:9 `'Foo OR mit'` no license expression: the label `k` is no license expression: `Foo` is no license that SPDX knows; help: write names of https://spdx.org/licenses, or `LicenseRef-` and a name of your own
        ");
    }
}
