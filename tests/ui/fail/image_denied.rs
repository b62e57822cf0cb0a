//! What the checks deny, and an image that nobody is named for.

use dockerspec::image;

fn main() {
    let _ = image! {
        stage app from "debian:13-slim" {
            run "make" && "apt-get update && apt-get install curl";
            env API_TOKEN = "abc";
            user "10001";
        }
    };
    let _ = image! {
        stage app from "debian:13-slim" { }
    };
}
