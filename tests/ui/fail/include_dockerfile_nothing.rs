//! No path at all.

use dockerspec::include_dockerfile;

fn main() {
    let _ = include_dockerfile!();
    let _ = include_dockerfile!("");
}
