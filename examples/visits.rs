//! Prints the files of a project of two services beside PostgreSQL, or writes them:
//! `cargo run --example visits -- --write examples/visits`.
//!
//! The description is in `visits_project.rs`, the services in `visits/`.

use std::path::Path;
use std::process::ExitCode;

use dockerspec_examples::{command_line, visits};

fn main() -> ExitCode {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("visits");
    command_line::run_project(|| visits(&directory))
}
