//! A secret as the destination of a copy.

use dockerspec::{Secret, Stage, image_ref};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Stage::from_image("app", image_ref!("node:24-slim")).copy(".npmrc", &token);
}
