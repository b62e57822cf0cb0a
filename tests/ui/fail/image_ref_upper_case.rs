//! A repository in upper case.

use dockerspec::image_ref;

fn main() {
    let _ = image_ref!("Debian:13-slim");
}
