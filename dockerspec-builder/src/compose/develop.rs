//! What is other while somebody develops: the override file.

use std::borrow::Cow;
use std::panic::Location;

use dockerspec_core::dockerfile::Command;
use dockerspec_core::value::EnvName;

use super::Port;
use super::problem::ProblemKind;
use super::service::{EnvironmentVariable, accept_variable};
use super::value::{Entries, Value};
use crate::accept::IntoChecked;
use crate::command::IntoCommand;
use crate::content::Place;
use crate::text::IntoText;

/// What is other while somebody develops a service: it stands in `compose.override.yaml`, which `docker compose up`
/// reads by itself. For production there is `docker compose --file compose.yaml up`.
///
/// The rules of `develop.watch` follow from the COPY instructions of the target. What no RUN sees is synchronised; what
/// a later RUN reads (the list of dependencies in front of their installation, sources in front of a compiler) builds
/// the image anew, and so does what other stages copy and what RUN mounts from the build context. Sources and
/// destinations with variables have no rule; [`sync`](Self::sync) and [`rebuild`](Self::rebuild) add some, or replace
/// those of the same path.
///
/// Compose writes the files into the running container, so the file system there is not read-only. It writes them as
/// root, and removes them as the user of the container: where a file that is removed on the host shall be removed there
/// too, copy with `chown` in the target.
///
/// ```
/// # use dockerspec::compose::{Develop, Project, Service};
/// # use dockerspec::{Files, Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let base = Stage::from_image("base", image_ref!("python:3.13-slim-bookworm"))
///     .workdir("/app")
///     .copy("requirements.txt", "./")
///     .run("pip install --no-cache-dir -r requirements.txt")
///     .user(&app);
/// let dev = base.stage("dev").copy(Files::new("shop").chown(&app), "shop").cmd(["flask", "run", "--debug"]);
/// let image = Image::new(base.stage("runtime").copy("shop", "shop").cmd(["gunicorn", "shop:app"])).target(dev);
///
/// let web = Service::build("web", &image).develop(Develop::new().target("dev").port(5678));
/// let files = Project::new("shop").service(web).files()?;
/// assert_eq!(files[1].0, "compose.override.yaml");
/// assert_eq!(
///     files[1].1,
///     "services:
///   web:
///     build:
///       target: dev
///     read_only: false
///     ports: [\"127.0.0.1:5678:5678\"]
///     restart: \"no\"
///     develop:
///       watch:
///         - action: rebuild
///           path: ./requirements.txt
///         - action: sync
///           path: ./shop
///           target: /app/shop
/// ",
/// );
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use = "it belongs to a service by `Service::develop`"]
pub struct Develop {
    pub(super) target: Option<(Cow<'static, str>, Place)>,
    pub(super) sources: Sources,
    pub(super) restarts: bool,
    pub(super) rules: Vec<Rule>,
    pub(super) ignore: Vec<Cow<'static, str>>,
    pub(super) ports: Vec<(Port, Place)>,
    pub(super) environment: Vec<EnvironmentVariable>,
    pub(super) command: Option<Command<'static>>,
    pub(super) problems: Vec<(ProblemKind, Place)>,
}

/// How the sources come into the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sources {
    /// `develop.watch`.
    #[default]
    Watched,
    /// Bind mounts.
    Mounted,
    /// With the image only, for what runs once.
    Built,
}

/// A rule of `develop.watch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// From the folder of the compose file on: `./src`.
    pub(super) path: String,
    /// Where to, or the image is built anew.
    pub(super) target: Option<String>,
    pub(super) include: Option<String>,
    /// Whether the target has other files too, which a mount would hide.
    pub(super) is_shared: bool,
    pub(super) ignore: Vec<Cow<'static, str>>,
}

impl Develop {
    /// Nothing other yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stage to build: one that the image has by [`Image::target`](crate::Image::target).
    #[track_caller]
    pub fn target(mut self, stage: impl IntoText) -> Self {
        self.target = Some((stage.into(), Location::caller()));
        self
    }

    /// Restarts the container when something was synchronised, for programs that do not reload by themselves:
    /// `sync+restart`.
    ///
    /// ```
    /// # use dockerspec::compose::{Develop, Project, Service};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001));
    /// # let service = |stage, develop| Project::new("shop").service(Service::build("web", &Image::new(stage)).develop(develop));
    /// let files = service(stage.copy("site/", "/srv/"), Develop::new().restart()).files()?;
    /// assert!(files[1].1.contains("- action: sync+restart\n          path: ./site\n          target: /srv\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn restart(mut self) -> Self {
        self.restarts = true;
        self
    }

    /// Mounts what would be synchronised, instead of `develop.watch`. The container then sees the files of the host,
    /// with their owner and mode. What is copied into the working directory itself, or by a pattern, is synchronised
    /// all the same: a mount there would hide what else the image has.
    ///
    /// ```
    /// # use dockerspec::compose::{Develop, Project, Service};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001));
    /// # let service = |stage, develop| Project::new("shop").service(Service::build("web", &Image::new(stage)).develop(develop));
    /// let files = service(stage.copy("site/", "/srv/"), Develop::new().mount_sources()).files()?;
    /// assert!(files[1].1.contains("- type: bind\n        source: ./site\n        target: /srv\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn mount_sources(mut self) -> Self {
        self.sources = Sources::Mounted;
        self
    }

    /// Synchronises a path of the host, from the folder of the compose file on, with one in the container.
    pub fn sync(mut self, path: impl IntoText, target: impl IntoText) -> Self {
        let target: Cow<'static, str> = target.into();
        self.rules.push(Rule::new(&path.into(), Some(target.into_owned())));
        self
    }

    /// Builds the image anew after a change of a path of the host, from the folder of the compose file on.
    pub fn rebuild(mut self, path: impl IntoText) -> Self {
        self.rules.push(Rule::new(&path.into(), None));
        self
    }

    /// Patterns, as in `.dockerignore`, of what no rule sees. What `.dockerignore` names is ignored anyway.
    ///
    /// ```
    /// # use dockerspec::compose::{Develop, Project, Service};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001));
    /// # let service = |stage, develop| Project::new("shop").service(Service::build("web", &Image::new(stage)).develop(develop));
    /// let develop = Develop::new().ignore("**/__pycache__").sync("data", "/data").rebuild("Makefile");
    /// let text = &service(stage, develop).files()?[1].1;
    /// assert!(text.contains("- action: sync\n          path: ./data\n          target: /data\n"));
    /// assert!(text.contains("          ignore: [\"**/__pycache__\"]\n        - action: rebuild\n          path: ./Makefile\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn ignore(mut self, pattern: impl IntoText) -> Self {
        self.ignore.push(pattern.into());
        self
    }

    /// Publishes a port, such as that of a debugger. The image need not expose it.
    #[track_caller]
    pub fn port(mut self, port: impl Into<Port>) -> Self {
        self.ports.push((port.into(), Location::caller()));
        self
    }

    /// An environment variable.
    ///
    /// ```
    /// # use dockerspec::compose::{Develop, Project, Service};
    /// # use dockerspec::image_ref;
    /// let develop = Develop::new().env("LOG_LEVEL", "debug").command(["serve", "--verbose"]);
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).develop(develop);
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[1].1.contains("    command: [serve, \"--verbose\"]\n    environment:\n      LOG_LEVEL: debug\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn env(mut self, name: impl IntoChecked<EnvName<'static>>, value: impl Into<Value>) -> Self {
        accept_variable(
            &mut self.environment,
            &mut self.problems,
            name.into_checked(),
            value.into(),
            Location::caller(),
        );
        self
    }

    /// The command, instead of that of the service.
    pub fn command(mut self, command: impl IntoCommand) -> Self {
        self.command = Some(command.into_command());
        self
    }
}

impl Develop {
    pub(super) fn once(mut self) -> Self {
        self.sources = Sources::Built;
        self
    }
}

impl Rule {
    pub(super) fn new(path: &str, target: Option<String>) -> Self {
        Self { path: relative(path), target, include: None, is_shared: false, ignore: Vec::new() }
    }

    pub(super) fn value(&self, restarts: bool, ignore: &[Cow<'static, str>]) -> Value {
        let mut entries = Entries::default();
        entries.put(
            "action",
            match (&self.target, restarts) {
                (None, _) => "rebuild",
                (Some(_), false) => "sync",
                (Some(_), true) => "sync+restart",
            },
        );
        entries.put("path", self.path.clone());
        entries.put_some("target", self.target.clone());
        entries.put_list("include", self.include.clone());
        if self.target.is_some() {
            entries.put_list("ignore", self.ignore.iter().chain(ignore).cloned());
        } else {
            entries.put_list("ignore", self.ignore.iter().cloned());
        }
        entries.into()
    }
}

/// A path as compose files write it, from their folder on: `./src`.
fn relative(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    let joined = parts.collect::<Vec<_>>().join("/");
    match (path.starts_with('/'), joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => format!("./{joined}"),
    }
}
