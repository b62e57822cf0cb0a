//! A reference without a tag and a digest.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!("registry.example.com/team/app");
}
