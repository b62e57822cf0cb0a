//! A file in another encoding.

use dockerspec::include_dockerfile;

fn main() {
    let _ = include_dockerfile!("ui/dockerfiles/latin1.Dockerfile");
}
