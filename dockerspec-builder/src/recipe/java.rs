//! What the recipes for Java have in common: one stage makes an archive, and one runs it.

use std::borrow::Cow;

use dockerspec_core::word::Arg;

use crate::base::IntoBase;
use crate::files::from;
use crate::mount::Cache;
use crate::phase::{FileSystem, NamedUser};
use crate::recipe::Stages;
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{Common, DEVELOPER_HOME, Recipe, bound, copied};
use crate::recipe::program::OUT;
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A recipe for Java: `T` is what builds.
#[derive(Debug, Clone)]
pub struct Java<T> {
    base: RecipeBase,
    runtime: RecipeBase,
    pub(crate) tool: T,
    manifests: Vec<Cow<'static, str>>,
    sources: Vec<Cow<'static, str>>,
    jar: Cow<'static, str>,
    has_layers: bool,
}

/// What builds.
pub(crate) trait Tool {
    /// Says where the tool keeps what it downloads, if it must be told.
    #[track_caller]
    fn prepared(&self, stage: Stage, downloads: &str) -> Stage;

    /// What it downloads, for builds that wait for each other.
    fn cache(&self) -> Cache;

    /// Downloads what the manifests name.
    fn download(&self) -> Run;

    /// Makes the archive.
    fn package(&self, is_spring_boot: bool) -> String;

    /// Where it downloads to when `home` is the home directory of who runs it.
    fn downloads(&self, home: &str) -> String;
}

/// Where the project is.
const SOURCES: &str = "/src";
/// Where the program is.
const DIRECTORY: &str = "/app";
/// The layers that Spring Boot makes, those first that change least.
const LAYERS: [&str; 4] = ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"];

impl<T> Recipe<Java<T>> {
    /// The files that say what to download, in place of the usual ones: those of all modules.
    pub fn manifests<P: IntoText>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.kind.manifests = paths.into_iter().map(Into::into).collect();
        self
    }

    /// The files and directories that the archive is made of besides the manifests, in place of `src`.
    pub fn sources<P: IntoText>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.kind.sources = paths.into_iter().map(Into::into).collect();
        self
    }

    /// The archive, as a pattern of the shell that exactly one file matches. Maven's shade plugin leaves the archive that it
    /// began with beside its own, as `target/original-app-1.0.jar`.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::maven(image_ref!("maven:3.9-eclipse-temurin-21"), image_ref!("eclipse-temurin:21-jre"))
    ///     .manifests(["pom.xml", "api/pom.xml", "app/pom.xml"])
    ///     .sources(["api/src", "app/src"])
    ///     .jar("app/target/app-*.jar")
    ///     .stages();
    /// let text = Image::new(stages.runtime.entrypoint(["java", "-jar", "app.jar"])).render()?;
    /// assert!(text.contains("\ncp app/target/app-*.jar /out/app.jar\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn jar(mut self, pattern: impl IntoText) -> Self {
        self.kind.jar = pattern.into();
        self
    }

    /// Takes the archive apart as Spring Boot from 3.3 on does it, so that a change of the code leaves the layers of the
    /// dependencies as they are. The command stays the same.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::maven(image_ref!("maven:3.9-eclipse-temurin-21"), image_ref!("eclipse-temurin:21-jre"))
    ///     .spring_boot_layers()
    ///     .stages();
    /// assert!(Image::new(stages.runtime.entrypoint(["java", "-jar", "app.jar"])).render()?.contains(
    ///     "COPY --from=build /out/layers/dependencies/ ./\n\
    ///      COPY --from=build /out/layers/spring-boot-loader/ ./\n\
    ///      COPY --from=build /out/layers/snapshot-dependencies/ ./\n\
    ///      COPY --from=build /out/layers/application/ ./\n"
    /// ));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn spring_boot_layers(mut self) -> Self {
        self.kind.has_layers = true;
        self
    }
}

impl<T> Java<T> {
    pub(crate) fn recipe(
        base: impl IntoBase,
        runtime: impl IntoBase,
        tool: T,
        manifests: &[&'static str],
        jar: &'static str,
    ) -> Recipe<Self> {
        Recipe::new(Self {
            base: RecipeBase::new(base),
            runtime: RecipeBase::new(runtime),
            tool,
            manifests: manifests.iter().copied().map(Cow::Borrowed).collect(),
            sources: vec![Cow::Borrowed("src")],
            jar: Cow::Borrowed(jar),
            has_layers: false,
        })
    }

    #[track_caller]
    fn toolchain(&self, name: &'static str, common: &Common) -> Stage {
        common.build_packages(common.stage(name, &self.base)).workdir(SOURCES)
    }

    #[track_caller]
    fn runtime(&self, build: &Stage, common: &Common) -> Stage<FileSystem, NamedUser> {
        let stage =
            common.stage("runtime", &self.runtime).describe("runtime is the program, and nothing that built it.");
        let stage = common.account(common.runtime_packages(stage));
        let stage = common.metadata.write(stage).workdir(DIRECTORY);
        let stage = if self.has_layers {
            let mut stage = stage;
            for layer in LAYERS {
                stage = stage.copy(from(build, format!("{OUT}/layers/{layer}/")), "./");
            }
            stage
        } else {
            stage.copy(from(build, format!("{OUT}/app.jar")), "app.jar")
        };
        stage.user(&common.user)
    }
}

/// The stages of a recipe.
#[track_caller]
pub(crate) fn stages<T: Tool>(recipe: &Recipe<Java<T>>) -> Stages {
    let Recipe { kind, common } = recipe;
    let build = build(kind, common);
    Stages { dev: dev(kind, common), runtime: kind.runtime(&build, common), build }
}

#[track_caller]
fn build<T: Tool>(kind: &Java<T>, common: &Common) -> Stage {
    let build = kind.toolchain("build", common).platform(&Arg::BUILDPLATFORM);
    let build = build.describe("build makes the program, which runs on every platform.");
    let build = kind.tool.prepared(build, &kind.tool.downloads("/root"));
    // What is downloaded is in a layer, or in the mount.
    let in_layer = common.built_on.layers();
    let build =
        if in_layer { build.run(kind.manifests.iter().cloned().fold(kind.tool.download(), bound)) } else { build };
    let build = copied(build, kind.manifests.iter().chain(&kind.sources));
    let mut lines = vec![
        kind.tool.package(kind.has_layers),
        format!("mkdir {OUT}"),
        // Which fails where there are several.
        format!("cp {} {OUT}/app.jar", kind.jar),
    ];
    if kind.has_layers {
        lines.push(format!("java -Djarmode=tools -jar {OUT}/app.jar extract --layers --destination {OUT}/layers"));
    }
    let run = Run::lines(lines);
    build.run(if in_layer { run } else { run.cache(kind.tool.cache()) })
}

/// The stage that somebody develops in, on the platform of the image, whatever the machine is that builds.
#[track_caller]
fn dev<T: Tool>(kind: &Java<T>, common: &Common) -> Stage<FileSystem, NamedUser> {
    let user = common.developer();
    let dev = common.runtime_packages(kind.toolchain("dev", common)).create_user(&user);
    kind.tool
        .prepared(dev.describe("dev is what the program is developed with."), &kind.tool.downloads(DEVELOPER_HOME))
        // Builds write beside the sources.
        .directory(SOURCES, &user)
        .user(&user)
}
