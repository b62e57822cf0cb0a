//! A number as a list of files.

use dockerspec::{Files, Stage, from, image_ref};

fn main() {
    let build = Stage::from_image("build", image_ref!("debian:13-slim"));
    let _ = (Files::new(7), from(&build, 7));
}
