//! Reading and dropping Dockerfiles, beside the other Rust parsers, on the files that all of them accept.
//!
//! `cargo bench --bench parse` takes the files of `tests/conformance`; `DOCKERSPEC_CORPUS=FILE` others, in the same form:
//! a JSON object with a field `dockerfile` a line. All parsers take turns in one run, and the best of their rounds
//! counts: only the ratios mean something.
//!
//! `cargo bench --bench parse -- instructions` counts instructions with callgrind instead, which gives the same numbers
//! in every run.

mod corpus;

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::str::FromStr as _;
use std::time::{Duration, Instant};

/// A parser: its name, and what reads and drops a text and says whether it was accepted.
type Parser = (&'static str, fn(&str) -> bool);

const PARSERS: &[Parser] = &[
    ("dockerspec", |text| !dockerspec::parse::Parsed::new(text).has_errors()),
    ("parse-dockerfile", |text| parse_dockerfile::parse(text).is_ok()),
    ("dockerfile-parser-rs", |text| dockerfile_parser_rs::Dockerfile::from_str(text).is_ok()),
    ("dockerfile-parser", |text| dockerfile_parser::Dockerfile::parse(text).is_ok()),
];

const ROUNDS: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            speed("all parsers", PARSERS, &accepted(PARSERS));
            speed("the fastest other one", &PARSERS[..2], &accepted(&PARSERS[..2]));
        }
        ["instructions"] => instructions(),
        ["once", name] => once(name),
        other => panic!("unexpected arguments {other:?}: write none, or `instructions`"),
    }
}

/// The files that all `parsers` accept.
fn accepted(parsers: &[Parser]) -> Vec<String> {
    let files = corpus::files();
    let count = files.len();
    let accepted: Vec<String> = files.into_iter().filter(|text| parsers.iter().all(|(_, parse)| parse(text))).collect();
    println!("{} of {count} files are accepted by all of them", accepted.len());
    accepted
}

fn speed(title: &str, parsers: &[Parser], files: &[String]) {
    let bytes: usize = files.iter().map(String::len).sum();
    let mut best = vec![Duration::MAX; parsers.len()];
    for _ in 0..ROUNDS {
        for ((_, parse), best) in parsers.iter().zip(&mut best) {
            let start = Instant::now();
            for text in files {
                black_box(parse(black_box(text)));
            }
            *best = start.elapsed().min(*best);
        }
    }
    println!("{title}: {bytes} bytes");
    for ((name, _), time) in parsers.iter().zip(&best) {
        let speed = bytes as f64 / time.as_secs_f64() / 1e6;
        println!("  {name:<22} {speed:>7.1} MB/s   {:>6.2} times ours", best[0].as_secs_f64() / time.as_secs_f64());
    }
}

/// Reads all files once, for [`instructions`].
fn once(name: &str) {
    let files = accepted(PARSERS);
    if let Some((_, parse)) = PARSERS.iter().find(|(known, _)| *known == name) {
        for text in &files {
            black_box(parse(black_box(text)));
        }
    }
    println!("bytes {}", files.iter().map(String::len).sum::<usize>());
}

/// Runs this program under callgrind, once for each parser and once without any.
fn instructions() {
    let program = std::env::current_exe().expect("the program has a path");
    let count = |name: &str| -> (u64, u64) {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(&program).args(["once", name]);
        let output = valgrind.stderr(Stdio::piped()).output().expect("valgrind is installed");
        let (printed, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let number = |text: &str, label: &str| {
            let line = text.lines().find(|line| line.contains(label)).expect("the number is printed");
            line.rsplit(' ').next().and_then(|number| number.parse().ok()).expect("it is a number")
        };
        (number(&log, "Collected"), number(&printed, "bytes"))
    };
    let (nothing, bytes) = count("nothing");
    println!("{bytes} bytes");
    for (name, _) in PARSERS {
        let (all, _) = count(name);
        println!("  {name:<22} {:>7.1} instructions a byte", (all - nothing) as f64 / bytes as f64);
    }
}
