//! Two literals, which would be two references.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!("debian:13-slim" "python:3.13-slim");
}
