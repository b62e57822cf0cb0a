//! Python with uv.

use std::borrow::Cow;

use dockerspec_core::shell::quote;
use dockerspec_core::value::ImageRef;

use crate::base::IntoBase;
use crate::files::from;
use crate::mount::Cache;
use crate::phase::FileSystem;
use crate::recipe::Stages;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{CERTIFICATES, Common, Recipe, bound, copied};
use crate::recipe::python::{self, DIRECTORY, ENVIRONMENT, Install, Python};
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A Python program whose dependencies are those of `pyproject.toml`, in the versions of `uv.lock`.
///
/// uv itself is copied from an image that has it as `/uv`, such as `ghcr.io/astral-sh/uv`. Both files are mounted and not
/// copied, and a lock file that does not fit `pyproject.toml` ends the build. The program runs from its sources, which
/// are to be copied to `runtime`, unless [`install_project`](Recipe::install_project) makes a package of it.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// let stages = recipe::uv(image_ref!("python:3.13-slim-trixie"), image_ref!("ghcr.io/astral-sh/uv:0.9.7")).stages();
/// let image = Image::new(stages.runtime.copy("shop", "shop").cmd(["python", "-m", "shop"]));
/// assert_eq!(
///     image.render()?,
///     "# build installs the dependencies.\n\
///      FROM python:3.13-slim-trixie AS build\n\
///      COPY --from=ghcr.io/astral-sh/uv:0.9.7 /uv /usr/local/bin/uv\n\
///      ENV UV_PROJECT_ENVIRONMENT=/opt/venv \\\n    \
///      UV_LINK_MODE=copy \\\n    \
///      UV_COMPILE_BYTECODE=1 \\\n    \
///      UV_PYTHON_DOWNLOADS=0 \\\n    \
///      SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt\n\
///      WORKDIR /app\n\
///      RUN --mount=type=bind,target=pyproject.toml,source=pyproject.toml \
///      --mount=type=bind,target=uv.lock,source=uv.lock \
///      --mount=type=cache,target=/root/.cache/uv,id=uv-3.13-slim-trixie \
///      uv sync --locked --no-install-project --no-dev\n\
///      \n\
///      ## runtime is the program and its dependencies, and nothing that installed them.\n\
///      FROM python:3.13-slim-trixie AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir \
///      /nonexistent --shell /usr/sbin/nologin app\n\
///      COPY --from=build /opt/venv /opt/venv\n\
///      ENV PATH=/opt/venv/bin:${PATH} \\\n    \
///      PYTHONUNBUFFERED=1\n\
///      WORKDIR /app\n\
///      USER 10001:10001\n\
///      COPY shop shop\n\
///      CMD [\"python\", \"-m\", \"shop\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// The stage `dev` has the group `dev` of the dependencies too.
pub fn uv(base: impl IntoBase, uv: ImageRef<'static>) -> Recipe<Python<Uv>> {
    Python::recipe(base, Uv { image: uv, project: Vec::new(), extras: Vec::new(), groups: Vec::new() })
}

/// What is chosen about uv. [`uv`] makes it.
#[derive(Debug, Clone)]
pub struct Uv {
    /// The image that has it.
    image: ImageRef<'static>,
    /// The files of the project, if it is installed as a package.
    project: Vec<Cow<'static, str>>,
    extras: Vec<Cow<'static, str>>,
    groups: Vec<Cow<'static, str>>,
}

impl Recipe<Python<Uv>> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        python::stages(&self)
    }

    /// Installs the project into the environment as a package, with the programs that it declares. `files` is what its
    /// build system reads besides `pyproject.toml`: the sources, and often the file that `readme` names.
    ///
    /// The dependencies are then in a stage `dependencies`, so that a change of the sources installs none again. In
    /// the stage `dev` the project is installed as editable: copies and mounts of the sources below `/app` count.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::uv(image_ref!("python:3.13-slim-trixie"), image_ref!("ghcr.io/astral-sh/uv:0.9.7"))
    ///     .install_project(["README.md", "src"])
    ///     .stages();
    /// let text = Image::new(stages.runtime.cmd(["shop"])).render()?;
    /// assert!(text.contains("\nFROM dependencies AS build\nCOPY README.md README.md\nCOPY src src\n"));
    /// assert!(text.contains(" uv sync --locked --no-editable --no-dev\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn install_project<T: IntoText>(mut self, files: impl IntoIterator<Item = T>) -> Self {
        self.kind.install.project.extend(files.into_iter().map(Into::into));
        self
    }

    /// Optional dependencies of the project that are installed too (`--extra`).
    pub fn extras<T: IntoText>(mut self, extras: impl IntoIterator<Item = T>) -> Self {
        self.kind.install.extras.extend(extras.into_iter().map(Into::into));
        self
    }

    /// Groups of dependencies that are installed too (`--group`).
    pub fn groups<T: IntoText>(mut self, groups: impl IntoIterator<Item = T>) -> Self {
        self.kind.install.groups.extend(groups.into_iter().map(Into::into));
        self
    }
}

/// The files that say what to install.
const LISTS: [&str; 2] = ["pyproject.toml", "uv.lock"];

impl Uv {
    /// The command that installs what the lists say, with `options`.
    fn sync(&self, options: &str, base: &RecipeBase, common: &Common) -> Run {
        let extras = self.extras.iter().map(|name| format!(" --extra {}", quote(name)));
        let groups = self.groups.iter().map(|name| format!(" --group {}", quote(name)));
        let chosen: String = extras.chain(groups).collect();
        let cache = if common.built_on.mounts() { "" } else { " --no-cache" };
        let command = format!("uv sync --locked{options}{chosen}{cache}");
        let run = LISTS.into_iter().fold(Run::sh(command), bound);
        // uv locks what it writes there. What it compiles fits the base that it was compiled on.
        common.cached(run, Cache::new("/root/.cache/uv").id(base.cache_id("uv")))
    }

    #[track_caller]
    fn copy_project<A>(&self, stage: Stage<FileSystem, A>) -> Stage<FileSystem, A> {
        copied(stage, &self.project)
    }
}

impl Install for Uv {
    #[track_caller]
    fn build(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage {
        stage
            .copy(from(self.image.clone(), "/uv"), "/usr/local/bin/uv")
            .env("UV_PROJECT_ENVIRONMENT", ENVIRONMENT)
            // A cache that is mounted cannot be linked to.
            .env("UV_LINK_MODE", "copy")
            .env("UV_COMPILE_BYTECODE", "1")
            // The interpreter is the one of the base, or the build ends.
            .env("UV_PYTHON_DOWNLOADS", "0")
            // uv brings authorities of its own, and a base of a company trusts others too.
            .env("SSL_CERT_FILE", CERTIFICATES)
            .workdir(DIRECTORY)
            .run(self.sync(" --no-install-project --no-dev", base, common))
    }

    fn has_project(&self) -> bool {
        !self.project.is_empty()
    }

    #[track_caller]
    fn project(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage {
        self.copy_project(stage).run(self.sync(" --no-editable --no-dev", base, common))
    }

    #[track_caller]
    fn dev(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage {
        let stage = stage.run(self.sync(" --no-install-project", base, common));
        if self.has_project() { self.copy_project(stage).run(self.sync("", base, common)) } else { stage }
    }
}
