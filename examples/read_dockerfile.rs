//! Reads Dockerfiles, and shows what they say and everything that is wrong with them:
//! `cargo run --example read_dockerfile -- [--json] PATH…`.
//!
//! The program is in `reading/`.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use dockerspec_examples::reading::run;
use dockerspec_examples::streams::start;

fn main() -> ExitCode {
    start(io::stderr().is_terminal(), run)
}
