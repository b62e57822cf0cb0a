//! No argument at all.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!();
}
