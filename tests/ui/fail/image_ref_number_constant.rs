//! A constant that is not text.

use dockerspec::image_ref;

const BASE: u32 = 13;

fn main() {
    let _ = image_ref!(BASE);
}
