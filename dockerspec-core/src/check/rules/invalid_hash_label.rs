use crate::check::LabelType;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels whose type in the policy is `hash` and whose value is no hash of a git commit: 7 to 40, or 64 of the
    /// digits `0` to `9` and `a` to `f`.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody finds the sources of the image by such a label.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.revision="43C572F1"
    /// USER 10001:10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.revision="main"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.revision="43c572f1"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"org.opencontainers.image.revision": "hash"}}
    /// ```
    invalid_hash_label = Warn, aliases: ["DL3055"], fixes: Sometimes, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for label in file.labels_of_type(step, LabelType::Hash) {
        if !is_hash(label.value) {
            let message = format!("the label `{}` has a value that is no hash of a commit", label.key);
            let meant = label.value.to_ascii_lowercase();
            let fix = if is_hash(&meant) { label.with_value(&meant) } else { None };
            report.add(
                Draft::new(label.span, message)
                    .label("no hash")
                    .help("write what `git rev-parse HEAD` shows")
                    .fix_where("write it in lower case", fix),
            );
        }
    }
}

/// Whether a text is a hash of git, whole, as SHA-1 or SHA-256, or as short as git shortens it.
fn is_hash(text: &str) -> bool {
    matches!(text.len(), 7..=40 | 64) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::is_hash;

    #[test]
    fn values() {
        for value in [
            "43c572f",
            "43c572f1",
            "43c572f1272b6b3171dd1db9e41b7027128ce080",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert!(is_hash(value), "{value}");
        }
        for value in ["", "43c572", "43C572F", "43c572g", "43c572f1272b6b3171dd1db9e41b7027128ce0801"] {
            assert!(!is_hash(value), "{value}");
        }
    }
}
