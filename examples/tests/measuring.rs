//! How the programs that measure are called. What they measure needs an engine: `tests/engine/measuring.rs`.

mod outcome;

use dockerspec_examples::streams::{Colours, Streams};
use dockerspec_examples::{benchmarking, comparing};
use outcome::Outcome;

type Program = fn(Vec<std::ffi::OsString>, Streams<'_>) -> u8;

const PROGRAMS: [(&str, Program); 2] = [("compare_bases", comparing::run), ("article_benchmark", benchmarking::run)];

#[test]
fn a_wrong_call_is_told_the_right_one() {
    for (name, program) in PROGRAMS {
        let outcome = Outcome::of(program, &["--yaml"], b"", Colours::None);
        let usage = format!("error: `--yaml` is not expected\nusage: cargo run --release --example {name} -- ");
        assert!(outcome.errors.starts_with(&usage), "{}", outcome.errors);
        assert_eq!((outcome.code, &*outcome.output), (2, ""));
    }
}

#[test]
fn help_is_printed() {
    for (name, program) in PROGRAMS {
        let outcome = Outcome::of(program, &["--help"], b"", Colours::None);
        assert!(outcome.output.starts_with(&format!("usage: cargo run --release --example {name} -- ")));
        assert!(["--json", "--svg FILE", "--rebuilds N"].iter().all(|option| outcome.output.contains(option)));
        assert_eq!((outcome.code, &*outcome.errors), (0, ""));
    }
}
