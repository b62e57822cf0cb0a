//! A plain string as an entry point, which would put a shell in between.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).entrypoint("app --serve");
}
