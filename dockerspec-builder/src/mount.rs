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
    ///
    /// ```
    /// # use dockerspec::{Bind, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").bind(Bind::new("/src"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=bind,target=/src make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(target: impl IntoWord<'static>) -> Self {
        Self(Mounted::new(BindMount::new(target)))
    }

    /// Which file or directory it is; the root without this.
    ///
    /// ```
    /// # use dockerspec::{Bind, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let bind = Bind::new("/src").source("lib");
    /// let stage = stage.run(Run::sh("make").bind(bind)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=bind,target=/src,source=lib make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn source(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.source = Some(path.into_word());
        self
    }

    /// Where the files are: a stage, an image or a named context.
    ///
    /// ```
    /// # use dockerspec::{Bind, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let tools = image_ref!("alpine:3");
    /// let bind = Bind::new("/src").from(tools);
    /// let stage = stage.run(Run::sh("make").bind(bind)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=bind,target=/src,from=alpine:3 make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn from(mut self, origin: impl Origin) -> Self {
        self.0.mount.from = self.0.origin(origin);
        self
    }

    /// The command can write to it. What it writes is lost.
    ///
    /// ```
    /// # use dockerspec::{Bind, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let bind = Bind::new("/src").read_write();
    /// let stage = stage.run(Run::sh("make").bind(bind)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=bind,target=/src,rw make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
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
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").cache(Cache::new("/var/cache"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=cache,target=/var/cache make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(target: impl IntoWord<'static>) -> Self {
        Self(Mounted::new(CacheMount::new(target)))
    }

    /// Which cache it is; the target without this.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let cache = Cache::new("/var/cache").id("pip");
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=cache,target=/var/cache,id=pip make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn id(mut self, id: impl IntoWord<'static>) -> Self {
        self.0.mount.id = Some(id.into_word());
        self
    }

    /// What builds at the same time do with it; they share it without this.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Sharing, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let cache = Cache::new("/var/cache").sharing(Sharing::Locked);
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// let text = "\nRUN --mount=type=cache,target=/var/cache,sharing=locked make\n";
    /// assert!(Image::new(stage).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn sharing(mut self, sharing: Sharing) -> Self {
        self.0.mount.sharing = sharing;
        self
    }

    /// The user that it belongs to when it is new.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let app = User::new("app", 10001);
    /// let cache = Cache::new("/var/cache").owner(&app);
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// let text = "\nRUN --mount=type=cache,target=/var/cache,uid=10001,gid=10001 make\n";
    /// assert!(Image::new(stage).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn owner(mut self, user: &User) -> Self {
        (self.0.mount.uid, self.0.mount.gid) = owned_by(user);
        self
    }

    /// Its mode when it is new; 0755 without this.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let cache = Cache::new("/var/cache").mode(0o750);
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// let text = "\nRUN --mount=type=cache,target=/var/cache,mode=0750 make\n";
    /// assert!(Image::new(stage).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn mode(mut self, mode: impl IntoValue<OctalMode>) -> Self {
        self.0.mount.mode = self.0.attached.accept(mode.into_value());
        self
    }

    /// What it holds when it is new: a stage, an image or a named context.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let tools = image_ref!("alpine:3");
    /// let cache = Cache::new("/var/cache").from(tools);
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// let text = "\nRUN --mount=type=cache,target=/var/cache,from=alpine:3 make\n";
    /// assert!(Image::new(stage).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn from(mut self, origin: impl Origin) -> Self {
        self.0.mount.from = self.0.origin(origin);
        self
    }

    /// Which directory of [`from`](Cache::from) that is.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let cache = Cache::new("/var/cache").source("pip");
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=cache,target=/var/cache,source=pip make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn source(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.source = Some(path.into_word());
        self
    }

    /// The command can only read it.
    ///
    /// ```
    /// # use dockerspec::{Cache, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let cache = Cache::new("/var/cache").read_only();
    /// let stage = stage.run(Run::sh("make").cache(cache)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=cache,target=/var/cache,ro make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
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
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, Tmpfs, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").tmpfs(Tmpfs::new("/tmp"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=tmpfs,target=/tmp make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(target: impl IntoWord<'static>) -> Self {
        Self(Mounted::new(TmpfsMount::new(target)))
    }

    /// How much it can hold.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, Tmpfs, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let tmpfs = Tmpfs::new("/tmp").size("64m");
    /// let stage = stage.run(Run::sh("make").tmpfs(tmpfs)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=tmpfs,target=/tmp,size=64m make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
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
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").secret(&Secret::new("token"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=secret,id=token make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(id: impl IntoText) -> Self {
        Self(Mounted::new(SecretMount::new(id.into())))
    }

    /// Another file.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let secret = Secret::new("token").target("/token");
    /// let stage = stage.run(Run::sh("make").secret(&secret)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=secret,id=token,target=/token make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn target(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.target = Some(path.into_word());
        self
    }

    /// An environment variable of the command, instead of the file.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let secret = Secret::new("token").env("TOKEN");
    /// let stage = stage.run(Run::sh("make").secret(&secret)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=secret,id=token,env=TOKEN make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn env(mut self, name: impl IntoChecked<EnvName<'static>>) -> Self {
        self.0.mount.env = self.0.attached.accept(name.into_checked());
        self
    }

    /// The build fails without the secret, where the command would find none.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let secret = Secret::new("token").required();
    /// let stage = stage.run(Run::sh("make").secret(&secret)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=secret,id=token,required=true make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn required(mut self) -> Self {
        self.0.mount.required = true;
        self
    }

    /// The user that the file belongs to; root without this.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let app = User::new("app", 10001);
    /// let secret = Secret::new("token").owner(&app);
    /// let stage = stage.run(Run::sh("make").secret(&secret)).run_as_root("an example");
    /// let text = "\nRUN --mount=type=secret,id=token,uid=10001,gid=10001 make\n";
    /// assert!(Image::new(stage).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn owner(mut self, user: &User) -> Self {
        (self.0.mount.uid, self.0.mount.gid) = owned_by(user);
        self
    }

    /// The mode of the file; 0400 without this.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let secret = Secret::new("token").mode(0o440);
    /// let stage = stage.run(Run::sh("make").secret(&secret)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=secret,id=token,mode=0440 make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
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
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").ssh(Ssh::new())).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new() -> Self {
        Self(Mounted::new(SshMount::new()))
    }

    /// The agent of this id (`--ssh ID=…`).
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let ssh = Ssh::new().id("deploy");
    /// let stage = stage.run(Run::sh("make").ssh(ssh)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh,id=deploy make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn id(mut self, id: impl IntoWord<'static>) -> Self {
        self.0.mount.id = Some(id.into_word());
        self
    }

    /// Another socket.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let ssh = Ssh::new().target("/agent");
    /// let stage = stage.run(Run::sh("make").ssh(ssh)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh,target=/agent make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn target(mut self, path: impl IntoWord<'static>) -> Self {
        self.0.mount.target = Some(path.into_word());
        self
    }

    /// The build fails without the agent.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let ssh = Ssh::new().required();
    /// let stage = stage.run(Run::sh("make").ssh(ssh)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh,required=true make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn required(mut self) -> Self {
        self.0.mount.required = true;
        self
    }

    /// The user that the socket belongs to; root without this.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let app = User::new("app", 10001);
    /// let ssh = Ssh::new().owner(&app);
    /// let stage = stage.run(Run::sh("make").ssh(ssh)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh,uid=10001,gid=10001 make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn owner(mut self, user: &User) -> Self {
        (self.0.mount.uid, self.0.mount.gid) = owned_by(user);
        self
    }

    /// The mode of the socket; 0600 without this.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let ssh = Ssh::new().mode(0o600);
    /// let stage = stage.run(Run::sh("make").ssh(ssh)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh,mode=0600 make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
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
