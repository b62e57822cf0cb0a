//! Rust values of types that do not fit: the compiler says so of the value.

use dockerspec::{Image, Secret, image};

struct Version;

fn service(version: Version, token: &Secret, count: i64) -> Image {
    image! {
        stage build from (count) {
            workdir (version);
            run "make " (version);
            copy (count) => "/x";
        }
        stage app from "debian:13-slim" {
            env TOKEN_FILE = (token);
            user "10001";
            expose (count);
            healthcheck (count);
            entrypoint [(count)];
        }
    }
}

fn main() {
    let _ = service;
}
