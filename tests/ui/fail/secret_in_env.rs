//! A secret as the value of an environment variable.

use dockerspec::{Secret, Stage, image_ref};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Stage::from_image("app", image_ref!("node:24-slim")).env("NPM_TOKEN", &token);
}
