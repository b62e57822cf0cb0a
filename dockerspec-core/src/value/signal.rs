//! Signals.

use std::fmt;

use super::{ValueError, ValueKind};

/// A signal of `STOPSIGNAL`: a name that Linux knows, or a number other than 0.
///
/// BuildKit takes names in any case, with or without `SIG`. A number stays a number.
///
/// ```
/// # use dockerspec_core::value::Signal;
/// assert_eq!(Signal::parse("term")?, Signal::SIGTERM);
/// assert_eq!(Signal::parse("rtmin+3")?.to_string(), "SIGRTMIN+3");
/// assert_eq!(Signal::parse("9")?.to_string(), "9");
/// assert_eq!(Signal::parse("SIGTREM").unwrap_err().correction(), "write `SIGTERM`");
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signal(Form);

from_text!(Signal, parse, text_or_number);

macro_rules! common {
    ($($constant:ident $name:literal $use:literal,)*) => {
        impl Signal {
            $(
                #[doc = concat!("`SIG", $name, "`, ", $use, ".")]
                pub const $constant: Self = Self(Form::Name($name));
            )*
        }
    };
}

common! {
    SIGTERM "TERM" "which asks a process to end",
    SIGINT "INT" "what Ctrl-C sends",
    SIGQUIT "QUIT" "which asks many servers to finish their requests first",
    SIGHUP "HUP" "which asks many servers to read their configuration again",
    SIGKILL "KILL" "which no process can catch",
    SIGUSR1 "USR1" "whose meaning each program chooses",
    SIGUSR2 "USR2" "whose meaning each program chooses",
    SIGWINCH "WINCH" "which asks Apache to finish its requests first",
}

impl Signal {
    /// The signal with the number `number`; `None` for 0.
    ///
    /// ```
    /// # use dockerspec_core::value::Signal;
    /// assert_eq!(Signal::from_number(15).unwrap().to_string(), "15");
    /// assert!(Signal::from_number(0).is_none());
    /// ```
    pub const fn from_number(number: i64) -> Option<Self> {
        if number == 0 { None } else { Some(Self(Form::Number(number))) }
    }

    /// Reads a name, in any case and with or without `SIG`, or a number.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] for a name that Linux does not know, and for 0.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if let Ok(number) = text.parse() {
            return Self::from_number(number).ok_or_else(|| {
                ValueError::new(ValueKind::Signal, text, "a number other than 0", "write a name, as in `SIGTERM`")
            });
        }
        let name = match text.get(..3) {
            Some(prefix) if prefix.eq_ignore_ascii_case("SIG") => &text[3..],
            _ => text,
        };
        if let Some((known, _)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Ok(Self(Form::Name(known)));
        }
        realtime(name).map(Self).ok_or_else(|| refused(text, name))
    }

    /// The number of the signal on Linux (but for MIPS), which a name stands for.
    ///
    /// ```
    /// # use dockerspec_core::value::Signal;
    /// assert_eq!(Signal::SIGTERM.number(), 15);
    /// assert_eq!(Signal::parse("SIGRTMAX-1")?.number(), 63);
    /// # Ok::<(), dockerspec_core::value::ValueError>(())
    /// ```
    pub fn number(self) -> i64 {
        match self.0 {
            Form::Number(number) => number,
            Form::RealtimeMinimum(offset) => 34 + i64::from(offset),
            Form::RealtimeMaximum(offset) => 64 - i64::from(offset),
            Form::Name(name) => {
                NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, number)| i64::from(*number))
            }
        }
    }
}

impl fmt::Display for Signal {
    /// Writes a name in upper case and with `SIG`, a number in digits.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Number(number) => write!(formatter, "{number}"),
            Form::Name(name) => write!(formatter, "SIG{name}"),
            Form::RealtimeMinimum(0) => formatter.write_str("SIGRTMIN"),
            Form::RealtimeMinimum(offset) => write!(formatter, "SIGRTMIN+{offset}"),
            Form::RealtimeMaximum(0) => formatter.write_str("SIGRTMAX"),
            Form::RealtimeMaximum(offset) => write!(formatter, "SIGRTMAX-{offset}"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    /// A name of [`NAMES`].
    Name(&'static str),
    /// `RTMIN` and an offset up to 15.
    RealtimeMinimum(u8),
    /// `RTMAX` and an offset down to 14.
    RealtimeMaximum(u8),
    Number(i64),
}

/// The names of Linux, without `SIG`, and the numbers they have but on MIPS.
const NAMES: &[(&str, u8)] = &[
    ("ABRT", 6),
    ("ALRM", 14),
    ("BUS", 7),
    ("CHLD", 17),
    ("CLD", 17),
    ("CONT", 18),
    ("FPE", 8),
    ("HUP", 1),
    ("ILL", 4),
    ("INT", 2),
    ("IO", 29),
    ("IOT", 6),
    ("KILL", 9),
    ("PIPE", 13),
    ("POLL", 29),
    ("PROF", 27),
    ("PWR", 30),
    ("QUIT", 3),
    ("SEGV", 11),
    ("STKFLT", 16),
    ("STOP", 19),
    ("SYS", 31),
    ("TERM", 15),
    ("TRAP", 5),
    ("TSTP", 20),
    ("TTIN", 21),
    ("TTOU", 22),
    ("URG", 23),
    ("USR1", 10),
    ("USR2", 12),
    ("VTALRM", 26),
    ("WINCH", 28),
    ("XCPU", 24),
    ("XFSZ", 25),
];

/// The real-time signal `name`: `RTMIN`, `RTMIN+1` to `RTMIN+15`, `RTMAX-14` to `RTMAX-1`, `RTMAX`.
fn realtime(name: &str) -> Option<Form> {
    let (base, offset) = name.split_at_checked(5)?;
    let (form, sign, highest): (fn(u8) -> Form, _, _) = if base.eq_ignore_ascii_case("RTMIN") {
        (Form::RealtimeMinimum, '+', 15)
    } else if base.eq_ignore_ascii_case("RTMAX") {
        (Form::RealtimeMaximum, '-', 14)
    } else {
        return None;
    };
    if offset.is_empty() {
        return Some(form(0));
    }
    let digits = offset.strip_prefix(sign)?;
    let number = digits.parse().ok().filter(|number| (1..=highest).contains(number))?;
    digits.starts_with(|first: char| matches!(first, '1'..='9')).then(|| form(number))
}

#[cold]
fn refused(text: &str, name: &str) -> ValueError {
    if name.to_ascii_uppercase().starts_with("RTM") {
        let expected = "`SIGRTMIN`, up to `SIGRTMIN+15`, or `SIGRTMAX`, down to `SIGRTMAX-14`";
        return ValueError::new(ValueKind::Signal, text, expected, "write it as in `SIGRTMIN+3`");
    }
    let upper: String = name.trim().to_ascii_uppercase().chars().take(16).collect();
    let upper = upper.strip_prefix("SIG").unwrap_or(&upper);
    let near = NAMES.iter().filter_map(|(known, _)| Some((distance(upper, known, 2)?, known)));
    let suggestion = match near.min() {
        Some((_, known)) if !upper.is_empty() => known,
        _ => "TERM",
    };
    ValueError::new(ValueKind::Signal, text, "a name that Linux knows, or a number", format!("write `SIG{suggestion}`"))
}

/// The number of bytes to insert, remove or replace between two words (the Levenshtein distance), if that is `most` or
/// less. `right` has at most [`LONGEST`] bytes.
pub(crate) fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let mut row = [0; LONGEST + 1];
    let row = &mut row[..=right.len()];
    row.iter_mut().enumerate().for_each(|(column, distance)| *distance = column);
    for (index, left) in left.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        let mut least = row[0];
        for (column, right) in right.bytes().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
            least = least.min(row[column + 1]);
        }
        // No later row has less.
        if least > most {
            return None;
        }
    }
    Some(row[right.len()]).filter(|distance| *distance <= most)
}

/// The bytes of the longest word that others are compared with.
pub(crate) const LONGEST: usize = 42;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn names_have_one_written_form() {
        for (text, written) in [
            ("SIGTERM", "SIGTERM"),
            ("sigterm", "SIGTERM"),
            ("Kill", "SIGKILL"),
            ("IOT", "SIGIOT"),
            ("RTMIN", "SIGRTMIN"),
            ("SIGRTMIN+15", "SIGRTMIN+15"),
            ("rtmax-14", "SIGRTMAX-14"),
            ("9", "9"),
            ("+9", "9"),
            ("-5", "-5"),
            ("999", "999"),
        ] {
            assert_eq!(Signal::parse(text).unwrap().to_string(), written);
        }
    }

    #[test]
    fn near_misses_are_named() {
        for (text, correction) in [
            ("SIGTREM", "write `SIGTERM`"),
            ("SIGUSR3", "write `SIGUSR1`"),
            ("kil", "write `SIGKILL`"),
            (" SIGINT", "write `SIGINT`"),
            ("SIGSIGINT", "write `SIGINT`"),
            ("", "write `SIGTERM`"),
            ("whatever", "write `SIGTERM`"),
            ("0", "write a name, as in `SIGTERM`"),
        ] {
            assert_eq!(Signal::parse(text).unwrap_err().correction(), correction, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_signal() {
        assert_corrections::<Signal>(&[
            "",
            "0",
            "-0",
            "SIG",
            "SIGFOO",
            "é",
            "SIé",
            "RTMIN+0",
            "RTMIN+16",
            "RTMIN+01",
            "RTMIN-1",
            "RTMAX-15",
            "RTMAX+1",
            "RTMIN++1",
            "9.5",
            "15 ",
            "99999999999999999999",
        ]);
    }

    #[test]
    fn constants_are_known_names() {
        for (signal, number) in [
            (Signal::SIGTERM, 15),
            (Signal::SIGINT, 2),
            (Signal::SIGQUIT, 3),
            (Signal::SIGHUP, 1),
            (Signal::SIGKILL, 9),
            (Signal::SIGUSR1, 10),
            (Signal::SIGUSR2, 12),
            (Signal::SIGWINCH, 28),
        ] {
            assert_eq!(signal.number(), number);
            assert_eq!(Signal::parse(&signal.to_string()).unwrap(), signal);
        }
    }

    proptest! {
        #[test]
        fn display_and_parse_agree(text in "(?i:sig)?(RTMIN\\+[0-9]{1,2}|RTMAX-[0-9]{1,2}|-?[0-9]{1,6}|[A-Z]{2,4}[12]?)") {
            if let Ok(signal) = Signal::parse(&text) {
                prop_assert_eq!(Signal::parse(&signal.to_string()).unwrap(), signal);
            }
        }
    }
}
