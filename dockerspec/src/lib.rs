//! Container images described in Rust, rendered to Dockerfiles that say exactly what was described.
//!
//! ```
//! use dockerspec::{Healthcheck, Image, Run, Stage, User, from, image_ref};
//!
//! let app = User::new("app", 10001);
//! let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"))
//!     .workdir("/src")
//!     .copy(["Cargo.toml", "Cargo.lock"], "./")
//!     .copy("src", "src")
//!     .run(Run::sh("cargo install --locked --path . --root /out").cache("/usr/local/cargo/registry"));
//! let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
//!     .create_user(&app)
//!     .copy(from(&build, "/out/bin/app"), "/usr/local/bin/app")
//!     .user(&app)
//!     .expose(8080)
//!     .healthcheck(Healthcheck::new(["app", "--health"]).interval("10s"))
//!     .entrypoint(["app"]);
//! let text = Image::new(runtime).render()?;
//! assert!(text.starts_with("FROM rust:1.85-slim-trixie AS build\nWORKDIR /src\n"));
//! # Ok::<(), dockerspec::ImageError>(())
//! ```
//!
//! - **Describe** with [`Stage`], [`Run`], [`Files`], [`User`] and their kin; [`image_ref!`] checks the base while the
//!   program compiles.
//! - **Render** with [`Image::render`], or look at the model with [`Image::dockerfile`].
//! - **Keep** a committed file the same with [`sync()`], several with [`FileSet`], or make one in a `build.rs` with
//!   [`build::emit`].
//! - **Build context**: [`Image::ignore_file`] lets through what the image reads, [`Image::context`] proves that it is
//!   there.
//! - **Read** a Dockerfile that you have with [`include_dockerfile!`] while the program compiles, or with
//!   [`model::Dockerfile::parse`] when it runs.
//! - **Mistakes** are compile errors where types can tell, and otherwise an [`ImageError`] that lists all of them, each
//!   with the line of the program that wrote it.
//!
//! The [`model`] is plain data, for tools that make or change Dockerfiles of any kind, and [`value`] has the grammar of
//! everything in them.

mod accept;
mod attached;
mod base;
pub mod build;
mod command;
mod content;
mod context;
mod difference;
mod extent;
mod file_set;
mod files;
mod healthcheck;
mod held;
mod ignore_file;
mod image;
mod link;
mod mount;
mod packages;
mod phase;
mod problem;
mod remote;
mod run;
mod stage;
mod sync;
mod text;
mod user;
mod walk;
mod write;

pub use accept::{IntoChecked, IntoValue};
pub use base::IntoBase;
pub use command::IntoCommand;
pub use context::{Context, ContextError};
pub use difference::Difference;
pub use extent::Extent;
pub use file_set::{FileDifference, FileSet, SyncError};
pub use files::{Files, IntoFiles, IntoSources, Origin, from};
pub use healthcheck::Healthcheck;
pub use image::Image;
pub use mount::{Bind, Cache, IntoCache, Secret, Ssh, Tmpfs};
pub use phase::{BaseUser, FileSystem, FileSystemPhase, NamedUser, Process, SaysWhoRuns};
pub use problem::{ImageError, Problem, ProblemKind};
pub use remote::{IntoRemote, Remote};
pub use run::{IntoRun, Run};
pub use stage::Stage;
pub use sync::{Mode, Synced, sync, sync_with};
pub use text::IntoText;
pub use user::User;
pub use write::FileError;

pub use dockerspec_core::dockerfile::{InlineFile, Network, Security, Sharing, ShellText, literal_path};
pub use dockerspec_core::value::{ImageRef, Protocol, ReferencePolicy};
pub use dockerspec_core::word::{Arg, IntoWord, Variable, Word};
pub use dockerspec_core::{Distribution, List};

/// The typed values of the Dockerfile language.
pub use dockerspec_core::value;
/// Reading Dockerfiles and what they run, what is wrong with them, and what is known of the images that they build upon.
pub use dockerspec_core::{bases, check, finding, ignore, parse, shell};

/// The Dockerfile language as plain data: what the builder makes, and what can be rendered.
pub mod model {
    pub use dockerspec_core::dockerfile::*;
    pub use dockerspec_core::render::{Place, Reason, RenderError, RenderErrors, Renderer};
    pub use dockerspec_core::word::{Modifier, Part, Pattern, Presence, Reach, Scope, Value};
}

/// An image reference that is checked while the program compiles, by `cargo check` too.
///
/// It must have a tag other than `latest`, or a digest: without one the same build gives another image tomorrow.
///
/// ```
/// # use dockerspec::{ImageRef, image_ref};
/// const PYTHON: &str = "python:3.13-slim-bookworm";
/// let debian: ImageRef = image_ref!("debian:13.2-slim");
/// let python: ImageRef = image_ref!(PYTHON);
/// assert_eq!(python.tag(), Some("3.13-slim-bookworm"));
/// ```
///
/// For text that is only known at run time there is [`ImageRef::parse`], with a [`ReferencePolicy`].
///
/// # Errors
///
/// A literal that is malformed, has no tag, or the tag `latest`, is a compile error that says what to write:
///
/// ```compile_fail
/// # use dockerspec::image_ref;
/// image_ref!("python:latest");
/// ```
pub use dockerspec_macros::image_ref;

/// A Dockerfile that is read and checked while the program compiles, by `cargo check` too.
///
/// The path begins at the folder of `Cargo.toml`. The value is a [`model::Dockerfile`]`<'static>`: read it, change it,
/// put instructions of the model or stages of the builder into it, and render it.
///
/// ```
/// # use dockerspec::{Image, Stage, image_ref, include_dockerfile, model::Label};
/// let mut file = include_dockerfile!("doc/Dockerfile");
///
/// let last = file.stages.last_mut().expect("a Dockerfile without errors has a stage");
/// last.instructions.push(Label::new("org.opencontainers.image.version", "1.4.0").into());
///
/// let debug = Stage::from_image("debug", image_ref!("debian:13-slim")).packages(["gdb"]).run_as_root("to debug");
/// file.stages.splice(0..0, Image::new(debug).dockerfile()?.stages);
///
/// let text = file.render()?;
/// assert!(text.starts_with("FROM debian:13-slim AS debug\n"));
/// assert!(text.ends_with("ENTRYPOINT [\"app\"]\nLABEL org.opencontainers.image.version=1.4.0\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// When the file changes, what includes it is compiled anew. The program holds the text, and reads it again wherever
/// the macro is evaluated, which no `const` can do; in a `static` write `LazyLock::new(|| include_dockerfile!("…"))`.
///
/// For files that are only known at run time there are [`model::Dockerfile::parse`] and [`parse::Parsed`].
///
/// # Errors
///
/// Everything that BuildKit refuses, whatever the build arguments are, is a compile error, all of it at once and each
/// with its line and column. A file that is missing or not UTF-8 is one too:
///
/// ```compile_fail
/// # use dockerspec::include_dockerfile;
/// include_dockerfile!("no/such/Dockerfile");
/// ```
pub use dockerspec_macros::include_dockerfile;

/// The README's program, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
