//! Paths that only the compiler can put together.

use dockerspec::include_dockerfile;

const FILE: &str = "ui/dockerfiles/app.Dockerfile";

fn main() {
    let _ = include_dockerfile!(FILE);
    let _ = include_dockerfile!(concat!("ui/dockerfiles/", "app.Dockerfile"));
    let _ = include_dockerfile!(13);
}
