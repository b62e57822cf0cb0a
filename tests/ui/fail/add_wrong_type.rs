//! A list as something to add.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).add(["a", "b"], "/app/");
}
