//! Go.

use std::borrow::Cow;

use dockerspec_core::shell::quote;
use dockerspec_core::word::Arg;

use crate::base::IntoBase;
use crate::mount::Cache;
use crate::phase::{FileSystem, NamedUser};
use crate::recipe::Stages;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{Common, DEVELOPER_HOME, Recipe, bound, copied};
use crate::recipe::program::{self, OUT};
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A Go program: a package of the module in the root of the build context, such as `./cmd/shop` or `.`.
///
/// The stage `build` runs on the platform of the machine that builds, and compiles for that of the image. Its program
/// has everything in it, so that `runtime` is `scratch` with the certificates of authorities, and has it as
/// `/usr/local/bin/NAME`, where the name is the last one of the package, or `app` for the package `.`.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// let stages = recipe::go(image_ref!("golang:1.25-trixie"), "./cmd/shop").sources(["internal"]).stages();
/// assert_eq!(
///     Image::new(stages.runtime.entrypoint(["shop"])).render()?,
///     "# build compiles the program, for whatever platform the image is.\n\
///      FROM --platform=${BUILDPLATFORM} golang:1.25-trixie AS build\n\
///      WORKDIR /src\n\
///      RUN --mount=type=bind,target=go.mod,source=go.mod --mount=type=bind,target=go.sum,source=go.sum \
///      --mount=type=cache,target=/go/pkg/mod,id=go-mod go mod download\n\
///      COPY cmd/shop cmd/shop\n\
///      COPY internal internal\n\
///      ARG TARGETOS\n\
///      ARG TARGETARCH\n\
///      ARG TARGETVARIANT\n\
///      RUN --mount=type=bind,target=go.mod,source=go.mod --mount=type=bind,target=go.sum,source=go.sum \
///      --mount=type=cache,target=/go/pkg/mod,id=go-mod --mount=type=cache,target=/root/.cache/go-build,id=go-build \
///      <<'EOF'\n\
///      set -e\n\
///      test \"$TARGETARCH\" != arm || export GOARM=\"${TARGETVARIANT#v}\"\n\
///      CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath '-ldflags=-s -w' -o /out/shop \
///      ./cmd/shop\n\
///      EOF\n\
///      \n\
///      ## runtime is the program, and nothing that built it.\n\
///      FROM scratch AS runtime\n\
///      COPY <<'passwd' <<'group' /etc/\n\
///      app:x:10001:10001::/nonexistent:/sbin/nologin\n\
///      passwd\n\
///      app:x:10001:\n\
///      group\n\
///      COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\n\
///      COPY --from=build /out/shop /usr/local/bin/shop\n\
///      USER 10001:10001\n\
///      ENTRYPOINT [\"shop\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// Copied are the directory of the package, and what [`sources`](Recipe::sources) says. A module without `go.sum`, which
/// BuildKit would not find, says [`standard_library_only`](Recipe::standard_library_only).
pub fn go(base: impl IntoBase, package: impl IntoText) -> Recipe<Go> {
    Recipe::new(Go {
        base: RecipeBase::new(base),
        package: package.into(),
        sources: Vec::new(),
        runtime: None,
        has_dependencies: true,
        tags: Vec::new(),
        linker_flags: Cow::Borrowed("-s -w"),
    })
}

/// What is chosen about Go. [`go`] makes it.
#[derive(Debug, Clone)]
pub struct Go {
    base: RecipeBase,
    package: Cow<'static, str>,
    sources: Vec<Cow<'static, str>>,
    runtime: Option<RecipeBase>,
    has_dependencies: bool,
    tags: Vec<Cow<'static, str>>,
    linker_flags: Cow<'static, str>,
}

/// Where the module is.
const SOURCES: &str = "/src";

impl Recipe<Go> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        let Self { kind, common } = self;
        let build = kind.build(&common);
        let runtime = match &kind.runtime {
            Some(base) => common.stage("runtime", base),
            None => Stage::from_scratch(common.name("runtime")),
        };
        let runtime = program::runtime(runtime, &build, &kind.base, kind.program(), &common);
        Stages { dev: kind.dev(&common), runtime, build }
    }

    /// Files and directories of the module besides that of the package, such as `internal`, or what `//go:embed` names.
    pub fn sources<T: IntoText>(mut self, paths: impl IntoIterator<Item = T>) -> Self {
        self.kind.sources.extend(paths.into_iter().map(Into::into));
        self
    }

    /// The base of the stage `runtime`, in place of `scratch`.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::go(image_ref!("golang:1.25-trixie"), ".")
    ///     .runtime(image_ref!("gcr.io/distroless/static-debian13:nonroot"))
    ///     .stages();
    /// let text = Image::new(stages.runtime.entrypoint(["app"])).render()?;
    /// assert!(text.contains("\nFROM gcr.io/distroless/static-debian13:nonroot AS runtime\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn runtime(mut self, base: impl IntoBase) -> Self {
        self.kind.runtime = Some(RecipeBase::new(base));
        self
    }

    /// Says that the module depends on no other one: there is no `go.sum`, and nothing to download.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::go(image_ref!("golang:1.25-trixie"), ".").standard_library_only().stages();
    /// let text = Image::new(stages.runtime.entrypoint(["app"])).render()?;
    /// assert!(!text.contains("go.sum") && !text.contains("go mod download"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn standard_library_only(mut self) -> Self {
        self.kind.has_dependencies = false;
        self
    }

    /// Build tags (`-tags`).
    pub fn tags<T: IntoText>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.kind.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// What the linker is told (`-ldflags`), such as `-s -w -X main.version=1.2`; `-s -w`, without what only debuggers
    /// need, if nothing is said.
    pub fn linker_flags(mut self, flags: impl IntoText) -> Self {
        self.kind.linker_flags = flags.into();
        self
    }
}

impl Go {
    /// The name of the program.
    fn program(&self) -> &str {
        let last = self.package.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if last.is_empty() || last == "." { "app" } else { last }
    }

    #[track_caller]
    fn toolchain(&self, name: &'static str, common: &Common) -> Stage {
        common.build_packages(common.stage(name, &self.base)).workdir(SOURCES)
    }

    #[track_caller]
    fn build(&self, common: &Common) -> Stage {
        let place = common.built_on;
        let stage = self.toolchain("build", common).platform(&Arg::BUILDPLATFORM);
        let stage = stage.describe("build compiles the program, for whatever platform the image is.");
        // Modules are in the layer, or in the mount. Go locks both caches, and knows what fits what.
        let modules = |run: Run| if place.layers() { run } else { run.cache(cache("/go/pkg/mod", "go-mod")) };
        let stage =
            if self.has_dependencies { stage.run(modules(self.bound(Run::sh("go mod download")))) } else { stage };
        let directory = self.package.trim_start_matches("./").trim_end_matches('/');
        let stage = if matches!(directory, "" | ".") {
            stage.copy("*.go", "./")
        } else {
            stage.copy(directory.to_owned(), directory.to_owned())
        };
        let stage = copied(stage, &self.sources);
        let compile = self.bound(Run::lines([
            "test \"$TARGETARCH\" != arm || export GOARM=\"${TARGETVARIANT#v}\"".to_owned(),
            self.compile(),
        ]));
        let compile = compile.uses(&Arg::TARGETOS).uses(&Arg::TARGETARCH).uses(&Arg::TARGETVARIANT);
        let compile = if self.has_dependencies { modules(compile) } else { compile };
        stage.run(common.cached(compile, cache("/root/.cache/go-build", "go-build")))
    }

    fn compile(&self) -> String {
        let tags = if self.tags.is_empty() { String::new() } else { format!(" -tags={}", quote(&self.tags.join(","))) };
        format!(
            "CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath {}{tags} -o {} {}",
            quote(&format!("-ldflags={}", self.linker_flags)),
            quote(&format!("{OUT}/{}", self.program())),
            quote(&self.package),
        )
    }

    /// Mounts the files that say what the module is.
    fn bound(&self, run: Run) -> Run {
        let run = bound(run, "go.mod");
        if self.has_dependencies { bound(run, "go.sum") } else { run }
    }

    /// The stage that somebody develops in, on the platform of the image, whatever the machine is that builds.
    #[track_caller]
    fn dev(&self, common: &Common) -> Stage<FileSystem, NamedUser> {
        let user = common.developer();
        common
            .runtime_packages(self.toolchain("dev", common))
            .describe("dev is what the program is developed with.")
            .create_user(&user)
            // What Go downloads belongs to who runs it.
            .env("GOPATH", format!("{DEVELOPER_HOME}/go"))
            .user(&user)
    }
}

fn cache(path: &'static str, id: &'static str) -> Cache {
    Cache::new(path).id(id)
}
