//! Builds one description over several bases, and shows what each of them costs:
//! `cargo run --release --example compare_bases -- [--json] [--svg FILE] [--rebuilds N]`.
//!
//! The program is in `comparing/`, what it measures with in `measuring/`.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use dockerspec_examples::comparing::run;
use dockerspec_examples::streams::start;

fn main() -> ExitCode {
    start(io::stdout().is_terminal(), run)
}
