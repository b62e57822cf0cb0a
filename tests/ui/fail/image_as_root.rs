//! An image whose last stage does not say who runs it.

use dockerspec::{Image, Stage, image_ref};

fn main() {
    let stage = Stage::from_image("app", image_ref!("debian:13-slim")).entrypoint(["app"]);
    let _ = Image::new(stage);
}
