//! What the recipes for Python have in common: a virtual environment that one stage makes and another one runs.

use dockerspec_core::word::{Variable, Word};

use crate::base::IntoBase;
use crate::files::from;
use crate::phase::{FileSystem, NamedUser};
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{Common, Recipe};
use crate::recipe::{Stages, minimal_python};
use crate::stage::Stage;

/// A recipe for Python: `I` is what installs.
#[derive(Debug, Clone)]
pub struct Python<I> {
    pub(crate) base: RecipeBase,
    pub(crate) install: I,
    minimal: bool,
}

/// Where the environment is. It cannot be moved: programs in it name their interpreter by this path.
pub(crate) const ENVIRONMENT: &str = "/opt/venv";

/// Where the program runs, and is installed from.
pub(crate) const DIRECTORY: &str = "/app";

/// What installs into the environment.
pub(crate) trait Install {
    /// The stage that installs what the program needs, from the base and the packages of the distribution on.
    #[track_caller]
    fn build(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage;

    /// Whether the program itself is installed too, by [`project`](Self::project).
    fn has_project(&self) -> bool {
        false
    }

    /// The stage that installs the program, from one with what it needs on.
    #[track_caller]
    fn project(&self, stage: Stage, _base: &RecipeBase, _common: &Common) -> Stage {
        stage
    }

    /// The stage that installs what only developing needs.
    #[track_caller]
    fn dev(&self, stage: Stage, base: &RecipeBase, common: &Common) -> Stage;
}

impl<I> Recipe<Python<I>> {
    /// The smallest image that runs the program: the interpreter, its library as byte code, the system libraries that
    /// it and the dependencies are linked with, and the environment, on `scratch`.
    ///
    /// There is no shell and no package manager in it, and nothing that a program loads by name only, such as the
    /// database of time zones; `copy(from(&stages.build, …), …)` adds what is missing. The base must be one of Debian.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).minimal().stages();
    /// let text = Image::new(stages.runtime.cmd(["python", "-m", "shop"])).render()?;
    /// assert!(text.contains("\nFROM scratch AS runtime\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn minimal(mut self) -> Self {
        self.kind.minimal = true;
        self
    }
}

impl<I> Python<I> {
    pub(crate) fn recipe(base: impl IntoBase, install: I) -> Recipe<Self> {
        Recipe::new(Self { base: RecipeBase::new(base), install, minimal: false })
    }
}

/// The stages of a recipe.
#[track_caller]
pub(crate) fn stages<I: Install>(recipe: &Recipe<Python<I>>) -> Stages {
    let Recipe { kind: Python { base, install, minimal }, common } = recipe;
    let first = if install.has_project() { "dependencies" } else { "build" };
    let installed = common.stage(first, base).describe(format!("{first} installs the dependencies."));
    let installed = install.build(common.build_packages(installed), base, common);

    let dev = installed.stage(common.name("dev")).describe("dev is what the program is developed with.");
    let dev = install.dev(common.runtime_packages(dev), base, common).create_user(&common.user).env("PATH", path());

    let build = if install.has_project() {
        let build = installed.stage(common.name("build")).describe("build installs the program.");
        install.project(build, base, common)
    } else {
        installed
    };
    let runtime = if *minimal {
        minimal_python::runtime(&build, common)
    } else {
        let runtime = common
            .stage("runtime", base)
            .describe("runtime is the program and its dependencies, and nothing that installed them.");
        common
            .runtime_packages(runtime)
            .create_user(&common.user)
            .copy(from(&build, ENVIRONMENT), ENVIRONMENT)
            .env("PATH", path())
    };
    Stages { dev: process(dev, common), runtime: process(common.metadata.write(runtime), common), build }
}

/// What `activate` does to a shell, for everything that runs in the container.
fn path() -> Word<'static> {
    Word::from(format!("{ENVIRONMENT}/bin:")) + Variable::from_static("PATH")
}

/// What the process of a container is started with.
#[track_caller]
fn process(stage: Stage, common: &Common) -> Stage<FileSystem, NamedUser> {
    stage
        // What is printed is seen at once, also when the program ends in a bad way.
        .env("PYTHONUNBUFFERED", "1")
        .workdir(DIRECTORY)
        .user(&common.user)
}
