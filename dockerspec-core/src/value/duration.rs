//! Spans of time.

use std::fmt;
use std::time;

use super::{ValueError, ValueKind};

/// A span of time of `HEALTHCHECK`: 0, which means the engine's default, or at least one millisecond.
///
/// The syntax is that of Go's `time.ParseDuration`: numbers with a unit each, `h`, `m`, `s`, `ms`, `us` or `ns`.
///
/// ```
/// # use dockerspec_core::value::Duration;
/// assert_eq!(Duration::parse("90m")?.to_string(), "1h30m");
/// assert_eq!(Duration::parse("1.5s")?, Duration::from_millis(1500));
/// assert_eq!(Duration::parse("5").unwrap_err().correction(), "write `5s`");
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

from_text!(Duration, parse);

impl Duration {
    /// No time, which BuildKit stores as "the engine's default".
    ///
    /// ```
    /// # use dockerspec_core::value::Duration;
    /// assert_eq!(Duration::ZERO.to_string(), "0s");
    /// ```
    pub const ZERO: Self = Self(0);

    /// The longest span, about 292 years.
    ///
    /// ```
    /// # use dockerspec_core::value::Duration;
    /// assert_eq!(Duration::MAX.as_nanos(), i64::MAX as u64);
    /// ```
    pub const MAX: Self = Self(LONGEST);

    /// Whole milliseconds, at most [`MAX`](Self::MAX).
    pub const fn from_millis(milliseconds: u64) -> Self {
        Self::saturated(milliseconds, MILLISECOND)
    }

    /// Whole seconds, at most [`MAX`](Self::MAX).
    ///
    /// ```
    /// # use dockerspec_core::value::Duration;
    /// const INTERVAL: Duration = Duration::from_secs(30);
    /// assert_eq!(INTERVAL.to_string(), "30s");
    /// ```
    pub const fn from_secs(seconds: u64) -> Self {
        Self::saturated(seconds, SECOND)
    }

    /// Whole minutes, at most [`MAX`](Self::MAX).
    pub const fn from_mins(minutes: u64) -> Self {
        Self::saturated(minutes, MINUTE)
    }

    /// Whole hours, at most [`MAX`](Self::MAX).
    pub const fn from_hours(hours: u64) -> Self {
        Self::saturated(hours, HOUR)
    }

    /// A number of nanoseconds.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] below one millisecond (but for 0), and above [`MAX`](Self::MAX).
    pub fn from_nanos(nanoseconds: u64) -> Result<Self, ValueError> {
        Self::checked(nanoseconds).ok_or_else(|| {
            let text = if nanoseconds > LONGEST { format!("{nanoseconds}ns") } else { written(nanoseconds) };
            out_of_range(&text, nanoseconds > LONGEST)
        })
    }

    /// The number of nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Whether this is 0, the engine's default.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads numbers with a unit each, such as `1h30m`, or a bare `0`.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` has another form, is negative, below one millisecond, or above [`MAX`](Self::MAX).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        match nanoseconds(text.strip_prefix('+').unwrap_or(text)) {
            Ok(nanoseconds) => Self::checked(nanoseconds).ok_or_else(|| out_of_range(text, nanoseconds > LONGEST)),
            Err(Fault::TooLong) => Err(out_of_range(text, true)),
            Err(Fault::Form) => Err(refused(text)),
        }
    }

    const fn checked(nanoseconds: u64) -> Option<Self> {
        if (nanoseconds > 0 && nanoseconds < MILLISECOND) || nanoseconds > LONGEST {
            None
        } else {
            Some(Self(nanoseconds))
        }
    }

    const fn saturated(number: u64, unit: u64) -> Self {
        let nanoseconds = number.saturating_mul(unit);
        Self(if nanoseconds > LONGEST { LONGEST } else { nanoseconds })
    }
}

impl fmt::Display for Duration {
    /// Writes whole units, the greatest first: `1h30m`, `1m500ms`, `0s`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return formatter.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, name) in UNITS {
            if rest >= unit {
                write!(formatter, "{}{name}", rest / unit)?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

impl TryFrom<time::Duration> for Duration {
    type Error = ValueError;

    fn try_from(duration: time::Duration) -> Result<Self, Self::Error> {
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        if nanoseconds > LONGEST {
            return Err(out_of_range(&format!("{}s", duration.as_secs()), true));
        }
        Self::from_nanos(nanoseconds)
    }
}

impl From<Duration> for time::Duration {
    fn from(duration: Duration) -> Self {
        Self::from_nanos(duration.0)
    }
}

const MICROSECOND: u64 = 1_000;
const MILLISECOND: u64 = 1_000 * MICROSECOND;
const SECOND: u64 = 1_000 * MILLISECOND;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// What Go's signed 64 bits hold.
const LONGEST: u64 = i64::MAX.unsigned_abs();

const UNITS: [(u64, &str); 6] =
    [(HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (MILLISECOND, "ms"), (MICROSECOND, "us"), (1, "ns")];

enum Fault {
    Form,
    TooLong,
}

/// The nanoseconds that `text` says, without a sign.
fn nanoseconds(text: &str) -> Result<u64, Fault> {
    if text == "0" {
        return Ok(0);
    }
    let (mut total, mut rest): (u64, _) = (0, text);
    loop {
        let (whole, after) = digits(rest);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => digits(after),
            None => ("", after),
        };
        let unit_end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
        let (name, after) = after.split_at(unit_end);
        let unit = UNITS.iter().find(|(_, known)| *known == name).ok_or(Fault::Form)?.0;
        if whole.is_empty() && fraction.is_empty() {
            return Err(Fault::Form);
        }
        let whole = if whole.is_empty() { 0 } else { whole.parse::<u64>().map_err(|_| Fault::TooLong)? };
        let nanoseconds = whole.checked_mul(unit).and_then(|whole| whole.checked_add(part_of(unit, fraction)));
        total = nanoseconds.and_then(|nanoseconds| total.checked_add(nanoseconds)).ok_or(Fault::TooLong)?;
        if after.is_empty() {
            return Ok(total);
        }
        rest = after;
    }
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// The nanoseconds in the decimal `fraction` of `unit`, with the rounding of Go's floating-point numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the result is below `unit`, and its rounding is the purpose"
)]
fn part_of(unit: u64, fraction: &str) -> u64 {
    let (mut digits, mut scale): (u64, f64) = (0, 1.0);
    for byte in fraction.bytes() {
        // Go, too, leaves out the digits that its 63 bits cannot hold.
        if digits > LONGEST / 10 {
            break;
        }
        digits = digits * 10 + u64::from(byte - b'0');
        scale *= 10.0;
    }
    (digits as f64 * (unit as f64 / scale)) as u64
}

fn written(nanoseconds: u64) -> String {
    Duration(nanoseconds).to_string()
}

#[cold]
fn out_of_range(text: &str, is_long: bool) -> ValueError {
    let (expected, correction) = if is_long {
        ("at most 2562047h (292 years)", "write fewer hours, as in `24h`")
    } else {
        ("0, or at least one millisecond", "write `1ms`, or `0s` for the engine's default")
    };
    ValueError::new(ValueKind::Duration, text, expected, correction)
}

#[cold]
fn refused(text: &str) -> ValueError {
    let corrected = |text: String| match nanoseconds(&text).map(Duration::checked) {
        Ok(Some(_)) if text.len() <= 60 => format!("write `{text}`"),
        _ => "write it as in `30s` or `1h30m`".to_owned(),
    };
    let (expected, correction) = if text.is_empty() {
        ("a number and a unit, as in `30s`, not nothing", corrected(String::new()))
    } else if let Some(positive) = text.strip_prefix('-') {
        ("a span that is not negative", corrected(positive.to_owned()))
    } else if text.contains(['µ', 'μ']) {
        ("`us` for microseconds, since flags cannot hold `µ`", corrected(text.replace(['µ', 'μ'], "u")))
    } else if text.contains(char::is_whitespace) {
        ("numbers and units without blanks", corrected(text.split_whitespace().collect()))
    } else if let Some((expected, corrected)) = in_hours(text) {
        (expected, format!("write `{corrected}`"))
    } else if text.ends_with(|last: char| last.is_ascii_digit() || last == '.') {
        ("a unit after every number: `h`, `m`, `s`, `ms`, `us` or `ns`", corrected(format!("{text}s")))
    } else {
        ("numbers with a unit each: `h`, `m`, `s`, `ms`, `us` or `ns`", corrected(text.to_ascii_lowercase()))
    };
    ValueError::new(ValueKind::Duration, text, expected, correction)
}

/// `text` with its days or weeks, the first of its units, as hours.
fn in_hours(text: &str) -> Option<(&'static str, Duration)> {
    let (number, after) = digits(text);
    let (hours, rest) = match after.strip_prefix('d') {
        Some(rest) => (24, rest),
        None => (7 * 24, after.strip_prefix('w')?),
    };
    let hours = number.parse::<u64>().ok()?.checked_mul(hours)?.checked_mul(HOUR)?;
    let rest = if rest.is_empty() { 0 } else { nanoseconds(rest).ok()? };
    Some(("hours instead of days or weeks", Duration::checked(hours.checked_add(rest)?)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn spans_have_one_written_form() {
        for (text, written) in [
            ("0", "0s"),
            ("+0", "0s"),
            ("0h0m", "0s"),
            ("30s", "30s"),
            ("+30s", "30s"),
            ("90s", "1m30s"),
            ("1m0.5s", "1m500ms"),
            (".5s", "500ms"),
            ("1.s", "1s"),
            ("1s1s", "2s"),
            ("1s1h", "1h1s"),
            ("1.5h", "1h30m"),
            ("1000us", "1ms"),
            ("1000000ns", "1ms"),
            ("1.0000005s", "1s500ns"),
            ("0.00000000000000000001h1s", "1s"),
            ("2562047h47m16.854775807s", "2562047h47m16s854ms775us807ns"),
        ] {
            assert_eq!(Duration::parse(text).unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn each_message_says_what_is_wrong() {
        for (text, correction) in [
            ("5", "write `5s`"),
            ("1m5", "write `1m5s`"),
            ("-5s", "write `5s`"),
            ("1500µs", "write `1500us`"),
            ("1500μs", "write `1500us`"),
            ("1d", "write `24h`"),
            ("1d12h", "write `36h`"),
            ("2w", "write `336h`"),
            ("1h 30m", "write `1h30m`"),
            ("1H", "write `1h`"),
            ("1us", "write `1ms`, or `0s` for the engine's default"),
            ("2562048h", "write fewer hours, as in `24h`"),
            ("99999999999999999999h", "write fewer hours, as in `24h`"),
            ("", "write it as in `30s` or `1h30m`"),
            ("s", "write it as in `30s` or `1h30m`"),
            (".s", "write it as in `30s` or `1h30m`"),
            ("1sec", "write it as in `30s` or `1h30m`"),
            ("--5s", "write it as in `30s` or `1h30m`"),
            ("+-5s", "write it as in `30s` or `1h30m`"),
            ("1..5s", "write it as in `30s` or `1h30m`"),
        ] {
            assert_eq!(Duration::parse(text).unwrap_err().correction(), correction, "{text}");
            assert_corrections::<Duration>(&[text]);
        }
    }

    #[test]
    fn the_standard_type_converts() {
        assert_eq!(Duration::try_from(time::Duration::from_secs(90)).unwrap(), Duration::from_secs(90));
        assert!(Duration::try_from(time::Duration::from_nanos(1)).is_err());
        assert!(Duration::try_from(time::Duration::MAX).is_err());
        assert_eq!(time::Duration::from(Duration::from_mins(2)).as_secs(), 120);
    }

    #[test]
    fn constructors_stop_at_the_longest() {
        assert_eq!(Duration::from_hours(u64::MAX), Duration::MAX);
        assert_eq!(Duration::from_nanos(LONGEST).unwrap(), Duration::MAX);
        assert!(Duration::from_nanos(LONGEST + 1).is_err());
        assert!(Duration::from_nanos(MILLISECOND - 1).is_err());
    }

    proptest! {
        #[test]
        fn display_and_parse_agree(nanoseconds in MILLISECOND..=LONGEST) {
            let duration = Duration::from_nanos(nanoseconds).unwrap();
            prop_assert_eq!(Duration::parse(&duration.to_string()).unwrap(), duration);
        }

        #[test]
        fn any_text_is_answered(text in "[0-9.hmsdµ+ -]{0,10}") {
            if Duration::parse(&text).is_err() {
                assert_corrections::<Duration>(&[&text]);
            }
        }
    }
}
