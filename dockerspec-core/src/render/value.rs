//! Checked values as text, without the formatting machinery where they are common.

use std::fmt::Write as _;

use crate::value::{
    Account, Checksum, Duration, ExposedPort, FileMode, Gid, ImageRef, OctalMode, Owner, Platform, Protocol,
};
use crate::value::{Signal, Size, Uid};

/// A value that can write itself behind what is there.
pub(crate) trait PushText {
    /// Writes what `Display` writes.
    fn push_text(&self, out: &mut String);
}

impl PushText for ImageRef<'_> {
    fn push_text(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
}

impl PushText for Platform<'_> {
    fn push_text(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
}

impl PushText for Checksum<'_> {
    fn push_text(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
}

impl PushText for Owner<'_> {
    fn push_text(&self, out: &mut String) {
        self.user.push_text(out);
        if let Some(group) = &self.group {
            out.push(':');
            group.push_text(out);
        }
    }
}

impl PushText for Account<'_> {
    fn push_text(&self, out: &mut String) {
        match self {
            Self::Name(name) => out.push_str(name.as_str()),
            Self::Id(id) => push_number(out, *id),
        }
    }
}

impl PushText for ExposedPort {
    fn push_text(&self, out: &mut String) {
        push_number(out, self.first().into());
        if self.first() != self.last() {
            out.push('-');
            push_number(out, self.last().into());
        }
        if self.protocol() != Protocol::Tcp {
            out.push('/');
            out.push_str(self.protocol().as_str());
        }
    }
}

impl PushText for Uid {
    fn push_text(&self, out: &mut String) {
        push_number(out, self.get());
    }
}

impl PushText for Gid {
    fn push_text(&self, out: &mut String) {
        push_number(out, self.get());
    }
}

impl PushText for Duration {
    fn push_text(&self, out: &mut String) {
        let seconds = self.as_nanos() / 1_000_000_000;
        match u32::try_from(seconds) {
            Ok(seconds @ 1..60) if self.as_nanos().is_multiple_of(1_000_000_000) => {
                push_number(out, seconds);
                out.push('s');
            }
            _ => write!(out, "{self}").expect("a `String` takes all text"),
        }
    }
}

/// Values that are rare enough for the formatting machinery.
macro_rules! displayed {
    ($($type:ty),+) => {
        $(impl PushText for $type {
            fn push_text(&self, out: &mut String) {
                write!(out, "{self}").expect("a `String` takes all text");
            }
        })+
    };
}

displayed!(FileMode<'_>, OctalMode, Signal, Size);

/// All numbers of two digits.
const PAIRS: &str = "\
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// A number in decimal, two digits at a time.
pub(crate) fn push_number(out: &mut String, number: u32) {
    let pair = |number: u32| (number % 100) as usize * 2;
    let push = |out: &mut String, at: usize| out.push_str(&PAIRS[at..at + 2]);
    match number {
        10_000.. => {
            push_number(out, number / 10_000);
            push(out, pair(number / 100));
            push(out, pair(number));
        }
        100.. => {
            push_number(out, number / 100);
            push(out, pair(number));
        }
        10.. => push(out, pair(number)),
        _ => out.push_str(&PAIRS[pair(number) + 1..pair(number) + 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(value: &impl PushText) -> String {
        let mut out = String::new();
        value.push_text(&mut out);
        out
    }

    #[test]
    fn numbers() {
        for number in [0, 1, 9, 10, 99, 100, 10_001, 65_535, u32::MAX] {
            assert_eq!(pushed(&Uid::new(number)), number.to_string());
        }
    }

    #[test]
    fn what_is_pushed_is_what_is_displayed() {
        for owner in ["0", "10001:10001", "app", "app:staff", "app:0"] {
            let owner: Owner<'_> = owner.parse().unwrap();
            assert_eq!(pushed(&owner), owner.to_string());
        }
        for port in ["0", "80", "53/udp", "7000-7010", "7000-7010/sctp"] {
            let port: ExposedPort = port.parse().unwrap();
            assert_eq!(pushed(&port), port.to_string());
        }
        for seconds in [0, 1, 30, 59, 60, 90, 3600] {
            let duration = Duration::from_secs(seconds);
            assert_eq!(pushed(&duration), duration.to_string());
        }
    }
}
