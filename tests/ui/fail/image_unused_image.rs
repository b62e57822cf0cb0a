//! An image that nobody renders.

#![deny(warnings)]

use dockerspec::image;

fn main() {
    image! {
        stage app from "debian:13-slim" {
            user "10001";
        }
    };
}
