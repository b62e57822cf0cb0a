//! Numbers of bytes.

use std::borrow::Cow;
use std::fmt;

use super::{ValueError, ValueKind};

/// A number of bytes, as `--mount=type=tmpfs,size=…` takes it: `64m`, `1.5GiB`, `1024`.
///
/// Units are powers of 1024 in any case: `b`, `k`, `m`, `g`, `t` and `p`, the latter with `b` or `ib` behind them at
/// will. The grammar is that of `RAMInBytes` in [docker/go-units][grammar].
///
/// ```
/// # use dockerspec_core::value::Size;
/// assert_eq!(Size::parse("1.5GiB")?, Size::mib(1536));
/// assert_eq!(Size::parse("10kb")?.to_string(), "10k");
/// assert_eq!(Size::bytes(1000).to_string(), "1000");
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
///
/// [grammar]: https://pkg.go.dev/github.com/docker/go-units#RAMInBytes
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(u64);

from_text!(Size, parse, text_or_number);

impl Size {
    /// The greatest size, which is what Go's signed 64 bits hold.
    ///
    /// ```
    /// # use dockerspec_core::value::Size;
    /// assert_eq!(Size::MAX.get(), i64::MAX as u64);
    /// ```
    pub const MAX: Self = Self(GREATEST);

    /// Bytes, at most [`MAX`](Self::MAX).
    pub const fn bytes(number: u64) -> Self {
        Self::saturated(number, 0)
    }

    /// Units of 1024 bytes, at most [`MAX`](Self::MAX).
    pub const fn kib(number: u64) -> Self {
        Self::saturated(number, 10)
    }

    /// Units of 1024² bytes, at most [`MAX`](Self::MAX).
    ///
    /// ```
    /// # use dockerspec_core::value::Size;
    /// const SCRATCH: Size = Size::mib(64);
    /// assert_eq!(SCRATCH.to_string(), "64m");
    /// ```
    pub const fn mib(number: u64) -> Self {
        Self::saturated(number, 20)
    }

    /// Units of 1024³ bytes, at most [`MAX`](Self::MAX).
    pub const fn gib(number: u64) -> Self {
        Self::saturated(number, 30)
    }

    /// The number of bytes.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Reads a number and at most one unit.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` has another form, or is above [`MAX`](Self::MAX).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let end = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let shift = shift(unit.strip_prefix(' ').unwrap_or(unit)).ok_or_else(|| refused(text))?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return Err(refused(text));
        }
        let too_great = || {
            let expected = "at most 8191p (2⁶³ bytes)";
            ValueError::new(ValueKind::Size, text, expected, "write a smaller number, as in `64m`")
        };
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| too_great())? };
        let bytes = whole.checked_mul(1 << shift).and_then(|bytes| bytes.checked_add(part_of(shift, fraction)));
        bytes.filter(|bytes| *bytes <= GREATEST).map(Self).ok_or_else(too_great)
    }

    const fn saturated(number: u64, shift: u32) -> Self {
        let bytes = number.saturating_mul(1 << shift);
        Self(if bytes > GREATEST { GREATEST } else { bytes })
    }
}

impl fmt::Display for Size {
    /// Writes a whole number of the greatest unit that allows it: `64m`, `1g`, `1000`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS.iter().rfind(|(shift, _)| self.0 > 0 && self.0.is_multiple_of(1 << shift));
        match unit {
            Some((shift, unit)) => write!(formatter, "{}{unit}", self.0 >> shift),
            None => write!(formatter, "{}", self.0),
        }
    }
}

const GREATEST: u64 = i64::MAX.unsigned_abs();

/// The powers of two that the units stand for.
const UNITS: [(u32, char); 5] = [(10, 'k'), (20, 'm'), (30, 'g'), (40, 't'), (50, 'p')];

/// The power of two that `unit` stands for.
fn shift(unit: &str) -> Option<u32> {
    let mut letters = unit.chars();
    let Some(first) = letters.next().map(|first| first.to_ascii_lowercase()) else { return Some(0) };
    let rest = letters.as_str();
    if first == 'b' {
        return rest.is_empty().then_some(0);
    }
    let fits = rest.is_empty() || rest.eq_ignore_ascii_case("b") || rest.eq_ignore_ascii_case("ib");
    UNITS.iter().find(|(_, known)| fits && *known == first).map(|(shift, _)| *shift)
}

/// The whole bytes in the decimal `fraction` of a unit.
fn part_of(shift: u32, fraction: &str) -> u64 {
    let (mut numerator, mut denominator): (u128, u128) = (0, 1);
    // The greatest unit has 16 digits of bytes, so that later digits say nothing.
    for byte in fraction.bytes().take(18) {
        numerator = numerator * 10 + u128::from(byte - b'0');
        denominator *= 10;
    }
    u64::try_from((numerator << shift) / denominator).unwrap_or(u64::MAX)
}

#[cold]
fn refused(text: &str) -> ValueError {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(3).collect();
    let expected = if text.starts_with('-') {
        "a size that is not negative"
    } else {
        "a number and one unit of `b`, `k`, `m`, `g`, `t` and `p`"
    };
    let correction = match text.to_ascii_lowercase() {
        lower if digits.is_empty() || lower.contains('.') => Cow::Borrowed("write it as in `64m` or `1.5g`"),
        lower => {
            let unit = UNITS
                .iter()
                .find(|(_, unit)| lower.contains(*unit))
                .map_or(String::new(), |(_, unit)| unit.to_string());
            format!("write `{digits}{unit}`").into()
        }
    };
    ValueError::new(ValueKind::Size, text, expected, correction)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn sizes_have_one_written_form() {
        for (text, written) in [
            ("0", "0"),
            ("0m", "0"),
            ("1", "1"),
            ("1024", "1k"),
            ("1b", "1"),
            ("10kb", "10k"),
            ("10KiB", "10k"),
            ("64m", "64m"),
            ("64 m", "64m"),
            ("1.5GiB", "1536m"),
            ("0.5k", "512"),
            (".5k", "512"),
            ("1.k", "1k"),
            ("1.0001k", "1k"),
            ("2t", "2t"),
            ("1024t", "1p"),
            ("1000", "1000"),
        ] {
            assert_eq!(Size::parse(text).unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_size() {
        assert_corrections::<Size>(&[
            "",
            "m",
            "-1m",
            "+1m",
            "1mm",
            "1bb",
            "1bib",
            "1kbi",
            "1x",
            ".",
            ".m",
            "1.2.3m",
            "1  m",
            "1m ",
            "é",
            "8192p",
            "99999999999999999999",
            "64 megabytes",
        ]);
    }

    #[test]
    fn constructors_agree_with_units() {
        assert_eq!(Size::kib(1024), Size::mib(1));
        assert_eq!(Size::mib(1024), Size::gib(1));
        assert_eq!(Size::gib(u64::MAX), Size::MAX);
        assert_eq!(Size::bytes(u64::MAX), Size::MAX);
    }

    proptest! {
        #[test]
        fn display_and_parse_agree(bytes in 0..=GREATEST, shift in 0_u32..60) {
            let size = Size::bytes(bytes >> shift << shift);
            prop_assert_eq!(Size::parse(&size.to_string()).unwrap(), size);
        }

        #[test]
        fn any_text_is_answered(text in "[0-9.bkmgtpi -]{0,6}") {
            if Size::parse(&text).is_err() {
                assert_corrections::<Size>(&[&text]);
            }
        }
    }
}
