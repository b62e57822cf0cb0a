//! All mistakes at once, each at its token.

use dockerspec::{Image, image};

fn service(name: &str) -> Image {
    image! {
        stage build from "rust" {
            wrokdir "/src";
            run "make " (name) { cahce "/x"; }
            copy ["Cargo.toml"] "./";
        }
        stage runtime from "debian:13-slim" {
            copy from biuld "/a" => "/b";
            env DB_PASSWORD = "hunter2";
            user nobody;
            entrypoint "app --serve";
        }
    }
}

fn main() {
    let unused = "x";
    let _ = service(unused);
}
