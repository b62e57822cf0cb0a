//! The tag that means another image tomorrow.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!("python:latest");
}
