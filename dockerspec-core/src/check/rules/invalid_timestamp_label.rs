use crate::check::LabelType;
use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds labels whose type in the policy is `rfc3339` and whose value is no date with a time as in RFC 3339.
    ///
    /// ## Why is this bad?
    ///
    /// Programs that compare such labels cannot read them.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.created="2026-03-10 10:26:33Z"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.created="2026-03-10T10:26:33Z"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"labels": {"org.opencontainers.image.created": "rfc3339"}}
    /// ```
    ///
    /// ## References
    ///
    /// [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)
    invalid_timestamp_label = Warn, aliases: ["DL3053"], fixes: Sometimes, Hook::Step(&["LABEL"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    for label in file.labels_of_type(step, LabelType::Rfc3339) {
        if !is_timestamp(label.value) {
            let message = format!("the label `{}` has a value that is no timestamp", label.key);
            let meant = label.value.replacen(' ', "T", 1).replacen(' ', "", 1);
            let fix = if is_timestamp(&meant) { label.with_value(&meant) } else { None };
            report.add(
                Draft::new(label.span, message)
                    .label("no timestamp")
                    .help("write it as in `2026-03-10T10:26:33Z`")
                    .fix_where(format!("write `{meant}`"), fix),
            );
        }
    }
}

/// Whether a text is a `date-time`.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |pattern: &[u8], bytes: &[u8]| {
        pattern.iter().zip(bytes).all(|(pattern, byte)| match pattern {
            b'0' => byte.is_ascii_digit(),
            pattern => pattern.eq_ignore_ascii_case(byte),
        })
    };
    let Some((moment, rest)) = bytes.split_at_checked(19) else { return false };
    if !fits(b"0000-00-00T00:00:00", moment) {
        return false;
    }
    let number =
        |range: std::ops::Range<usize>| -> u32 { text.get(range).and_then(|text| text.parse().ok()).unwrap_or(99) };
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    // The second 60 is a leap second.
    if !(1..=last).contains(&day) || number(11..13) > 23 || number(14..16) > 59 || number(17..19) > 60 {
        return false;
    }
    let fraction = rest.strip_prefix(b".").map(|rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let offset = match fraction {
        Some(0) => return false,
        Some(digits) => &rest[1 + digits..],
        None => rest,
    };
    match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', offset @ ..] if offset.len() == 5 && fits(b"00:00", offset) => {
            let at = text.len() - 5;
            number(at..at + 2) <= 23 && number(at + 3..at + 5) <= 59
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;
    use crate::check::testing::findings_with;
    use crate::check::{LabelType, Policy};

    #[test]
    fn values() {
        for value in [
            "2026-03-10T10:26:33Z",
            "2026-03-10t10:26:33.123z",
            "2024-02-29T23:59:60+05:30",
            "2000-02-29T00:00:00-00:00",
        ] {
            assert!(is_timestamp(value), "{value}");
        }
        for value in [
            "",
            "2026-03-10",
            "2026-03-10 10:26:33Z",
            "2026-03-10T10:26:33",
            "2026-13-10T10:26:33Z",
            "2026-02-29T10:26:33Z",
            "1900-02-29T00:00:00Z",
            "2026-03-00T10:26:33Z",
            "2026-03-10T24:00:00Z",
            "2026-03-10T10:26:33.Z",
            "2026-03-10T10:26:33+0100",
            "2026-03-10T10:26:33+01:60",
            "2026-03-10T10:26:33ZZ",
            "2026-03-10T10:26:3äZ",
        ] {
            assert!(!is_timestamp(value), "{value}");
        }
    }

    #[test]
    fn a_blank_is_mended() {
        let labels = [("k".to_owned(), LabelType::Rfc3339)].into();
        let policy = Policy { labels, ..Policy::default() };
        insta::assert_snapshot!(findings_with(policy, &super::RULE, "FROM a:1\nLABEL k=\"2026-03-10 10:26:33 +01:00\"\nLABEL k='2026-03-10 10:26:33Z'\nLABEL k=2026-03-10\nLABEL k=$WHEN\n"), @r#"
        2:9 `"2026-03-10 10:26:33 +01:00"` no timestamp: the label `k` has a value that is no timestamp; help: write it as in `2026-03-10T10:26:33Z`; fix: write `2026-03-10T10:26:33+01:00` -> LABEL k="2026-03-10T10:26:33+01:00"
        3:9 `'2026-03-10 10:26:33Z'` no timestamp: the label `k` has a value that is no timestamp; help: write it as in `2026-03-10T10:26:33Z`; fix: write `2026-03-10T10:26:33Z` -> LABEL k='2026-03-10T10:26:33Z'
        4:9 `2026-03-10` no timestamp: the label `k` has a value that is no timestamp; help: write it as in `2026-03-10T10:26:33Z`
        "#);
    }
}
