//! What the recipes for Node have in common: dependencies that the program needs, and those that also build it.

use std::borrow::Cow;

use dockerspec_core::shell::quote;
use dockerspec_core::word::Arg;

use crate::base::IntoBase;
use crate::files::from;
use crate::phase::{FileSystem, NamedUser};
use crate::recipe::Stages;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{Common, Recipe, copied};
use crate::stage::Stage;
use crate::text::IntoText;

/// A recipe for Node: `I` is what installs.
#[derive(Debug, Clone)]
pub struct Node<I> {
    pub(crate) base: RecipeBase,
    pub(crate) install: I,
    runtime: Option<RecipeBase>,
    script: Option<Script>,
    output: Cow<'static, str>,
    /// What installing reads besides the manifest and the lock file.
    pub(crate) manifests: Vec<Cow<'static, str>>,
}

/// The script that builds, and what it reads.
#[derive(Debug, Clone)]
struct Script {
    name: Cow<'static, str>,
    sources: Vec<Cow<'static, str>>,
}

/// Where the program is.
pub(crate) const DIRECTORY: &str = "/app";

/// The manifest of a package.
pub(crate) const MANIFEST: &str = "package.json";

/// Which dependencies to install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dependencies {
    /// Those that the program needs when it runs.
    Production,
    /// Those that only building and developing need, too.
    All,
}

/// What installs into `node_modules`.
pub(crate) trait Install {
    /// The stage that installs, in the working directory.
    #[track_caller]
    fn install(&self, stage: Stage, which: Dependencies, manifests: &[Cow<'static, str>], common: &Common) -> Stage;

    /// The program that runs scripts of the manifest.
    const PROGRAM: &'static str;
}

impl<I> Recipe<Node<I>> {
    /// Builds the program by a script of `package.json`: `npm run build`. `sources` are the files and directories that
    /// it reads; `package.json` is there.
    ///
    /// It runs with all dependencies, in a stage of its own beside the one that installs those which ship, and on the
    /// platform of the machine that builds: what it makes is to be JavaScript, which runs anywhere.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::npm(image_ref!("node:24-slim")).build("build", ["tsconfig.json", "src"]).stages();
    /// let text = Image::new(stages.runtime.cmd(["node", "dist/main.js"])).render()?;
    /// assert!(text.contains("\nCOPY tsconfig.json tsconfig.json\nCOPY src src\nRUN npm run build\n"));
    /// assert!(text.contains("\nCOPY --from=build /app/dist dist\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn build<T: IntoText>(mut self, script: impl IntoText, sources: impl IntoIterator<Item = T>) -> Self {
        let sources = sources.into_iter().map(Into::into).collect();
        self.kind.script = Some(Script { name: script.into(), sources });
        self
    }

    /// The directory that the script writes, which ships; `dist` if nothing is said.
    pub fn output(mut self, directory: impl IntoText) -> Self {
        self.kind.output = directory.into();
        self
    }

    /// Files that installing reads besides `package.json` and the lock file: `.npmrc`, patches, manifests of workspaces.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::npm(image_ref!("node:24-slim")).manifests([".npmrc"]).stages();
    /// let text = Image::new(stages.runtime.copy("src", "src").cmd(["node", "src/main.js"])).render()?;
    /// assert!(text.contains(" --mount=type=bind,target=.npmrc,source=.npmrc "));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn manifests<T: IntoText>(mut self, paths: impl IntoIterator<Item = T>) -> Self {
        self.kind.manifests.extend(paths.into_iter().map(Into::into));
        self
    }

    /// The base of the stage `runtime`; that of the other stages if nothing is said. What was compiled for
    /// dependencies must run on it.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::npm(image_ref!("node:24-trixie-slim"))
    ///     .runtime(image_ref!("gcr.io/distroless/nodejs24-debian13:nonroot"))
    ///     .stages();
    /// // The entry point of this base is Node.
    /// let text = Image::new(stages.runtime.copy("src", "src").cmd(["src/main.js"])).render()?;
    /// assert!(text.contains("\nFROM gcr.io/distroless/nodejs24-debian13:nonroot AS runtime\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn runtime(mut self, base: impl IntoBase) -> Self {
        self.kind.runtime = Some(RecipeBase::new(base));
        self
    }
}

impl<I> Node<I> {
    pub(crate) fn recipe(base: impl IntoBase, install: I) -> Recipe<Self> {
        Recipe::new(Self {
            base: RecipeBase::new(base),
            install,
            runtime: None,
            script: None,
            output: Cow::Borrowed("dist"),
            manifests: Vec::new(),
        })
    }
}

/// The stages of a recipe.
#[track_caller]
pub(crate) fn stages<I: Install>(recipe: &Recipe<Node<I>>) -> Stages {
    let Recipe { kind, common } = recipe;
    let dependencies = kind.begin("dependencies", common).describe("dependencies installs what the program needs.");
    let dependencies = installed(dependencies, kind, Dependencies::Production, common);
    let runtime = kind.runtime(&dependencies, common);
    let dev = dev(kind, common);
    let Some(Script { name, sources }) = &kind.script else {
        return Stages { build: dependencies, dev, runtime };
    };
    let build = kind.begin("build", common).platform(&Arg::BUILDPLATFORM);
    let build = build.describe("build makes the program of its sources.");
    let build = installed(build, kind, Dependencies::All, common).copy(MANIFEST, MANIFEST);
    let build = copied(build, sources).run(format!("{} run {}", I::PROGRAM, quote(name)));
    let output = &kind.output;
    let runtime = runtime.copy(from(&build, format!("{DIRECTORY}/{output}")), output.clone());
    Stages { build, dev, runtime }
}

impl<I> Node<I> {
    #[track_caller]
    fn begin(&self, name: &'static str, common: &Common) -> Stage {
        common.build_packages(common.stage(name, &self.base)).workdir(DIRECTORY)
    }

    /// The stage that ships: the program is still to come.
    #[track_caller]
    fn runtime(&self, dependencies: &Stage, common: &Common) -> Stage<FileSystem, NamedUser> {
        let stage = common
            .stage("runtime", self.runtime.as_ref().unwrap_or(&self.base))
            .describe("runtime is the program and its dependencies, and nothing that installed them.");
        let stage = common.account(common.runtime_packages(stage)).env("NODE_ENV", "production");
        common
            .metadata
            .write(stage)
            .workdir(DIRECTORY)
            .copy(from(dependencies, format!("{DIRECTORY}/node_modules")), "node_modules")
            // It says which kind of modules the files are.
            .copy(MANIFEST, MANIFEST)
            .user(&common.user)
    }
}

#[track_caller]
fn installed<I: Install>(stage: Stage, kind: &Node<I>, which: Dependencies, common: &Common) -> Stage {
    kind.install.install(stage, which, &kind.manifests, common)
}

/// The stage that somebody develops in, on the platform of the image, whatever the machine is that builds.
#[track_caller]
fn dev<I: Install>(kind: &Node<I>, common: &Common) -> Stage<FileSystem, NamedUser> {
    let user = common.developer();
    let dev = kind.begin("dev", common).describe("dev is what the program is developed with.");
    let dev = installed(dev, kind, Dependencies::All, common);
    common
        .runtime_packages(dev)
        .create_user(&user)
        // Tools keep there what they make.
        .run(format!("chown {} {DIRECTORY} {DIRECTORY}/node_modules", user.owner()))
        .copy(MANIFEST, MANIFEST)
        .user(&user)
}
