//! Text that is put together at run time.

use dockerspec::image_ref;

fn main() {
    let version = 13;
    let _ = image_ref!(format!("debian:{version}"));
}
