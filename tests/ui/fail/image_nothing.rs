//! No stage, and what is no statement.

use dockerspec::image;

fn main() {
    let _ = image! {};
    let _ = image! { "debian:13-slim" };
    let _ = image! { stage };
    let _ = image!(7);
}
