//! Ports and transport protocols.

use std::fmt;
use std::ops::RangeInclusive;

use super::{ValueError, ValueKind};

/// A transport protocol of `EXPOSE`.
///
/// ```
/// # use dockerspec_core::value::Protocol;
/// assert_eq!(Protocol::parse("UDP")?.as_str(), "udp");
/// assert_eq!(Protocol::default(), Protocol::Tcp);
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `tcp`, which is meant where none is written.
    #[default]
    Tcp,
    /// `udp`.
    Udp,
    /// `sctp`.
    Sctp,
}

from_text!(Protocol, parse);

impl Protocol {
    /// All protocols.
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// Reads the name of a protocol, in any case.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] for any other name.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Self::ALL.into_iter().find(|protocol| text.eq_ignore_ascii_case(protocol.as_str())).ok_or_else(|| {
            let expected = "`tcp`, `udp` or `sctp`";
            ValueError::new(ValueKind::Protocol, text, expected, "write `tcp`, which is also what HTTP uses")
        })
    }

    /// The name in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Sctp => "sctp",
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A port of `EXPOSE`, or a range of them, with its protocol.
///
/// BuildKit also reads `[IP:]HOSTPORT:PORT` and drops all but the last part; that form is refused here.
///
/// ```
/// # use dockerspec_core::value::{ExposedPort, Protocol};
/// assert_eq!(ExposedPort::tcp(8080).to_string(), "8080");
/// assert_eq!(ExposedPort::udp(53).to_string(), "53/udp");
/// assert_eq!(ExposedPort::range(7000..=7010, Protocol::Tcp)?.to_string(), "7000-7010");
/// assert_eq!("53/UDP".parse::<ExposedPort>()?, ExposedPort::udp(53));
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExposedPort {
    first: u16,
    last: u16,
    protocol: Protocol,
}

from_text!(ExposedPort, parse, text_or_number);

impl ExposedPort {
    /// One TCP port.
    pub const fn tcp(port: u16) -> Self {
        Self::new(port, Protocol::Tcp)
    }

    /// One UDP port.
    pub const fn udp(port: u16) -> Self {
        Self::new(port, Protocol::Udp)
    }

    /// One SCTP port.
    pub const fn sctp(port: u16) -> Self {
        Self::new(port, Protocol::Sctp)
    }

    /// One port.
    pub const fn new(port: u16, protocol: Protocol) -> Self {
        Self { first: port, last: port, protocol }
    }

    /// All ports from the first to the last of `ports`.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when the last port is below the first.
    pub fn range(ports: RangeInclusive<u16>, protocol: Protocol) -> Result<Self, ValueError> {
        let (first, last) = ports.into_inner();
        if first > last {
            return Err(reversed(&format!("{first}-{last}"), first, last, protocol));
        }
        Ok(Self { first, last, protocol })
    }

    /// Reads `PORT[-PORT][/PROTOCOL]`.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` has another form, a port above 65535, a reversed range or an unknown protocol.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let (ports, protocol) = text.split_once('/').unwrap_or((text, ""));
        if let Some((_, inner)) = ports.rsplit_once(':') {
            let correction = match Self::parse(&text[ports.len() - inner.len()..]) {
                Ok(port) => format!("write `{port}` and give the rest to `docker run --publish`"),
                Err(_) => "write the port inside the container, as in `8080`".to_owned(),
            };
            let expected = "the port inside the container only, since no image decides the host's address or port";
            return Err(ValueError::new(ValueKind::Port, text, expected, correction));
        }
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let (first, last) = (number(text, first)?, number(text, last)?);
        let protocol = match protocol {
            "" => Protocol::Tcp,
            name => Protocol::parse(name).map_err(|_| {
                let port = if first == last { first.to_string() } else { format!("{first}-{last}") };
                ValueError::new(
                    ValueKind::Port,
                    text,
                    "`/tcp`, `/udp` or `/sctp` after the port",
                    format!("write `{port}`, which is `{port}/tcp`"),
                )
            })?,
        };
        if first > last {
            return Err(reversed(text, first, last, protocol));
        }
        Ok(Self { first, last, protocol })
    }

    /// The first port.
    pub const fn first(self) -> u16 {
        self.first
    }

    /// The last port, which is the first again where it is the only one.
    pub const fn last(self) -> u16 {
        self.last
    }

    /// All ports.
    pub const fn ports(self) -> RangeInclusive<u16> {
        self.first..=self.last
    }

    /// The protocol.
    pub const fn protocol(self) -> Protocol {
        self.protocol
    }
}

impl fmt::Display for ExposedPort {
    /// Writes the shortest form: `8080`, `53/udp`, `7000-7010`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.first)?;
        if self.last != self.first {
            write!(formatter, "-{}", self.last)?;
        }
        match self.protocol {
            Protocol::Tcp => Ok(()),
            protocol => write!(formatter, "/{protocol}"),
        }
    }
}

impl From<u16> for ExposedPort {
    fn from(port: u16) -> Self {
        Self::tcp(port)
    }
}

impl From<(u16, Protocol)> for ExposedPort {
    fn from((port, protocol): (u16, Protocol)) -> Self {
        Self::new(port, protocol)
    }
}

#[cold]
fn reversed(text: &str, first: u16, last: u16, protocol: Protocol) -> ValueError {
    let ports = ExposedPort { first: last, last: first, protocol };
    ValueError::new(ValueKind::Port, text, "a range from the lower port to the higher", format!("write `{ports}`"))
}

/// One port number of `text`; like BuildKit, with any leading zeros and `+`.
fn number(text: &str, digits: &str) -> Result<u16, ValueError> {
    digits.parse().map_err(|_| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let (expected, correction) = if is_number {
            ("a port from 0 to 65535", "write a smaller number, as in `8080`")
        } else if digits.is_empty() {
            ("a number for every port", "write it as in `8080`, `53/udp` or `7000-7010`")
        } else {
            ("digits for every port", "write its number, as in `8080` or `53/udp`")
        };
        ValueError::new(ValueKind::Port, text, expected, correction)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn ports_have_one_written_form() {
        for (text, written) in [
            ("80", "80"),
            ("0", "0"),
            ("65535", "65535"),
            ("0080", "80"),
            ("+80", "80"),
            ("80/", "80"),
            ("80/tcp", "80"),
            ("80/TCP", "80"),
            ("53/udp", "53/udp"),
            ("1-2/Sctp", "1-2/sctp"),
            ("7000-7010", "7000-7010"),
            ("80-80", "80"),
        ] {
            assert_eq!(ExposedPort::parse(text).unwrap().to_string(), written);
        }
    }

    #[test]
    fn each_message_says_what_is_wrong() {
        for (text, expected) in [
            ("", "a number for every port"),
            ("/tcp", "a number for every port"),
            ("80-", "a number for every port"),
            ("http", "digits for every port"),
            ("-80", "a number for every port"),
            (" 80", "digits for every port"),
            ("65536", "a port from 0 to 65535"),
            ("90-80", "a range from the lower port to the higher"),
            ("80/http", "`/tcp`, `/udp` or `/sctp` after the port"),
            ("80/tcp/udp", "`/tcp`, `/udp` or `/sctp` after the port"),
            ("8080:80", "the port inside the container only, since no image decides the host's address or port"),
        ] {
            assert_eq!(ExposedPort::parse(text).unwrap_err().expected(), expected, "{text}");
        }
    }

    #[test]
    fn corrections_are_ports() {
        assert_corrections::<ExposedPort>(&["65536", "http", "90-80/udp", "80/http", "127.0.0.1:8080:80/udp", "a:b"]);
        assert_corrections::<Protocol>(&["", "http", "tcp "]);
        let reversed = ExposedPort::range(RangeInclusive::new(2, 1), Protocol::Udp).unwrap_err();
        assert_eq!(reversed.correction(), "write `1-2/udp`");
    }

    proptest! {
        #[test]
        fn display_and_parse_agree(first: u16, last: u16, protocol in prop::sample::select(&Protocol::ALL[..])) {
            let port = ExposedPort::range(first.min(last)..=first.max(last), protocol).unwrap();
            prop_assert_eq!(port.to_string().parse::<ExposedPort>().unwrap(), port);
        }
    }
}
