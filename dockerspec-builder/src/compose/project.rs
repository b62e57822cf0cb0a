//! Projects: services beside each other, and their two files.

use std::borrow::Cow;
use std::panic::Location;
use std::path::Path;

use super::develop::{Rule, Sources};
use super::problem::{Problem, ProblemKind, ProjectError};
use super::service::{Definition, IntoService, Service, Source};
use super::value::{Entries, Value};
use super::{Secret, check, emit, name, watch, yaml};
use crate::content::Place;
use crate::file_set::{FileSet, SyncError};
use crate::ignore_file::DOCKERFILE;
use crate::sync::{Mode, Synced};
use crate::text::IntoText;

/// A project of Docker Compose: services that run beside each other.
///
/// Its files are `compose.yaml`, which is all that production needs, and `compose.override.yaml`, which
/// `docker compose up` reads too, and which makes a place to develop of it.
///
/// ```
/// # use dockerspec::compose::{Postgres, Project, Secret, Service};
/// # use dockerspec::{Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("runtime", image_ref!("debian:13-slim")).user(&app).expose(8080).entrypoint(["app"]);
///
/// let password = Secret::file("db_password", "./secrets/db_password");
/// let db = Postgres::new("db", &password).database("shop");
/// let web = Service::build("web", &Image::new(stage)).publish_exposed().connect("DATABASE", &db);
///
/// let files = Project::new("shop").service(web).files()?;
/// assert_eq!(files[0].0, "compose.yaml");
/// assert!(files[0].1.starts_with("name: shop\nservices:\n  web:\n    build:\n"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a project does nothing until its files are written"]
pub struct Project {
    name: Cow<'static, str>,
    begun: Place,
    services: Vec<Service>,
    development: Vec<Service>,
    raw: Vec<(Cow<'static, str>, Value)>,
}

impl Project {
    /// The name of what production reads.
    pub const FILE: &'static str = "compose.yaml";

    /// The name of what `docker compose` reads beside it unless files are named.
    pub const OVERRIDE_FILE: &'static str = "compose.override.yaml";

    /// A project of this name: lower-case letters, digits, `_` and `-`.
    #[track_caller]
    pub fn new(name: impl IntoText) -> Self {
        Self {
            name: name.into(),
            begun: Location::caller(),
            services: Vec::new(),
            development: Vec::new(),
            raw: Vec::new(),
        }
    }

    /// A service, and all that it depends on.
    pub fn service(mut self, service: impl IntoService) -> Self {
        self.services.push(service.into_service());
        self
    }

    /// A service for `compose.override.yaml` alone, such as one that shows mail instead of delivering it, and all that
    /// it depends on.
    ///
    /// ```
    /// # use dockerspec::compose::{Mailpit, Project, Service};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"));
    /// let files = Project::new("shop").service(proxy).development_service(Mailpit::new("mail")).files()?;
    /// assert!(!files[0].1.contains("mail"));
    /// assert!(files[1].1.starts_with("services:\n  mail:\n    image: axllent/mailpit:"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn development_service(mut self, service: impl IntoService) -> Self {
        self.development.push(service.into_service());
        self
    }

    /// Any top-level key of `compose.yaml`, for what has no method here. It replaces what the methods say under this
    /// key.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service, Value};
    /// # use dockerspec::image_ref;
    /// let internal = Value::map([("internal", true)]);
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"));
    /// let files = Project::new("shop").service(proxy).raw("networks", Value::map([("default", internal)])).files()?;
    /// assert!(files[0].1.ends_with("networks:\n  default:\n    internal: true\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn raw(mut self, key: impl IntoText, value: impl Into<Value>) -> Self {
        self.raw.push((key.into(), value.into()));
        self
    }

    /// Keeps all files of the project in a directory the same as what is described: the compose files, and of each image
    /// that it builds the Dockerfile and the ignore file, in its context. Stale files are written together, or in CI are
    /// one error with what differs in each.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service};
    /// # use dockerspec::{FileSet, Image, Mode, Stage, Synced, User, image_ref};
    /// # let directory = tempfile::tempdir()?;
    /// # let directory = directory.path();
    /// let stage = Stage::from_image("web", image_ref!("debian:13-slim")).copy("web", "/srv/").user("10001");
    /// let web = Service::build("web", &Image::new(stage)).context("web");
    /// let project = Project::new("shop").service(web);
    /// # std::fs::create_dir(directory.join("web"))?;
    ///
    /// assert_eq!(project.sync_with(directory, Mode::Write)?, Synced::Written);
    /// for name in ["compose.yaml", "web/Dockerfile", "web/.dockerignore"] {
    ///     assert!(directory.join(name).exists(), "{name}");
    /// }
    /// assert_eq!(project.sync_with(directory, Mode::Check)?, Synced::Fresh);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Project::file_set`] and [`FileSet::sync`].
    pub fn sync(&self, directory: impl AsRef<Path>) -> Result<Synced, SyncError> {
        self.file_set(directory)?.sync()
    }

    /// As [`Project::sync`], with the caller saying whether stale files are written.
    ///
    /// # Errors
    ///
    /// As [`Project::sync`].
    pub fn sync_with(&self, directory: impl AsRef<Path>, mode: Mode) -> Result<Synced, SyncError> {
        self.file_set(directory)?.sync_with(mode)
    }

    /// All files of the project as they belong into a directory: to sync them, or others with them.
    ///
    /// # Errors
    ///
    /// Problems of an image or of the project, and what [`FileSet::image`] says of a context.
    pub fn file_set(&self, directory: impl AsRef<Path>) -> Result<FileSet, SyncError> {
        let directory = directory.as_ref();
        let mut services = Vec::new();
        for service in self.services.iter().chain(&self.development) {
            // Problems are told with the compose files.
            visit(service, &mut services, &mut Vec::new());
        }
        let mut files = FileSet::new();
        for service in services {
            if let Source::Build(build) = &service.source {
                let context = match &*build.context {
                    "." => "",
                    path => path.strip_prefix("./").unwrap_or(path),
                };
                let dockerfile = build.dockerfile.as_deref().unwrap_or(DOCKERFILE);
                files = files.image_as(directory.join(context), dockerfile, &build.image)?;
            }
        }
        Ok(self.files()?.into_iter().fold(files, |files, (name, text)| files.file(directory.join(name), text)))
    }

    /// The files, each with its name and its text: `compose.yaml`, and `compose.override.yaml` if there is something to
    /// say in it. The same project gives the same bytes.
    ///
    /// # Errors
    ///
    /// All problems of the project, each with the line of the program that wrote it. Those of its images are not among
    /// them: [`Image::render`](crate::Image::render) says those.
    pub fn files(&self) -> Result<Vec<(&'static str, String)>, ProjectError> {
        let (mut services, mut problems) = (Vec::new(), Vec::new());
        if let Err(kind) = name::check_project(&self.name) {
            problems.push(Problem { service: None, kind, location: self.begun });
        }
        self.services.iter().for_each(|service| visit(service, &mut services, &mut problems));
        if self.services.is_empty() && self.development.is_empty() {
            problems.push(Problem { service: None, kind: ProblemKind::NoService, location: self.begun });
        }
        let production = services.len();
        self.development.iter().for_each(|service| visit(service, &mut services, &mut problems));
        for service in &services {
            check::service(service, &mut problems);
        }
        check::added(&services[production..], &mut problems);
        check::published(services.iter().copied(), &mut problems);
        check_secrets(&services, &mut problems);
        let watched: Vec<Vec<Rule>> = services.iter().map(|service| rules(service, &mut problems)).collect();
        if !problems.is_empty() {
            return Err(ProjectError::new(problems));
        }

        let (shipped, added) = services.split_at(production);
        let mut compose = Entries::default();
        compose.put("name", self.name.clone());
        compose.put_map("services", produced(shipped));
        shared(&mut compose, shipped, &[]);
        let mut files = vec![(Self::FILE, yaml::document(&compose.with_raw(&self.raw).into()))];

        let mut changed = Entries::default();
        for (service, rules) in shipped.iter().zip(&watched) {
            if let Some(develop) = &service.develop {
                changed.put_map(service.name.clone(), emit::development(service, develop, rules));
            }
        }
        let mut compose = Entries::default();
        compose.put_map("services", changed.and(produced(added)));
        shared(&mut compose, added, shipped);
        if !compose.is_empty() {
            files.push((Self::OVERRIDE_FILE, yaml::document(&compose.into())));
        }
        Ok(files)
    }
}

/// A service and all that it depends on, each once.
fn visit<'p>(service: &'p Service, services: &mut Vec<&'p Definition>, problems: &mut Vec<Problem>) {
    let definition = &*service.0;
    match services.iter().find(|known| known.name == definition.name) {
        Some(known) if std::ptr::eq(*known, definition) || *known == definition => return,
        Some(_) => {
            let kind = ProblemKind::Duplicate { name: definition.name.to_string(), what: "services" };
            problems.push(Problem { service: None, kind, location: definition.begun });
            return;
        }
        None => services.push(definition),
    }
    definition.depends_on.iter().for_each(|dependency| visit(&dependency.service, services, problems));
}

/// Two secrets of one name have one file.
fn check_secrets(services: &[&Definition], problems: &mut Vec<Problem>) {
    let mut known: Vec<&Secret> = Vec::new();
    for secret in services.iter().flat_map(|service| &service.secrets) {
        match known.iter().find(|other| other.name == secret.name) {
            None => known.push(secret),
            Some(other) if other.file == secret.file => {}
            Some(_) => {
                let kind = ProblemKind::Duplicate { name: secret.name.to_string(), what: "secrets" };
                problems.push(Problem { service: None, kind, location: secret.place });
            }
        }
    }
}

/// What a service watches while somebody develops it.
fn rules(service: &Definition, problems: &mut Vec<Problem>) -> Vec<Rule> {
    let (Some(develop), Source::Build(build)) = (&service.develop, &service.source) else {
        return service.develop.iter().flat_map(|develop| develop.rules.iter().cloned()).collect();
    };
    let target = develop.target.as_ref().map(|(target, _)| target);
    let stage = build.image.targets().find(|stage| target.is_none_or(|target| stage.name() == target));
    let Some(stage) = stage.filter(|_| develop.sources != Sources::Built) else { return Vec::new() };
    let (mut rules, unknown) = watch::rules(stage, &build.context);
    let is_said = |path: &str| develop.rules.iter().any(|rule| rule.path == path);
    for (path, kind, location) in unknown {
        if !path.is_some_and(|path| is_said(&path)) {
            problems.push(Problem { service: Some(service.name.to_string()), kind, location });
        }
    }
    rules.retain(|rule| !is_said(&rule.path));
    rules.extend(develop.rules.iter().cloned());
    rules
}

fn produced(services: &[&Definition]) -> Entries {
    let mut entries = Entries::default();
    for service in services {
        entries.put(service.name.clone(), emit::production(service));
    }
    entries
}

/// The volumes and secrets of services, but for those that `others` have.
fn shared(compose: &mut Entries, services: &[&Definition], others: &[&Definition]) {
    let (mut volumes, mut secrets) = (Entries::default(), Entries::default());
    for service in services {
        for (volume, _, _) in &service.volumes {
            let is_known =
                others.iter().flat_map(|other| &other.volumes).any(|(known, _, _)| known.name == volume.name);
            if !is_known {
                volumes.put_once(volume.name.clone(), Value::Map(Vec::new()));
            }
        }
        for secret in &service.secrets {
            let is_known = others.iter().flat_map(|other| &other.secrets).any(|known| known.name == secret.name);
            if !is_known {
                secrets.put_once(secret.name.clone(), Value::map([("file", secret.file.clone())]));
            }
        }
    }
    compose.put_map("volumes", volumes);
    compose.put_map("secrets", secrets);
}
