//! A stage that is part of no image.

#![deny(unused_must_use)]

use dockerspec::{Stage, image_ref};

fn main() {
    Stage::from_image("app", image_ref!("debian:13-slim")).run("make");
}
