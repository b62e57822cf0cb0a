//! A constant that holds a reference without a tag.

use dockerspec::image_ref;

const BASE: &str = "debian";

fn main() {
    let _ = image_ref!(BASE);
}
