//! A secret in formatted text.

use dockerspec::{Run, Secret};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Run::sh(format!("npm login --token {token}"));
}
