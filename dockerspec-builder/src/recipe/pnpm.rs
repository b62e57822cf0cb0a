//! Node with pnpm.

use std::borrow::Cow;

use dockerspec_core::shell::quote;

use crate::base::IntoBase;
use crate::mount::Cache;
use crate::recipe::Stages;
use crate::recipe::common::{Common, Recipe, bound};
use crate::recipe::node::{self, Dependencies, Install, MANIFEST, Node};
use crate::recipe::npm;
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A Node program whose dependencies pnpm installs, in the versions of `pnpm-lock.yaml`.
///
/// As [`npm`](crate::recipe::npm()), which installs pnpm itself in the version that is said here. Where
/// [layers](crate::recipe::BuiltOn) are kept, packages are fetched by the lock file alone, so that a change of
/// `package.json` that leaves it as it is fetches nothing again.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// use recipe::BuiltOn;
///
/// let stages = recipe::pnpm(image_ref!("node:24-slim"), "10.34.9").built_on(BuiltOn::EphemeralCi).stages();
/// let image = Image::new(stages.runtime.copy("src", "src").cmd(["node", "src/main.js"]));
/// assert_eq!(
///     image.render()?,
///     "# dependencies installs what the program needs.\n\
///      FROM node:24-slim AS dependencies\n\
///      WORKDIR /app\n\
///      RUN <<'EOF'\n\
///      set -e\n\
///      npm install --global pnpm@10.34.9\n\
///      npm cache clean --force\n\
///      EOF\n\
///      RUN --mount=type=bind,target=pnpm-lock.yaml,source=pnpm-lock.yaml pnpm fetch --store-dir=/pnpm/store \
///      --prod\n\
///      RUN --mount=type=bind,target=package.json,source=package.json \
///      --mount=type=bind,target=pnpm-lock.yaml,source=pnpm-lock.yaml <<'EOF'\n\
///      set -e\n\
///      pnpm install --frozen-lockfile --offline --store-dir=/pnpm/store --prod\n\
///      mkdir -p node_modules\n\
///      EOF\n\
///      \n\
///      ## runtime is the program and its dependencies, and nothing that installed them.\n\
///      FROM node:24-slim AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir \
///      /nonexistent --shell /usr/sbin/nologin app\n\
///      ENV NODE_ENV=production\n\
///      WORKDIR /app\n\
///      COPY --from=dependencies /app/node_modules node_modules\n\
///      COPY package.json package.json\n\
///      USER 10001:10001\n\
///      COPY src src\n\
///      CMD [\"node\", \"src/main.js\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// On a laptop it is one command, with a mount for what pnpm has fetched before:
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// # let stages = recipe::pnpm(image_ref!("node:24-slim"), "10.34.9").stages();
/// # let image = Image::new(stages.runtime.copy("src", "src").cmd(["node", "src/main.js"]));
/// assert!(image.render()?.contains(
///     "--mount=type=cache,target=/pnpm/store,id=pnpm <<'EOF'\n\
///      set -e\n\
///      pnpm install --frozen-lockfile --store-dir=/pnpm/store --prod\n\
///      mkdir -p node_modules\n\
///      EOF\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
pub fn pnpm(base: impl IntoBase, version: impl IntoText) -> Recipe<Node<Pnpm>> {
    Node::recipe(base, Pnpm { version: version.into() })
}

/// Installs with pnpm. [`pnpm`] makes it.
#[derive(Debug, Clone)]
pub struct Pnpm {
    version: Cow<'static, str>,
}

impl Recipe<Node<Pnpm>> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        node::stages(&self)
    }
}

/// What says the versions of all packages.
const LOCK: &str = "pnpm-lock.yaml";
/// Where pnpm keeps what it has fetched.
const STORE: &str = "/pnpm/store";

impl Install for Pnpm {
    const PROGRAM: &'static str = "pnpm";

    #[track_caller]
    fn install(&self, stage: Stage, which: Dependencies, manifests: &[Cow<'static, str>], common: &Common) -> Stage {
        let place = common.built_on;
        // pnpm writes a file there under its hash, as a whole, so that builds at the same time may share it.
        let mounted = |run: Run| common.cached(run, Cache::new(STORE).id("pnpm"));
        let pnpm = format!("npm install --global {}", quote(&format!("pnpm@{}", self.version)));
        let pnpm = if place.mounts() {
            Run::sh(pnpm).cache(npm::cache())
        } else {
            Run::lines([pnpm, "npm cache clean --force".to_owned()])
        };
        let stage = stage.run(pnpm);
        let prod = if which == Dependencies::Production { " --prod" } else { "" };
        let stage = if place.layers() {
            let fetch = bound(Run::sh(format!("pnpm fetch --store-dir={STORE}{prod}")), LOCK);
            stage.run(mounted(manifests.iter().cloned().fold(fetch, bound)))
        } else {
            stage
        };
        let offline = match (place.layers(), place.mounts()) {
            (false, _) => "",
            (true, false) => " --offline",
            // Layers can come from a registry to a machine whose cache has nothing yet.
            (true, true) => " --prefer-offline",
        };
        let run = Run::lines([
            format!("pnpm install --frozen-lockfile{offline} --store-dir={STORE}{prod}"),
            // As npm, it makes no directory where nothing is to be in it.
            "mkdir -p node_modules".to_owned(),
        ]);
        let run = [MANIFEST, LOCK].into_iter().fold(run, bound);
        stage.run(mounted(manifests.iter().cloned().fold(run, bound)))
    }
}
