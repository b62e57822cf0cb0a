//! A literal with nothing in it.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!("");
}
