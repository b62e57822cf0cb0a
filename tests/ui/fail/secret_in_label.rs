//! A secret as the value of a label.

use dockerspec::{Secret, Stage, image_ref};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Stage::from_image("app", image_ref!("node:24-slim")).label("token", token);
}
