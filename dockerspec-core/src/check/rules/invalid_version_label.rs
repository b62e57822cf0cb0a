use crate::check::LabelType;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels whose type in the policy is `semver` and whose value is no semantic version.
    ///
    /// ## Why is this bad?
    ///
    /// Programs that compare such labels cannot read them.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.version="v1.4.0"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.version="1.4.0"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"org.opencontainers.image.version": "semver"}}
    /// ```
    ///
    /// ## References
    ///
    /// [Semantic Versioning](https://semver.org)
    invalid_version_label = Warn, aliases: ["DL3056"], fixes: Sometimes, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for label in file.labels_of_type(step, LabelType::Semver) {
        if !is_version(label.value) {
            let message = format!("the label `{}` has a value that is no semantic version", label.key);
            let meant = label.value.strip_prefix(['v', 'V']).filter(|meant| is_version(meant));
            let fix = meant.and_then(|meant| label.with_value(meant));
            report.add(
                Draft::new(label.span, message)
                    .label("no semantic version")
                    .help("write three numbers, as in `1.4.0`, and nothing in front")
                    .fix_where("remove the `v`", fix),
            );
        }
    }
}

/// Whether a text is a version of Semantic Versioning 2.0.0.
fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, release) = text.split_once('-').map_or((text, None), |(core, release)| (core, Some(release)));
    let is_identifier =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_no_zero_in_front = |part: &str| part.len() == 1 || !part.starts_with('0');
    let is_number = |part: &str| !part.is_empty() && is_all_digits(part) && has_no_zero_in_front(part);
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && release.is_none_or(|release| {
            release.split('.').all(|part| is_identifier(part) && (!is_all_digits(part) || has_no_zero_in_front(part)))
        })
        && build.is_none_or(|build| build.split('.').all(is_identifier))
}

#[cfg(test)]
mod tests {
    use super::is_version;
    use crate::check::testing::findings_with;
    use crate::check::{LabelType, Policy};

    #[test]
    fn values() {
        for value in ["1.4.0", "0.0.0", "1.0.0-rc.1", "1.0.0-0a.-+build.01", "1.0.0+x-y"] {
            assert!(is_version(value), "{value}");
        }
        for value in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "v1.0.0",
            "01.0.0",
            "1.0.0-",
            "1.0.0-01",
            "1.0.0+",
            "1.0.0+a+b",
            "1.0.x",
            "1..0",
        ] {
            assert!(!is_version(value), "{value}");
        }
    }

    #[test]
    fn a_letter_in_front_is_removed() {
        let labels = [("k".to_owned(), LabelType::Semver)].into();
        let policy = Policy { labels, ..Policy::default() };
        insta::assert_snapshot!(findings_with(policy, &super::RULE, "FROM a:1\nLABEL k=v1.0.0\nLABEL k=v1\nLABEL k=$VERSION j=v1.0.0\n"), @r"
        2:9 `v1.0.0` no semantic version: the label `k` has a value that is no semantic version; help: write three numbers, as in `1.4.0`, and nothing in front; fix: remove the `v` -> LABEL k=1.0.0
        3:9 `v1` no semantic version: the label `k` has a value that is no semantic version; help: write three numbers, as in `1.4.0`, and nothing in front
        ");
    }
}
