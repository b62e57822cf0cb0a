//! Node with npm.

use std::borrow::Cow;

use crate::base::IntoBase;
use crate::mount::Cache;
use crate::recipe::Stages;
use crate::recipe::common::{Common, Recipe, bound};
use crate::recipe::node::{self, Dependencies, Install, MANIFEST, Node};
use crate::run::Run;
use crate::stage::Stage;

/// A Node program whose dependencies npm installs, in the versions of `package-lock.json`.
///
/// What ships and what builds are installed in stages of their own, which run at the same time. The manifest and the lock
/// file are mounted: nothing but what they say decides whether to install again. Start the program with `node` and not
/// with `npm start`, which passes no signal on.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// use recipe::{HttpClient, http_probe};
///
/// let stages = recipe::npm(image_ref!("node:24-slim"))
///     .build("build", ["tsconfig.json", "src"])
///     .stages()
///     .both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Node, 8080, "/healthz")));
/// let image = Image::new(stages.runtime.cmd(["node", "dist/main.js"]));
/// assert_eq!(
///     image.render()?,
///     "# dependencies installs what the program needs.\n\
///      FROM node:24-slim AS dependencies\n\
///      WORKDIR /app\n\
///      RUN --mount=type=bind,target=package.json,source=package.json \
///      --mount=type=bind,target=package-lock.json,source=package-lock.json \
///      --mount=type=cache,target=/root/.npm,id=npm <<'EOF'\n\
///      set -e\n\
///      npm ci --omit=dev\n\
///      mkdir -p node_modules\n\
///      EOF\n\
///      \n\
///      ## build makes the program of its sources.\n\
///      FROM --platform=${BUILDPLATFORM} node:24-slim AS build\n\
///      WORKDIR /app\n\
///      RUN --mount=type=bind,target=package.json,source=package.json \
///      --mount=type=bind,target=package-lock.json,source=package-lock.json \
///      --mount=type=cache,target=/root/.npm,id=npm <<'EOF'\n\
///      set -e\n\
///      npm ci\n\
///      mkdir -p node_modules\n\
///      EOF\n\
///      COPY package.json package.json\n\
///      COPY tsconfig.json tsconfig.json\n\
///      COPY src src\n\
///      RUN npm run build\n\
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
///      COPY --from=build /app/dist dist\n\
///      EXPOSE 8080\n\
///      HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD [\"node\", \
///      \"--eval\", \"const [port, path] = process.argv.slice(1); fetch(`http://127.0.0.1:${port}${path}`, { \
///      signal: AbortSignal.timeout(2000) }) .then((answer) => process.exit(answer.ok ? 0 : 1))\", \"8080\", \
///      \"/healthz\"]\n\
///      CMD [\"node\", \"dist/main.js\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
pub fn npm(base: impl IntoBase) -> Recipe<Node<Npm>> {
    Node::recipe(base, Npm)
}

/// Installs with npm. [`npm`] makes it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Npm;

impl Recipe<Node<Npm>> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        node::stages(&self)
    }
}

impl Install for Npm {
    const PROGRAM: &'static str = "npm";

    #[track_caller]
    fn install(&self, stage: Stage, which: Dependencies, manifests: &[Cow<'static, str>], common: &Common) -> Stage {
        let omit = if which == Dependencies::Production { " --omit=dev" } else { "" };
        // npm makes no directory where nothing is to be in it.
        let mut lines = vec![format!("npm ci{omit}"), "mkdir -p node_modules".to_owned()];
        if !common.built_on.mounts() {
            lines.push("npm cache clean --force".to_owned());
        }
        let run = [MANIFEST, "package-lock.json"].into_iter().fold(Run::lines(lines), bound);
        let run = manifests.iter().cloned().fold(run, bound);
        stage.run(common.cached(run, cache()))
    }
}

/// What npm downloads, which nothing is compiled of. Builds at the same time may share it.
pub(crate) fn cache() -> Cache {
    Cache::new("/root/.npm").id("npm")
}
