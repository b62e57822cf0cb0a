//! Text as a base, which nothing has checked.

use dockerspec::Stage;

fn main() {
    let _ = Stage::from_image("app", "debian:13-slim");
}
