#!/usr/bin/env bash
# What 100 images of two stages add to `cargo check`: as `image!`, with the builder, and none at all. Three runs of each.
set -euo pipefail
dockerspec=$(cd "$(dirname "$0")/../dockerspec" && pwd)
package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
mkdir "$package/src"
cat > "$package/Cargo.toml" <<END
[package]
name = "images"
version = "0.0.0"
edition = "2024"

[dependencies]
dockerspec = { path = "$dockerspec" }

[workspace]
END

none() { echo "//! Nothing."; }

words() {
    for number in $(seq 100); do
        cat <<END
pub fn image_$number(package: &str) -> dockerspec::Image {
    dockerspec::image! {
        stage build from "rust:1.85-slim-trixie" {
            workdir "/src";
            copy ["Cargo.toml", "Cargo.lock"] => "./";
            copy "src" => "src";
            run "cargo build --release --locked --package " (package) {
                cache "/usr/local/cargo/registry" { sharing locked; }
                cache "/src/target";
            }
        }
        stage runtime from "debian:trixie-slim" {
            packages ["ca-certificates"];
            create_user app = 10001;
            copy from build "/src/target/release/" (package) => "/usr/local/bin/app";
            user app;
            expose 8080;
            env RUST_LOG = "info";
            healthcheck ["app", "--health"] { interval 10s; }
            entrypoint ["app"];
        }
    }
}
END
    done
}

builder() {
    echo "use dockerspec::*;"
    for number in $(seq 100); do
        cat <<END
pub fn image_$number(package: &str) -> Image {
    let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"))
        .workdir("/src")
        .copy(["Cargo.toml", "Cargo.lock"], "./")
        .copy("src", "src")
        .run(
            Run::sh(format!("cargo build --release --locked --package {}", shell::quote(package)))
                .cache(Cache::new("/usr/local/cargo/registry").sharing(Sharing::Locked))
                .cache("/src/target"),
        );
    let app = User::new("app", 10001);
    let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
        .packages(["ca-certificates"])
        .create_user(&app)
        .copy(from(&build, format!("/src/target/release/{package}")), "/usr/local/bin/app")
        .user(&app)
        .expose(8080)
        .env("RUST_LOG", "info")
        .healthcheck(Healthcheck::new(["app", "--health"]).interval("10s"))
        .entrypoint(["app"]);
    Image::new(runtime)
}
END
    done
}

cd "$package"
for form in none words builder; do
    $form > src/lib.rs
    cargo check --quiet
    for _ in 1 2 3; do
        touch src/lib.rs
        /usr/bin/time --format "$form: %e s" cargo check --quiet
    done
done
