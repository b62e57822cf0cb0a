//! A list as a command, where shell text or `Run::exec` is expected.

use dockerspec::{Stage, image_ref};

fn main() {
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).run(["make", "install"]);
}
