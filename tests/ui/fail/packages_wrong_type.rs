//! One string is not a list of packages.

use dockerspec::{Stage, image_ref};

fn main() {
    let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    let _ = stage.packages("curl git");
}
