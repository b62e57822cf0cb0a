//! `RUN --mount`: the five types and their options.

mod origin;
mod text;

pub use origin::MountFrom;

use std::borrow::Cow;

use crate::value::{EnvName, Gid, OctalMode, Size, Uid};
use crate::word::{IntoWord, Value, Word};

/// Something that is there while a `RUN` runs, and no part of the image.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Mount<'a> {
    /// `type=bind`: files of the build context, a stage, an image or a named context.
    Bind(BindMount<'a>),
    /// `type=cache`: a directory that later builds see again.
    Cache(CacheMount<'a>),
    /// `type=tmpfs`: a directory in memory.
    Tmpfs(TmpfsMount<'a>),
    /// `type=secret`: a file or variable that the build is given, and no layer keeps.
    Secret(SecretMount<'a>),
    /// `type=ssh`: the agent of the user, or keys.
    Ssh(SshMount<'a>),
    /// A mount of which only the build knows what it is.
    Expanded(ExpandedMount<'a>),
}

/// A mount whose type, or an option without a typed value, is a variable: its fields as they stand, in their order.
///
/// Parsed files have them; there is no reason to write one.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, ExpandedMount, MountField, Run, Stage};
/// # use dockerspec_core::word::Arg;
/// let kind = MountField { key: "type".into(), value: Some((&Arg::new("KIND")).into()) };
/// let target = MountField { key: "target".into(), value: Some("/t".into()) };
/// let mut run = Run::shell("make");
/// run.mounts.push(ExpandedMount { fields: vec![kind, target] }.into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nRUN --mount=type=${KIND},target=/t make\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct ExpandedMount<'a> {
    /// The fields; at least one.
    pub fields: Vec<MountField<'a>>,
}

/// A field of an [`ExpandedMount`]: `KEY=VALUE`, or `KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct MountField<'a> {
    /// The name of an option, in lower case.
    pub key: Cow<'a, str>,
    /// Its value.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub value: Option<Word<'a>>,
}

/// `type=bind`: files of the build context, a stage, an image or a named context, without a copy.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, BindMount, Dockerfile, Run, Stage};
/// let mut bind = BindMount::new("/src/Cargo.lock");
/// bind.source = Some("Cargo.lock".into());
/// let mut run = Run::shell("cargo fetch");
/// run.mounts.push(bind.into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN --mount=type=bind,target=/src/Cargo.lock,source=Cargo.lock cargo fetch\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct BindMount<'a> {
    /// Where it is seen; relative to the working directory.
    pub target: Word<'a>,
    /// Where it is, below the root of `from`; its root without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub source: Option<Word<'a>>,
    /// Where the source is; the build context without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub from: Option<MountFrom<'a>>,
    /// Whether the command can write to it. What it writes is lost.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub access: MountAccess,
}

/// `type=cache`: a directory that later builds see again, by its id.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, CacheMount, Dockerfile, Run, Sharing, Stage};
/// let mut cache = CacheMount::new("/var/cache/apt");
/// cache.sharing = Sharing::Locked;
/// let mut run = Run::shell("apt-get install -y gcc");
/// run.mounts.push(cache.into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get install -y gcc\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct CacheMount<'a> {
    /// Where it is seen; relative to the working directory.
    pub target: Word<'a>,
    /// Which cache it is; the target without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub id: Option<Word<'a>>,
    /// What builds at the same time do with it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub sharing: Sharing,
    /// What it holds at first; nothing without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub from: Option<MountFrom<'a>>,
    /// Which directory of `from` that is.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub source: Option<Word<'a>>,
    /// Its mode when it is new; 0755 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub mode: Option<Value<'a, OctalMode>>,
    /// Its owner when it is new; 0 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub uid: Option<Value<'a, Uid>>,
    /// Its group when it is new; 0 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub gid: Option<Value<'a, Gid>>,
    /// Whether the command can write to it; it can without this.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub access: Option<MountAccess>,
}

/// `type=tmpfs`: a directory in memory.
///
/// ```
/// # use dockerspec_core::{dockerfile::{Base, Dockerfile, Run, Stage, TmpfsMount}, value::Size, word::Value};
/// let mut tmpfs = TmpfsMount::new("/tmp");
/// tmpfs.size = Some(Value::Fixed(Size::mib(64)));
/// let mut run = Run::shell("make check");
/// run.mounts.push(tmpfs.into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN --mount=type=tmpfs,target=/tmp,size=64m make check\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct TmpfsMount<'a> {
    /// Where it is seen; relative to the working directory.
    pub target: Word<'a>,
    /// How much it can hold; Dockerfile 1.4.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub size: Option<Value<'a, Size>>,
}

/// `type=secret`: a file or variable that the build is given, and no layer keeps.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Run, SecretMount, Stage};
/// let mut secret = SecretMount::new("npm-token");
/// secret.required = true;
/// let mut run = Run::shell("npm ci");
/// run.mounts.push(secret.into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN --mount=type=secret,id=npm-token,required=true npm ci\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct SecretMount<'a> {
    /// Which secret of the build (`--secret id=…`).
    pub id: Word<'a>,
    /// The file; `/run/secrets/` and the id without it, unless there is `env`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub target: Option<Word<'a>>,
    /// The variable that holds it too; Dockerfile 1.10.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub env: Option<EnvName<'a>>,
    /// Whether the build fails without the secret.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub required: bool,
    /// The mode of the file; 0400 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub mode: Option<Value<'a, OctalMode>>,
    /// The owner of the file; 0 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub uid: Option<Value<'a, Uid>>,
    /// The group of the file; 0 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub gid: Option<Value<'a, Gid>>,
}

/// `type=ssh`: the agent of the user, or keys, behind a socket.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Run, SshMount, Stage};
/// let mut run = Run::shell("git clone git@example.com:app.git");
/// run.mounts.push(SshMount::new().into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN --mount=type=ssh git clone git@example.com:app.git\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct SshMount<'a> {
    /// Which agent of the build (`--ssh ID`); `default` without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub id: Option<Word<'a>>,
    /// The socket; one below `/run/buildkit` without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub target: Option<Word<'a>>,
    /// Whether the build fails without the agent.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub required: bool,
    /// The mode of the socket; 0600 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub mode: Option<Value<'a, OctalMode>>,
    /// The owner of the socket; 0 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub uid: Option<Value<'a, Uid>>,
    /// The group of the socket; 0 without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub gid: Option<Value<'a, Gid>>,
}

/// Whether a command can write to a mount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum MountAccess {
    /// It can only read.
    #[default]
    ReadOnly,
    /// It can read and write.
    ReadWrite,
}

/// What builds at the same time do with a cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Sharing {
    /// They use it together.
    #[default]
    Shared,
    /// Each has one of its own.
    Private,
    /// One waits for the other.
    Locked,
}

impl<'a> BindMount<'a> {
    /// The root of the build context, seen at `target`.
    pub fn new(target: impl IntoWord<'a>) -> Self {
        Self { target: target.into_word(), source: None, from: None, access: MountAccess::ReadOnly }
    }
}

impl<'a> CacheMount<'a> {
    /// An empty, shared cache at `target`.
    pub fn new(target: impl IntoWord<'a>) -> Self {
        Self {
            target: target.into_word(),
            id: None,
            sharing: Sharing::Shared,
            from: None,
            source: None,
            mode: None,
            uid: None,
            gid: None,
            access: None,
        }
    }
}

impl<'a> TmpfsMount<'a> {
    /// A directory in memory at `target`.
    pub fn new(target: impl IntoWord<'a>) -> Self {
        Self { target: target.into_word(), size: None }
    }
}

impl<'a> SecretMount<'a> {
    /// The secret `id`, as the file `/run/secrets/ID`.
    pub fn new(id: impl IntoWord<'a>) -> Self {
        Self { id: id.into_word(), target: None, env: None, required: false, mode: None, uid: None, gid: None }
    }
}

impl SshMount<'_> {
    /// The default agent.
    pub fn new() -> Self {
        Self::default()
    }
}

macro_rules! into_mount {
    ($($variant:ident($type:ident)),+) => {
        $(impl<'a> From<$type<'a>> for Mount<'a> {
            fn from(mount: $type<'a>) -> Self {
                Self::$variant(mount)
            }
        })+
    };
}

into_mount!(
    Bind(BindMount),
    Cache(CacheMount),
    Tmpfs(TmpfsMount),
    Secret(SecretMount),
    Ssh(SshMount),
    Expanded(ExpandedMount)
);

impl<'a> Mount<'a> {
    pub(super) fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        let mut value = |word: Option<&mut Word<'a>>| word.into_iter().for_each(&mut *visit);
        match self {
            Self::Bind(mount) => {
                value(Some(&mut mount.target));
                value(mount.source.as_mut());
            }
            Self::Cache(mount) => {
                value(Some(&mut mount.target));
                value(mount.id.as_mut());
                value(mount.source.as_mut());
                value(expanded(&mut mount.mode));
                value(expanded(&mut mount.uid));
                value(expanded(&mut mount.gid));
            }
            Self::Tmpfs(mount) => {
                value(Some(&mut mount.target));
                value(expanded(&mut mount.size));
            }
            Self::Secret(mount) => {
                value(Some(&mut mount.id));
                value(mount.target.as_mut());
                value(expanded(&mut mount.mode));
                value(expanded(&mut mount.uid));
                value(expanded(&mut mount.gid));
            }
            Self::Ssh(mount) => {
                value(mount.id.as_mut());
                value(mount.target.as_mut());
                value(expanded(&mut mount.mode));
                value(expanded(&mut mount.uid));
                value(expanded(&mut mount.gid));
            }
            Self::Expanded(mount) => mount.fields.iter_mut().for_each(|field| value(field.value.as_mut())),
        }
    }
}

fn expanded<'m, 'a, T>(value: &'m mut Option<Value<'a, T>>) -> Option<&'m mut Word<'a>> {
    match value {
        Some(Value::Expanded(word)) => Some(word),
        _ => None,
    }
}
