//! A list of arguments where the health check is expected.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).healthcheck(["app", "--health"]);
}
