//! Flags: which instruction has which, and what their values can be.

use std::borrow::Cow;

use super::Span;
use super::keyword::{Keyword, lower};
use super::problem::{Located, Problem, nearest as nearest_word};
use super::statement::{Flag, Statement};

/// What a flag takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing, `true` or `false`.
    Boolean,
    /// A value, once.
    Value,
    /// A value, any number of times.
    Values,
}

/// The flags of an instruction, each without its dashes.
const fn known(keyword: Keyword) -> &'static [(&'static str, Kind)] {
    match keyword {
        Keyword::From => &[("platform", Kind::Value)],
        Keyword::Run => {
            &[("mount", Kind::Values), ("network", Kind::Value), ("security", Kind::Value), ("device", Kind::Values)]
        }
        Keyword::Copy => &[
            ("from", Kind::Value),
            ("chown", Kind::Value),
            ("chmod", Kind::Value),
            ("link", Kind::Boolean),
            ("parents", Kind::Boolean),
            ("exclude", Kind::Values),
        ],
        Keyword::Add => &[
            ("chown", Kind::Value),
            ("chmod", Kind::Value),
            ("link", Kind::Boolean),
            ("keep-git-dir", Kind::Boolean),
            ("checksum", Kind::Value),
            ("unpack", Kind::Boolean),
            ("exclude", Kind::Values),
        ],
        Keyword::Healthcheck => &[
            ("interval", Kind::Value),
            ("timeout", Kind::Value),
            ("start-period", Kind::Value),
            ("start-interval", Kind::Value),
            ("retries", Kind::Value),
        ],
        _ => &[],
    }
}

/// The checked flags of a statement.
pub(super) struct Flags<'s, 'a> {
    flags: &'s [Flag<'a>],
}

impl<'s, 'a> Flags<'s, 'a> {
    /// Checks the flags of `statement`, which has none in most cases.
    #[inline]
    pub(super) fn check(keyword: Keyword, statement: &'s Statement<'_, 'a>) -> Result<Self, Located> {
        if statement.flags.is_empty() { Ok(Self { flags: &[] }) } else { Self::check_all(keyword, &statement.flags) }
    }

    fn check_all(keyword: Keyword, flags: &'s [Flag<'a>]) -> Result<Self, Located> {
        for (number, flag) in flags.iter().enumerate() {
            let written = || flag.name().to_owned();
            let Some((_, kind)) = known(keyword).iter().find(|(name, _)| flag.name()[2..] == **name) else {
                let problem = Problem::UnknownFlag { keyword: keyword.as_str(), flag: written() };
                return Err(problem.at(flag.span));
            };
            if *kind != Kind::Values && flags[..number].iter().any(|before| before.name() == flag.name()) {
                return Err(Problem::DuplicateFlag { flag: written() }.at(flag.span));
            }
            match (kind, flag.value()) {
                (Kind::Boolean, None) | (Kind::Value | Kind::Values, Some(_)) => {}
                (Kind::Boolean, Some(value)) if matches!(&*lower(&value), "true" | "false") => {}
                (Kind::Boolean, Some(value)) if !value.is_empty() => {
                    let value = value.into_owned();
                    return Err(Problem::FlagNotBoolean { flag: written(), value }.at(flag.span));
                }
                _ => return Err(Problem::FlagWithoutValue { flag: written() }.at(flag.span)),
            }
        }
        Ok(Self { flags })
    }

    /// The value of a flag, which is absent when it is empty.
    pub(super) fn value(&self, name: &str) -> Option<(Cow<'a, str>, Span)> {
        self.values(name).next().filter(|(value, _)| !value.is_empty())
    }

    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = (Cow<'a, str>, Span)> {
        let named = self.flags.iter().filter(move |flag| flag.name()[2..] == *name);
        named.filter_map(|flag| Some((flag.value()?, flag.span)))
    }

    pub(super) fn boolean(&self, name: &str) -> Option<bool> {
        let flag = self.flags.iter().find(|flag| flag.name()[2..] == *name)?;
        Some(flag.value().is_none_or(|value| value.eq_ignore_ascii_case("true")))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }
}

/// What to write instead of an unknown flag.
pub(super) fn nearest(keyword: &str, flag: &str) -> Option<String> {
    let known = known(Keyword::read(keyword)?);
    match nearest_name(keyword, flag) {
        Some(name) => Some(format!("write `--{name}`")),
        None if known.is_empty() => Some("it has none; write `--` in front of words that begin so".to_owned()),
        None => {
            let names: Vec<_> = known.iter().map(|(name, _)| format!("`--{name}`")).collect();
            Some(format!("it has {}", names.join(", ")))
        }
    }
}

/// The name of the flag that was meant, without its dashes.
pub(super) fn nearest_name(keyword: &str, flag: &str) -> Option<&'static str> {
    nearest_word(&flag[2..], known(Keyword::read(keyword)?).iter().map(|(name, _)| *name))
}
