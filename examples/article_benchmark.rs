//! Builds images by the Dockerfiles that people begin with and by ours, and shows what each of them costs:
//! `cargo run --release --example article_benchmark -- [--json] [--svg FILE] [--rebuilds N]`.
//!
//! The program is in `benchmarking/`, what it builds in `article/`, what it measures with in `measuring/`.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use dockerspec_examples::benchmarking::run;
use dockerspec_examples::streams::start;

fn main() -> ExitCode {
    start(io::stdout().is_terminal(), run)
}
