//! A number as a file to copy.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).copy(7, "/app/");
}
