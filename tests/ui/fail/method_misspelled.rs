//! An instruction that is written otherwise.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).work_dir("/app");
}
