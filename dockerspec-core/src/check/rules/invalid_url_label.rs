use crate::check::LabelType;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels whose type in the policy is `url` and whose value is no absolute URI.
    ///
    /// ## Why is this bad?
    ///
    /// Programs make links of such labels.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.url="www.example.com/app"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.url="https://www.example.com/app"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"org.opencontainers.image.url": "url"}}
    /// ```
    ///
    /// ## References
    ///
    /// [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986)
    invalid_url_label = Warn, aliases: ["DL3052"], fixes: Never, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for label in file.labels_of_type(step, LabelType::Url) {
        if !is_uri(label.value) {
            let message = format!("the label `{}` has a value that is no URL", label.key);
            report.add(
                Draft::new(label.span, message)
                    .label("no URL")
                    .help("write it with its scheme, as in `https://example.com/app`"),
            );
        }
    }
}

/// Whether a text has a scheme, and behind it characters of a URI.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let authority = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && is_scheme
        && !rest.is_empty()
        && (authority != Some("") || scheme.eq_ignore_ascii_case("file"))
        && rest.bytes().all(|byte| matches!(byte, 0x21..=0x7e) && !br#""<>\^`{|}"#.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::is_uri;

    #[test]
    fn values() {
        for value in [
            "https://example.com",
            "http://a/b?c=d#e",
            "mailto:a@b.c",
            "urn:isbn:0",
            "file:///a",
            "ssh://git@example.com:22/a.git",
            "https://[::1]/",
        ] {
            assert!(is_uri(value), "{value}");
        }
        for value in [
            "",
            "x",
            "/a",
            "www.example.com",
            "https://",
            "https:",
            "1a:b",
            "://x",
            "https://a b",
            "https://ä",
            "https:///a",
        ] {
            assert!(!is_uri(value), "{value}");
        }
    }
}
