//! Two entry points, of which only the last one would count.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).entrypoint(["app"]).entrypoint(["other"]);
}
