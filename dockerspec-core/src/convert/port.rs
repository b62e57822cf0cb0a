//! Ports of EXPOSE, as BuildKit takes them: with an address and a port of the host too, which it drops.

use std::borrow::Cow;
use std::net::IpAddr;

/// What keeps `text` from being a port.
pub(super) fn problem(text: &str) -> Option<Cow<'static, str>> {
    let (before, container) = text.rsplit_once(':').map_or((None, text), |(before, port)| (Some(before), port));
    let (address, host) = match before {
        None => ("", ""),
        Some(before) => before.rsplit_once(':').unwrap_or(("", before)),
    };
    let (ports, protocol) = container.split_once('/').unwrap_or((container, ""));
    if ports.is_empty() {
        return Some("expected a number".into());
    }
    if !["", "tcp", "udp", "sctp"].iter().any(|known| known.eq_ignore_ascii_case(protocol)) {
        return Some(format!("`{protocol}` is no protocol; write `/tcp`, `/udp` or `/sctp`").into());
    }
    if !is_address(address) {
        return Some(format!("`{address}` is no address; leave it out, since no image decides it").into());
    }
    let Some(container) = range(ports) else {
        return Some("expected a number from 0 to 65535, or two of them with `-` in between".into());
    };
    if !host.is_empty() {
        let Some(host) = range(host) else {
            return Some(format!("`{host}` is no port of the host; leave it out, since no image decides it").into());
        };
        if container.1 - container.0 != host.1 - host.0 && container.0 != container.1 {
            return Some("the range of the host has another length; leave it out, since no image decides it".into());
        }
    }
    None
}

fn is_address(text: &str) -> bool {
    let inner = match text.strip_prefix('[') {
        None => text,
        Some(rest) => match rest.strip_suffix(']') {
            Some(inner) if !inner.contains(['[', ']']) => inner,
            _ => return false,
        },
    };
    inner.is_empty() || inner.parse::<IpAddr>().is_ok()
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (start, end) = text.split_once('-').unwrap_or((text, text));
    let first = number(start)?;
    let last = if start == end { first } else { number(end)? };
    (first <= last).then_some((first, last))
}

/// A number as Go reads it: with a sign, and with zeros in front.
fn number(text: &str) -> Option<u16> {
    text.parse::<i64>().ok().and_then(|number| u16::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports() {
        for port in [
            "80",
            "+80",
            "0080",
            "0",
            "80/",
            "80/TCP",
            "80-90/udp",
            "1:2",
            "127.0.0.1:1:2",
            "[::1]:1:2",
            "::1:1:2",
            ":80",
            "1-2:3-4",
            "1-9:3",
            "80-80",
        ] {
            assert_eq!(problem(port), None, "{port}");
        }
        for port in [
            "",
            "/tcp",
            "abc",
            "65536",
            "-1",
            "90-80",
            "80/http",
            "80:",
            "a:1:2",
            "1-2:3-5",
            "x:1",
            "[::1:1:2",
            "80-",
            "80/tcp/udp",
        ] {
            assert!(problem(port).is_some(), "{port}");
        }
    }
}
