//! Services as values. All methods stand here, as those of stages do.

use std::borrow::Cow;
use std::panic::Location;
use std::sync::Arc;

use dockerspec_core::check::{is_name_of_secret, secret_in};
use dockerspec_core::dockerfile::{Command, Healthcheck as HealthcheckInstruction};
use dockerspec_core::value::{AbsPath, Duration, EnvName, ImageRef, Size, ValueError};

use super::connection::Connect;
use super::develop::Develop;
use super::problem::ProblemKind;
use super::value::Value;
use super::{Port, Secret, Volume};
use crate::accept::IntoChecked;
use crate::command::IntoCommand;
use crate::content::{Content, Place};
use crate::healthcheck::Healthcheck;
use crate::image::Image;
use crate::text::IntoText;

/// A service of a [`Project`](super::Project): an image and how its containers run.
///
/// A service is a value. Others depend on it with [`depends_on`](Self::depends_on), so an undefined service or a cycle
/// cannot be written, and a project has what its services depend on.
///
/// One of an image that is described here runs hardened: on a read-only file system with a `/tmp` in memory, without
/// capabilities, without new privileges, with an init process unless the entry point is one, and again after it ended.
/// Its ports, health check and variables are those of the image, and the compose file says none of them again.
///
/// ```
/// # use dockerspec::compose::{Project, Service};
/// # use dockerspec::{Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("runtime", image_ref!("debian:13-slim")).user(&app).expose(8080).entrypoint(["app"]);
/// let web = Service::build("web", &Image::new(stage)).port(8080);
/// assert_eq!(
///     Project::new("shop").service(web).files()?[0].1,
///     "name: shop
/// services:
///   web:
///     build:
///       context: .
///       target: runtime
///     init: true
///     read_only: true
///     tmpfs: [/tmp]
///     cap_drop: [ALL]
///     security_opt: [no-new-privileges:true]
///     ports: [\"127.0.0.1:8080:8080\"]
///     restart: unless-stopped
///     stop_grace_period: \"30s\"
/// ",
/// );
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a service does nothing until it is part of a `Project`"]
pub struct Service(pub(super) Arc<Definition>);

impl PartialEq for Service {
    /// Whether both say the same. Services that share what they hold are not looked into, nor what they depend on.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

/// What a service holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Definition {
    pub(super) name: Cow<'static, str>,
    /// The call that began the service.
    pub(super) begun: Place,
    pub(super) source: Source,
    pub(super) hostname: Option<Cow<'static, str>>,
    pub(super) entrypoint: Option<Command<'static>>,
    pub(super) command: Option<Command<'static>>,
    pub(super) init: bool,
    pub(super) read_only: bool,
    pub(super) tmpfs: Vec<Cow<'static, str>>,
    pub(super) drops_capabilities: bool,
    pub(super) capabilities: Vec<Cow<'static, str>>,
    pub(super) shm_size: Option<Size>,
    pub(super) mem_limit: Option<Size>,
    pub(super) environment: Vec<EnvironmentVariable>,
    pub(super) secrets: Vec<Secret>,
    pub(super) volumes: Vec<(Volume, String, Place)>,
    pub(super) ports: Vec<(Port, Place)>,
    pub(super) publishes_exposed: Option<Place>,
    pub(super) healthcheck: Option<HealthcheckInstruction<'static>>,
    pub(super) depends_on: Vec<Dependency>,
    pub(super) profiles: Vec<Cow<'static, str>>,
    pub(super) restart: Restart,
    pub(super) stop_grace_period: Option<Duration>,
    pub(super) develop: Option<Box<Develop>>,
    pub(super) raw: Vec<(Cow<'static, str>, Value)>,
    pub(super) problems: Vec<(ProblemKind, Place)>,
}

/// Where the image of a service comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    Image(ImageRef<'static>),
    Build(Build),
}

/// An image that compose builds.
#[derive(Debug, Clone)]
pub(super) struct Build {
    pub(super) image: Arc<Image>,
    pub(super) context: Cow<'static, str>,
    pub(super) dockerfile: Option<Cow<'static, str>>,
}

impl PartialEq for Build {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.image, &other.image) && self.context == other.context && self.dockerfile == other.dockerfile
    }
}

/// An environment variable, and the call that set it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EnvironmentVariable {
    pub(super) name: EnvName<'static>,
    pub(super) value: Value,
    pub(super) place: Place,
}

/// A service that another one waits for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dependency {
    pub(super) service: Service,
    pub(super) condition: Condition,
    pub(super) place: Place,
}

/// What a service waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    Healthy,
    Started,
    Completed,
}

/// When a container that ended is started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restart {
    /// Never.
    No,
    /// When it ended with an error.
    OnFailure,
    /// Always, and with the engine too.
    Always,
    /// Always, unless somebody stopped it.
    UnlessStopped,
}

/// What a service can be made from: a [`Service`], or one of those that are known here, such as
/// [`Postgres`](super::Postgres).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a service",
    label = "expected a `Service`, or one such as `Postgres`",
    note = "a service is named by its value: `.depends_on(&db)`"
)]
pub trait IntoService {
    /// The service.
    fn into_service(self) -> Service;
}

#[diagnostic::do_not_recommend]
impl IntoService for Service {
    fn into_service(self) -> Service {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoService for &Service {
    fn into_service(self) -> Service {
        self.clone()
    }
}

impl Service {
    /// A service of an image that is described here, and that compose builds.
    #[track_caller]
    pub fn build(name: impl IntoText, image: &Image) -> Self {
        let source =
            Source::Build(Build { image: Arc::new(image.clone()), context: Cow::Borrowed("."), dockerfile: None });
        let mut service = Self::of(name.into(), source, Location::caller());
        let definition = service.definition();
        definition.read_only = true;
        definition.drops_capabilities = true;
        definition.init = !super::facts::has_init(image.last());
        definition.tmpfs.push(Cow::Borrowed("/tmp"));
        definition.stop_grace_period = Some(Duration::from_secs(30));
        service
    }

    /// A service of an image from a registry. It runs without new privileges, and again after it ended.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"));
    /// assert_eq!(
    ///     Project::new("shop").service(proxy).files()?[0].1,
    ///     "name: shop
    /// services:
    ///   proxy:
    ///     image: caddy:2.10
    ///     security_opt: [no-new-privileges:true]
    ///     restart: unless-stopped
    /// ",
    /// );
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn from_image(name: impl IntoText, image: ImageRef<'static>) -> Self {
        Self::of(name.into(), Source::Image(image), Location::caller())
    }

    pub(super) fn of(name: Cow<'static, str>, source: Source, begun: Place) -> Self {
        Self(Arc::new(Definition {
            name,
            begun,
            source,
            hostname: None,
            entrypoint: None,
            command: None,
            init: false,
            read_only: false,
            tmpfs: Vec::new(),
            drops_capabilities: false,
            capabilities: Vec::new(),
            shm_size: None,
            mem_limit: None,
            environment: Vec::new(),
            secrets: Vec::new(),
            volumes: Vec::new(),
            ports: Vec::new(),
            publishes_exposed: None,
            healthcheck: None,
            depends_on: Vec::new(),
            profiles: Vec::new(),
            restart: Restart::UnlessStopped,
            stop_grace_period: None,
            develop: None,
            raw: Vec::new(),
            problems: Vec::new(),
        }))
    }

    /// `build.context`: the folder that the image is built from, below that of the compose file; `.` without it.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let image = Image::new(Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001)));
    /// let web = Service::build("web", &image).context("./web").dockerfile("web.Dockerfile");
    /// let files = Project::new("shop").service(web).files()?;
    /// assert!(files[0].1.contains("build:\n      context: ./web\n      dockerfile: web.Dockerfile\n      target: app\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn context(mut self, path: impl IntoText) -> Self {
        self.built("a build context", Location::caller(), |build| build.context = path.into());
        self
    }

    /// `build.dockerfile`: the Dockerfile, below the build context; `Dockerfile` without it.
    #[track_caller]
    pub fn dockerfile(mut self, path: impl IntoText) -> Self {
        self.built("a Dockerfile", Location::caller(), |build| build.dockerfile = Some(path.into()));
        self
    }

    /// `ports`: publishes a port on the loopback address of the host, or elsewhere with [`Port`]. An image that is
    /// described here must expose it.
    #[track_caller]
    pub fn port(mut self, port: impl Into<Port>) -> Self {
        self.definition().ports.push((port.into(), Location::caller()));
        self
    }

    /// Publishes every port that the image exposes, under its own number on the loopback address of the host.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001));
    /// let image = Image::new(stage.expose(8080).expose("53/udp"));
    /// let files = Project::new("shop").service(Service::build("web", &image).publish_exposed()).files()?;
    /// assert!(files[0].1.contains("ports: [\"127.0.0.1:8080:8080\", \"127.0.0.1:53:53/udp\"]\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn publish_exposed(mut self) -> Self {
        let place = Location::caller();
        self.built("publishing what is exposed", place, |_| ());
        self.definition().publishes_exposed = Some(place);
        self
    }

    /// `environment`: a variable. A name that is set already gets the new value. A secret is an error: it belongs in a
    /// file, with [`secret`](Self::secret), whose path a variable such as `…_FILE` tells.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service, Value};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).env("WORKERS", 4).env("ANSWER", "no");
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("    environment:\n      WORKERS: \"4\"\n      ANSWER: \"no\"\n"));
    ///
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).env("API_TOKEN", "12");
    /// let error = Project::new("shop").service(proxy).files().unwrap_err().to_string();
    /// assert!(error.contains("the environment variable `API_TOKEN` looks like a secret"), "{error}");
    /// assert!(error.ends_with("keep it in a file: `.secret(&secret).env(\"API_TOKEN_FILE\", secret.path())`"), "{error}");
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn env(mut self, name: impl IntoChecked<EnvName<'static>>, value: impl Into<Value>) -> Self {
        let definition = self.definition();
        let place = Location::caller();
        accept_variable(
            &mut definition.environment,
            &mut definition.problems,
            name.into_checked(),
            value.into(),
            place,
        );
        self
    }

    /// `secrets`: a file that only this service and others that name it see.
    pub fn secret(mut self, secret: &Secret) -> Self {
        let secrets = &mut self.definition().secrets;
        if !secrets.contains(secret) {
            secrets.push(secret.clone());
        }
        self
    }

    /// `volumes`: a named volume at a directory, which an image that is described here must make for who runs it.
    #[track_caller]
    pub fn volume(mut self, volume: &Volume, path: impl IntoText) -> Self {
        let place = Location::caller();
        let path: Cow<'static, str> = path.into();
        let definition = self.definition();
        match AbsPath::new(path) {
            Ok(path) => definition.volumes.push((volume.clone(), path.normalized(), place)),
            Err(error) => definition.problems.push((error.into(), place)),
        }
        self
    }

    /// `tmpfs`: a directory in memory, for what the program must write and nobody needs later. Everybody may write to
    /// it, and a service of an image that is described here has `/tmp` already.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).read_only(true).tmpfs("/run");
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("    read_only: true\n    tmpfs: [/run]\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn tmpfs(mut self, path: impl IntoText) -> Self {
        let path: Cow<'static, str> = path.into();
        let definition = self.definition();
        match AbsPath::new(path.clone()) {
            Err(error) => definition.problems.push((error.into(), Location::caller())),
            Ok(_) if definition.tmpfs.contains(&path) => {}
            Ok(_) => definition.tmpfs.push(path),
        }
        self
    }

    /// `depends_on` with `service_healthy`: starts when the health check of that service passes. Without one it is an
    /// error.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::{Healthcheck, image_ref};
    /// let store = Service::from_image("store", image_ref!("memcached:1.6"));
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"));
    ///
    /// let error = Project::new("shop").service(proxy.clone().depends_on(&store)).files().unwrap_err().to_string();
    /// assert!(error.contains("it waits until `store` is healthy, which has no health check"), "{error}");
    ///
    /// let store = store.healthcheck(Healthcheck::new(["nc", "-z", "127.0.0.1", "11211"]));
    /// let files = Project::new("shop").service(proxy.depends_on(&store)).files()?;
    /// assert!(files[0].1.contains("    depends_on:\n      store:\n        condition: service_healthy\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn depends_on(self, service: impl IntoService) -> Self {
        self.after(service.into_service(), Condition::Healthy, Location::caller())
    }

    /// `depends_on` with `service_started`: starts after that service, which may not be ready yet.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::image_ref;
    /// let store = Service::from_image("store", image_ref!("memcached:1.6"));
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).depends_on_started(&store);
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("      store:\n        condition: service_started\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn depends_on_started(self, service: impl IntoService) -> Self {
        self.after(service.into_service(), Condition::Started, Location::caller())
    }

    /// `depends_on` with `service_completed_successfully`: starts when that service, a [`job`](Self::job), has ended
    /// well.
    #[track_caller]
    pub fn depends_on_completed(self, service: impl IntoService) -> Self {
        self.after(service.into_service(), Condition::Completed, Location::caller())
    }

    /// Everything that this service needs to reach another one: it waits until that is healthy, has its secret, and
    /// knows from variables where it is: `PREFIX_HOST`, `PREFIX_PORT`, `PREFIX_NAME`, `PREFIX_USER` and
    /// `PREFIX_PASSWORD_FILE`, as far as there is such a thing.
    ///
    /// ```
    /// # use dockerspec::compose::{Postgres, Project, Secret, Service};
    /// # use dockerspec::image_ref;
    /// let password = Secret::file("db_password", "./secrets/db_password");
    /// let db = Postgres::new("db", &password).database("shop");
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).connect("DATABASE", &db);
    /// assert!(Project::new("shop").service(proxy).files()?[0].1.contains(
    ///     "    environment:
    ///       DATABASE_HOST: db
    ///       DATABASE_PORT: \"5432\"
    ///       DATABASE_NAME: shop
    ///       DATABASE_USER: postgres
    ///       DATABASE_PASSWORD_FILE: /run/secrets/db_password
    ///     secrets: [db_password]
    ///     depends_on:
    ///       db:
    ///         condition: service_healthy
    /// "
    /// ));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn connect(mut self, prefix: &str, service: &impl Connect) -> Self {
        let place = Location::caller();
        let connection = service.connection();
        for (suffix, value) in connection.variables() {
            let definition = self.definition();
            let name = EnvName::new(format!("{prefix}_{suffix}"));
            accept_variable(&mut definition.environment, &mut definition.problems, name, value.into(), place);
        }
        if let Some(secret) = &connection.password {
            self = self.secret(secret);
        }
        self.after(service.service(), Condition::Healthy, place)
    }

    /// `healthcheck`: one instead of that of the image.
    #[track_caller]
    pub fn healthcheck(mut self, check: Healthcheck) -> Self {
        let place = Location::caller();
        let definition = self.definition();
        let problems = check.attached.parts.into_iter().flat_map(|parts| parts.problems);
        definition.problems.extend(problems.map(|problem| (problem.into(), place)));
        definition.healthcheck = Some(*check.check);
        self
    }

    /// `entrypoint`: one instead of that of the image.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::{ShellText, image_ref};
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"))
    ///     .entrypoint(["caddy"])
    ///     .command(ShellText::new("run --config $FILE"));
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("    entrypoint: [caddy]\n    command: [/bin/sh, \"-c\", \"run --config $$FILE\"]\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn entrypoint(mut self, command: impl IntoCommand) -> Self {
        self.definition().entrypoint = Some(command.into_command());
        self
    }

    /// `command`: one instead of that of the image; behind an entry point, its arguments.
    pub fn command(mut self, command: impl IntoCommand) -> Self {
        self.definition().command = Some(command.into_command());
        self
    }

    /// `init`: whether a process in front of the program reaps others and hands signals on.
    pub fn init(mut self, init: bool) -> Self {
        self.definition().init = init;
        self
    }

    /// `read_only`: whether the file system of the container cannot be written to, but for its volumes and what is in
    /// memory.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.definition().read_only = read_only;
        self
    }

    /// `cap_add`: a capability that the program needs, after all others were dropped: `NET_BIND_SERVICE`.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).cap_add("NET_BIND_SERVICE");
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn cap_add(mut self, capability: impl IntoText) -> Self {
        let capability: Cow<'static, str> = capability.into();
        let definition = self.definition();
        definition.drops_capabilities = true;
        match super::name::check_capability(&capability) {
            Ok(()) => definition.capabilities.push(capability),
            Err(problem) => definition.problems.push((problem, Location::caller())),
        }
        self
    }

    /// `mem_limit`: the memory that the container may take.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::image_ref;
    /// # use dockerspec::value::Size;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).mem_limit(Size::mib(512));
    /// assert!(Project::new("shop").service(proxy).files()?[0].1.contains("    mem_limit: \"512m\"\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn mem_limit(self, size: impl IntoChecked<Size>) -> Self {
        self.checked(size.into_checked(), |definition, size| definition.mem_limit = Some(size))
    }

    /// `shm_size`: the size of `/dev/shm`; 64 MiB without it.
    #[track_caller]
    pub fn shm_size(self, size: impl IntoChecked<Size>) -> Self {
        self.checked(size.into_checked(), |definition, size| definition.shm_size = Some(size))
    }

    /// `restart`: when the container is started again.
    pub fn restart(mut self, restart: Restart) -> Self {
        self.definition().restart = restart;
        self
    }

    /// `stop_grace_period`: the time to stop in, before the container is killed; 10 s without it, and 30 s for an image
    /// that is described here.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Restart, Service};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).stop_grace_period("90s").restart(Restart::No);
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("    restart: \"no\"\n    stop_grace_period: \"1m30s\"\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn stop_grace_period(self, time: impl IntoChecked<Duration>) -> Self {
        self.checked(time.into_checked(), |definition, time| definition.stop_grace_period = Some(time))
    }

    /// `profiles`: a profile that the service belongs to. `docker compose --profile NAME up` starts it, and `up` alone
    /// does not.
    #[track_caller]
    pub fn profile(mut self, name: impl IntoText) -> Self {
        let name: Cow<'static, str> = name.into();
        let definition = self.definition();
        match super::name::check("profile", &name) {
            Ok(()) => definition.profiles.push(name),
            Err(problem) => definition.problems.push((problem, Location::caller())),
        }
        self
    }

    /// A one-off command in containers of this service: the same image, variables, secrets, volumes and dependencies,
    /// under another name and in a profile of that name. `docker compose run --rm NAME` runs it, and `up` does not.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).port(8080);
    /// let check = proxy.one_off("check", ["caddy", "validate"]);
    /// assert!(Project::new("shop").service(proxy).service(check).files()?[0].1.ends_with(
    ///     "  check:
    ///     image: caddy:2.10
    ///     command: [caddy, validate]
    ///     security_opt: [no-new-privileges:true]
    ///     healthcheck:
    ///       disable: true
    ///     profiles: [check]
    ///     restart: \"no\"
    /// "
    /// ));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn one_off(&self, name: impl IntoText, command: impl IntoCommand) -> Self {
        let name: Cow<'static, str> = name.into();
        self.job(name.clone(), command).profile(name)
    }

    /// As [`one_off`](Self::one_off), but without a profile: `up` runs it, and what
    /// [`depends_on_completed`](Self::depends_on_completed) waits for its end, such as for a migration of the database.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001));
    /// let web = Service::build("web", &Image::new(stage.entrypoint(["app"])));
    /// let migration = web.job("migration", ["migrate"]);
    /// let files = Project::new("shop").service(web.depends_on_completed(&migration)).files()?;
    /// assert!(files[0].1.contains("      migration:\n        condition: service_completed_successfully\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    #[track_caller]
    pub fn job(&self, name: impl IntoText, command: impl IntoCommand) -> Self {
        let mut job = self.clone();
        let definition = job.definition();
        definition.name = name.into();
        definition.begun = Location::caller();
        definition.command = Some(command.into_command());
        definition.ports.clear();
        definition.publishes_exposed = None;
        definition.healthcheck = Some(HealthcheckInstruction::None);
        definition.restart = Restart::No;
        definition.develop = definition.develop.take().map(|develop| {
            let target = develop.target.clone();
            Box::new(Develop { target, environment: develop.environment.clone(), ..Develop::default() }.once())
        });
        job
    }

    /// What is other while somebody develops: `compose.override.yaml`.
    pub fn develop(mut self, develop: Develop) -> Self {
        self.definition().develop = Some(Box::new(develop));
        self
    }

    /// Any key of a service, for what has no method here. It replaces what the methods say under this key.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service, Value};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"))
    ///     .raw("extra_hosts", Value::map([("host.docker.internal", "host-gateway")]))
    ///     .raw("x-team", "platform");
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.ends_with("    extra_hosts:\n      host.docker.internal: host-gateway\n    x-team: platform\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn raw(mut self, key: impl IntoText, value: impl Into<Value>) -> Self {
        self.definition().raw.push((key.into(), value.into()));
        self
    }

    /// The name, under which other services reach it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub(super) fn definition(&mut self) -> &mut Definition {
        Arc::make_mut(&mut self.0)
    }

    pub(super) fn named_host(mut self) -> Self {
        let definition = self.definition();
        definition.hostname = Some(definition.name.clone());
        self
    }

    fn after(mut self, service: Self, condition: Condition, place: Place) -> Self {
        let dependencies = &mut self.definition().depends_on;
        dependencies.retain(|known| known.service.name() != service.name());
        dependencies.push(Dependency { service, condition, place });
        self
    }

    fn built(&mut self, what: &'static str, place: Place, change: impl FnOnce(&mut Build)) {
        let definition = self.definition();
        match &mut definition.source {
            Source::Build(build) => change(build),
            Source::Image(_) => definition.problems.push((ProblemKind::NotBuilt { what }, place)),
        }
    }

    #[track_caller]
    fn checked<T>(mut self, value: Result<T, ValueError>, set: fn(&mut Definition, T)) -> Self {
        let definition = self.definition();
        match value {
            Ok(value) => set(definition, value),
            Err(error) => definition.problems.push((error.into(), Location::caller())),
        }
        self
    }
}

impl Definition {
    /// The stage that runs in production, of an image that is described here.
    pub(super) fn stage(&self) -> Option<&Content> {
        match &self.source {
            Source::Build(build) => Some(build.image.last()),
            Source::Image(_) => None,
        }
    }

    /// Whether the engine asks the container for its health.
    pub(super) fn has_healthcheck(&self) -> bool {
        match &self.healthcheck {
            Some(check) => matches!(check, HealthcheckInstruction::Probe(_)),
            None => self.stage().is_some_and(super::facts::has_healthcheck),
        }
    }
}

impl Restart {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::OnFailure => "on-failure",
            Self::Always => "always",
            Self::UnlessStopped => "unless-stopped",
        }
    }
}

impl Condition {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "service_healthy",
            Self::Started => "service_started",
            Self::Completed => "service_completed_successfully",
        }
    }
}

/// Sets a variable, or says what is wrong with it.
pub(super) fn accept_variable(
    environment: &mut Vec<EnvironmentVariable>,
    problems: &mut Vec<(ProblemKind, Place)>,
    name: Result<EnvName<'static>, ValueError>,
    value: Value,
    place: Place,
) {
    let name = match name {
        Ok(name) => name,
        Err(error) => return problems.push((error.into(), place)),
    };
    let value = match value {
        // As text, so that no reader writes a number in another way.
        Value::Boolean(value) => Value::Text(value.to_string().into()),
        Value::Number(value) => Value::Text(value.to_string().into()),
        other => other,
    };
    let text = value.text().unwrap_or_default();
    let problem = if !value.is_scalar() {
        Some(ProblemKind::NotScalar { name: name.to_string() })
    } else if is_name_of_secret(name.as_str()) {
        Some(ProblemKind::SecretInEnvironment { name: name.to_string() })
    } else if text.contains('\0') {
        Some(ProblemKind::Nul { what: name.to_string() })
    } else {
        secret_in(text).map(|kind| ProblemKind::SecretValue { name: name.to_string(), kind })
    };
    if let Some(problem) = problem {
        return problems.push((problem, place));
    }
    match environment.iter_mut().find(|known| known.name == name) {
        Some(known) => (known.value, known.place) = (value, place),
        None => environment.push(EnvironmentVariable { name, value, place }),
    }
}
