//! Python with pip.

use std::borrow::Cow;

use crate::base::IntoBase;
use crate::mount::{Bind, Cache};
use crate::recipe::Stages;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{Common, Recipe};
use crate::recipe::python::{self, ENVIRONMENT, Install, Python};
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A Python program whose dependencies are in a list that pip reads, `requirements.txt`.
///
/// The stage `build` installs them into an environment, and `runtime` begins with the same base and copies it. The list
/// is mounted and not copied: nothing but what it says decides whether to install again.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).packages(["gcc", "libc6-dev"]).stages();
/// let image = Image::new(stages.runtime.copy("shop", "shop").cmd(["python", "-m", "shop"]));
/// assert_eq!(
///     image.render()?,
///     "# build installs the dependencies.\n\
///      FROM python:3.13-slim-trixie AS build\n\
///      ARG TARGETPLATFORM\n\
///      RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian-13-${TARGETPLATFORM},sharing=locked \
///      --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian-13-${TARGETPLATFORM},sharing=locked <<'EOF'\n\
///      set -e\n\
///      apt-get update\n\
///      apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ gcc libc6-dev\n\
///      EOF\n\
///      RUN --mount=type=bind,target=/tmp/requirements.txt,source=requirements.txt \
///      --mount=type=cache,target=/root/.cache/pip,id=pip-3.13-slim-trixie <<'EOF'\n\
///      set -e\n\
///      python -m venv --without-pip /opt/venv\n\
///      pip --python /opt/venv/bin/python install --disable-pip-version-check -r /tmp/requirements.txt\n\
///      EOF\n\
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
pub fn pip(base: impl IntoBase) -> Recipe<Python<Pip>> {
    Python::recipe(base, Pip { requirements: Cow::Borrowed("requirements.txt"), dev_requirements: None, hashes: false })
}

/// What is chosen about pip. [`pip`] makes it.
#[derive(Debug, Clone)]
pub struct Pip {
    requirements: Cow<'static, str>,
    dev_requirements: Option<Cow<'static, str>>,
    hashes: bool,
}

impl Recipe<Python<Pip>> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        python::stages(&self)
    }

    /// The list of dependencies, a path in the build context; `requirements.txt` if nothing is said.
    pub fn requirements(mut self, path: impl IntoText) -> Self {
        self.kind.install.requirements = path.into();
        self
    }

    /// The list of what only developing needs, which the stage `dev` installs too.
    pub fn dev_requirements(mut self, path: impl IntoText) -> Self {
        self.kind.install.dev_requirements = Some(path.into());
        self
    }

    /// Refuses every package whose hash is not in the list (`pip install --require-hashes`).
    pub fn require_hashes(mut self) -> Self {
        self.kind.install.hashes = true;
        self
    }
}

impl Pip {
    /// The command that installs what a list says. The list is mounted.
    fn installation(&self, list: &str, base: &RecipeBase, common: &Common, before: Option<&str>) -> Run {
        let hashes = if self.hashes { " --require-hashes" } else { "" };
        let cache = if common.built_on.mounts() { "" } else { " --no-cache-dir" };
        // The pip of the base installs into the environment, so that the environment needs none.
        let install = format!(
            "pip --python {ENVIRONMENT}/bin/python install --disable-pip-version-check{cache}{hashes} -r {MOUNTED}"
        );
        let run = match before {
            Some(before) => Run::lines([before, &install]),
            None => Run::sh(install),
        };
        let run = run.bind(Bind::new(MOUNTED).source(list.to_owned()));
        // What pip compiles has the name of its architecture, and not of the C library that it is linked with.
        common.cached(run, Cache::new("/root/.cache/pip").id(base.cache_id("pip")))
    }
}

/// Where the list is while pip reads it.
const MOUNTED: &str = "/tmp/requirements.txt";

impl Install for Pip {
    #[track_caller]
    fn build(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage {
        let make = format!("python -m venv --without-pip {ENVIRONMENT}");
        stage.run(self.installation(&self.requirements, base, common, Some(&make)))
    }

    #[track_caller]
    fn dev(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage {
        match &self.dev_requirements {
            Some(list) => stage.run(self.installation(list, base, common, None)),
            None => stage,
        }
    }
}
