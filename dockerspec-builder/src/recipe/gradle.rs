//! Java with Gradle.

use std::borrow::Cow;

use dockerspec_core::dockerfile::Sharing;
use dockerspec_core::shell::quote;

use crate::base::IntoBase;
use crate::mount::Cache;
use crate::recipe::Stages;
use crate::recipe::common::Recipe;
use crate::recipe::java::{self, Java, Tool};
use crate::run::Run;
use crate::stage::Stage;
use crate::text::IntoText;

/// A Java program that Gradle makes: an archive with all that it needs, which becomes `/app/app.jar`.
///
/// As [`maven`](crate::recipe::maven()). The manifests are `settings.gradle.kts` and `build.gradle.kts` if nothing is
/// said.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// use recipe::BuiltOn;
///
/// let stages = recipe::gradle(image_ref!("gradle:9.2-jdk21-noble"), image_ref!("eclipse-temurin:21-jre"))
///     .spring_boot_layers()
///     .built_on(BuiltOn::EphemeralCi)
///     .stages();
/// let command = ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"];
/// assert_eq!(
///     Image::new(stages.runtime.entrypoint(command)).render()?,
///     "# build makes the program, which runs on every platform.\n\
///      FROM --platform=${BUILDPLATFORM} gradle:9.2-jdk21-noble AS build\n\
///      WORKDIR /src\n\
///      ENV GRADLE_USER_HOME=/root/gradle\n\
///      RUN --mount=type=bind,target=settings.gradle.kts,source=settings.gradle.kts \
///      --mount=type=bind,target=build.gradle.kts,source=build.gradle.kts <<'EOF'\n\
///      set -e\n\
///      cat >/tmp/download.gradle <<'END'\n\
///      allprojects {\n    \
///      tasks.register('downloadDependencies') {\n        \
///      doLast { configurations.findAll { it.canBeResolved }.each { it.resolve() } }\n    \
///      }\n\
///      }\n\
///      END\n\
///      gradle --no-daemon --init-script=/tmp/download.gradle downloadDependencies\n\
///      rm /tmp/download.gradle\n\
///      EOF\n\
///      COPY settings.gradle.kts settings.gradle.kts\n\
///      COPY build.gradle.kts build.gradle.kts\n\
///      COPY src src\n\
///      RUN <<'EOF'\n\
///      set -e\n\
///      gradle --no-daemon bootJar\n\
///      mkdir /out\n\
///      cp build/libs/*.jar /out/app.jar\n\
///      java -Djarmode=tools -jar /out/app.jar extract --layers --destination /out/layers\n\
///      EOF\n\
///      \n\
///      ## runtime is the program, and nothing that built it.\n\
///      FROM eclipse-temurin:21-jre AS runtime\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir \
///      /nonexistent --shell /usr/sbin/nologin app\n\
///      WORKDIR /app\n\
///      COPY --from=build /out/layers/dependencies/ ./\n\
///      COPY --from=build /out/layers/spring-boot-loader/ ./\n\
///      COPY --from=build /out/layers/snapshot-dependencies/ ./\n\
///      COPY --from=build /out/layers/application/ ./\n\
///      USER 10001:10001\n\
///      ENTRYPOINT [\"java\", \"-XX:MaxRAMPercentage=75\", \"-jar\", \"app.jar\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
pub fn gradle(build: impl IntoBase, runtime: impl IntoBase) -> Recipe<Java<Gradle>> {
    Java::recipe(
        build,
        runtime,
        Gradle { task: None },
        &["settings.gradle.kts", "build.gradle.kts"],
        "build/libs/*.jar",
    )
}

/// Builds with Gradle. [`gradle`] makes it.
#[derive(Debug, Clone)]
pub struct Gradle {
    task: Option<Cow<'static, str>>,
}

impl Recipe<Java<Gradle>> {
    /// The stages. Problems of theirs have the line of this call.
    #[track_caller]
    pub fn stages(self) -> Stages {
        java::stages(&self)
    }

    /// The task that makes the archive, such as `shadowJar`; `jar` if nothing is said, and `bootJar` with
    /// [`spring_boot_layers`](Self::spring_boot_layers).
    pub fn task(mut self, name: impl IntoText) -> Self {
        self.kind.tool.task = Some(name.into());
        self
    }
}

/// A task that downloads: `dependencies` reads what a dependency depends on, and leaves the archives where they are.
const DOWNLOAD: &str = "\
cat >/tmp/download.gradle <<'END'
allprojects {
    tasks.register('downloadDependencies') {
        doLast { configurations.findAll { it.canBeResolved }.each { it.resolve() } }
    }
}
END
gradle --no-daemon --init-script=/tmp/download.gradle downloadDependencies
rm /tmp/download.gradle";

impl Tool for Gradle {
    #[track_caller]
    fn prepared(&self, stage: Stage, downloads: &str) -> Stage {
        stage.env("GRADLE_USER_HOME", downloads.to_owned())
    }

    fn cache(&self) -> Cache {
        // Gradle asks who holds a lock over the network of the machine, which builds do not share.
        Cache::new(self.downloads("/root")).id("gradle").sharing(Sharing::Locked)
    }

    fn download(&self) -> Run {
        Run::sh(DOWNLOAD)
    }

    fn package(&self, is_spring_boot: bool) -> String {
        let usual = if is_spring_boot { "bootJar" } else { "jar" };
        format!("gradle --no-daemon {}", quote(self.task.as_deref().unwrap_or(usual)))
    }

    fn downloads(&self, home: &str) -> String {
        // Not `.gradle`, which is a link in images of Gradle.
        format!("{home}/gradle")
    }
}
