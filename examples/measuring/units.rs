//! Numbers as people read them.

use std::time::Duration;

use dockerspec::Extent;

/// `98 MB`: in units of 1000.
pub(super) fn bytes(bytes: u64) -> String {
    Extent { files: 1, bytes }.size()
}

/// `134 s`, `46.2 s`, `0.64 s`.
pub(super) fn seconds(time: Duration) -> String {
    format!("{} s", three_digits(time.as_secs_f64()))
}

/// `6.45×`, `35.9×`.
pub(super) fn times(ratio: f64) -> String {
    format!("{}×", three_digits(ratio))
}

/// At most three digits, two of them behind the point.
fn three_digits(value: f64) -> String {
    match value {
        _ if value >= 99.95 => format!("{value:.0}"),
        _ if value >= 9.995 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_digits_as_count() {
        let of = |milliseconds| seconds(Duration::from_millis(milliseconds));
        assert_eq!(
            [0, 643, 9_994, 9_996, 46_249, 99_960, 134_400].map(of),
            ["0.00 s", "0.64 s", "9.99 s", "10.0 s", "46.2 s", "100 s", "134 s"]
        );
        assert_eq!([times(6.447), times(35.94), times(1.0)], ["6.45×", "35.9×", "1.00×"]);
        assert_eq!([bytes(98_300_000), bytes(1_800_000)], ["98 MB", "1.8 MB"]);
    }
}
