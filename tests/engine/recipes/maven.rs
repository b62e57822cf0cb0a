//! Java with Maven.

use dockerspec::recipe::{self, HttpClient, http_probe};
use dockerspec::{Image, image_ref};

use crate::application::{Application, build_files, config, new_text, serve};
use crate::docker::provide;

/// The shop, by the recipe. It depends on nothing but plugins of Maven, which Debian has in a repository of its own: those
/// that compile and package, and not those that `dependency:go-offline` asks for, so layers are not tried here.
fn shop() -> Application {
    // Java's package links its manual there, and slim images have no such directory.
    provide(
        "maven:3-eclipse-temurin-17",
        "FROM debian:bookworm-slim\n\
         RUN mkdir -p /usr/share/man/man1 && apt-get update && apt-get install --yes --no-install-recommends openjdk-17-jdk-headless maven \
         libmaven-compiler-plugin-java libmaven-jar-plugin-java libmaven-resources-plugin-java \
         libmaven-dependency-plugin-java libsurefire-java\n\
         RUN echo '<settings><mirrors><mirror><id>debian</id><mirrorOf>*</mirrorOf>\
         <url>file:///usr/share/maven-repo</url></mirror></mirrors></settings>' >/etc/maven/settings.xml\n",
    );
    provide(
        "eclipse-temurin:17-jre",
        "FROM debian:bookworm-slim\n\
         RUN mkdir -p /usr/share/man/man1 && apt-get update && apt-get install --yes --no-install-recommends openjdk-17-jre-headless\n",
    );
    let recipe = recipe::maven(image_ref!("maven:3-eclipse-temurin-17"), image_ref!("eclipse-temurin:17-jre"));
    let stages =
        recipe.stages().both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Bash, 8080, "/healthz")));
    let runtime = stages.runtime.entrypoint(["java", "-XX:MaxRAMPercentage=50", "-jar", "app.jar"]);
    Application::new("recipes/maven", &Image::new(runtime).ignore("target"))
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn mounted() {
    let shop = shop();
    let (image, _) = shop.build(&shop.context);
    let _config = config(&image);
    assert_eq!(serve(&image)["stock"], "ten apples");
    assert_eq!(build_files(&image), "");
    assert!(image.run(&["--entrypoint", "sh"], &["-c", "command -v mvn javac || test -e /root/.m2"]).is_err());

    let stock = new_text();
    let file = "src/main/java/com/example/shop/Shop.java";
    let (changed, _) = shop.build_changed(file, "ten apples", &stock);
    assert_eq!(serve(&changed)["stock"], *stock);
}
