//! A number that is greater than every port.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).expose(80_800);
}
