//! Secrets by what they look like: beginnings, alphabets and lengths that nothing else has.

use crate::parse::{Span, find_rare_byte};

/// A secret in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// What it is, as a noun phrase.
    pub(super) kind: &'static str,
    pub(super) span: Span,
    /// As much of it as can be shown.
    pub(super) shown: Span,
}

/// A kind of token: how it begins, what follows, and how much of that there is at least.
struct Kind {
    name: &'static str,
    prefix: &'static str,
    alphabet: fn(u8) -> bool,
    length: usize,
    /// Whether there is exactly that much.
    is_exact: bool,
}

const fn kind(name: &'static str, prefix: &'static str, alphabet: fn(u8) -> bool, length: usize) -> Kind {
    Kind { name, prefix, alphabet, length, is_exact: false }
}

/// Sources: the documentation of each vendor, and the formats that GitHub's secret scanning lists.
const KINDS: &[Kind] = &[
    Kind { is_exact: true, ..kind("an access key of AWS", "AKIA", upper, 16) },
    Kind { is_exact: true, ..kind("an access key of AWS", "ASIA", upper, 16) },
    Kind { is_exact: true, ..kind("a key of Google", "AIza", word, 35) },
    kind("a token of GitHub", "ghp_", letters, 36),
    kind("a token of GitHub", "gho_", letters, 36),
    kind("a token of GitHub", "ghu_", letters, 36),
    kind("a token of GitHub", "ghs_", letters, 36),
    kind("a token of GitHub", "ghr_", letters, 36),
    kind("a token of GitHub", "github_pat_", word, 40),
    kind("a token of GitLab", "glpat-", word, 20),
    kind("a token of Slack", "xoxb-", word, 20),
    kind("a token of Slack", "xoxp-", word, 20),
    kind("a token of Slack", "xoxa-", word, 20),
    kind("a token of Slack", "xoxr-", word, 20),
    kind("a token of Slack", "xoxs-", word, 20),
    kind("a key of Stripe", "sk_live_", letters, 20),
    kind("a key of Stripe", "rk_live_", letters, 20),
    kind("a token of npm", "npm_", letters, 36),
    kind("a token of PyPI", "pypi-AgEI", word, 40),
    kind("a token of Docker Hub", "dckr_pat_", word, 24),
    kind("a token of Hugging Face", "hf_", letters, 34),
    kind("a key of Anthropic", "sk-ant-", word, 40),
    kind("a key of OpenAI", "sk-proj-", word, 40),
];

/// All secrets in a text, in its order.
pub(super) fn tokens(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    words(text, &mut found);
    private_keys(text, &mut found);
    passwords(text, &mut found);
    if found.len() > 1 {
        // What stands in another secret is a part of that.
        found.sort_by_key(|secret| secret.span.start);
        let mut end = 0;
        found.retain(|secret| {
            secret.span.start >= end && {
                end = secret.span.end;
                true
            }
        });
    }
    found
}

/// Adds the tokens of a text. They stand in long words alone, so that most bytes need not be looked at.
fn words(text: &str, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(window) = bytes.get(start..start + SHORTEST) {
        if let Some(last) = window.iter().rposition(|byte| !word(*byte)) {
            start += last + 1;
            continue;
        }
        let behind = &bytes[start + SHORTEST..];
        let end = start + SHORTEST + behind.iter().position(|byte| !word(*byte)).unwrap_or(behind.len());
        let mut at = start;
        while at + SHORTEST <= end {
            let token = if may_begin(bytes[at], bytes[at + 1]) { token_at(bytes, at) } else { None };
            at = token.map_or(at + 1, |token| token.span.end as usize);
            found.extend(token);
        }
        start = end;
    }
}

/// Adds the private keys of a text.
fn private_keys(text: &str, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        // Few other words have a `B`.
        let at = from + find_rare_byte::<b'B'>(&bytes[from..]);
        if at == bytes.len() {
            return;
        }
        if bytes[..at].ends_with(b"-----") {
            found.extend(private_key_at(text, at - 5));
        }
        from = at + 1;
    }
}

/// Adds the passwords in URLs of a text.
fn passwords(text: &str, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + find_rare_byte::<b'@'>(&bytes[from..]);
        if at == bytes.len() {
            return;
        }
        // Where none stands behind the `@` before, it is of the same URL, if it is of any.
        if let Some(slash) = bytes[from..at].iter().rposition(|byte| *byte == b'/')
            && bytes[..=from + slash].ends_with(b"://")
        {
            found.extend(password_at(text, from + slash - 2));
        }
        from = at + 1;
    }
}

/// The length of the shortest token.
const SHORTEST: usize = {
    let (mut shortest, mut number) = (usize::MAX, 0);
    while number < KINDS.len() {
        let length = KINDS[number].prefix.len() + KINDS[number].length;
        shortest = if length < shortest { length } else { shortest };
        number += 1;
    }
    shortest
};

/// Whether a token may begin with two bytes. Nearly all other text is sorted out by that.
fn may_begin(one: u8, two: u8) -> bool {
    let (first, second) = &BEGINNINGS;
    first[usize::from(one)] & second[usize::from(two)] != 0
}

/// The beginnings of tokens, by first and by second byte: one may begin where both have a bit in common.
const BEGINNINGS: ([u16; 256], [u16; 256]) = {
    let (mut first, mut second) = ([0; 256], [0; 256]);
    let mut bit = 1;
    let mut number = 0;
    while number < KINDS.len() {
        let prefix = KINDS[number].prefix.as_bytes();
        let (one, two) = (prefix[0] as usize, prefix[1] as usize);
        if first[one] == 0 {
            first[one] = bit;
            bit <<= 1;
        }
        second[two] |= first[one];
        number += 1;
    }
    (first, second)
};

fn token_at(bytes: &[u8], at: usize) -> Option<Found> {
    let rest = &bytes[at..];
    let known = KINDS.iter().find(|known| rest.starts_with(known.prefix.as_bytes()))?;
    // In the middle of a longer word it is something else.
    if at > 0 && letters(bytes[at - 1]) {
        return None;
    }
    let body = &rest[known.prefix.len()..];
    let length = body.iter().take_while(|byte| (known.alphabet)(**byte)).count();
    let is_long = if known.is_exact { length == known.length } else { length >= known.length };
    (is_long && is_random(&body[..length])).then(|| Found {
        kind: known.name,
        span: Span::of(at, at + known.prefix.len() + length),
        shown: Span::of(at, at + known.prefix.len()),
    })
}

/// `-----BEGIN … PRIVATE KEY-----`
fn private_key_at(text: &str, at: usize) -> Option<Found> {
    const BEGIN: &str = "-----BEGIN ";
    let rest = text[at..].strip_prefix(BEGIN)?;
    let (name, _) = rest.split_once("-----")?;
    let is_private = name.len() < 40 && (name.ends_with("PRIVATE KEY") || name == "PGP PRIVATE KEY BLOCK");
    let span = Span::of(at, at + BEGIN.len() + name.len() + 5);
    is_private.then_some(Found { kind: "a private key", span, shown: span })
}

/// `://user:password@host`, at its first colon.
fn password_at(text: &str, at: usize) -> Option<Found> {
    let authority = text[at..].strip_prefix("://")?;
    let end =
        authority.find(|next: char| next.is_whitespace() || "/\"'`\\<>".contains(next)).unwrap_or(authority.len());
    let (account, _) = authority[..end].rsplit_once('@')?;
    let (user, password) = account.split_once(':')?;
    let start = at + 3;
    let shown = Span::of(start, start + user.len() + 1);
    let span = Span::of(start, start + account.len());
    let is_secret = password.len() >= 6
        && !account.contains(['$', '{', '}', '(', ')', '%', '*', '['])
        && !password.eq_ignore_ascii_case(user)
        && !is_placeholder(password);
    is_secret.then_some(Found { kind: "a password in a URL", span, shown })
}

/// Passwords that are none: what examples and machines of developers have.
fn is_placeholder(password: &str) -> bool {
    const WORDS: &[&str] = &[
        "admin",
        "change",
        "default",
        "docker",
        "dummy",
        "example",
        "foobar",
        "guest",
        "localhost",
        "mysql",
        "passw",
        "placeholder",
        "postgres",
        "rabbitmq",
        "redacted",
        "replace",
        "root",
        "sample",
        "secret",
        "test",
        "token",
        "user",
        "xxx",
        "your",
    ];
    let password = password.to_ascii_lowercase();
    WORDS.iter().any(|word| password.contains(word))
}

/// Whether a token is no placeholder: it has digits and letters, not one byte alone, and does not say that it is an
/// example.
fn is_random(body: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| body.iter().any(is);
    let mut distinct = [false; 256];
    for byte in body {
        distinct[usize::from(*byte)] = true;
    }
    let is_varied = distinct.iter().filter(|is_there| **is_there).count() >= 8;
    let is_example = body.windows(7).any(|part| part.eq_ignore_ascii_case(b"example"));
    has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && is_varied && !is_example
}

fn upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn letters(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn word(byte: u8) -> bool {
    WORD[usize::from(byte)]
}

const WORD: [bool; 256] = {
    let mut is_word = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        is_word[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        byte += 1;
    }
    is_word
};

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3hJ6kL9nP2rS5uX8";

    fn kinds(text: &str) -> Vec<&'static str> {
        tokens(text).into_iter().map(|found| found.kind).collect()
    }

    #[test]
    fn every_kind_is_found_and_no_longer_word_is() {
        for known in KINDS {
            let body: String =
                BODY.chars().filter(|next| (known.alphabet)(*next as u8)).cycle().take(known.length).collect();
            let token = format!("{}{body}", known.prefix);
            assert_eq!(kinds(&format!("A={token}\n")), [known.name], "{token}");
            assert_eq!(kinds(&format!("x{token}")), [""; 0], "{token}");
            let found = tokens(&token)[0];
            assert_eq!(found.span.len() as usize, token.len());
            assert_eq!(found.shown.len() as usize, known.prefix.len());
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "npm_config_registry=https://registry.npmjs.org",
            "hf_transfer",
            "sk_live_",
            "-----BEGIN CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----",
            "https://$USER:$TOKEN@example.com",
            "https://user:password@example.com",
            "postgres://postgres:postgres@db/x",
            "https://example.com/a:b@c",
            "https://user@example.com",
            "git://example.com:22/x",
        ] {
            assert_eq!(kinds(text), [""; 0], "{text}");
        }
        assert_eq!(kinds("-----BEGIN OPENSSH PRIVATE KEY-----"), ["a private key"]);
        assert_eq!(kinds("------BEGIN RSA PRIVATE KEY------BEGIN EC PRIVATE KEY-----"), ["a private key"]);
        assert_eq!(kinds("x://a:k3yb0ard@@y/z@ w://u:glpat-aB3dE6gH9jK2mN5pQ8sT@v"), ["a password in a URL"; 2]);
        assert_eq!(kinds("amqp://a:k3yb0ard@mq:5672 https://b:m0therb0ard@x"), ["a password in a URL"; 2]);
    }
}
