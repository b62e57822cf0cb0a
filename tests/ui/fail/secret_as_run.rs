//! A secret as a command.

use dockerspec::{Secret, Stage, image_ref};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Stage::from_image("app", image_ref!("node:24-slim")).run(&token);
}
