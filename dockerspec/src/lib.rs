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
//! - **Describe** with [`image!`], whose mistakes are compile errors at the very token, or with the builder that it
//!   calls: [`Stage`], [`Run`], [`Files`], [`User`] and their kin.
//! - **Render** with [`Image::render`], or look at the model with [`Image::dockerfile`].
//! - **Keep** a committed file the same with [`sync()`], several with [`FileSet`], or make one in a `build.rs` with
//!   [`build::emit`].
//! - **Compare** bases: [`bases()`] gives one image for each base from one description.
//! - **Build context**: [`Image::ignore_file`] lets through what the image reads, [`Image::context`] proves that it is
//!   there.
//! - **Read** a Dockerfile that you have with [`include_dockerfile!`] while the program compiles, or with
//!   [`model::Dockerfile::parse`] when it runs.
//! - **Run** the image beside databases and other services with the module `compose` (feature `compose`), which gives
//!   compose files for production and for development.
//! - **Compare** two targets of an image, such as the one for development and the one for production, with
//!   [`Image::difference`].
//! - **Mistakes** are compile errors where types can tell, and otherwise an [`ImageError`] that lists all of them, each
//!   with the line of the program that wrote it.
//!
//! The [`model`] is plain data, for tools that make or change Dockerfiles of any kind, and [`value`] has the grammar of
//! everything in them.

#[cfg(feature = "compose")]
pub use dockerspec_builder::compose;
pub use dockerspec_builder::{
    BaseImage, BaseUser, Bind, Cache, Context, ContextError, Difference, Extent, FileDifference, FileError, FileSet,
    FileSystem, FileSystemPhase, Files, Healthcheck, Image, ImageError, IntoBase, IntoCache, IntoChecked, IntoCommand,
    IntoFiles, IntoPackages, IntoRemote, IntoRun, IntoSources, IntoText, IntoValue, Mode, NamedUser, Origin, Packages,
    Problem, ProblemKind, Process, Remote, Run, SaysWhoRuns, Secret, Ssh, Stage, SyncError, Synced, TargetAspect,
    TargetChange, TargetDifference, TargetLine, Tmpfs, UnknownTarget, User, Variant, VariantError, Variants,
    VariantsError, bases, build, from, recipe, sync, sync_with,
};
pub use dockerspec_core::bases::PackageManager;
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

/// An image in words of its own: what is wrong is a compile error at the token that is wrong, all of it at once.
///
/// ```
/// use dockerspec::{Image, image};
///
/// fn service(package: &str, port: u16) -> Image {
///     image! {
///         stage build from "rust:1.85-slim-trixie" {
///             workdir "/src";
///             copy ["Cargo.toml", "Cargo.lock"] => "./";
///             copy "src" => "src";
///             run "cargo build --release --locked --package " (package) {
///                 cache "/usr/local/cargo/registry" { sharing locked; }
///             }
///         }
///         stage runtime from "debian:trixie-slim" {
///             create_user app = 10001;
///             copy from build "/src/target/release/" (package) => "/usr/local/bin/app";
///             user app;
///             expose (port);
///             healthcheck ["app", "--health"] { interval 10s; }
///             entrypoint ["app"];
///         }
///     }
/// }
/// assert_eq!(
///     service("shop", 8080).render()?,
///     "FROM rust:1.85-slim-trixie AS build\n\
///      WORKDIR /src\n\
///      COPY Cargo.toml Cargo.lock ./\n\
///      COPY src src\n\
///      RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
///      cargo build --release --locked --package shop\n\
///      \n\
///      FROM debian:trixie-slim AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home \
///      --home-dir /nonexistent --shell /usr/sbin/nologin app\n\
///      COPY --from=build /src/target/release/shop /usr/local/bin/app\n\
///      USER 10001:10001\n\
///      EXPOSE 8080\n\
///      HEALTHCHECK --interval=10s CMD [\"app\", \"--health\"]\n\
///      ENTRYPOINT [\"app\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// The value is an [`Image`]. Each word is the method of the builder that has its name, and what comes out is the same,
/// byte for byte: the documentation of `workdir` is that of [`Stage::workdir`].
///
/// # One rule of grammar
///
/// `WORD OPERAND… ;` or `WORD OPERAND… { OPTIONS }`, where options are said by the same rule. Comments of Rust stay in
/// the program; `comment "…";` writes one.
///
/// | where | words |
/// |---|---|
/// | in an image | `stage`, `arg`, and the methods of [`Image`]: `ignore`, `syntax`, `check`, `policy` |
/// | in a stage | the methods of [`Stage`]: `run`, `copy`, `packages`, `create_user`, … |
/// | in the block of `run` | the methods of [`Run`]: `cache`, `secret`, `bind`, `tmpfs`, `ssh`, `network`, `security`, `device`, `uses` |
/// | in that of a mount | those of [`Cache`], [`Secret`], [`Bind`], [`Tmpfs`], [`Ssh`] |
/// | in that of `copy`, `add`, `healthcheck` | those of [`Files`], [`Remote`], [`Healthcheck`] |
/// | in that of `create_user`, `packages` | those of [`User`], [`Packages`]: `packages ["curl"] { pinned curl = "8.14.1-2"; cached; }` |
///
/// # Stages
///
/// `stage NAME from BASE { … }`. A base is an image in quotes, which must have a tag other than `latest` or a digest, a
/// stage above by its name, `scratch`, `context "…"`, or a Rust value in parentheses. `stage NAME = (STAGE) { … }` goes on
/// with a [`Stage`] that Rust made. A stage is a Rust variable of its name, which hides others of that name. The last one
/// is the image, and must say who runs it, with `user` or `run_as_root "reason"`; one that no other needs is a target of
/// its own.
///
/// ```
/// # use dockerspec::{Stage, image, image_ref};
/// let base = Stage::from_image("base", image_ref!("python:3.13-slim-bookworm")).env("PYTHONUNBUFFERED", 1);
/// let image = image! {
///     stage base = (base) { workdir "/app"; }
///     stage dev from base { cmd ["flask", "run", "--debug"]; }
///     stage runtime from base {
///         copy "app" => "app";
///         user "10001";
///         cmd ["flask", "run"];
///     }
/// };
/// assert!(image.render()?.contains("\nFROM base AS dev\nCMD "));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// # Values
///
/// Text is in quotes, and goes on in a Rust value in parentheses, or a variable of the build: `"v" (version) "-" $ARCH`.
/// `$NAME` is a build argument that `arg NAME;` or `arg NAME = "default";` has declared (before the stages for the whole
/// file, in a stage for that), one that BuildKit sets, such as `$TARGETARCH`, or a variable of the environment, such as
/// `$PATH`. Ports, times, modes, sizes, platforms and signals need no quotes: `80/tcp`, `1m30s`, `0o755`, `64m`,
/// `linux/amd64`, `SIGQUIT`. A name that `create_user` has given is a user.
///
/// ```
/// # use dockerspec::image;
/// let flags = "--release --locked";
/// let message = "it's done";
/// let image = image! {
///     arg RUST = "1.85";
///     stage app from "rust:" $RUST "-slim-trixie" {
///         env PATH = "/opt/app/bin:" $PATH;
///         run "cargo build " raw(flags) " && echo " (message);
///         run ["/bin/mkdir", "/data"];
///         user "10001";
///     }
/// };
/// assert_eq!(
///     image.render()?,
///     "ARG RUST=1.85\n\
///      \n\
///      FROM rust:${RUST}-slim-trixie AS app\n\
///      ENV PATH=/opt/app/bin:${PATH}\n\
///      RUN cargo build --release --locked && echo 'it'\\''s done'\n\
///      RUN [\"/bin/mkdir\", \"/data\"]\n\
///      USER 10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// A value in the text of `run` is one word of the shell, whatever it holds, as [`shell::quote`] makes it; `raw(…)` is
/// text that the shell reads. `run ["…"]` is the exec form, `run lines ["…"]` and `run heredoc "…"` are the
/// constructors of [`Run`]; `run (value)` takes one.
///
/// # Owners
///
/// Paths that the user of the container writes belong to that user from the beginning: `directory PATH = OWNER;` makes
/// one, and `writable PATH;` is a mistake of whatever gives it to somebody else, at the token that does.
///
/// ```
/// # use dockerspec::image;
/// let image = image! {
///     stage app from "debian:trixie-slim" {
///         create_user app = 10001 { home "/home/app"; shell "/bin/bash"; }
///         directory "/var/lib/app" = app;
///         volume "/var/lib/app";
///         user app;
///         writable "/var/lib/app";
///     }
/// };
/// assert!(image.render()?.contains("\nRUN mkdir -p /var/lib/app && chown 10001:10001 /var/lib/app\n"));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// # What is checked, and when
///
/// All that is known while the program compiles: names, values, and what would come out, by every rule of the
/// [checks](check). What they deny is an error. What they warn of is a warning of the compiler, which has no other way to
/// say it than as the use of something `deprecated`. `#[allow(rule, reason = "…")]` before a stage or an instruction makes
/// an exception, in the Dockerfile too:
///
/// ```
/// # use dockerspec::image;
/// let image = image! {
///     #[allow(unpinned_base, reason = "our mirror has one version of everything")]
///     stage app from "mirror.example.com/debian" { user "10001"; }
/// };
/// # assert!(image.render()?.contains("allow_stage(unpinned_base"));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// What is only known when the program runs is checked when the image is rendered. With `policy (value);` that is so for
/// all that the rules find, since they depend on it.
///
/// # Errors
///
/// Each mistake is one compile error, which says what was expected, and what was meant if that is near:
///
/// ```compile_fail
/// # use dockerspec::image;
/// image! {
///     stage app from "debian" {           // no version
///         wrokdir "/src";                 // `workdir`
///         copy from biuld "/a" => "/b";   // no such stage
///         entrypoint "app --serve";       // `["app", "--serve"]`
///     }
/// };
/// ```
pub use dockerspec_macros::image;

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
