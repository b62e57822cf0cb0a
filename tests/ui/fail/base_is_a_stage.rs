//! A stage as a base, where an image is expected.

use dockerspec::{Stage, image_ref};

fn main() {
    let base = Stage::from_image("base", image_ref!("debian:13-slim"));
    let _ = Stage::from_image("app", &base);
}
