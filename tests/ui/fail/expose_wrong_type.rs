//! A truth value as a port.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).expose(true);
}
