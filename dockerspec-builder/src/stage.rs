//! Stages as values. All methods stand here, since rustc names the module of a method in its errors when that is not the
//! module of the type.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use dockerspec_core::bases::PackageManager;
use dockerspec_core::check::Allow;
use dockerspec_core::dockerfile::{
    Base, Cmd, Comment, Entrypoint, Env, EnvPair, Expose, Instruction, Label, LabelPair, Maintainer, Onbuild,
    RunCommand, Shell, StopSignal, User as UserInstruction, Volume, Workdir,
};
use dockerspec_core::value::{
    AbsPath, ContextName, EnvName, ExposedPort, Owner, Platform, Signal, StageName, ValueError,
};
use dockerspec_core::word::{Arg, IntoWord, Word};
use dockerspec_core::{Distribution, List};

use crate::accept::{IntoChecked, IntoValue};
use crate::base::IntoBase;
use crate::command::IntoCommand;
use crate::content::{Content, Place};
use crate::files::IntoFiles;
use crate::healthcheck::Healthcheck;
use crate::held::{Held, Holder};
use crate::packages::IntoPackages;
use crate::phase::{BaseUser, FileSystem, FileSystemPhase, NamedUser, Process};
use crate::problem::ProblemKind;
use crate::remote::IntoRemote;
use crate::run::{Form, IntoRun, STOP_AT_FAILURE, is_posix};
use crate::text::IntoText;
use crate::user::User;
use crate::{directory, link};

/// A stage of an image: a base, and what is done to it, in order.
///
/// A stage is a value. Others build on it with [`stage`](Stage::stage) and copy from it with [`from`](crate::from), so
/// an undefined stage or a cycle cannot be written. Its type says what may follow: after
/// [`entrypoint`](Stage::entrypoint) and [`cmd`](Stage::cmd) only metadata, and only a stage that says who runs it can
/// end an [`Image`](crate::Image).
///
/// Text that is not what it should be, such as `workdir("src")`, is reported when the image is rendered, with the line
/// of the program that wrote it.
///
/// ```
/// use dockerspec::{Image, Run, Stage, User, from, image_ref};
///
/// let app = User::new("app", 10001);
/// let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"))
///     .workdir("/src")
///     .copy(["Cargo.toml", "Cargo.lock"], "./")
///     .copy("src", "src")
///     .run(Run::sh("cargo install --locked --path . --root /out").cache("/usr/local/cargo/registry"));
/// let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
///     .create_user(&app)
///     .copy(from(&build, "/out/bin/app"), "/usr/local/bin/app")
///     .user(&app)
///     .expose(8080)
///     .entrypoint(["app"]);
/// assert_eq!(
///     Image::new(runtime).render()?,
///     "FROM rust:1.85-slim-trixie AS build\n\
///      WORKDIR /src\n\
///      COPY Cargo.toml Cargo.lock ./\n\
///      COPY src src\n\
///      RUN --mount=type=cache,target=/usr/local/cargo/registry cargo install --locked --path . --root /out\n\
///      \n\
///      FROM debian:trixie-slim AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home \
///      --home-dir /nonexistent --shell /usr/sbin/nologin app\n\
///      COPY --from=build /out/bin/app /usr/local/bin/app\n\
///      USER 10001:10001\n\
///      EXPOSE 8080\n\
///      ENTRYPOINT [\"app\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug)]
#[must_use = "a stage does nothing until it is part of an `Image`"]
pub struct Stage<P = FileSystem, A = BaseUser> {
    content: Held,
    types: PhantomData<fn() -> (P, A)>,
}

impl Stage {
    /// A stage on an image: one that `image_ref!` has checked, text with an [`Arg`] in it, or a
    /// [`BaseImage`](crate::BaseImage), which may be `scratch`.
    ///
    /// ```
    /// # use dockerspec::{Arg, ImageRef, ReferencePolicy, Stage, image_ref};
    /// Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"));
    /// Stage::from_image("build", "rust:" + &Arg::global("RUST").default("1.85") + "-slim");
    ///
    /// let version = std::env::var("RUST").unwrap_or_else(|_| "1.85".to_owned());
    /// Stage::from_image("build", ImageRef::parse(format!("rust:{version}-slim"), ReferencePolicy::Tagged));
    /// ```
    #[track_caller]
    pub fn from_image(name: impl IntoChecked<StageName<'static>>, image: impl IntoBase) -> Self {
        let begun = Location::caller();
        let (base, refused) = match image.into_base() {
            Ok(base) => (base, None),
            Err(refused) => (Base::Scratch, Some(refused)),
        };
        let mut content = Content::new(base, name.into_checked(), begun);
        if let Some(refused) = refused {
            content.problem(refused, begun);
        }
        Self::of(content)
    }

    /// A stage on nothing: `FROM scratch`.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage};
    /// let stage = Stage::from_scratch("files").copy("site", "/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.starts_with("FROM scratch AS files\nCOPY site /\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn from_scratch(name: impl IntoChecked<StageName<'static>>) -> Self {
        Self::of(Content::new(Base::Scratch, name.into_checked(), Location::caller()))
    }

    /// A stage on a named build context (`docker build --build-context NAME=docker-image://…`).
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, value::ContextName};
    /// let base = ContextName::from_static("company-base");
    /// let stage = Stage::from_context("app", &base).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.starts_with("FROM company-base AS app\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn from_context(name: impl IntoChecked<StageName<'static>>, context: &ContextName<'static>) -> Self {
        Self::of(Content::new(Base::Context(context.clone()), name.into_checked(), Location::caller()))
    }
}

impl<P, A> Stage<P, A> {
    /// A stage that builds on this one, and leaves it as it is.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// let base = Stage::from_image("base", image_ref!("debian:13-slim")).env("LANG", "C.UTF-8");
    /// let dev = base.stage("dev").run("apt-get update").run_as_root("a container to work in");
    /// assert_eq!(
    ///     Image::new(dev).render()?,
    ///     "FROM debian:13-slim AS base\n\
    ///      ENV LANG=C.UTF-8\n\
    ///      \n\
    ///      FROM base AS dev\n\
    ///      RUN apt-get update\n\
    ///      ## dockerspec: allow_file(root_user, reason = \"a container to work in\")\n",
    /// );
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn stage(&self, name: impl IntoChecked<StageName<'static>>) -> Stage<FileSystem, A> {
        Stage::of(Content::child(self.share(), name.into_checked(), Location::caller()))
    }

    /// A comment above `FROM`; one a line. One that begins with the name of the stage is its description in
    /// `docker build --call=outline`.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
    ///     .describe("app is what runs")
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.starts_with("# app is what runs\nFROM debian:13-slim AS app\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn describe(mut self, text: impl IntoText) -> Self {
        for line in lines(text.into()) {
            self.content_mut().stage.comments.push(Comment::new(line));
        }
        self
    }

    /// `FROM --platform`: the platform of the base, such as `&Arg::BUILDPLATFORM` in a stage that cross-compiles.
    ///
    /// ```
    /// # use dockerspec::{Arg, Image, Stage, image_ref};
    /// let stage = Stage::from_image("build", image_ref!("golang:1.24-trixie"))
    ///     .platform(&Arg::BUILDPLATFORM)
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.starts_with("FROM --platform=${BUILDPLATFORM} golang:1.24-trixie AS build\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn platform(mut self, platform: impl IntoValue<Platform<'static>>) -> Self {
        let content = self.content_mut();
        let begun = content.begun;
        if let Some(platform) = content.accept(platform.into_value(), begun) {
            content.stage.platform = Some(platform);
            content.lower_base();
        }
        self
    }

    /// Says what the base is made from, where the name of the image does not tell it: for `create_user` and
    /// `packages`.
    ///
    /// ```
    /// # use dockerspec::{Distribution, Image, Stage, image_ref};
    /// let stage = Stage::from_image("app", image_ref!("registry.example.com/base:7"))
    ///     .distribution(Distribution::Alpine)
    ///     .packages(["git"])
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nRUN apk add --no-cache git\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn distribution(mut self, distribution: Distribution) -> Self {
        self.content_mut().distribution = Some(distribution);
        self
    }

    /// Says what installs packages in the base, where neither the name of the image nor its
    /// [`distribution`](Stage::distribution) tells it: for `packages`.
    ///
    /// ```
    /// # use dockerspec::{Image, PackageManager, Stage, image_ref};
    /// let stage = Stage::from_image("app", image_ref!("registry.example.com/minimal:9"))
    ///     .package_manager(PackageManager::Microdnf)
    ///     .packages(["git"])
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nmicrodnf install --assumeyes --setopt=install_weak_deps=0 git\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn package_manager(mut self, package_manager: PackageManager) -> Self {
        self.content_mut().package_manager = Some(package_manager);
        self
    }

    /// `ENV`: an environment variable of later instructions and of the container. Variables in a row share an
    /// instruction, unless one needs the value of another.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.env("LANG", "C.UTF-8").env("MOTD", "say \"hi\"");
    /// let text = "\nENV LANG=C.UTF-8 \\\n    MOTD=\"say \\\"hi\\\"\"\n";
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn env(self, name: impl IntoChecked<EnvName<'static>>, value: impl IntoWord<'static>) -> Self {
        let value = value.into_word();
        self.checked(name.into_checked(), |content, name, place| {
            let name: Cow<'static, str> = name.into();
            let plain = value.as_literal().is_some();
            if let (true, Some(Instruction::Env(env))) = (plain, content.last_mut()) {
                env.pairs.push(EnvPair { name: name.into(), value });
                content.note_joined(place);
                return;
            }
            content.push(Env::new(name, value), place);
        })
    }

    /// `LABEL`: metadata. Labels in a row share an instruction.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.label("org.opencontainers.image.title", "app");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      LABEL org.opencontainers.image.title=app\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn label(mut self, key: impl IntoText, value: impl IntoWord<'static>) -> Self {
        let (key, value) = (key.into(), value.into_word());
        let content = self.content_mut();
        let plain = value.as_literal().is_some();
        if let (true, Some(Instruction::Label(label))) = (plain, content.last_mut()) {
            label.pairs.push(LabelPair { key: key.into(), value });
            content.note_joined(Location::caller());
            return self;
        }
        content.push(Label::new(key, value), Location::caller());
        self
    }

    /// `ARG`: declares a build argument here. Using its handle in text does this by itself.
    ///
    /// ```
    /// # use dockerspec::{Arg, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let version = Arg::new("VERSION").default("1.0");
    /// let stage = stage.arg(&version);
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nARG VERSION=1.0\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn arg(mut self, arg: &Arg<'static>) -> Self {
        self.content_mut().declare(arg.clone(), Location::caller());
        self
    }

    /// `EXPOSE`: a port that the container listens on: `8080`, `(53, Protocol::Udp)`, `"53/udp"`, `7000..=7010`.
    ///
    /// ```
    /// # use dockerspec::{Image, Protocol, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.expose(8080).expose((53, Protocol::Udp)).expose(7000..=7010);
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      EXPOSE 8080\n\
    ///      EXPOSE 53/udp\n\
    ///      EXPOSE 7000-7010\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn expose(self, port: impl IntoValue<ExposedPort>) -> Self {
        self.checked(port.into_value(), |content, port, place| {
            content.push(Expose::of(List::from([port])), place);
        })
    }

    /// `USER`: who runs later commands, and the container: a [`User`], a number as [`Uid`](crate::value::Uid), or text
    /// with a number or a name that the base has: `Uid::new(10001)`, `"10001:10001"`, `"www-data"`.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let app = User::new("app", 10001);
    /// let stage = stage.create_user(&app).user(&app);
    /// assert!(Image::new(stage).render()?.contains("\nUSER 10001:10001\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn user(self, user: impl IntoValue<Owner<'static>>) -> Stage<P, NamedUser> {
        self.checked(user.into_value(), |content, user, place| {
            content.root_by_choice = false;
            content.push(UserInstruction::of(user), place);
        })
        .typed()
    }

    /// Says that what a rule of the [checks](crate::check) finds in this stage is fine, and why. The rule has its name or
    /// an alias, such as the code of hadolint. A comment above FROM says so in the Dockerfile too.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).run_as_root("an example");
    /// let stage = stage.allow("unanswered_prompt", "apt is told so by a file").run("apt-get install curl");
    /// let text = Image::new(stage).render()?;
    /// assert!(text.starts_with("# dockerspec: allow_stage(unanswered_prompt, reason = \"apt is told so by a file\")\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: impl IntoText) -> Self {
        let reason: Cow<'static, str> = reason.into();
        let content = self.content_mut();
        match Allow::new(rule, reason) {
            Ok(allow) => content.stage.comments.push(allow.comment_for_stage()),
            Err(error) => content.problem(error, Location::caller()),
        }
        self
    }

    /// Says that what a rule of the [checks](crate::check) finds in the next instruction is fine, and why, as
    /// [`allow`](Stage::allow) says it of the whole stage.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).run_as_root("an example");
    /// let stage = stage.allow_next("unanswered_prompt", "apt is told so by a file").run("apt-get install curl");
    /// assert!(Image::new(stage).render()?.contains(
    ///     "# dockerspec: allow(unanswered_prompt, reason = \"apt is told so by a file\")\nRUN apt-get install curl\n",
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn allow_next(mut self, rule: &str, reason: impl IntoText) -> Self {
        let reason: Cow<'static, str> = reason.into();
        let content = self.content_mut();
        match Allow::new(rule, reason) {
            Ok(allow) => content.push(allow.comment(), Location::caller()),
            Err(error) => content.problem(error, Location::caller()),
        }
        self
    }

    /// Says that the container runs as root, and why. The reason becomes a comment, which allows what
    /// `root_user` of the [checks](crate::check) finds.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run_as_root("it mounts file systems");
    /// assert!(Image::new(stage).render()?.contains("# dockerspec: allow_file(root_user, reason = \"it mounts"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn run_as_root(mut self, reason: impl IntoText) -> Stage<P, NamedUser> {
        let reason: Cow<'static, str> = reason.into();
        let content = self.content_mut();
        match Allow::new("root_user", reason) {
            // A stage that is built on this one runs as root too.
            Ok(allow) => content.push(allow.comment_for_file(), Location::caller()),
            Err(_) => content.problem(ProblemKind::NoReason, Location::caller()),
        }
        content.root_by_choice = true;
        self.typed()
    }

    /// `HEALTHCHECK`: how the engine asks the container whether it is well.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app", "--health"]).interval("10s"));
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      HEALTHCHECK --interval=10s CMD [\"app\", \"--health\"]\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn healthcheck(mut self, check: Healthcheck) -> Self {
        let content = self.content_mut();
        content.attach(check.attached, Location::caller());
        content.push(check.check, Location::caller());
        self
    }

    /// `VOLUME`: a path that holds data of the container, outside its layers. It belongs to whoever owns the directory
    /// that is there, or else to root: see [`directory`](Stage::directory).
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.volume("/var/lib/app");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nVOLUME /var/lib/app\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn volume(mut self, path: impl IntoWord<'static>) -> Self {
        self.content_mut().push(Volume::of(List::from([path.into_word()])), Location::caller());
        self
    }

    /// Says that a path must be writable for whoever runs the container. It writes nothing: the image has a problem if
    /// the path belongs to somebody else for sure, with the line that gives it to them, or that makes it a volume.
    ///
    /// What is not known is left alone: what bases have that are no distribution or language, and what programs of yours
    /// do. For root every path is writable.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001);
    /// let stage = || Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let error = Image::new(stage().workdir("/app/data").user(&app).writable("/app/data")).render().unwrap_err();
    /// assert!(error.to_string().ends_with(
    ///     "`/app/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; \
    ///      write `user` before it, or make it before with `directory`",
    /// ));
    /// let stage = stage().directory("/app/data", &app).workdir("/app/data").user(&app).writable("/app/data");
    /// assert!(Image::new(stage).render().is_ok());
    /// ```
    #[track_caller]
    pub fn writable(mut self, path: impl IntoWord<'static>) -> Self {
        let path = path.into_word();
        let content = self.content_mut();
        let place = Location::caller();
        if let Some(path) = path.as_literal().map(|path| AbsPath::new(path.to_owned())) {
            let path = content.accept(path, place);
            content.writable.extend(path.map(|path| (path, place)));
        }
        self
    }

    /// `STOPSIGNAL`: the signal that stops the container; `SIGTERM` without it.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.stop_signal("SIGINT");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nSTOPSIGNAL SIGINT\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn stop_signal(self, signal: impl IntoValue<Signal>) -> Self {
        self.checked(signal.into_value(), |content, signal, place| {
            content.push(StopSignal::of(signal), place);
        })
    }

    /// `CMD`: the default command, or the default arguments of the entry point. Only metadata may follow.
    ///
    /// A plain string is an error that shows the list: a shell in between would swallow signals.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.entrypoint(["app"]).cmd(["--serve"]);
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      ENTRYPOINT [\"app\"]\n\
    ///      CMD [\"--serve\"]\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn cmd(mut self, command: impl IntoCommand) -> Stage<Process, A> {
        let content = self.content_mut();
        if content.instructions().any(|instruction| matches!(instruction, Instruction::Cmd(_))) {
            content.problem(ProblemKind::Second { keyword: "CMD" }, Location::caller());
        }
        content.push(Cmd::new(command.into_command()), Location::caller());
        self.typed()
    }

    /// `ONBUILD`: an instruction for images and stages that build on this one.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref, model};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.onbuild(model::Run::shell("make"));
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nONBUILD RUN make\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn onbuild(mut self, trigger: impl Into<Instruction<'static>>) -> Self {
        self.content_mut().push(Onbuild::new(trigger), Location::caller());
        self
    }

    /// `MAINTAINER`: deprecated by BuildKit; `label("org.opencontainers.image.authors", …)` says the same.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.maintainer("someone@example.com");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nMAINTAINER someone@example.com\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn maintainer(mut self, author: impl IntoText) -> Self {
        self.content_mut().push(Maintainer::new(author), Location::caller());
        self
    }

    /// A comment between instructions; one a line.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.comment("no cache from here on");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\n# no cache from here on\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn comment(mut self, text: impl IntoText) -> Self {
        for line in lines(text.into()) {
            self.content_mut().push(Comment::new(line), Location::caller());
        }
        self
    }

    /// What the stage holds.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Content) -> T) -> T {
        self.content.look(look)
    }

    /// What the stage holds, for another stage.
    pub(crate) fn share(&self) -> Arc<Content> {
        self.content.share()
    }

    pub(crate) fn into_holder(self) -> Holder {
        self.content.into_holder()
    }

    fn of(content: Box<Content>) -> Self {
        Self { content: Held::new(content), types: PhantomData }
    }

    pub(crate) fn typed<Q, B>(self) -> Stage<Q, B> {
        Stage { content: self.content, types: PhantomData }
    }

    pub(crate) fn content_mut(&mut self) -> &mut Content {
        self.content.content_mut()
    }

    /// Hands a value to `push`, or keeps the problem that it is.
    /// Whether the base tells how users are created and packages installed.
    pub(crate) fn knows_distribution(&self) -> bool {
        self.content.look(|content| content.system().distribution.is_some())
    }

    /// Keeps what is wrong with the stage.
    pub(crate) fn refuse(mut self, problem: ProblemKind, place: Place) -> Self {
        self.content_mut().problem(problem, place);
        self
    }

    #[track_caller]
    fn checked<T>(mut self, value: Result<T, ValueError>, push: impl FnOnce(&mut Content, T, Place)) -> Self {
        let place = Location::caller();
        let content = self.content_mut();
        if let Some(value) = content.accept(value, place) {
            push(content, value, place);
        }
        self
    }
}

/// What changes files, or the process: before `entrypoint` and `cmd` only. The bound stands on each method, since that
/// is where a compile error can say what to do.
impl<P, A> Stage<P, A> {
    /// `WORKDIR`: the working directory of later instructions and of the container, absolute.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.workdir("/src");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nWORKDIR /src\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn workdir(mut self, path: impl IntoWord<'static>) -> Self
    where
        P: FileSystemPhase,
    {
        let path = path.into_word();
        let content = self.content_mut();
        match path.as_literal() {
            Some(literal) if !literal.is_empty() && !literal.starts_with('/') => {
                content.problem(ProblemKind::RelativeWorkdir { path: literal.to_owned() }, Location::caller());
            }
            _ => content.push(Workdir::new(path), Location::caller()),
        }
        self
    }

    /// `RUN`: a command at build time: shell text, or a [`Run`](crate::Run) with mounts and flags.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.run("make install");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains("\nRUN make install\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn run(mut self, run: impl IntoRun) -> Self
    where
        P: FileSystemPhase,
    {
        let mut run = run.into_run();
        let content = self.content_mut();
        let place = Location::caller();
        content.attach(run.attached, place);
        if let (Form::Chosen, RunCommand::Script(script)) = (run.form, &mut run.instruction.command)
            && let Some(text) = script.text.strip_prefix(STOP_AT_FAILURE)
            && content.shell().is_some_and(|shell| !is_posix(shell))
        {
            script.text = Cow::Owned(text.to_owned());
        }
        content.push(run.instruction, place);
        self
    }

    /// `COPY`: files from the build context, or with [`from`](crate::from) from elsewhere. A destination that ends with
    /// `/` is a directory.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(["Cargo.toml", "Cargo.lock"], "/src/");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      COPY Cargo.toml Cargo.lock /src/\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn copy(mut self, files: impl IntoFiles, destination: impl IntoWord<'static>) -> Self
    where
        P: FileSystemPhase,
    {
        let mut files = files.into_files();
        files.copy.destination = destination.into_word();
        let content = self.content_mut();
        let place = Location::caller();
        content.attach(files.attached, place);
        refuse_link(content, files.copy.link, &files.copy.destination, place);
        content.push(files.copy, place);
        self
    }

    /// `ADD`: a download, a git repository, or an archive of the build context that gets unpacked.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.add(Remote::new("https://example.com/tool.tar.gz"), "/opt/");
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      ADD https://example.com/tool.tar.gz /opt/\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn add(mut self, remote: impl IntoRemote, destination: impl IntoWord<'static>) -> Self
    where
        P: FileSystemPhase,
    {
        let mut remote = remote.into_remote();
        remote.add.destination = destination.into_word();
        let content = self.content_mut();
        let place = Location::caller();
        content.attach(remote.attached, place);
        refuse_link(content, remote.add.link, &remote.add.destination, place);
        content.push(remote.add, place);
        self
    }

    /// Installs packages of the base's distribution, in one layer and without what the package manager leaves behind:
    /// their names, or [`Packages`](crate::Packages) with versions, other names elsewhere, or caches.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// let stage = Stage::from_image("build", image_ref!("debian:13-slim"))
    ///     .packages(["gcc", "libc6-dev"])
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains(
    ///     "RUN <<'EOF'\n\
    ///      set -e\n\
    ///      apt-get update\n\
    ///      apt-get install --yes --no-install-recommends gcc libc6-dev\n\
    ///      rm -rf /var/lib/apt/lists/*\n\
    ///      EOF\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    ///
    /// What installs them is what the base has, as its name or [`distribution`](Stage::distribution) tells:
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// let stage = Stage::from_image("build", image_ref!("registry.access.redhat.com/ubi9/ubi-minimal:9.6"))
    ///     .packages(["gcc"])
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains(
    ///     "RUN <<'EOF'\n\
    ///      set -e\n\
    ///      microdnf install --assumeyes --setopt=install_weak_deps=0 gcc\n\
    ///      microdnf clean all\n\
    ///      EOF\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn packages(mut self, packages: impl IntoPackages) -> Self
    where
        P: FileSystemPhase,
    {
        packages.into_packages().install(self.content_mut(), Location::caller());
        self
    }

    /// Creates a user and its group, with the programs that the base's distribution has.
    ///
    /// ```
    /// # use dockerspec::{Distribution, Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let app = User::new("app", 10001);
    /// let stage = stage.distribution(Distribution::Alpine).create_user(&app).user(&app);
    /// assert!(Image::new(stage).render()?.contains(
    ///     "\n\
    ///      RUN addgroup -g 10001 app && adduser -u 10001 -G app -D -H -h /nonexistent -s /bin/false app\n\
    ///      USER 10001:10001\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn create_user(mut self, user: &User) -> Self
    where
        P: FileSystemPhase,
    {
        let content = self.content_mut();
        let place = Location::caller();
        let creation = user.creation(&content.system());
        if let Some(instruction) = content.accept(creation, place) {
            content.push(instruction, place);
        }
        self
    }

    /// Makes a directory that belongs to a user, at an absolute path, or gives one that is there to that user: a
    /// [`User`], or whatever [`Files::chown`](crate::Files::chown) takes.
    ///
    /// A `workdir` before `user`, and a copy without `chown`, make directories for root, in which nobody else can write.
    /// A named volume belongs to whoever owns the directory that it is mounted on.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001);
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
    ///     .directory("/var/lib/app", &app)
    ///     .volume("/var/lib/app")
    ///     .user(&app);
    /// assert_eq!(
    ///     Image::new(stage).render()?,
    ///     "FROM debian:13-slim AS app\n\
    ///      RUN mkdir -p /var/lib/app && chown 10001:10001 /var/lib/app\n\
    ///      VOLUME /var/lib/app\n\
    ///      USER 10001:10001\n",
    /// );
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    ///
    /// Where no shell of root is known to be (on `scratch`, on a base of no known distribution, behind `user`), it is a
    /// copy of the empty image, which needs neither. That leaves a directory that is there as it is.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User};
    /// let app = User::new("app", 10001);
    /// let stage = Stage::from_scratch("app").user(&app).directory("/data", &app);
    /// let text = Image::new(stage).render()?;
    /// assert!(text.ends_with("\nCOPY --from=scratch --chown=10001:10001 / /data\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn directory(mut self, path: impl IntoWord<'static>, owner: impl IntoValue<Owner<'static>>) -> Self
    where
        P: FileSystemPhase,
    {
        let path = path.into_word();
        let content = self.content_mut();
        let place = Location::caller();
        let is_path = content.accept(directory::check(&path), place);
        if let (Some(owner), Some(())) = (content.accept(owner.into_value(), place), is_path) {
            content.push(directory::instruction(content, path, owner), place);
        }
        self
    }

    /// `SHELL`: the program that reads later shell text, and its arguments before the text.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.shell(["/bin/bash", "-o", "pipefail", "-c"]);
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(
    ///     "\n\
    ///      SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn shell<T: IntoText>(mut self, arguments: impl IntoIterator<Item = T>) -> Self
    where
        P: FileSystemPhase,
    {
        self.content_mut().push(Shell::new(arguments), Location::caller());
        self
    }

    /// Any instruction of the [`model`](crate::model), for tools that have one, and for what the other methods do not say.
    ///
    /// ```
    /// # use dockerspec::{Image, ShellText, Stage, image_ref};
    /// use dockerspec::model::{Heredoc, Run, RunCommand, ShellHeredocs};
    ///
    /// let line = ShellText::new("tee /etc/motd <<END");
    /// let heredocs = vec![Heredoc { delimiter: "END".into(), body: "welcome\n".into() }];
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
    ///     .instruction(Run::new(RunCommand::Heredocs(ShellHeredocs { line, heredocs })))
    ///     .run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("RUN tee /etc/motd <<END\nwelcome\nEND\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn instruction(mut self, instruction: impl Into<Instruction<'static>>) -> Self
    where
        P: FileSystemPhase,
    {
        let instruction = instruction.into();
        let content = self.content_mut();
        let place = Location::caller();
        match &instruction {
            Instruction::Copy(copy) => refuse_link(content, copy.link, &copy.destination, place),
            Instruction::Add(add) => refuse_link(content, add.link, &add.destination, place),
            _ => {}
        }
        content.push(instruction, place);
        self
    }

    /// `ENTRYPOINT`: the program of the container. Only `cmd` and metadata may follow.
    ///
    /// A plain string is an error that shows the list: a shell in between would swallow signals.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.entrypoint(["app", "--serve"]);
    /// let text = "\nENTRYPOINT [\"app\", \"--serve\"]\n";
    /// assert!(Image::new(stage.run_as_root("an example")).render()?.contains(text));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[track_caller]
    pub fn entrypoint(mut self, command: impl IntoCommand) -> Stage<Process, A>
    where
        P: FileSystemPhase,
    {
        self.content_mut().push(Entrypoint::new(command.into_command()), Location::caller());
        self.typed()
    }
}

/// Refuses what would replace a symbolic link of the base by a directory.
#[inline]
fn refuse_link(content: &mut Content, link: bool, destination: &Word<'static>, place: Place) {
    if link {
        refuse_replaced_link(content, destination, place);
    }
}

#[cold]
fn refuse_replaced_link(content: &mut Content, destination: &Word<'static>, place: Place) {
    let path = destination.as_literal().unwrap_or_else(|| destination.literal_prefix());
    if let Some((link, destination)) = link::replaced(path, content.working_directory()) {
        content.problem(ProblemKind::LinkOverSymbolicLink { destination, link }, place);
    }
}

/// The lines of a text, each with its own storage if the text has several.
fn lines(text: Cow<'static, str>) -> Vec<Cow<'static, str>> {
    if text.contains('\n') { text.lines().map(|line| Cow::Owned(line.to_owned())).collect() } else { vec![text] }
}
