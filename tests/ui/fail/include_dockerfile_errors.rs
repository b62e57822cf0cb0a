//! A file that BuildKit refuses, for more than one reason.

use dockerspec::include_dockerfile;

fn main() {
    let file = include_dockerfile!("ui/dockerfiles/errors.Dockerfile");
    println!("{file:?}");
}
