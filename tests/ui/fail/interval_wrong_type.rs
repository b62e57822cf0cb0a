//! A bare number as a duration, which has no unit.

use dockerspec::Healthcheck;

fn main() {
    let _ = Healthcheck::new(["app", "--health"]).interval(30);
}
