//! A user that is given away, where a handle is lent.

use dockerspec::{Stage, User, image_ref};

fn main() {
    let app = User::new("app", 10001);
    let _ = Stage::from_image("app", image_ref!("debian:13-slim")).user(app);
}
