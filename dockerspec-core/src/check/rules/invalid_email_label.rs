use crate::check::LabelType;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels whose type in the policy is `email` and whose value is no address for mail.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody can write to whoever is responsible.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL com.example.contact="Team <team@example.com>"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL com.example.contact="team@example.com"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"com.example.contact": "email"}}
    /// ```
    invalid_email_label = Warn, aliases: ["DL3058"], fixes: Sometimes, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for label in file.labels_of_type(step, LabelType::Email) {
        if !is_address(label.value) {
            let message = format!("the label `{}` has a value that is no address for mail", label.key);
            let meant = label.value.split_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
            let fix = meant.filter(|meant| is_address(meant)).and_then(|meant| label.with_value(meant));
            report.add(
                Draft::new(label.span, message)
                    .label("no address")
                    .help("write the address alone, as in `team@example.com`")
                    .fix_where("write the address alone", fix),
            );
        }
    }
}

/// Whether a text is an address, without the quotes and comments that nobody uses.
fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte) || !byte.is_ascii();
    let in_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || !byte.is_ascii();
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(in_name);
    let is_label =
        |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && part.bytes().all(in_host);
    name.split('.').all(is_part) && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn values() {
        for value in ["a@b.c", "team+x@example.com", "a@localhost", "first.last@xn--bcher-kva.example"] {
            assert!(is_address(value), "{value}");
        }
        for value in ["", "a", "a@", "@b", "a@b@c", "a@b c", "a..b@c", "a@b..c", "a@-b", "A <a@b.c>"] {
            assert!(!is_address(value), "{value}");
        }
    }
}
