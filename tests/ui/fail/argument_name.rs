//! A build argument whose name no variable can have.

use dockerspec::Arg;

const VERSION: Arg<'static> = Arg::new("APP-VERSION");

fn main() {
    let _ = VERSION;
}
