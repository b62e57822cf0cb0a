//! A list whose arguments are not text.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).cmd([8080]);
}
