//! What `run` mounts: the five types of `RUN --mount`.

use dockerspec_core::dockerfile::{
    BindMount, CacheMount, CopyFrom, MountAccess, MountFrom, SecretMount, Sharing, SshMount, TmpfsMount,
};
use dockerspec_core::value::{EnvName, Gid, OctalMode, Size, Uid};
use dockerspec_core::word::{IntoWord, Value, Word};

use crate::User;
use crate::accept::{IntoChecked, IntoValue};
use crate::attached::Attached;
use crate::files::Origin;
use crate::text::IntoText;

/// A mount of the model, with what the model does not know.
#[derive(Debug, Clone)]
pub(crate) struct Mounted<T> {
    pub(crate) mount: T,
    pub(crate) attached: Attached,
}

impl<T> Mounted<T> {
    fn new(mount: T) -> Self {
        Self { mount, attached: Attached::default() }
    }

    fn origin(&mut self, origin: impl Origin) -> Option<MountFrom<'static>> {
        let (from, stage) = origin.copy_from();
        self.attached.stage(stage);
        match from {
            CopyFrom::Stage(name) => Some(MountFrom::Stage(name)),
            CopyFrom::Image(image) => Some(MountFrom::Image(image)),
            CopyFrom::Context(name) => Some(MountFrom::Context(name)),
            _ => None,
        }
    }
}

/// Files that are there while a command runs, without a copy: of the build context, or with
/// [`from`](Bind::from) of elsewhere.
///
/// ```
/// # use dockerspec::{Bind, Image, Run, Stage, User, image_ref};
/// # let app = User::new("app", 10001);
/// let stage = Stage::from_image("app", image_ref!("python:3.11-slim-bookworm"))
///     .run(Run::sh("pip install -r requirements.txt").bind(Bind::new("requirements.txt").source("requirements.txt")))
///     .user(&app);
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM python:3.11-slim-bookworm AS app\n\
///      RUN --mount=type=bind,target=requirements.txt,source=requirements.txt pip install -r requirements.txt\n\
///      USER 10001:10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it is mounted by `Run::bind`"]
pub struct Bind(pub(crate) Mounted<BindMount<'static>>);

impl Bind {
    /// The whole build context, seen at `target`.
    pub fn new(target: impl IntoWord<'static>) -> Self {
        Self(Mounted::new(BindMount::new(target)))
    }

    /// Which file or directory it is; the root without this.
    pub fn source(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.source = Some(path.into_word());
        self
    }

    /// Where the files are: a stage, an image or a named context.
    pub fn from(mut self, origin: impl Origin) -> Self {
        self.0.mount.from = self.0.origin(origin);
        self
    }

    /// The command can write to it. What it writes is lost.
    pub fn read_write(mut self) -> Self {
        self.0.mount.access = MountAccess::ReadWrite;
        self
    }
}

/// A directory that later builds see again, such as the downloads of a package manager.
///
/// ```
/// # use dockerspec::{Cache, Image, Run, Sharing, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
///     .user(&app)
///     .run(Run::sh("pip install --user flask").cache(Cache::new("/cache/pip").owner(&app).sharing(Sharing::Locked)));
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM debian:13-slim AS app\n\
///      USER 10001:10001\n\
///      RUN --mount=type=cache,target=/cache/pip,sharing=locked,uid=10001,gid=10001 pip install --user flask\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it is mounted by `Run::cache`"]
pub struct Cache(pub(crate) Mounted<CacheMount<'static>>);

impl Cache {
    /// An empty, shared cache of root, seen at `target`.
    pub fn new(target: impl IntoWord<'static>) -> Self {
        Self(Mounted::new(CacheMount::new(target)))
    }

    /// Which cache it is; the target without this.
    pub fn id(mut self, id: impl IntoWord<'static>) -> Self {
        self.0.mount.id = Some(id.into_word());
        self
    }

    /// What builds at the same time do with it; they share it without this.
    pub fn sharing(mut self, sharing: Sharing) -> Self {
        self.0.mount.sharing = sharing;
        self
    }

    /// The user that it belongs to when it is new.
    pub fn owner(mut self, user: &User) -> Self {
        (self.0.mount.uid, self.0.mount.gid) = owned_by(user);
        self
    }

    /// Its mode when it is new; 0755 without this.
    pub fn mode(mut self, mode: impl IntoValue<OctalMode>) -> Self {
        self.0.mount.mode = self.0.attached.accept(mode.into_value());
        self
    }

    /// What it holds when it is new: a stage, an image or a named context.
    pub fn from(mut self, origin: impl Origin) -> Self {
        self.0.mount.from = self.0.origin(origin);
        self
    }

    /// Which directory of [`from`](Cache::from) that is.
    pub fn source(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.source = Some(path.into_word());
        self
    }

    /// The command can only read it.
    pub fn read_only(mut self) -> Self {
        self.0.mount.access = Some(MountAccess::ReadOnly);
        self
    }
}

/// What [`Run::cache`](crate::Run::cache) takes: the path of a cache, or a [`Cache`].
#[diagnostic::on_unimplemented(message = "`{Self}` is not a cache", label = "expected a path, or a `Cache`")]
pub trait IntoCache {
    /// The cache.
    fn into_cache(self) -> Cache;
}

#[diagnostic::do_not_recommend]
impl IntoCache for Cache {
    fn into_cache(self) -> Cache {
        self
    }
}

macro_rules! cache_paths {
    ($($type:ty),+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoCache for $type {
                fn into_cache(self) -> Cache {
                    Cache::new(self)
                }
            }
        )+
    };
}

cache_paths!(&'static str, String, Word<'static>);

/// A directory in memory while a command runs.
#[derive(Debug, Clone)]
#[must_use = "it is mounted by `Run::tmpfs`"]
pub struct Tmpfs(pub(crate) Mounted<TmpfsMount<'static>>);

impl Tmpfs {
    /// A directory of any size, seen at `target`.
    pub fn new(target: impl IntoWord<'static>) -> Self {
        Self(Mounted::new(TmpfsMount::new(target)))
    }

    /// How much it can hold.
    pub fn size(mut self, size: impl IntoValue<Size>) -> Self {
        self.0.mount.size = self.0.attached.accept(size.into_value());
        self
    }
}

/// A secret of the build (`docker build --secret id=…`): it can be mounted with [`Run::secret`](crate::Run::secret),
/// and has no way into `ENV`, `ARG`, `LABEL` or any other text.
///
/// ```compile_fail
/// # use dockerspec::{Secret, Stage, image_ref};
/// # let stage = Stage::from_image("app", image_ref!("node:20-slim"));
/// stage.env("NPM_TOKEN", &Secret::new("npm-token"));
/// ```
#[derive(Debug, Clone)]
pub struct Secret(pub(crate) Mounted<SecretMount<'static>>);

impl Secret {
    /// The secret of this id, as the file `/run/secrets/ID`.
    pub fn new(id: impl IntoText) -> Self {
        Self(Mounted::new(SecretMount::new(id.into())))
    }

    /// Another file.
    #[must_use]
    pub fn target(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.target = Some(path.into_word());
        self
    }

    /// An environment variable of the command, instead of the file.
    #[must_use]
    pub fn env(mut self, name: impl IntoChecked<EnvName<'static>>) -> Self {
        self.0.mount.env = self.0.attached.accept(name.into_checked());
        self
    }

    /// The build fails without the secret, where the command would find none.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.0.mount.required = true;
        self
    }

    /// The user that the file belongs to; root without this.
    #[must_use]
    pub fn owner(mut self, user: &User) -> Self {
        (self.0.mount.uid, self.0.mount.gid) = owned_by(user);
        self
    }

    /// The mode of the file; 0400 without this.
    #[must_use]
    pub fn mode(mut self, mode: impl IntoValue<OctalMode>) -> Self {
        self.0.mount.mode = self.0.attached.accept(mode.into_value());
        self
    }
}

/// The SSH agent of the user, or keys (`docker build --ssh default`), behind `SSH_AUTH_SOCK`.
#[derive(Debug, Clone)]
#[must_use = "it is mounted by `Run::ssh`"]
pub struct Ssh(pub(crate) Mounted<SshMount<'static>>);

impl Ssh {
    /// The default agent.
    pub fn new() -> Self {
        Self(Mounted::new(SshMount::new()))
    }

    /// The agent of this id (`--ssh ID=…`).
    pub fn id(mut self, id: impl IntoWord<'static>) -> Self {
        self.0.mount.id = Some(id.into_word());
        self
    }

    /// Another socket.
    pub fn target(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.target = Some(path.into_word());
        self
    }

    /// The build fails without the agent.
    pub fn required(mut self) -> Self {
        self.0.mount.required = true;
        self
    }

    /// The user that the socket belongs to; root without this.
    pub fn owner(mut self, user: &User) -> Self {
        (self.0.mount.uid, self.0.mount.gid) = owned_by(user);
        self
    }

    /// The mode of the socket; 0600 without this.
    pub fn mode(mut self, mode: impl IntoValue<OctalMode>) -> Self {
        self.0.mount.mode = self.0.attached.accept(mode.into_value());
        self
    }
}

impl Default for Ssh {
    fn default() -> Self {
        Self::new()
    }
}

fn owned_by(user: &User) -> (Option<Value<'static, Uid>>, Option<Value<'static, Gid>>) {
    (Some(Value::Fixed(user.uid())), Some(Value::Fixed(user.group_id())))
}
