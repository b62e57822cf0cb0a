//! The image of the service in `rust_service/`, on any base.

use dockerspec::{BaseImage, Image, image};

/// The service as a program that needs nothing of its base, on that base.
pub(super) fn service(base: &BaseImage) -> Image {
    image! {
        stage build from "rust:1.85-slim-trixie" {
            describe "build compiles the service, with the C library in it.";
            workdir "/src";
            env RUSTFLAGS = "-C target-feature=+crt-static";
            // Dependencies before code: this layer depends on the two manifests alone.
            copy ["Cargo.toml", "Cargo.lock"] => "./";
            copy inline "fn main() {}\n" => "src/main.rs";
            run "cargo build --release --locked" { cache "/usr/local/cargo/registry" { sharing locked; } }
            copy "src" => "src";
            // Cargo compares times: the sources can be older than the program that was compiled in their place.
            run "touch src/main.rs && cargo build --release --locked" {
                cache "/usr/local/cargo/registry" { sharing locked; }
            }
        }
        stage runtime from (base) {
            describe "runtime is the service, and what the base brings.";
            copy from build "/src/target/release/rust-service" => "/rust-service";
            user 10001:10001;
            expose 8080;
            healthcheck ["/rust-service", "--health"] { interval 10s; }
            entrypoint ["/rust-service"];
        }
    }
}
