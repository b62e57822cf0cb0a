//! A secret as the text of a command.

use dockerspec::{Run, Secret};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Run::sh(&token);
}
