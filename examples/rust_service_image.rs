//! The image of the service in `rust_service/`. Both the library and `build.rs` have this file as a module.

use dockerspec::{Cache, Healthcheck, Image, InlineFile, Run, Sharing, Stage, User, from, image, image_ref};

/// A Rust service: compiled with its dependencies in a layer of their own, and shipped as one program.
pub fn rust_service() -> Image {
    image! {
        stage build from "rust:1.85-slim-trixie" {
            describe "build compiles the service.";
            workdir "/src";
            // Dependencies before code: with a program that does nothing in place of the service, this layer depends on
            // the two manifests alone.
            copy ["Cargo.toml", "Cargo.lock"] => "./";
            copy inline "fn main() {}\n" => "src/main.rs";
            // Two builds that unpack the same crate at the same time would disturb each other, so the second one waits.
            run "cargo build --release --locked" { cache "/usr/local/cargo/registry" { sharing locked; } }
            copy "src" => "src";
            // Cargo compares times: the sources can be older than the program that was compiled in their place.
            run "touch src/main.rs && cargo build --release --locked" {
                cache "/usr/local/cargo/registry" { sharing locked; }
            }
        }
        stage runtime from "debian:trixie-slim" {
            describe "runtime is the service, and nothing that built it.";
            copy from build "/src/target/release/rust-service" => "/usr/local/bin/rust-service";
            // Nothing in the image looks the user up, so a number is enough and no account is created.
            user 10001:10001;
            expose 8080;
            // The service asks itself, so the image needs no curl.
            healthcheck ["rust-service", "--health"] {
                interval 10s;
                timeout 3s;
                // A container that has just started is asked every second, and may be slow for ten.
                start_period 10s;
                start_interval 1s;
                retries 3;
            }
            // A list, so no shell stands between the engine and the service, which ends in order at SIGTERM.
            entrypoint ["rust-service"];
        }
    }
}

/// The same with the builder, which the words above stand for.
pub fn rust_service_by_builder() -> Image {
    // Nothing in the image looks the user up, so a number is enough and no account is created.
    let app = User::new("app", 10001);

    // Two builds that unpack the same crate at the same time would disturb each other, so the second one waits.
    let registry = Cache::new("/usr/local/cargo/registry").sharing(Sharing::Locked);

    let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"))
        .describe("build compiles the service.")
        .workdir("/src")
        // Dependencies before code: with a program that does nothing in place of the service, this layer depends on
        // the two manifests alone.
        .copy(["Cargo.toml", "Cargo.lock"], "./")
        .copy(InlineFile::new("fn main() {}\n"), "src/main.rs")
        .run(Run::sh("cargo build --release --locked").cache(registry.clone()))
        .copy("src", "src")
        // Cargo compares times: the sources can be older than the program that was compiled in their place.
        .run(Run::sh("touch src/main.rs && cargo build --release --locked").cache(registry));

    let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
        .describe("runtime is the service, and nothing that built it.")
        .copy(from(&build, "/src/target/release/rust-service"), "/usr/local/bin/rust-service")
        .user(&app)
        .expose(8080)
        .healthcheck(
            // The service asks itself, so the image needs no curl.
            Healthcheck::new(["rust-service", "--health"])
                .interval("10s")
                .timeout("3s")
                // A container that has just started is asked every second, and may be slow for ten.
                .start_period("10s")
                .start_interval("1s")
                .retries(3),
        )
        // A list, so no shell stands between the engine and the service, which ends in order at SIGTERM.
        .entrypoint(["rust-service"]);

    Image::new(runtime)
}
