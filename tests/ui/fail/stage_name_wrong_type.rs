//! A number as the name of a stage.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image(1, image_ref!("debian:13-slim"));
}
