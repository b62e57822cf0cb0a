//! A reference with a blank in it.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!("debian :13-slim");
}
