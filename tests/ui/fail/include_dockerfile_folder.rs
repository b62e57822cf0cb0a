//! A folder.

use dockerspec::include_dockerfile;

fn main() {
    let _ = include_dockerfile!("ui/dockerfiles");
}
