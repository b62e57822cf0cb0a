//! A stage is a variable, and Rust says what it thinks of its use.

use dockerspec::image;

fn main() {
    let _ = image! {
        stage build from "debian:13-slim" { }
        stage app from "debian:13-slim" {
            copy "a" => (build);
            user "10001";
        }
    };
}
