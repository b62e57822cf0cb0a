//! A list of numbers as a program and its arguments.

use dockerspec::Run;

fn main() {
    let _ = Run::exec([1, 2]);
}
