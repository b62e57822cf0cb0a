//! A command at build time after the process is named.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim"))
        .entrypoint(["app"])
        .run("make install")
        .expose(8080);
}
