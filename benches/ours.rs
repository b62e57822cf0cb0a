//! The image with our builder.

use std::time::Duration;

use dockerspec::model::Dockerfile;
use dockerspec::{Files, Healthcheck, Image, Stage, User, from, image_ref};

/// The description: all that a user writes.
pub fn image() -> Image {
    let app = User::new("app", 10001);
    let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"))
        .env("CARGO_INCREMENTAL", "0")
        .workdir("/src")
        .run("apt-get update && apt-get install -y --no-install-recommends pkg-config libssl-dev && rm -rf /var/lib/apt/lists/*")
        .copy(["Cargo.toml", "Cargo.lock"], "./")
        .run("cargo fetch --locked")
        .copy("src", "src")
        .copy("migrations", "migrations")
        .run("cargo build --release --locked --bin app");
    let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
        .label("org.opencontainers.image.title", "app")
        .label("org.opencontainers.image.source", "https://example.com/app")
        .env("RUST_LOG", "info")
        .env("APP_PORT", "8080")
        .run("groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home app")
        .workdir("/app")
        .copy(from(&build, "/src/target/release/app"), "/usr/local/bin/app")
        .copy(Files::new("assets").chown(&app), "/app/assets")
        .user(&app)
        .expose(8080)
        .volume("/app/data")
        .healthcheck(
            Healthcheck::new(["app", "--health"]).interval(Duration::from_secs(30)).timeout(Duration::from_secs(3)),
        )
        .entrypoint(["app"])
        .cmd(["--serve"]);
    Image::new(runtime)
}

/// Description and text.
pub fn build_and_render() -> String {
    image().render_unchecked().expect("the image has no problems")
}

/// The model, for rendering alone.
pub fn model() -> Dockerfile<'static> {
    image().dockerfile().expect("the image has no problems")
}
