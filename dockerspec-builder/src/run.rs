//! What `run` runs: a command, its form, and the flags of `RUN`.

use dockerspec_core::boxed;
use dockerspec_core::dockerfile::{
    Device, Network, Run as RunInstruction, RunCommand, Script, Security, Shell, ShellText,
};
use dockerspec_core::word::Arg;

use crate::attached::Attached;
use crate::mount::{Bind, IntoCache, Mounted, Secret, Ssh, Tmpfs};
use crate::text::IntoText;

/// A command for [`Stage::run`](crate::Stage::run), with the flags of `RUN`.
///
/// The text is raw shell text: BuildKit expands nothing in it, the shell does.
///
/// ```
/// # use dockerspec::{Image, Run, Secret, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let token = Secret::new("npm-token").env("NPM_TOKEN");
/// let stage = Stage::from_image("app", image_ref!("node:20-slim"))
///     .workdir("/app")
///     .copy(["package.json", "package-lock.json"], "./")
///     .run(Run::sh("npm ci").cache("/root/.npm").secret(&token))
///     .user(&app);
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM node:20-slim AS app\n\
///      WORKDIR /app\n\
///      COPY package.json package-lock.json ./\n\
///      RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npm-token,env=NPM_TOKEN npm ci\n\
///      USER 10001:10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a command is run by `Stage::run`"]
pub struct Run {
    pub(crate) instruction: Box<RunInstruction<'static>>,
    pub(crate) form: Form,
    pub(crate) attached: Attached,
}

/// Who chose the form of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The value did, and a script got `set -e` in front.
    Chosen,
    /// The user did.
    Given,
}

/// What makes a POSIX shell stop at the first command that fails.
pub(crate) const STOP_AT_FAILURE: &str = "set -e\n";

/// Whether `set -e` means something to the shell.
pub(crate) fn is_posix(shell: &Shell<'_>) -> bool {
    let program = shell.arguments.first().map_or("", |program| program.rsplit('/').next().unwrap_or(program));
    matches!(program, "sh" | "ash" | "bash" | "dash" | "ksh" | "mksh" | "zsh" | "busybox")
}

impl Run {
    /// Shell text, in the form that holds it: one line where it can stand as it is, else a heredoc. A heredoc begins
    /// with `set -e`, so that the build stops at the first line that fails, unless the text begins with `#!` or
    /// `SHELL` names something that is no POSIX shell.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, User, image_ref};
    /// # let app = User::new("app", 10001);
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
    ///     .run(Run::sh("./configure\nmake install"))
    ///     .user(&app);
    /// assert_eq!(
    ///     Image::new(stage).render()?,
    ///     "FROM debian:13-slim AS app\n\
    ///      RUN <<'EOF'\n\
    ///      set -e\n\
    ///      ./configure\n\
    ///      make install\n\
    ///      EOF\n\
    ///      USER 10001:10001\n",
    /// );
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn sh(text: impl IntoText) -> Self {
        match ShellText::for_run(text) {
            Ok(text) => Self::of(RunCommand::Shell(text), Form::Chosen),
            Err(text) => Self { form: Form::Chosen, ..Self::heredoc(text) },
        }
    }

    /// Commands, each on a line of its own; the build stops at the first one that fails. As [`Run::sh`].
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::lines(["make", "make install"])).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN <<'EOF'\nset -e\nmake\nmake install\nEOF\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn lines<T: AsRef<str>>(commands: impl IntoIterator<Item = T>) -> Self {
        let mut text = String::new();
        for command in commands {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(command.as_ref());
        }
        Self::sh(text)
    }

    /// Shell text on one line, as it is. What the shell form cannot hold is an error when the image is rendered.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::shell_form("make && make install")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN make && make install\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn shell_form(text: impl IntoText) -> Self {
        Self::of(RunCommand::Shell(ShellText::new(text)), Form::Given)
    }

    /// Shell text in a heredoc, with `set -e` in front unless it begins with `#!`, whose program then gets all of it.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::heredoc("make")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN <<'EOF'\nset -e\nmake\nEOF\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn heredoc(text: impl IntoText) -> Self {
        let text = text.into();
        let stop = if text.starts_with("#!") { "" } else { STOP_AT_FAILURE };
        let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        let script = if stop.is_empty() && end.is_empty() { text } else { [stop, &text, end].concat().into() };
        Self::of(RunCommand::Script(Script::new(script)), Form::Given)
    }

    /// A program and its arguments, each as it is: no shell.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, User, image_ref};
    /// # let app = User::new("app", 10001);
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
    ///     .run(Run::exec(["/bin/mkdir", "a b"]))
    ///     .user(&app);
    /// assert_eq!(
    ///     Image::new(stage).render()?,
    ///     "FROM debian:13-slim AS app\nRUN [\"/bin/mkdir\", \"a b\"]\nUSER 10001:10001\n",
    /// );
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn exec<T: IntoText>(arguments: impl IntoIterator<Item = T>) -> Self {
        Self::of(RunCommand::Exec(arguments.into_iter().map(Into::into).collect()), Form::Given)
    }

    /// A cache that later builds see again: a path, or a [`Cache`](crate::Cache) with more to say.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").cache("/root/.cache")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=cache,target=/root/.cache make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn cache(mut self, cache: impl IntoCache) -> Self {
        cache.into_cache().0.mount_on(&mut self);
        self
    }

    /// A secret of the build, as file or variable. No layer keeps it.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Secret, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").secret(&Secret::new("token"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=secret,id=token make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn secret(mut self, secret: &Secret) -> Self {
        secret.0.clone().mount_on(&mut self);
        self
    }

    /// The SSH agent of the user, or keys.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Ssh, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").ssh(Ssh::new())).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=ssh make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn ssh(mut self, ssh: Ssh) -> Self {
        ssh.0.mount_on(&mut self);
        self
    }

    /// Files that are there without a copy.
    ///
    /// ```
    /// # use dockerspec::{Bind, Image, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").bind(Bind::new("/src"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=bind,target=/src make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn bind(mut self, bind: Bind) -> Self {
        bind.0.mount_on(&mut self);
        self
    }

    /// A directory in memory.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, Tmpfs, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").tmpfs(Tmpfs::new("/tmp"))).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --mount=type=tmpfs,target=/tmp make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn tmpfs(mut self, tmpfs: Tmpfs) -> Self {
        tmpfs.0.mount_on(&mut self);
        self
    }

    /// `--network`: the network while the command runs.
    ///
    /// ```
    /// # use dockerspec::{Image, Network, Run, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").network(Network::None)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --network=none make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn network(mut self, network: Network) -> Self {
        self.instruction.network = network;
        self
    }

    /// `--security`: the confinement of the command.
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Security, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run(Run::sh("make").security(Security::Insecure)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN --security=insecure make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn security(mut self, security: Security) -> Self {
        self.instruction.security = security;
        self
    }

    /// `--device`: a device of the machine that builds. Needs a `-labs` frontend, named with
    /// [`Image::syntax`](crate::Image::syntax).
    ///
    /// ```
    /// # use dockerspec::{Image, Run, Stage, image_ref, model::Device};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let gpu = Device { name: "vendor.com/gpu".into(), required: true };
    /// let stage = stage.run(Run::sh("make").device(gpu)).run_as_root("an example");
    /// let image = Image::new(stage).syntax(image_ref!("docker/dockerfile:1-labs"));
    /// assert!(image.render()?.contains("\nRUN --device=name=vendor.com/gpu,required make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn device(mut self, device: Device<'static>) -> Self {
        self.instruction.devices.push(device);
        self
    }

    /// Says that the shell text uses a build argument, so that it is declared.
    ///
    /// ```
    /// # use dockerspec::{Arg, Image, Run, Stage, User, image_ref};
    /// # let app = User::new("app", 10001);
    /// let profile = Arg::new("PROFILE").default("release");
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
    ///     .run(Run::sh("make \"$PROFILE\"").uses(&profile))
    ///     .user(&app);
    /// assert_eq!(
    ///     Image::new(stage).render()?,
    ///     "FROM debian:13-slim AS app\nARG PROFILE=release\nRUN make \"$PROFILE\"\nUSER 10001:10001\n",
    /// );
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn uses(mut self, arg: &Arg<'static>) -> Self {
        self.attached.arg(arg.clone());
        self
    }

    fn of(command: RunCommand<'static>, form: Form) -> Self {
        let instruction = boxed(|| RunInstruction::new(command));
        Self { instruction, form, attached: Attached::default() }
    }
}

/// What [`Stage::run`](crate::Stage::run) takes: shell text, or a [`Run`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a command to run",
    label = "expected shell text, or a `Run`",
    note = "for a program and its arguments without a shell, write `Run::exec([…])`"
)]
pub trait IntoRun {
    /// The command.
    fn into_run(self) -> Run;
}

#[diagnostic::do_not_recommend]
impl IntoRun for Run {
    fn into_run(self) -> Run {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoRun for &'static str {
    fn into_run(self) -> Run {
        Run::sh(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoRun for String {
    fn into_run(self) -> Run {
        Run::sh(self)
    }
}

impl<T> Mounted<T>
where
    dockerspec_core::dockerfile::Mount<'static>: From<T>,
{
    fn mount_on(self, run: &mut Run) {
        run.instruction.mounts.push(self.mount.into());
        run.attached.extend(self.attached);
    }
}
