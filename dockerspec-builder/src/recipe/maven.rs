//! Java with Maven.

use dockerspec_core::dockerfile::Sharing;

use crate::base::IntoBase;
use crate::mount::Cache;
use crate::recipe::Stages;
use crate::recipe::common::Recipe;
use crate::recipe::java::{self, Java, Tool};
use crate::run::Run;
use crate::stage::Stage;

/// A Java program that Maven makes: an archive with all that it needs, which becomes `/app/app.jar`.
///
/// The first base has a JDK and Maven, the second one a JRE of the same version or a later one. Maven runs on the platform
/// of the machine that builds. What it downloads is in a cache mount, for which builds wait, since it does not lock its
/// repository; or in a layer that the manifests alone decide about ([`BuiltOn`](crate::recipe::BuiltOn)).
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// let base = image_ref!("maven:3.9-eclipse-temurin-21");
/// let stages = recipe::maven(base, image_ref!("eclipse-temurin:21-jre")).stages();
/// let command = ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"];
/// assert_eq!(
///     Image::new(stages.runtime.entrypoint(command)).render()?,
///     "# build makes the program, which runs on every platform.\n\
///      FROM --platform=${BUILDPLATFORM} maven:3.9-eclipse-temurin-21 AS build\n\
///      WORKDIR /src\n\
///      COPY pom.xml pom.xml\n\
///      COPY src src\n\
///      RUN --mount=type=cache,target=/root/.m2/repository,id=maven,sharing=locked <<'EOF'\n\
///      set -e\n\
///      mvn --batch-mode package -DskipTests\n\
///      mkdir /out\n\
///      cp target/*.jar /out/app.jar\n\
///      EOF\n\
///      \n\
///      ## runtime is the program, and nothing that built it.\n\
///      FROM eclipse-temurin:21-jre AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir \
///      /nonexistent --shell /usr/sbin/nologin app\n\
///      WORKDIR /app\n\
///      COPY --from=build /out/app.jar app.jar\n\
///      USER 10001:10001\n\
///      ENTRYPOINT [\"java\", \"-XX:MaxRAMPercentage=75\", \"-jar\", \"app.jar\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// Without `-XX:MaxRAMPercentage`, Java takes a quarter of the memory that the container may have for its heap. More
/// than three quarters leaves too little for the rest of Java.
pub fn maven(build: impl IntoBase, runtime: impl IntoBase) -> Recipe<Java<Maven>> {
    Java::recipe(build, runtime, Maven, &["pom.xml"], "target/*.jar")
}

/// Builds with Maven. [`maven`] makes it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Maven;

impl Recipe<Java<Maven>> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        java::stages(&self)
    }
}

impl Tool for Maven {
    fn prepared(&self, stage: Stage, _downloads: &str) -> Stage {
        // It looks into the home directory of who runs it.
        stage
    }

    fn cache(&self) -> Cache {
        Cache::new(self.downloads("/root")).id("maven").sharing(Sharing::Locked)
    }

    fn download(&self) -> Run {
        Run::sh("mvn --batch-mode dependency:go-offline")
    }

    fn package(&self, _is_spring_boot: bool) -> String {
        "mvn --batch-mode package -DskipTests".to_owned()
    }

    fn downloads(&self, home: &str) -> String {
        format!("{home}/.m2/repository")
    }
}
