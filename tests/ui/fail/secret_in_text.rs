//! A secret as a part of text.

use dockerspec::{Arg, Secret};

fn main() {
    let token = Secret::new("npm-token");
    let _ = "https://" + &Arg::new("HOST") + &token;
}
