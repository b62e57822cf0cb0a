//! A number instead of text.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!(13);
}
