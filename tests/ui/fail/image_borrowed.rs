//! A command that is borrowed: `run` with a value alone takes a `Run`, a `String` or a `&'static str`.

use dockerspec::{Image, image};

fn service(command: &str) -> Image {
    image! {
        stage app from "debian:13-slim" {
            run (command);
            user "10001";
        }
    }
}

fn main() {
    let _ = service("make");
}
