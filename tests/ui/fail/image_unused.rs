//! An image that nothing renders.

#![deny(unused_must_use)]

use dockerspec::{Image, Stage, User, image_ref};

fn main() {
    let app = User::new("app", 10001);
    Image::new(Stage::from_image("app", image_ref!("debian:13-slim")).create_user(&app).user(&app));
}
