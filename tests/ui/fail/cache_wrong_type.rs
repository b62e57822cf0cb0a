//! A number as a cache.

use dockerspec::Run;

fn main() {
    let _ = Run::sh("npm ci").cache(7);
}
