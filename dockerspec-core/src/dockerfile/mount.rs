//! `RUN --mount`: the five types and their options.

use super::paths;
use crate::render::{PushText, Reason, TextProblem, push_flag_text, push_mount_field};
use crate::value::{ContextName, EnvName, Gid, ImageRef, OctalMode, Size, StageName, Uid};
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

/// Where the files of a mount are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MountFrom<'a> {
    /// A stage, by name. BuildKit takes no number here.
    Stage(StageName<'a>),
    /// An image.
    Image(ImageRef<'a>),
    /// A named build context (`--build-context NAME=…`). The text is that of an image called `NAME`.
    Context(ContextName<'a>),
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

into_mount!(Bind(BindMount), Cache(CacheMount), Tmpfs(TmpfsMount), Secret(SecretMount), Ssh(SshMount));

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
        }
    }

    /// Writes the value of `--mount`. The type comes first, since BuildKit checks some options against the type that
    /// it has seen so far.
    pub(super) fn push(&self, out: &mut String) -> Result<(), Reason> {
        self.push_fields(out).map_err(|problem| match problem {
            FieldProblem::Empty(what) => Reason::Empty { what, way_out: "write a path" },
            FieldProblem::Other(reason) => reason,
            FieldProblem::Text(problem) => problem.of("RUN", "`--mount`"),
        })
    }

    fn push_fields(&self, out: &mut String) -> Result<(), FieldProblem> {
        match self {
            Self::Bind(mount) => {
                out.push_str("type=bind");
                path(out, "target", &mount.target)?;
                if let (Some(source), None) = (&mount.source, &mount.from) {
                    paths::refuse_source(source, "the source of a mount", paths::Reading::Literal)
                        .map_err(FieldProblem::Other)?;
                }
                optional(out, "source", mount.source.as_ref())?;
                from(out, mount.from.as_ref())?;
                if mount.access == MountAccess::ReadWrite {
                    out.push_str(",rw");
                }
            }
            Self::Cache(mount) => {
                out.push_str("type=cache");
                path(out, "target", &mount.target)?;
                optional(out, "id", mount.id.as_ref())?;
                match mount.sharing {
                    Sharing::Shared => {}
                    Sharing::Private => out.push_str(",sharing=private"),
                    Sharing::Locked => out.push_str(",sharing=locked"),
                }
                from(out, mount.from.as_ref())?;
                optional(out, "source", mount.source.as_ref())?;
                account(out, mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref())?;
                match mount.access {
                    None => {}
                    Some(MountAccess::ReadOnly) => out.push_str(",ro"),
                    Some(MountAccess::ReadWrite) => out.push_str(",rw"),
                }
            }
            Self::Tmpfs(mount) => {
                out.push_str("type=tmpfs");
                path(out, "target", &mount.target)?;
                typed(out, "size", mount.size.as_ref())?;
            }
            Self::Secret(mount) => {
                out.push_str("type=secret");
                path(out, "id", &mount.id)?;
                optional(out, "target", mount.target.as_ref())?;
                if let Some(name) = &mount.env {
                    out.push_str(",env=");
                    out.push_str(name.as_str());
                }
                required(out, mount.required);
                account(out, mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref())?;
            }
            Self::Ssh(mount) => {
                out.push_str("type=ssh");
                optional(out, "id", mount.id.as_ref())?;
                optional(out, "target", mount.target.as_ref())?;
                required(out, mount.required);
                account(out, mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref())?;
            }
        }
        Ok(())
    }
}

enum FieldProblem {
    Empty(&'static str),
    Other(Reason),
    Text(TextProblem),
}

impl From<TextProblem> for FieldProblem {
    fn from(problem: TextProblem) -> Self {
        Self::Text(problem)
    }
}

fn expanded<'m, 'a, T>(value: &'m mut Option<Value<'a, T>>) -> Option<&'m mut Word<'a>> {
    match value {
        Some(Value::Expanded(word)) => Some(word),
        _ => None,
    }
}

/// A field that must not be empty: BuildKit would take the working directory, or one cache for all.
fn path(out: &mut String, key: &'static str, word: &Word<'_>) -> Result<(), FieldProblem> {
    if word.as_literal() == Some("") {
        return Err(FieldProblem::Empty(if key == "id" { "the id of a mount" } else { "the target of a mount" }));
    }
    Ok(push_mount_field(out, key, word)?)
}

fn optional(out: &mut String, key: &str, word: Option<&Word<'_>>) -> Result<(), TextProblem> {
    word.map_or(Ok(()), |word| push_mount_field(out, key, word))
}

fn typed<T: PushText>(out: &mut String, key: &str, value: Option<&Value<'_, T>>) -> Result<(), TextProblem> {
    match value {
        None => Ok(()),
        Some(Value::Fixed(value)) => {
            for part in [",", key, "="] {
                out.push_str(part);
            }
            value.push_text(out);
            Ok(())
        }
        Some(Value::Expanded(word)) => push_mount_field(out, key, word),
    }
}

fn account(
    out: &mut String,
    mode: Option<&Value<'_, OctalMode>>,
    uid: Option<&Value<'_, Uid>>,
    gid: Option<&Value<'_, Gid>>,
) -> Result<(), FieldProblem> {
    // BuildKit drops the bits above these without a word.
    if let Some(Value::Fixed(mode)) = mode
        && mode.bits() > 0o777
    {
        let text = mode.to_string();
        return Err(FieldProblem::Other(Reason::TooLarge { what: "the mode of a mount", text, limit: "0777" }));
    }
    typed(out, "mode", mode)?;
    typed(out, "uid", uid)?;
    Ok(typed(out, "gid", gid)?)
}

fn from(out: &mut String, from: Option<&MountFrom<'_>>) -> Result<(), TextProblem> {
    let Some(from) = from else { return Ok(()) };
    out.push_str(",from=");
    push_flag_text(
        out,
        match from {
            MountFrom::Stage(name) => name.as_str(),
            MountFrom::Image(image) => image.as_str(),
            MountFrom::Context(name) => name.as_str(),
        },
    )
}

fn required(out: &mut String, required: bool) {
    if required {
        out.push_str(",required=true");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{Run, rendered};
    use crate::word::Arg;

    fn mounted<'a>(mount: impl Into<Mount<'a>>) -> String {
        let mut run = Run::shell("x");
        run.mounts.push(mount.into());
        let text = rendered(run);
        text.strip_prefix("RUN --mount=").and_then(|text| text.strip_suffix(" x\n")).map_or(text.clone(), str::to_owned)
    }

    #[test]
    fn every_option_of_every_type() {
        let mut bind = BindMount::new("/t");
        bind.source = Some("s".into());
        bind.from = Some(MountFrom::Stage(StageName::from_static("build")));
        bind.access = MountAccess::ReadWrite;
        assert_eq!(mounted(bind), "type=bind,target=/t,source=s,from=build,rw");

        let mut cache = CacheMount::new("/t");
        cache.id = Some("i".into());
        cache.sharing = Sharing::Private;
        cache.from = Some(MountFrom::Image(ImageRef::from_static("debian:13")));
        cache.source = Some("/s".into());
        cache.mode = Some(Value::Fixed(OctalMode::octal(0o700)));
        cache.uid = Some(Value::Fixed(Uid::new(1)));
        cache.gid = Some(Value::from(&Arg::new("GID")));
        cache.access = Some(MountAccess::ReadOnly);
        assert_eq!(
            mounted(cache),
            "type=cache,target=/t,id=i,sharing=private,from=debian:13,source=/s,mode=0700,uid=1,gid=${GID},ro"
        );

        let mut secret = SecretMount::new("i");
        secret.target = Some("/t".into());
        secret.env = Some(EnvName::from_static("TOKEN"));
        secret.required = true;
        secret.mode = Some(Value::Fixed(OctalMode::octal(0o440)));
        assert_eq!(mounted(secret), "type=secret,id=i,target=/t,env=TOKEN,required=true,mode=0440");

        let mut ssh = SshMount::new();
        ssh.id = Some("i".into());
        ssh.target = Some("/t".into());
        ssh.uid = Some(Value::Fixed(Uid::new(1)));
        assert_eq!(mounted(ssh), "type=ssh,id=i,target=/t,uid=1");
    }

    #[test]
    fn odd_targets_are_quoted_three_times() {
        assert_eq!(mounted(TmpfsMount::new("/a b")), r#"type=tmpfs,\"target=\"\"/a\ b\"\"\""#);
        assert_eq!(mounted(TmpfsMount::new("/a,b")), r#"type=tmpfs,\"target=\"\"/a,b\"\"\""#);
    }

    #[test]
    fn what_a_mount_cannot_say() {
        insta::assert_snapshot!(mounted(TmpfsMount::new("")), @"error: RUN in stage 0: the target of a mount is empty; write a path");
        insta::assert_snapshot!(mounted(TmpfsMount::new("/é")), @"error: RUN in stage 0: `--mount` has `é`, and BuildKit reads flags as ASCII; use a name in ASCII");
        for source in ["a*", "a?", "[a]", "a\\", "!a", " a", "a "] {
            let mut bind = BindMount::new("/");
            bind.source = Some(source.into());
            assert!(mounted(bind.clone()).contains("asks for it as a pattern"), "{source:?}");
            bind.from = Some(MountFrom::Stage(StageName::from_static("build")));
            assert!(mounted(bind).starts_with("type=bind"), "{source:?}");
        }
        let mut cache = CacheMount::new("/");
        cache.mode = Some(Value::Fixed(OctalMode::octal(0o2750)));
        insta::assert_snapshot!(mounted(cache), @"error: RUN in stage 0: the mode of a mount is 2750, and BuildKit takes at most 0777; write a smaller number");
        insta::assert_snapshot!(mounted(TmpfsMount::new("/\0")), @"error: RUN in stage 0: `--mount` has a NUL, which no path, variable or argument of a program can hold; leave it out");
        let mut bind = BindMount::new("/");
        bind.source = Some("a\rb".into());
        insta::assert_snapshot!(mounted(bind), @r"error: RUN in stage 0: the source of a mount cannot be fetched: BuildKit asks for it in a header, which holds no control characters; rename it, or take the directory that it is in");
        insta::assert_snapshot!(mounted(TmpfsMount::new("/\n")), @"error: RUN in stage 0: `--mount` has a line feed, which RUN cannot hold; replace it by a blank");
    }
}
