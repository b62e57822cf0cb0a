//! A secret as the default of a build argument.

use dockerspec::{Arg, Secret};

fn main() {
    let token = Secret::new("npm-token");
    let _ = Arg::new("NPM_TOKEN").default(&token);
}
