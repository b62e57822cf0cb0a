//! A variable, whose text is not known while the program compiles.

use dockerspec::image_ref;

fn main() {
    let base = "debian:13-slim";
    println!("{base}: {}", image_ref!(base));
}
