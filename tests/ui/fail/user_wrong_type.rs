//! A bare number as a user, which could be one or a group.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).user(5);
}
