//! Checks Dockerfiles, shows what is wrong with them, and mends what can be mended:
//! `cargo run --example check_dockerfile -- [--format FORMAT] [--policy FILE] [--fix] PATH…`.
//!
//! The program is in `checking/`.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use dockerspec_examples::checking::run;
use dockerspec_examples::streams::start;

fn main() -> ExitCode {
    start(io::stdout().is_terminal(), run)
}
