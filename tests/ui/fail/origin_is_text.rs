//! The name of a stage where the stage itself is expected.

use dockerspec::{Stage, from, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).copy(from("build", "/out/app"), "/usr/local/bin/");
}
