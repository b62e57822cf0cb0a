//! The grammar of image references.

use super::ReferenceProblem;
use super::usual::split_usual;
use crate::value::digest::{self, DigestProblem};

/// Where the parts of a reference end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::value) struct Parts {
    /// The end of the registry; 0 without one.
    pub(super) registry: u16,
    /// The first digit of the port of the registry; 0 without one.
    pub(super) port: u16,
    /// The end of the repository.
    pub(super) name: u16,
    /// The end of the tag; the same as `name` without one.
    pub(super) tag: u16,
}

impl Parts {
    pub(in crate::value) const fn has_digest(self, text: &str) -> bool {
        (self.tag as usize) < text.len()
    }

    pub(super) const fn repository(self) -> usize {
        if self.registry > 0 { self.registry as usize + 1 } else { 0 }
    }
}

/// The registry that is meant where none is written.
pub(super) const HUB: &str = "docker.io";

/// The longest repository name, with the `library/` of official images.
const REPOSITORY_LENGTH: usize = 255;

/// The longest tag.
const TAG_LENGTH: usize = 128;

/// Splits a reference into its parts, or says what keeps it from being one.
pub(in crate::value) const fn split(text: &str) -> Result<Parts, ReferenceProblem> {
    if let Some(parts) = split_usual(text.as_bytes()) {
        return Ok(parts);
    }
    match split_bytes(text.as_bytes()) {
        Err(problem) => Err(refine(text.as_bytes(), problem)),
        parts => parts,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the length of the text, checked first, bounds every offset")]
pub(super) const fn split_bytes(bytes: &[u8]) -> Result<Parts, ReferenceProblem> {
    if bytes.is_empty() {
        return Err(ReferenceProblem::Empty);
    }
    if bytes.len() > u16::MAX as usize {
        return Err(ReferenceProblem::Long);
    }
    let registry = match registry_end(bytes) {
        Ok(end) => end,
        Err(problem) => return Err(problem),
    };
    let (end, port) = registry;
    let start = if end > 0 { end + 1 } else { 0 };
    let (name, components) = match repository_end(bytes, start) {
        Ok(found) => found,
        Err(problem) => return Err(problem),
    };
    if name == bytes.len() && name == 64 && is_hexadecimal(bytes) {
        return Err(ReferenceProblem::HexadecimalId);
    }
    let hub = end == 0 || equals(bytes, 0, end, HUB.as_bytes()) || equals(bytes, 0, end, b"index.docker.io");
    let library = if hub && components == 1 { "library/".len() } else { 0 };
    // What is not quite a host counts as repository.
    let counted = if name > REPOSITORY_LENGTH && end > 0 && host_end(bytes).is_none() { 0 } else { start };
    if name - counted + library > REPOSITORY_LENGTH {
        return Err(ReferenceProblem::RepositoryLong);
    }
    let tag = match tag_end(bytes, name) {
        Ok(end) => end,
        Err(problem) => return Err(problem),
    };
    if tag < bytes.len()
        && let Err(problem) = digest::check_from(bytes, tag + 1)
    {
        return Err(match problem {
            DigestProblem::Algorithm => ReferenceProblem::DigestAlgorithm,
            DigestProblem::Length256 | DigestProblem::Length512 => ReferenceProblem::DigestLength,
            DigestProblem::UpperCase => ReferenceProblem::DigestUpperCase,
            DigestProblem::Hexadecimal => ReferenceProblem::DigestHexadecimal,
        });
    }
    Ok(Parts { registry: end as u16, port: port as u16, name: name as u16, tag: tag as u16 })
}

/// The end of the registry and the first digit of its port; zeros where there is none.
pub(super) const fn registry_end(bytes: &[u8]) -> Result<(usize, usize), ReferenceProblem> {
    let mut end = 0;
    let (mut dot, mut colon, mut upper) = (false, false, false);
    while end < bytes.len() && bytes[end] != b'/' {
        match bytes[end] {
            b'.' => dot = true,
            b':' => colon = true,
            b'A'..=b'Z' => upper = true,
            _ => {}
        }
        end += 1;
    }
    if end == bytes.len() || !(dot || colon || upper || equals(bytes, 0, end, b"localhost")) {
        return Ok((0, 0));
    }
    let host = match host_end(bytes) {
        Some(host) => host,
        // BuildKit asks the host `a_b.c` of `a_b.c/d`, even though the distribution library finds no host in it.
        None if !colon && !upper && component_end(bytes, 0) == end => return Ok((end, 0)),
        None => return Err(ReferenceProblem::Registry),
    };
    if host == end {
        return Ok((end, 0));
    }
    if bytes[host] != b':' {
        return Err(ReferenceProblem::Registry);
    }
    let mut index = host + 1;
    while bytes[index].is_ascii_digit() {
        index += 1;
    }
    if index == end && end > host + 1 { Ok((end, host + 1)) } else { Err(ReferenceProblem::Port) }
}

/// The end of the host name or bracketed IPv6 address that `bytes` begins with, before a `/` or `:`.
const fn host_end(bytes: &[u8]) -> Option<usize> {
    let mut index = 0;
    if bytes[0] == b'[' {
        index += 1;
        while index < bytes.len() && (bytes[index].is_ascii_hexdigit() || bytes[index] == b':') {
            index += 1;
        }
        return if index > 1 && index < bytes.len() && bytes[index] == b']' { Some(index + 1) } else { None };
    }
    let mut previous = b'.';
    while index < bytes.len() && !matches!(bytes[index], b'/' | b':') {
        let byte = bytes[index];
        let fits = match byte {
            b'.' => previous != b'.' && previous != b'-',
            b'-' => previous != b'.',
            _ => byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return None;
        }
        previous = byte;
        index += 1;
    }
    if previous.is_ascii_alphanumeric() { Some(index) } else { None }
}

/// The end of the repository that starts at `start`, and the number of its components.
const fn repository_end(bytes: &[u8], start: usize) -> Result<(usize, usize), ReferenceProblem> {
    let (mut index, mut components) = (start, 0);
    loop {
        let end = component_end(bytes, index);
        components += 1;
        if end == bytes.len() || matches!(bytes[end], b'/' | b':' | b'@') {
            if end == index {
                return Err(ReferenceProblem::RepositoryEmpty);
            }
            if end == bytes.len() || bytes[end] != b'/' {
                return Ok((end, components));
            }
            index = end + 1;
        } else {
            return Err(ReferenceProblem::Repository);
        }
    }
}

/// How far one component of a repository reaches from `start`: letters and digits, joined by separators.
const fn component_end(bytes: &[u8], start: usize) -> usize {
    let (mut index, mut end) = (start, start);
    loop {
        while index < bytes.len() && matches!(bytes[index], b'a'..=b'z' | b'0'..=b'9') {
            index += 1;
        }
        // A separator with no word behind it stays outside, so that the caller stumbles over it.
        if index == end || (end > start && !bytes[index - 1].is_ascii_alphanumeric()) {
            return end;
        }
        end = index;
        while index < bytes.len() && bytes[index] == b'-' {
            index += 1;
        }
        if index == end && index < bytes.len() && matches!(bytes[index], b'.' | b'_') {
            let twice = bytes[index] == b'_' && index + 1 < bytes.len() && bytes[index + 1] == b'_';
            index += if twice { 2 } else { 1 };
        }
    }
}

/// The end of the tag whose `:` is at `start`; `start` itself without one.
pub(super) const fn tag_end(bytes: &[u8], start: usize) -> Result<usize, ReferenceProblem> {
    if start == bytes.len() || bytes[start] != b':' {
        return Ok(start);
    }
    let first = start + 1;
    let mut end = first;
    while end < bytes.len() && bytes[end] != b'@' {
        let fits = match bytes[end] {
            b'.' | b'-' => end > first,
            byte => byte == b'_' || byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return Err(ReferenceProblem::Tag);
        }
        end += 1;
    }
    match end - first {
        0 => Err(ReferenceProblem::TagEmpty),
        length if length > TAG_LENGTH => Err(ReferenceProblem::TagLong),
        _ => Ok(end),
    }
}

/// A better name for a problem that a blank, a variable, a scheme or an upper-case letter explains.
const fn refine(bytes: &[u8], problem: ReferenceProblem) -> ReferenceProblem {
    let mut index = 0;
    let (mut variable, mut scheme) = (false, false);
    while index < bytes.len() {
        match bytes[index] {
            0..=b' ' | 0x7F => return ReferenceProblem::Blank,
            b'$' => variable = true,
            b':' if equals(bytes, index, index + 3, b"://") => scheme = true,
            _ => {}
        }
        index += 1;
    }
    if variable {
        return ReferenceProblem::Variable;
    }
    if scheme {
        return ReferenceProblem::Scheme;
    }
    if matches!(problem, ReferenceProblem::Repository | ReferenceProblem::RepositoryEmpty) && has_upper_case(bytes) {
        return ReferenceProblem::RepositoryUpperCase;
    }
    problem
}

/// Whether a repository could hold one of the upper-case letters: one before the tag and digest.
const fn has_upper_case(bytes: &[u8]) -> bool {
    let mut index = match registry_end(bytes) {
        Ok((end, _)) => end,
        Err(_) => 0,
    };
    while index < bytes.len() && !matches!(bytes[index], b':' | b'@') {
        if bytes[index].is_ascii_uppercase() {
            return true;
        }
        index += 1;
    }
    false
}

pub(super) const fn equals(bytes: &[u8], start: usize, end: usize, other: &[u8]) -> bool {
    if end - start != other.len() || end > bytes.len() {
        return false;
    }
    let mut index = start;
    while index < end {
        if bytes[index] != other[index - start] {
            return false;
        }
        index += 1;
    }
    true
}

const fn is_hexadecimal(bytes: &[u8]) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if !matches!(bytes[index], b'0'..=b'9' | b'a'..=b'f') {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::{ImageRef, ReferencePolicy};
    use super::*;

    fn problem(text: &str) -> ReferenceProblem {
        ImageRef::check(text, ReferencePolicy::Any).unwrap_err()
    }

    #[test]
    fn each_problem_has_its_own_name() {
        use ReferenceProblem as P;
        for (text, expected) in [
            ("", P::Empty),
            (" debian", P::Blank),
            ("debian:1\n", P::Blank),
            ("debian:$VERSION", P::Variable),
            ("https://example.com/a", P::Scheme),
            ("exa_mple:1/a", P::Registry),
            ("-a.b/c", P::Registry),
            ("a-.b/c", P::Registry),
            ("a..b/c", P::Registry),
            ("[::1/a", P::Registry),
            ("[]:1/a", P::Registry),
            ("[::1]x/a", P::Registry),
            ("a:/b", P::Port),
            ("a:x1/b", P::Port),
            ("a:1:2/b", P::Port),
            ("/a", P::RepositoryEmpty),
            ("a/", P::RepositoryEmpty),
            ("a//b", P::RepositoryEmpty),
            ("example.com/", P::RepositoryEmpty),
            ("localhost/:1", P::RepositoryEmpty),
            (":1", P::RepositoryEmpty),
            ("@", P::RepositoryEmpty),
            ("Debian", P::RepositoryUpperCase),
            ("acme/Base:1", P::RepositoryUpperCase),
            ("EXAMPLE/A", P::RepositoryUpperCase),
            ("a..b", P::Repository),
            ("a._b", P::Repository),
            ("a___b", P::Repository),
            ("-a", P::Repository),
            ("a-", P::Repository),
            ("a_/b", P::Repository),
            ("_/b", P::Repository),
            ("é", P::Repository),
            ("a+b", P::Repository),
            ("[fe80]/a", P::Repository),
            ("a:", P::TagEmpty),
            ("a:-x", P::Tag),
            ("a:.x", P::Tag),
            ("a:é", P::Tag),
            ("a:b:c", P::Tag),
            ("a:b/c:d", P::Port),
            ("a@", P::DigestAlgorithm),
            ("a@sha256", P::DigestAlgorithm),
            ("a@md5:d41d8cd98f00b204e9800998ecf8427e", P::DigestAlgorithm),
            ("a@sha256:", P::DigestLength),
            ("a@sha512:e3b0", P::DigestLength),
            ("a@sha256:e3bg", P::DigestHexadecimal),
        ] {
            assert_eq!(problem(text), expected, "{text}");
        }
    }

    #[test]
    fn lengths_have_limits() {
        let name = |length: usize| "a".repeat(length);
        assert!(ImageRef::new(name(247)).is_ok());
        assert_eq!(problem(&name(248)), ReferenceProblem::RepositoryLong);
        assert!(ImageRef::new(format!("a/{}", name(253))).is_ok());
        assert_eq!(problem(&format!("a/{}", name(254))), ReferenceProblem::RepositoryLong);
        assert!(ImageRef::new(format!("example.com/{}", name(255))).is_ok());
        assert_eq!(problem(&format!("example.com/{}", name(256))), ReferenceProblem::RepositoryLong);
        assert_eq!(problem(&format!("docker.io/{}", name(248))), ReferenceProblem::RepositoryLong);
        assert!(ImageRef::new(format!("a_b.c/{}", name(249))).is_ok());
        assert_eq!(problem(&format!("a_b.c/{}", name(250))), ReferenceProblem::RepositoryLong);
        assert!(ImageRef::new(format!("a:{}", name(128))).is_ok());
        assert_eq!(problem(&format!("a:{}", name(129))), ReferenceProblem::TagLong);
        assert_eq!(problem(&name(64)), ReferenceProblem::HexadecimalId);
        assert!(ImageRef::new(format!("{}:1", name(64))).is_ok());
        assert_eq!(problem(&name(65536)), ReferenceProblem::Long);
        assert_eq!(problem(&format!("a@SHA256:{}", name(64))), ReferenceProblem::DigestUpperCase);
    }
}
