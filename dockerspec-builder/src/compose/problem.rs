//! What is wrong with a project, and which line of the program said so.

use std::fmt;
use std::panic::Location;

use dockerspec_core::value::ValueError;

use crate::problem::write_all;
use crate::target::UnknownTarget;

/// Why a project has no compose files: all of its problems, each with the line of the program that wrote it.
///
/// ```
/// # use dockerspec::compose::{Project, Service};
/// # use dockerspec::image_ref;
/// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).env("API_TOKEN", "12").tmpfs("run");
/// let error = Project::new("Shop").service(proxy).files().unwrap_err();
/// assert_eq!(error.problems().len(), 3);
/// assert!(error.to_string().starts_with("the project has 3 problems\n"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ProjectError {
    problems: Vec<Problem>,
}

impl ProjectError {
    pub(super) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// The problems: those of the project, then those of each service in turn. At least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for ProjectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_all(formatter, "the project", &self.problems)
    }
}

/// One problem of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The service, if it is a problem of one.
    pub service: Option<String>,
    /// What is wrong.
    pub kind: ProblemKind,
    /// The call in the program that said so, or the one to change.
    pub location: &'static Location<'static>,
}

impl fmt::Display for Problem {
    /// Writes the place, the service and what is wrong: `src/main.rs:12:10: service `web`: …`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.location)?;
        if let Some(service) = &self.service {
            write!(formatter, "service `{service}`: ")?;
        }
        fmt::Display::fmt(&self.kind, formatter)
    }
}

/// What can be wrong with a project.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Text that is not what it should be.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// A name that compose refuses.
    #[error("`{name}` is not the name of a {what}; expected {expected}; write {correction}")]
    Name {
        /// The name.
        name: String,
        /// What has the name.
        what: &'static str,
        /// The grammar, in words.
        expected: &'static str,
        /// The nearest name that is one.
        correction: String,
    },
    /// A project without services.
    #[error("the project has no service; add one with `Project::service`")]
    NoService,
    /// An address of the host that is none.
    #[error(
        "`{address}` is not an address of the host; expected one of IP; write `127.0.0.1`, or `0.0.0.0` for all of them"
    )]
    HostIp {
        /// The text.
        address: String,
    },
    /// Two different services or secrets of one name.
    #[error(
        "two {what} are called `{name}` and differ; give one another name, or make all changes before anything uses it"
    )]
    Duplicate {
        /// The name.
        name: String,
        /// What has the name.
        what: &'static str,
    },
    /// A wait for the health of something that does not tell it.
    #[error(
        "it waits until `{dependency}` is healthy, which has no health check; give that one with `healthcheck`, or wait \
         for its start alone with `depends_on_started`"
    )]
    NoHealthcheck {
        /// The service that is waited for.
        dependency: String,
    },
    /// A wait for the end of something that is started again.
    #[error(
        "it waits until `{dependency}` has completed, which is started again whenever it ends; make that one with \
         `job`, or with `restart(Restart::No)`"
    )]
    NeverCompletes {
        /// The service that is waited for.
        dependency: String,
    },
    /// A dependency that `up` does not start.
    #[error(
        "it depends on `{dependency}`, which is started with the profile `{profile}` only; make that one with `job`, or \
         give this one the profile too"
    )]
    DependencyInProfile {
        /// The service that is waited for.
        dependency: String,
        /// Its profile.
        profile: String,
    },
    /// A variable whose name says that its value is a secret.
    #[error(
        "the environment variable `{name}` looks like a secret, which everybody sees who may inspect the container; \
         keep it in a file: `.secret(&secret).env(\"{name}_FILE\", secret.path())`"
    )]
    SecretInEnvironment {
        /// The name of the variable.
        name: String,
    },
    /// A variable whose value looks like a secret.
    #[error(
        "the environment variable `{name}` holds {kind}, which everybody sees who may inspect the container; keep it in \
         a file: `.secret(&secret).env(\"{name}_FILE\", secret.path())`"
    )]
    SecretValue {
        /// The name of the variable.
        name: String,
        /// What it holds.
        kind: &'static str,
    },
    /// A variable that the image has already.
    #[error("the image has `{name}` with this very value; leave it out here")]
    RepeatedVariable {
        /// The name of the variable.
        name: String,
    },
    /// Text that no file and no environment can hold.
    #[error("`{what}` has a NUL in it, which no environment and no command can hold; leave it out")]
    Nul {
        /// What has it.
        what: String,
    },
    /// A variable that is a list or a map.
    #[error("the environment variable `{name}` is a list or a map; expected a text, a number, a truth value or null")]
    NotScalar {
        /// The name of the variable.
        name: String,
    },
    /// A published port that the image does not expose.
    #[error(
        "the port `{port}` is not exposed by the image, which exposes {exposed}; publish one of those, or write `.expose({port})` in its last stage"
    )]
    NotExposed {
        /// The port in the container.
        port: String,
        /// The ports of the image, or `none`.
        exposed: String,
    },
    /// A port of the host that two services want.
    #[error(
        "the port `{published}` of the host is taken by `{other}`; publish this one elsewhere: `Port::new({target}).published({next})`"
    )]
    PublishedTwice {
        /// The address and port of the host.
        published: String,
        /// The service that has it.
        other: String,
        /// The port in the container.
        target: u16,
        /// A port that is near.
        next: u16,
    },
    /// Nothing is published, since nothing is exposed.
    #[error(
        "nothing is published, since the image exposes no port that is known here; write `.expose(8080)` in its last stage"
    )]
    NothingExposed,
    /// A volume that root will own, since the image has no directory there.
    #[error(
        "the volume `{volume}` will belong to root, since the image makes no directory `{path}`, and the container runs \
         as {user}; give it to that user: `.directory(\"{path}\", \"{user}\")`"
    )]
    NoMountPoint {
        /// The volume.
        volume: String,
        /// Where it is mounted.
        path: String,
        /// Who runs the container.
        user: String,
    },
    /// A volume that somebody else will own.
    #[error(
        "the volume `{volume}` will belong to {owner}, as the directory `{path}` that this line makes, and the container \
         runs as {user}; {way_out}"
    )]
    MountPointOwner {
        /// The volume.
        volume: String,
        /// Where it is mounted.
        path: String,
        /// Who owns the directory of the image.
        owner: String,
        /// Who runs the container.
        user: String,
        /// What to do.
        way_out: &'static str,
    },
    /// A target that the image does not have.
    #[error(transparent)]
    UnknownTarget(#[from] UnknownTarget),
    /// What is other while somebody develops, of a service that is there only then.
    #[error(
        "it is there for development alone, so `develop` changes nothing; say it on the service itself, or add that with \
         `Project::service`"
    )]
    DevelopInDevelopment,
    /// Something that only an image of this program has.
    #[error("{what} needs an image that compose builds; make the service with `Service::build`")]
    NotBuilt {
        /// What was asked for.
        what: &'static str,
    },
    /// A source of which nobody knows whether it is a directory.
    #[error(
        "nothing tells whether `{path}` is a file or a directory, and so where its changes go below `{destination}`; \
         copy a directory as `{path}/`, or say it with `Develop::sync`"
    )]
    FileOrDirectory {
        /// The source.
        path: String,
        /// The directory that it is copied to.
        destination: String,
    },
    /// A destination that depends on the base.
    #[error(
        "the destination `{destination}` depends on the working directory of the base; write `.workdir(…)` before this line"
    )]
    UnknownDestination {
        /// The destination.
        destination: String,
    },
}
