//! Reads Dockerfiles, and shows what they say and everything that is wrong with them:
//! `cargo run --example read_dockerfile -- [--json] PATH…`.
//!
//! The program is in `reading/`.

use std::env;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use dockerspec_examples::reading::run;
use dockerspec_examples::streams::{Colours, Streams};

fn main() -> ExitCode {
    let has_colours = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let streams = Streams {
        input: &mut io::stdin(),
        output: &mut io::stdout(),
        errors: &mut io::stderr(),
        colours: if has_colours { Colours::Terminal } else { Colours::None },
    };
    ExitCode::from(run(env::args_os().skip(1), streams))
}
