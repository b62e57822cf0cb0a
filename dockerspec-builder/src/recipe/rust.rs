//! Rust with Cargo.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::panic::Location;

use dockerspec_core::bases::Libc;
use dockerspec_core::dockerfile::Sharing;
use dockerspec_core::shell::quote;
use dockerspec_core::value::{ImageRef, ReferencePolicy};
use dockerspec_core::word::{Arg, Variable, Word};

use crate::base::IntoBase;
use crate::files::from;
use crate::mount::Cache;
use crate::phase::{FileSystem, NamedUser};
use crate::problem::ProblemKind;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{Common, DEVELOPER_HOME, Recipe, copied};
use crate::recipe::program::{self, OUT};
use crate::recipe::{CargoProject, Stages, rust_cross};
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A Rust program, compiled by Cargo with what `Cargo.lock` says.
///
/// The stage `build` has the files that the program is made of, and no others; what Cargo downloads and compiles stays
/// in cache mounts, or in layers that [cargo-chef](https://github.com/LukeMathWalker/cargo-chef) makes
/// ([`BuiltOn`](crate::recipe::BuiltOn)). `runtime` has the program as `/usr/local/bin/NAME`, on Debian of the release that compiled
/// it.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// use dockerspec::recipe::CargoProject;
///
/// let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &CargoProject::new("shop")).stages();
/// assert_eq!(
///     Image::new(stages.runtime.entrypoint(["shop"])).render()?,
///     "# build compiles the program.\n\
///      FROM rust:1.85-slim-trixie AS build\n\
///      WORKDIR /src\n\
///      COPY Cargo.toml Cargo.lock ./\n\
///      COPY src src\n\
///      RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
///      --mount=type=cache,target=/usr/local/cargo/git/db,sharing=locked \
///      --mount=type=cache,target=/src/target,id=cargo-shop-1.85-slim-trixie,sharing=locked <<'EOF'\n\
///      set -e\n\
///      touch src/main.rs\n\
///      cargo build --release --locked --package shop --bin shop\n\
///      install -D target/release/shop /out/shop\n\
///      EOF\n\
///      \n\
///      ## runtime is the program, and nothing that built it.\n\
///      FROM debian:13-slim AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir \
///      /nonexistent --shell /usr/sbin/nologin app\n\
///      COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\n\
///      COPY --from=build /out/shop /usr/local/bin/shop\n\
///      USER 10001:10001\n\
///      ENTRYPOINT [\"shop\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
pub fn rust(base: impl IntoBase, project: &CargoProject) -> Recipe<Rust> {
    Recipe::new(Rust {
        base: RecipeBase::new(base),
        project: project.clone(),
        runtime: None,
        is_static: false,
        is_cross: false,
        features: Vec::new(),
        cargo_chef: Cow::Borrowed(CARGO_CHEF),
    })
    .metadata(project.metadata.clone())
}

/// What is chosen about Rust. [`rust`] makes it.
#[derive(Debug, Clone)]
pub struct Rust {
    base: RecipeBase,
    project: CargoProject,
    runtime: Option<RecipeBase>,
    is_static: bool,
    is_cross: bool,
    features: Vec<Cow<'static, str>>,
    cargo_chef: Cow<'static, str>,
}

/// The cargo-chef that is taken if nothing is said, and the Rust that it needs.
const CARGO_CHEF: &str = "0.1.78";
const CARGO_CHEF_NEEDS: (u32, u32) = (1, 88);
const OLDER_CARGO_CHEF: &str = ", or an older one with `cargo_chef(\"0.1.75\")`";

/// Where the sources are.
const SOURCES: &str = "/src";

impl Recipe<Rust> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        let Self { kind, common } = self;
        let build = if common.built_on.layers() { kind.with_layers(&common) } else { kind.with_mounts(&common) };
        let build = kind.judged(build, &common);
        Stages { dev: dev(&build, &common), runtime: kind.runtime(&build, &common), build }
    }

    /// The base of the stage `runtime`. Without it that is Debian's slim image of the release that compiles, or
    /// `scratch` for what is linked statically.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe::{self, CargoProject}};
    /// let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &CargoProject::new("shop"))
    ///     .runtime(image_ref!("gcr.io/distroless/cc-debian13:nonroot"))
    ///     .stages();
    /// let text = Image::new(stages.runtime.entrypoint(["shop"])).render()?;
    /// assert!(text.contains("\nFROM gcr.io/distroless/cc-debian13:nonroot AS runtime\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn runtime(mut self, base: impl IntoBase) -> Self {
        self.kind.runtime = Some(RecipeBase::new(base));
        self
    }

    /// Links everything into the program, which then runs on `scratch`: the C library too, of glibc or musl as the base
    /// has it.
    ///
    /// A library in C that a dependency is linked with must be there as an archive (`.a`). glibc resolves host names
    /// without help from 2.34 on, so from Debian 12 on. Needs Rust 1.84.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe::{self, CargoProject}};
    /// let project = CargoProject::new("shop");
    /// let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project).static_linked().stages();
    /// let text = Image::new(stages.runtime.entrypoint(["shop"])).render()?;
    /// assert!(text.contains("\nENV RUSTFLAGS=\"-C target-feature=+crt-static\"\n"));
    /// assert!(text.contains("\nFROM scratch AS runtime\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn static_linked(mut self) -> Self {
        self.kind.is_static = true;
        self
    }

    /// Compiles on the platform of the machine that builds, for the platform of the image, instead of in emulation, where
    /// a compiler is some ten times slower: `docker build --platform linux/arm64` on a machine with amd64.
    ///
    /// The base must have rustup and be made of Debian, as the official ones are, whose cross compilers it installs.
    /// What a dependency needs of the system for the other platform is not installed: `packages` are those of the
    /// machine that builds.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe::{self, CargoProject}};
    /// let project = CargoProject::new("shop");
    /// let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project).cross_compiled().stages();
    /// let text = Image::new(stages.runtime.entrypoint(["shop"])).render()?;
    /// assert!(text.contains("FROM --platform=${BUILDPLATFORM} rust:1.85-slim-trixie AS build\n"));
    /// assert!(text.contains("  arm64*) target=aarch64-unknown-linux-gnu tools=aarch64-linux-gnu "));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn cross_compiled(mut self) -> Self {
        self.kind.is_cross = true;
        self
    }

    /// Features of the package (`--features`).
    pub fn features<T: IntoText>(mut self, features: impl IntoIterator<Item = T>) -> Self {
        self.kind.features.extend(features.into_iter().map(Into::into));
        self
    }

    /// The version of cargo-chef, where [layers](crate::recipe::BuiltOn) keep what is compiled; 0.1.78 if nothing is
    /// said, which needs Rust 1.88.
    pub fn cargo_chef(mut self, version: impl IntoText) -> Self {
        self.kind.cargo_chef = version.into();
        self
    }
}

impl Rust {
    /// The stage that compiles, with everything that is kept in cache mounts.
    #[track_caller]
    fn with_mounts(&self, common: &Common) -> Stage {
        let stage = self.toolchain("build", common).describe("build compiles the program.");
        let stage = self.sources(self.flags(self.cross(stage)));
        let target = Cache::new(format!("{SOURCES}/target")).sharing(Sharing::Locked);
        let id = self.base.cache_id(&format!("cargo-{}", self.project.package));
        stage.run(caches(Run::lines(self.build())).cache(target.id(id)))
    }

    /// The stage that compiles, with the dependencies in a layer of their own.
    #[track_caller]
    fn with_layers(&self, common: &Common) -> Stage {
        let mounted = |run: Run| if common.built_on.mounts() { caches(run) } else { run };
        let chef = self.toolchain("chef", common).describe("chef compiles dependencies without the program.");
        let chef = chef
            .run(mounted(Run::sh(format!("cargo install cargo-chef --locked --version {}", quote(&self.cargo_chef)))));
        let chef = self.cross(chef);
        let plan = chef.stage(common.name("plan")).describe("plan finds out what the dependencies are.");
        let plan = self
            .sources(plan)
            .run(format!("cargo chef prepare --bin {} --recipe-path /recipe.json", quote(&self.project.binary)));
        let build = chef.stage(common.name("build")).describe("build compiles the program.");
        let build = self.flags(build).copy(from(&plan, "/recipe.json"), "/recipe.json").run(mounted(Run::lines(
            self.with_target(vec![format!("cargo chef cook {} --recipe-path /recipe.json", self.arguments())]),
        )));
        self.sources(build).run(mounted(Run::lines(self.build())))
    }

    /// The base with all that compiling needs.
    #[track_caller]
    fn toolchain(&self, name: &'static str, common: &Common) -> Stage {
        let stage = common.stage(name, &self.base);
        let stage = if self.is_cross { stage.platform(&Arg::BUILDPLATFORM) } else { stage };
        common.build_packages(stage).workdir(SOURCES)
    }

    /// Adds what compiles for other platforms.
    #[track_caller]
    fn cross(&self, stage: Stage) -> Stage {
        if self.is_cross { stage.run(rust_cross::set_up()) } else { stage }
    }

    /// Says how to compile.
    #[track_caller]
    fn flags(&self, stage: Stage) -> Stage {
        if self.is_static { stage.env("RUSTFLAGS", "-C target-feature=+crt-static") } else { stage }
    }

    /// Copies what the program is made of.
    #[track_caller]
    fn sources(&self, stage: Stage) -> Stage {
        let project = &self.project;
        let stage = stage.copy(["Cargo.toml", "Cargo.lock"], "./");
        let stage = copied(stage, &project.manifests);
        let stage = if project.unused.is_empty() { stage } else { stage.run(Run::lines(touch(&project.unused))) };
        copied(stage, &project.sources)
    }

    /// The commands that compile the program and put it where it can be copied from.
    fn build(&self) -> Vec<String> {
        let CargoProject { binary, roots, .. } = &self.project;
        let target = if self.has_target() { "target/$target/release" } else { "target/release" };
        self.with_target(vec![
            // Cargo compares times, and sources can be older than what was compiled of others.
            format!("touch {}", words(roots)),
            format!("cargo build {}", self.arguments()),
            format!("install -D {target}/{} {}", quote(binary), quote(&format!("{OUT}/{binary}"))),
        ])
    }

    /// Says what is compiled for, where that must be said: flags are then none of build scripts and macros.
    fn with_target(&self, mut lines: Vec<String>) -> Vec<String> {
        if self.is_cross {
            lines.insert(0, format!("target=$(cat {})", rust_cross::TARGET));
        } else if self.is_static {
            lines.insert(0, "target=$(rustc --print host-tuple)".to_owned());
        }
        lines
    }

    fn has_target(&self) -> bool {
        self.is_cross || self.is_static
    }

    fn arguments(&self) -> String {
        let CargoProject { package, binary, .. } = &self.project;
        let mut arguments = format!("--release --locked --package {} --bin {}", quote(package), quote(binary));
        if !self.features.is_empty() {
            arguments.push_str(" --features ");
            arguments.push_str(&quote(&self.features.join(",")));
        }
        if self.has_target() {
            arguments.push_str(" --target \"$target\"");
        }
        arguments
    }

    #[track_caller]
    fn runtime(&self, build: &Stage, common: &Common) -> Stage<FileSystem, NamedUser> {
        let binary = &self.project.binary;
        let stage = match (&self.runtime, self.is_static) {
            (Some(base), _) => common.stage("runtime", base),
            (None, true) => Stage::from_scratch(common.name("runtime")),
            (None, false) => self.fitting_runtime(common.name("runtime")),
        };
        program::runtime(stage, build, &self.base, binary, common)
    }

    /// A stage on Debian of the release that compiles.
    #[track_caller]
    fn fitting_runtime(&self, name: String) -> Stage {
        let facts = self.base.facts().filter(|facts| facts.libc == Some(Libc::Glibc));
        match facts.map(|facts| (facts.distribution, facts.release)) {
            Some((Some(distribution), Some(release))) if distribution == "debian" => {
                Stage::from_image(name, ImageRef::parse(format!("debian:{release}-slim"), ReferencePolicy::Tagged))
            }
            _ => {
                let base = self.base.image().map_or_else(|| "the base".to_owned(), |image| format!("`{image}`"));
                Stage::from_scratch(name).refuse(ProblemKind::NoRuntime { base }, Location::caller())
            }
        }
    }

    /// Finds what cannot compile.
    #[track_caller]
    fn judged(&self, build: Stage, common: &Common) -> Stage {
        let Some(base) = self.base.image().filter(|image| image.repository().ends_with("rust")) else { return build };
        let Some(there) = base.tag().and_then(version) else { return build };
        let is_default = self.cargo_chef == CARGO_CHEF && common.built_on.layers();
        let needs = [
            self.project.rust_version.map(|needed| (self.project.package.clone(), needed, "")),
            is_default.then(|| (format!("cargo-chef {CARGO_CHEF}").into(), CARGO_CHEF_NEEDS, OLDER_CARGO_CHEF)),
        ];
        let place = Location::caller();
        let text = |(major, minor)| format!("{major}.{minor}");
        needs.into_iter().flatten().filter(|(_, needed, _)| there < *needed).fold(
            build,
            |build, (package, needed, or)| {
                let package = package.into_owned();
                let base = base.to_string();
                build
                    .refuse(ProblemKind::OldRust { package, needed: text(needed), base, there: text(there), or }, place)
            },
        )
    }
}

/// The stage that somebody develops in.
#[track_caller]
fn dev(build: &Stage, common: &Common) -> Stage<FileSystem, NamedUser> {
    let user = common.developer();
    common
        .runtime_packages(build.stage(common.name("dev")))
        .describe("dev is what the program is developed with.")
        .create_user(&user)
        // What Cargo downloads and compiles belongs to who runs it.
        .env("CARGO_HOME", format!("{DEVELOPER_HOME}/cargo"))
        .env("CARGO_TARGET_DIR", format!("{DEVELOPER_HOME}/target"))
        // So that the program has the name that it has in the stage `runtime`.
        .env("PATH", Word::from(format!("{DEVELOPER_HOME}/target/debug:")) + Variable::from_static("PATH"))
        .user(&user)
}

/// What Cargo downloads. Its lock is outside of these directories, so builds at the same time must wait for each other.
fn caches(run: Run) -> Run {
    let locked = |path: &'static str| Cache::new(path).sharing(Sharing::Locked);
    run.cache(locked("/usr/local/cargo/registry")).cache(locked("/usr/local/cargo/git/db"))
}

/// The commands that make empty files.
fn touch(paths: &[String]) -> [String; 2] {
    let directories: BTreeSet<&str> = paths.iter().filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
    [format!("mkdir -p {}", words(directories)), format!("touch {}", words(paths))]
}

/// The words of a command.
fn words<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|value| quote(value.as_ref())).collect::<Vec<_>>().join(" ")
}

/// The first two numbers of a version.
pub(crate) fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split(['.', '-']).map_while(|number| number.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}
