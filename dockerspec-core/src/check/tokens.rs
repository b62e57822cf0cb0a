//! Secrets by what they look like: beginnings, alphabets and lengths that nothing else has.

use crate::parse::Span;

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
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Found> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let (first, second) = &BEGINNINGS;
    let may_begin = |(one, two): (&u8, &u8)| first[usize::from(*one)] & second[usize::from(*two)] != 0;
    std::iter::from_fn(move || {
        while let Some(length) = bytes[at..].iter().zip(bytes.get(at + 1..)?).position(may_begin) {
            at += length;
            let found = match bytes[at] {
                b'-' => private_key_at(text, at),
                b':' => password_at(text, at),
                _ => token_at(bytes, at),
            };
            if let Some(found) = found {
                at = found.span.end as usize;
                return Some(found);
            }
            at += 1;
        }
        at = bytes.len();
        None
    })
}

/// The beginnings of what is looked for, by first and by second byte: something may begin where both have a bit in common.
/// Nearly all other text is sorted out by that.
const BEGINNINGS: ([u16; 256], [u16; 256]) = {
    let (mut first, mut second) = ([0; 256], [0; 256]);
    let mut bit = 1;
    let mut number = 0;
    while number < KINDS.len() + 2 {
        let pair = if number < KINDS.len() {
            KINDS[number].prefix.as_bytes()
        } else if number == KINDS.len() {
            b"--"
        } else {
            b":/"
        };
        let (one, two) = (pair[0] as usize, pair[1] as usize);
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
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3hJ6kL9nP2rS5uX8";

    fn kinds(text: &str) -> Vec<&'static str> {
        tokens(text).map(|found| found.kind).collect()
    }

    #[test]
    fn every_kind_is_found_and_no_longer_word_is() {
        for known in KINDS {
            let body: String =
                BODY.chars().filter(|next| (known.alphabet)(*next as u8)).cycle().take(known.length).collect();
            let token = format!("{}{body}", known.prefix);
            assert_eq!(kinds(&format!("A={token}\n")), [known.name], "{token}");
            assert_eq!(kinds(&format!("x{token}")), [""; 0], "{token}");
            let found = tokens(&token).next().unwrap();
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
        assert_eq!(kinds("amqp://a:k3yb0ard@mq:5672 https://b:m0therb0ard@x"), ["a password in a URL"; 2]);
    }
}
