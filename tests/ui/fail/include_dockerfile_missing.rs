//! A path from the folder of this file, as `include_str!` has it.

use dockerspec::include_dockerfile;

fn main() {
    let _ = include_dockerfile!("../dockerfiles/app.Dockerfile");
}
