//! What the checks warn of is a warning, and here an error, as in a gate.

#![deny(warnings)]

use dockerspec::image;

fn main() {
    let _ = image! {
        stage app from "debian:13-slim" {
            run "apt-get update && apt-get install --yes curl" { cache "/x"; }
            user "10001";
        }
    };
}
