//! A plain string as the command of a health check.

use dockerspec::Healthcheck;

fn main() {
    let _ = Healthcheck::new("app --health");
}
