//! Java with Maven and with Gradle.

use dockerspec::recipe::{self, BuiltOn, Gradle, HttpClient, Java, Maven, Recipe, Stages, http_probe};
use dockerspec::{Image, ImageRef, image_ref};

use crate::application::{Application, config, new_text, serve, step};
use crate::docker::provide;

/// The shop, by a recipe.
fn shop(stages: Stages, manifests: &[&'static str], tool: &[&'static str]) -> Application {
    let stages = stages.both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Bash, 8080, "/healthz")));
    let dev = stages.dev.copy(manifests.to_vec(), "./").copy("src", "src").cmd(tool.to_vec());
    let runtime = stages.runtime.entrypoint(["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]);
    Application::new("recipes/java", &Image::new(runtime).target(dev))
}

fn maven(choose: fn(Recipe<Java<Maven>>) -> Recipe<Java<Maven>>) -> Application {
    // Java's package writes links to pages of a manual, for which a slim Debian has no directory.
    //
    // Debian's Maven has its packages in place of the central repository. Where a plugin that Maven binds by itself has
    // another version there, the one leads to the other.
    provide(
        "library/maven:3.9-eclipse-temurin-21",
        r#"FROM debian:trixie-slim
RUN mkdir --parents /usr/share/man/man1 \
    && apt-get update && apt-get install --yes --no-install-recommends maven openjdk-21-jdk-headless libgoogle-gson-java \
    libmaven-clean-plugin-java libmaven-compiler-plugin-java libmaven-dependency-plugin-java \
    libmaven-deploy-plugin-java libmaven-install-plugin-java libmaven-jar-plugin-java \
    libmaven-resources-plugin-java libmaven-shade-plugin-java libmaven-site-plugin-java libsurefire-java
COPY <<'END' /etc/maven/settings.xml
<settings>
  <mirrors>
    <mirror><id>debian</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror>
  </mirrors>
</settings>
END
RUN <<'END'
set -e
cd /usr/share/maven-repo/org/apache/maven/plugins
lead() {
    mkdir -p "maven-$1-plugin/$2"
    cat >"maven-$1-plugin/$2/maven-$1-plugin-$2.pom" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.apache.maven.plugins</groupId>
  <artifactId>maven-$1-plugin</artifactId>
  <version>$2</version>
  <distributionManagement><relocation><version>$3</version></relocation></distributionManagement>
</project>
POM
}
lead dependency 3.7.0 3.8.1
lead deploy 3.1.2 3.1.4
lead site 3.12.1 3.21.0
END
"#,
    );
    let recipe = recipe::maven(image_ref!("maven:3.9-eclipse-temurin-21"), jre()).jar("target/shop-*.jar");
    shop(choose(recipe).stages(), &["pom.xml"], &["mvn", "--batch-mode", "package"])
}

fn gradle(choose: fn(Recipe<Java<Gradle>>) -> Recipe<Java<Gradle>>) -> Application {
    // Debian's Gradle is of 2017, and knows `register` by no name. What it says of a class that is missing is nothing
    // that fails.
    provide(
        "library/gradle:9.2-jdk21-noble",
        r#"FROM debian:trixie-slim
RUN mkdir --parents /usr/share/man/man1 && apt-get update \
    && apt-get install --yes --no-install-recommends gradle openjdk-21-jdk-headless libgoogle-gson-java
COPY <<'END' /opt/debian.gradle
allprojects {
    repositories {
        maven { url 'file:///usr/share/maven-repo' }
    }
    tasks.ext.register = { String name, Closure action -> tasks.create(name, action) }
}
END
COPY --chmod=755 <<'END' /usr/local/bin/gradle
#!/bin/sh
exec /usr/bin/gradle --init-script=/opt/debian.gradle "$@"
END
"#,
    );
    let manifests = ["settings.gradle", "build.gradle"];
    let recipe = recipe::gradle(image_ref!("gradle:9.2-jdk21-noble"), jre()).manifests(manifests);
    shop(choose(recipe).stages(), &manifests, &["gradle", "--no-daemon", "jar"])
}

fn jre() -> ImageRef<'static> {
    provide(
        "library/eclipse-temurin:21-jre",
        "FROM debian:trixie-slim
RUN mkdir --parents /usr/share/man/man1 && apt-get update && apt-get install --yes --no-install-recommends openjdk-21-jre-headless
",
    );
    image_ref!("eclipse-temurin:21-jre")
}

/// Builds the shop, runs it, and builds it again with other code: `download` is the step that is not done again then.
fn is_served(shop: &Application, download: Option<&str>) {
    let (image, _) = shop.build(&shop.context);
    let _config = config(&image);
    assert_eq!(serve(&image)["stock"], "ten apples");
    assert!(
        image.run(&["--entrypoint", "sh"], &["-c", "command -v javac || command -v mvn || command -v gradle"]).is_err(),
        "it can compile"
    );

    let stock = new_text();
    let (changed, steps) = shop.build_changed("src/main/java/shop/Shop.java", "ten apples", &stock);
    if let Some(download) = download {
        assert!(step(&steps, download).cached, "{steps:#?}");
    }
    assert_eq!(serve(&changed)["stock"], *stock);
}

/// Who develops compiles as the user of the program.
fn is_developed(shop: &Application, command: &str) {
    shop.build_stage("dev").run(&[], &["sh", "-c", command]).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn with_maven() {
    let shop = maven(|recipe| recipe);
    is_served(&shop, None);
    is_developed(&shop, "mvn --batch-mode package && test -s target/shop-1.0.0.jar");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn with_maven_in_layers() {
    is_served(
        &maven(|recipe| recipe.built_on(BuiltOn::EphemeralCi)),
        Some("[build 3/6] RUN --mount=type=bind,target=pom.xml"),
    );
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn with_gradle() {
    let shop = gradle(|recipe| recipe);
    is_served(&shop, None);
    is_developed(&shop, "gradle --no-daemon jar && test -s build/libs/shop-1.0.0.jar");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn with_gradle_in_layers() {
    is_served(
        &gradle(|recipe| recipe.built_on(BuiltOn::EphemeralCi)),
        Some("[build 3/7] RUN --mount=type=bind,target=settings.gradle"),
    );
}
