//! Checks Dockerfiles, shows what is wrong with them, and mends what can be mended:
//! `cargo run --example check_dockerfile -- [--format FORMAT] [--policy FILE] [--fix] PATH…`.
//!
//! The program is in `checking/`.

use std::env;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use dockerspec_examples::checking::run;
use dockerspec_examples::streams::{Colours, Streams};

fn main() -> ExitCode {
    let has_colours = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let streams = Streams {
        input: &mut io::stdin(),
        output: &mut io::stdout(),
        errors: &mut io::stderr(),
        colours: if has_colours { Colours::Terminal } else { Colours::None },
    };
    ExitCode::from(run(env::args_os().skip(1), streams))
}
