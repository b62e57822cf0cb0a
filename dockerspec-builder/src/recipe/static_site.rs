//! Static sites.

use std::borrow::Cow;

use dockerspec_core::dockerfile::InlineFile;

use crate::base::IntoBase;
use crate::files::from;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::Recipe;
use crate::recipe::{HttpClient, Stages, http_probe};
use crate::text::IntoText;

/// A site of files, which nginx serves on port 8080: `directory` of the stage `build` of another recipe, or of whatever
/// builds.
///
/// The server is an image of nginx that needs no root and reads `/etc/nginx/conf.d/`, such as
/// `nginxinc/nginx-unprivileged`. The stages `build` and `dev` are those of the other recipe.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// let app = recipe::npm(image_ref!("node:24-slim")).build("build", ["index.html", "src"]).stages();
/// let server = image_ref!("nginxinc/nginx-unprivileged:1.29-alpine");
/// let stages = recipe::static_site(server, app, "/app/dist").single_page().immutable("/assets/").stages();
/// assert_eq!(
///     Image::new(stages.runtime).render()?,
///     "# build makes the program of its sources.\n\
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
///      COPY index.html index.html\n\
///      COPY src src\n\
///      RUN npm run build\n\
///      \n\
///      ## runtime is the files, and the server that gives them out.\n\
///      FROM nginxinc/nginx-unprivileged:1.29-alpine AS runtime\n\
///      COPY <<'default.conf' /etc/nginx/conf.d/\n\
///      server {\n    \
///      listen 8080;\n    \
///      root /srv/site;\n    \
///      server_tokens off;\n    \
///      ## The port that browsers see is another one.\n    \
///      absolute_redirect off;\n\
///      \n    \
///      location \"/\" {\n        \
///      add_header Cache-Control \"no-cache\";\n        \
///      try_files $uri $uri/ /index.html;\n    \
///      }\n\
///      \n    \
///      location \"/assets/\" {\n        \
///      add_header Cache-Control \"public, max-age=31536000, immutable\";\n        \
///      try_files $uri $uri/ =404;\n    \
///      }\n\
///      }\n\
///      default.conf\n\
///      COPY --from=build /app/dist /srv/site\n\
///      USER 10001:10001\n\
///      EXPOSE 8080\n\
///      HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 CMD [\"wget\", \
///      \"--quiet\", \"--output-document=/dev/null\", \"http://127.0.0.1:8080/\"]\n\
///      STOPSIGNAL SIGQUIT\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// Packages for building, and [where images are built](Recipe::built_on), are said to the other recipe.
///
/// Where nothing but `/tmp` may be written, that is enough for it: `docker run --read-only --tmpfs /tmp`.
pub fn static_site(server: impl IntoBase, stages: Stages, directory: impl IntoText) -> Recipe<StaticSite> {
    Recipe::new(StaticSite {
        server: RecipeBase::new(server),
        stages,
        directory: directory.into(),
        is_single_page: false,
        immutable: Vec::new(),
        client: HttpClient::Wget,
    })
}

/// What is chosen about a static site. [`static_site`] makes it.
#[derive(Debug)]
pub struct StaticSite {
    server: RecipeBase,
    stages: Stages,
    directory: Cow<'static, str>,
    is_single_page: bool,
    immutable: Vec<Cow<'static, str>>,
    client: HttpClient,
}

/// The port that the server listens on.
const PORT: u16 = 8080;
/// Where the files are: not where the image of the server has some of its own.
const SITE: &str = "/srv/site";

impl Recipe<StaticSite> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        let Self { kind, common } = self;
        let runtime =
            common.stage("runtime", &kind.server).describe("runtime is the files, and the server that gives them out.");
        let runtime =
            if common.has_runtime_packages() { common.runtime_packages(runtime.user("0:0").typed()) } else { runtime };
        let configuration = InlineFile::named("default.conf", kind.configuration());
        let runtime = common
            .metadata
            .write(runtime)
            .copy(configuration, "/etc/nginx/conf.d/")
            .copy(from(&kind.stages.build, kind.directory.clone()), SITE)
            .user(&common.user)
            .expose(PORT)
            .healthcheck(http_probe(kind.client, PORT, "/"))
            // It ends when it has answered what it was asked.
            .stop_signal("SIGQUIT");
        Stages { runtime, ..kind.stages }
    }

    /// Answers what is no file with `index.html`, whose program knows the paths of the site.
    pub fn single_page(mut self) -> Self {
        self.kind.is_single_page = true;
        self
    }

    /// A path below which files have their hash in their name, so that a browser need never ask for one again.
    pub fn immutable(mut self, path: impl IntoText) -> Self {
        self.kind.immutable.push(path.into());
        self
    }

    /// What asks whether the server is well: `wget` if nothing is said, which images on Alpine have.
    pub fn client(mut self, client: HttpClient) -> Self {
        self.kind.client = client;
        self
    }
}

impl StaticSite {
    /// What nginx is told.
    fn configuration(&self) -> String {
        let mut text = format!(
            "server {{\n    \
             listen {PORT};\n    \
             root {SITE};\n    \
             server_tokens off;\n    \
             # The port that browsers see is another one.\n    \
             absolute_redirect off;\n"
        );
        let otherwise = if self.is_single_page { "/index.html" } else { "=404" };
        text.push_str(&location("/", "no-cache", otherwise));
        for path in &self.immutable {
            text.push_str(&location(path, "public, max-age=31536000, immutable", "=404"));
        }
        text.push_str("}\n");
        text
    }
}

/// What happens below a path.
fn location(path: &str, cache: &str, otherwise: &str) -> String {
    let path = path.replace('\\', "\\\\").replace('"', "\\\"");
    let root = if path.starts_with('/') { "" } else { "/" };
    format!(
        "\n    location \"{root}{path}\" {{\n        \
         add_header Cache-Control \"{cache}\";\n        \
         try_files $uri $uri/ {otherwise};\n    \
         }}\n"
    )
}
