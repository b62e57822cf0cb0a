//! The value of `RUN --mount`.

use std::borrow::Cow;

use super::Span;
use super::go::{fields, go_bool, number};
use super::instruction::{Origin, cut};
use super::lex;
use super::mount_key::{KEYS, Key};
use super::problem::{Located, Problem};
use crate::dockerfile::{
    BindMount, CacheMount, ExpandedMount, Mount, MountAccess, MountField, SecretMount, Sharing, SshMount, TmpfsMount,
};
use crate::value::{EnvName, Gid, OctalMode, Size, Uid};
use crate::word::{Value, Word};

/// The type of a mount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Bind,
    Cache,
    Tmpfs,
    Secret,
    Ssh,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Bind => "bind",
            Self::Cache => "cache",
            Self::Tmpfs => "tmpfs",
            Self::Secret => "secret",
            Self::Ssh => "ssh",
        }
    }
}

/// The fields of a mount, of which so much is checked as BuildKit checks before it knows any variable.
pub(super) fn record(value: Cow<'_, str>, span: Span) -> Result<Vec<Cow<'_, str>>, Located> {
    let fields = match value {
        Cow::Borrowed(text) => fields(text),
        Cow::Owned(text) => {
            fields(&text).map(|fields| fields.into_iter().map(|field| Cow::Owned(field.into_owned())).collect())
        }
    };
    let fields = fields.ok_or_else(|| Problem::MountRecord.at(span))?;
    for field in &fields {
        if let Some((key, value)) = field.split_once('=')
            && key.eq_ignore_ascii_case("from")
            && value.find('$').is_some_and(|at| at + 1 != value.len())
        {
            return Err(Problem::MountFromVariable.at(span));
        }
    }
    Ok(fields)
}

/// A mount, and where its files are if that is not in it yet.
pub(super) fn mount(
    fields: Vec<Cow<'_, str>>,
    span: Span,
    escape: u8,
) -> Result<(Mount<'_>, Option<Origin<'_>>), Located> {
    let mut read = Vec::with_capacity(fields.len());
    for field in fields {
        let (key, value) = match field.find('=') {
            Some(equals) => {
                let (key, value) = cut(field, equals);
                (key, Some(value))
            }
            None => (field, None),
        };
        let key = if key.bytes().any(|byte| byte.is_ascii_uppercase()) { key.to_lowercase().into() } else { key };
        let value = value.map(|value| lex::word(value, escape)).transpose().map_err(|problem| problem.at(span))?;
        read.push(MountField { key, value });
    }
    let mut options = Options::default();
    for field in &read {
        options.add(field).map_err(|problem| problem.at(span))?;
    }
    let typed = if options.is_dynamic {
        None
    } else {
        options.check().map_err(|problem| problem.at(span))?;
        options.typed()
    };
    let origin = options.from.filter(|from| !from.is_empty()).map(|text| Origin { text, span });
    Ok((typed.unwrap_or(Mount::Expanded(ExpandedMount { fields: read })), origin))
}

/// Checks a mount of which now everything is known, and gives its target, if it is one that is mounted there, and the
/// name of where its files are.
pub(crate) fn check_expanded(fields: &[(&str, Option<String>)]) -> Result<(bool, String, String), Problem> {
    let mut options = Options::default();
    let fields: Vec<_> = fields
        .iter()
        .map(|(key, value)| MountField { key: Cow::Borrowed(*key), value: value.clone().map(Word::from) })
        .collect();
    for field in &fields {
        options.add(field)?;
    }
    options.check()?;
    let text = |word: Option<&Word<'_>>| word.and_then(Word::as_literal).unwrap_or_default().to_owned();
    let is_mounted = matches!(options.kind, Kind::Bind | Kind::Cache | Kind::Tmpfs);
    Ok((is_mounted, text(options.target.as_ref()), options.from.clone().unwrap_or_default().into_owned()))
}

/// The options read so far, with what BuildKit's checks depend on.
#[derive(Default)]
struct Options<'a> {
    kind: Kind,
    /// The keys seen.
    seen: Vec<Key>,
    from: Option<Cow<'a, str>>,
    source: Option<Word<'a>>,
    target: Option<Word<'a>>,
    id: Option<Word<'a>>,
    env: Option<Word<'a>>,
    access: Option<MountAccess>,
    required: bool,
    size: Option<Value<'a, Size>>,
    sharing: Option<Sharing>,
    mode: Option<Value<'a, OctalMode>>,
    uid: Option<Value<'a, Uid>>,
    gid: Option<Value<'a, Gid>>,
    /// Whether a variable decides what no typed mount leaves to one.
    is_dynamic: bool,
    /// Whether a typed mount cannot say it, although it is all known.
    is_odd: bool,
}

impl<'a> Options<'a> {
    fn add(&mut self, field: &MountField<'a>) -> Result<(), Problem> {
        let name = || field.key.as_ref().to_owned();
        let known = KEYS.iter().find(|(name, _)| *name == field.key);
        let Some((_, key)) = known else {
            return Err(match &field.value {
                None => Problem::MountField { field: name() },
                Some(_) => Problem::MountKey { key: name() },
            });
        };
        self.is_odd |= self.seen.contains(key);
        self.seen.push(*key);
        let Some(value) = &field.value else {
            match key {
                Key::ReadOnly => self.access = Some(MountAccess::ReadOnly),
                Key::ReadWrite => self.access = Some(MountAccess::ReadWrite),
                Key::Required => {
                    self.of_secrets(&field.key)?;
                    self.required = true;
                }
                _ => return Err(Problem::MountField { field: name() }),
            }
            return Ok(());
        };
        let Some(text) = value.as_literal() else {
            match key {
                Key::Source => self.source = Some(value.clone()),
                Key::Target => self.target = Some(value.clone()),
                Key::Id => self.id = Some(value.clone()),
                Key::Mode => self.mode = Some(Value::Expanded(value.clone())),
                Key::Uid => self.uid = Some(Value::Expanded(value.clone())),
                Key::Gid => self.gid = Some(Value::Expanded(value.clone())),
                Key::Size => {
                    self.of_tmpfs(&field.key)?;
                    self.size = Some(Value::Expanded(value.clone()));
                }
                _ => self.is_dynamic = true,
            }
            return Ok(());
        };
        let bad = || Problem::MountValue { key: name(), value: text.to_owned() };
        match key {
            Key::Type => {
                let kinds = [Kind::Bind, Kind::Cache, Kind::Tmpfs, Kind::Secret, Kind::Ssh];
                let kind = kinds.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text));
                self.kind = kind.ok_or_else(|| Problem::MountType { value: text.to_owned() })?;
            }
            Key::From => self.from = Some(owned_or_borrowed(value)),
            Key::Source => self.source = Some(value.clone()),
            Key::Target => self.target = Some(value.clone()),
            Key::Id => self.id = Some(value.clone()),
            Key::Env => self.env = Some(value.clone()),
            Key::ReadOnly | Key::ReadWrite => {
                let only = go_bool(text).ok_or_else(bad)? == (*key == Key::ReadOnly);
                self.access = Some(if only { MountAccess::ReadOnly } else { MountAccess::ReadWrite });
            }
            Key::Required => {
                self.of_secrets(&field.key)?;
                self.required = go_bool(text).ok_or_else(bad)?;
            }
            Key::Size => {
                self.of_tmpfs(&field.key)?;
                self.size = Some(Value::Fixed(Size::parse(text).map_err(|_| bad())?));
            }
            Key::Sharing => {
                self.sharing = Some(match &*text.to_lowercase() {
                    "shared" => Sharing::Shared,
                    "private" => Sharing::Private,
                    "locked" => Sharing::Locked,
                    _ => return Err(bad()),
                });
            }
            Key::Mode => {
                let bits = number(text, 8).ok_or_else(bad)?;
                match u16::try_from(bits).ok().filter(|bits| *bits <= 0o777).and_then(OctalMode::new) {
                    Some(mode) => self.mode = Some(Value::Fixed(mode)),
                    None => self.is_odd = true,
                }
            }
            Key::Uid => self.uid = Some(Value::Fixed(Uid::new(number(text, 10).ok_or_else(bad)?))),
            Key::Gid => self.gid = Some(Value::Fixed(Gid::new(number(text, 10).ok_or_else(bad)?))),
        }
        Ok(())
    }

    fn of_secrets(&mut self, key: &str) -> Result<(), Problem> {
        // While the type is a variable, nobody knows.
        if self.is_dynamic || matches!(self.kind, Kind::Secret | Kind::Ssh) {
            return Ok(());
        }
        Err(Problem::MountKeyOfType { key: key.to_owned(), kind: self.kind.as_str() })
    }

    fn of_tmpfs(&mut self, key: &str) -> Result<(), Problem> {
        if self.is_dynamic || self.kind == Kind::Tmpfs {
            return Ok(());
        }
        Err(Problem::MountKeyOfType { key: key.to_owned(), kind: self.kind.as_str() })
    }

    /// What BuildKit checks when it has read all fields.
    fn check(&self) -> Result<(), Problem> {
        let of_type = |key: &str| Problem::MountKeyOfType { key: key.to_owned(), kind: self.kind.as_str() };
        if matches!(self.kind, Kind::Bind | Kind::Tmpfs) {
            for (key, name) in [(Key::Mode, "mode"), (Key::Uid, "uid"), (Key::Gid, "gid")] {
                if self.seen.contains(&key) {
                    return Err(of_type(name));
                }
            }
        }
        let is_empty = |word: Option<&Word<'_>>| word.is_none_or(|word| word.as_literal() == Some(""));
        if self.kind == Kind::Secret {
            if self.from.as_deref().is_some_and(|from| !from.is_empty()) {
                return Err(of_type("from"));
            }
            let (source, id) = (is_empty(self.source.as_ref()), is_empty(self.id.as_ref()));
            if source && id && is_empty(self.target.as_ref()) {
                return Err(Problem::SecretWithoutId);
            }
            if !source && !id {
                return Err(Problem::SecretIdTwice);
            }
        }
        if self.sharing.is_some() && self.kind != Kind::Cache {
            return Err(of_type("sharing"));
        }
        if self.kind == Kind::Ssh && !is_empty(self.source.as_ref()) {
            return Err(of_type("source"));
        }
        Ok(())
    }

    /// The mount as a typed one, if one can say all of it.
    fn typed(&self) -> Option<Mount<'a>> {
        let only = |keys: &[Key]| self.seen.iter().all(|key| *key == Key::Type || keys.contains(key));
        let filled = |word: &Option<Word<'a>>| match word {
            Some(word) if word.as_literal() == Some("") => None,
            word => Some(word.clone()),
        };
        if self.is_odd || self.from.as_deref() == Some("") {
            return None;
        }
        Some(match self.kind {
            Kind::Bind if only(&[Key::From, Key::Source, Key::Target, Key::ReadOnly, Key::ReadWrite]) => {
                let mut mount = BindMount::new(filled(&self.target)??);
                mount.source = filled(&self.source)?;
                mount.access = self.access.unwrap_or_default();
                mount.into()
            }
            Kind::Cache if !self.seen.contains(&Key::Env) => {
                let mut mount = CacheMount::new(filled(&self.target)??);
                mount.id = filled(&self.id)?;
                mount.sharing = self.sharing.unwrap_or_default();
                mount.source = filled(&self.source)?;
                mount.mode.clone_from(&self.mode);
                mount.uid.clone_from(&self.uid);
                mount.gid.clone_from(&self.gid);
                mount.access = self.access;
                mount.into()
            }
            Kind::Tmpfs if only(&[Key::Target, Key::Size]) => {
                let mut mount = TmpfsMount::new(filled(&self.target)??);
                mount.size.clone_from(&self.size);
                mount.into()
            }
            Kind::Secret if self.access.is_none() => {
                let id = filled(&self.id)?.or(filled(&self.source)?);
                let mut mount = SecretMount::new(match id {
                    Some(id) => id,
                    None => Word::from(file_name(self.target.as_ref()?.as_literal()?)?.to_owned()),
                });
                mount.target = filled(&self.target)?;
                mount.env = match &self.env {
                    None => None,
                    Some(name) => Some(EnvName::new(owned_or_borrowed(name)).ok()?),
                };
                mount.required = self.required;
                mount.mode.clone_from(&self.mode);
                mount.uid.clone_from(&self.uid);
                mount.gid.clone_from(&self.gid);
                mount.into()
            }
            Kind::Ssh
                if !self.seen.contains(&Key::From)
                    && !self.seen.contains(&Key::Source)
                    && self.access.is_none()
                    && self.env.is_none() =>
            {
                let mut mount = SshMount::new();
                mount.id = filled(&self.id)?;
                mount.target = filled(&self.target)?;
                mount.required = self.required;
                mount.mode.clone_from(&self.mode);
                mount.uid.clone_from(&self.uid);
                mount.gid.clone_from(&self.gid);
                mount.into()
            }
            _ => return None,
        })
    }
}

/// The name that BuildKit gives a secret without one.
fn file_name(target: &str) -> Option<&str> {
    target.rsplit('/').next().filter(|name| !name.is_empty())
}

/// The text of a literal.
fn owned_or_borrowed<'a>(word: &Word<'a>) -> Cow<'a, str> {
    match word {
        Word::Literal(text) => text.clone(),
        Word::Parts(_) => Cow::Owned(word.as_literal().unwrap_or_default().to_owned()),
    }
}
