//! The options of a mount.

use super::problem::nearest;

/// One list of all options: how they are written, and what they are.
pub(super) const KEYS: &[(&str, Key)] = &[
    ("type", Key::Type),
    ("from", Key::From),
    ("source", Key::Source),
    ("src", Key::Source),
    ("target", Key::Target),
    ("dst", Key::Target),
    ("destination", Key::Target),
    ("readonly", Key::ReadOnly),
    ("ro", Key::ReadOnly),
    ("readwrite", Key::ReadWrite),
    ("rw", Key::ReadWrite),
    ("required", Key::Required),
    ("size", Key::Size),
    ("id", Key::Id),
    ("sharing", Key::Sharing),
    ("mode", Key::Mode),
    ("uid", Key::Uid),
    ("gid", Key::Gid),
    ("env", Key::Env),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Type,
    From,
    Source,
    Target,
    ReadOnly,
    ReadWrite,
    Required,
    Size,
    Id,
    Sharing,
    Mode,
    Uid,
    Gid,
    Env,
}

/// What to write instead of an unknown option.
pub(super) fn nearest_key(key: &str) -> Option<String> {
    nearest(key, KEYS.iter().map(|(name, _)| *name)).map(|name| format!("write `{name}`"))
}

/// What to write as the value of an option.
pub(super) fn value_help(key: &str) -> Option<&'static str> {
    let (_, key) = KEYS.iter().find(|(name, _)| *name == key)?;
    Some(match key {
        Key::ReadOnly | Key::ReadWrite | Key::Required => "write `true` or `false`, or the option alone",
        Key::Size => "write a number of bytes, or as in `64m`",
        Key::Sharing => "write `shared`, `private` or `locked`",
        Key::Mode => "write an octal number, as in `0750`",
        Key::Uid | Key::Gid => "write a number",
        Key::Type | Key::From | Key::Source | Key::Target | Key::Id | Key::Env => return None,
    })
}
