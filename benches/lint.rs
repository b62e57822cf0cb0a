//! Reading and checking Dockerfiles, beside other linters.
//!
//! `cargo bench --bench lint` takes the files of `tests/conformance`; `DOCKERSPEC_CORPUS=FILE` others, in the same form: a
//! JSON object with a field `dockerfile` a line. All linters take turns in one run, and the best of their rounds counts:
//! only the ratios mean something.
//!
//! `DOCKERSPEC_LINTER=PROGRAM` is one more of them: a program that reads such lines from its standard input and checks
//! what they hold, as one of BuildKit's linter does. Its start counts for it, and so does reading JSON, which none of the
//! others has to do; a run of it with one file is measured too, and taken off.
//!
//! `DOCKERSPEC_HADOLINT=PROGRAM` is hadolint, which is measured with a part of the files, as it is and without the analysis of
//! ShellCheck. It has no option for that: a comment before every RUN says that its shell is PowerShell.

mod corpus;

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dockerfile_roast::linter::{LintOptions, lint_content};
use dockerspec::check::{Checker, Policy, RuleLevel, rules};
use dockerspec::model::Instruction;
use dockerspec::parse::Parsed;

const ROUNDS: usize = 10;

/// Rounds of programs and linters that take a thousand times as long.
const SLOW_ROUNDS: usize = 2;

/// Files for those linters, from all over the corpus.
const SAMPLE: usize = 300;

fn main() {
    let files = corpus::files();
    let bytes: usize = files.iter().map(String::len).sum();
    println!("{} files, {bytes} bytes", files.len());
    let (all, default) = (all_on(), Policy::default());
    let (all, default) = (Checker::new(&all), Checker::new(&default));
    let sample: Vec<String> = files.iter().step_by(files.len() / SAMPLE + 1).cloned().collect();
    let mut times = vec![
        ("every rule on", Duration::MAX, &files),
        ("default policy", Duration::MAX, &files),
        ("reading alone", Duration::MAX, &files),
        ("dockerfile-roast", Duration::MAX, &sample),
    ];
    for round in 0..ROUNDS {
        let mut measure = |number: usize, check: &dyn Fn(&str)| {
            let (_, best, files) = &mut times[number];
            let start = Instant::now();
            files.iter().for_each(|text| check(black_box(text)));
            *best = start.elapsed().min(*best);
        };
        measure(0, &|text| drop(black_box(all.check(text))));
        measure(1, &|text| drop(black_box(default.check(text))));
        measure(2, &|text| drop(black_box(Parsed::new(text))));
        if round < SLOW_ROUNDS {
            measure(3, &|text| {
                black_box(roast(text));
            });
        }
    }
    if let Ok(program) = std::env::var("DOCKERSPEC_LINTER") {
        let time = |files: &[String]| (0..SLOW_ROUNDS).map(|_| run(&program, files)).min().unwrap_or_default();
        times.push(("DOCKERSPEC_LINTER", time(&files).saturating_sub(time(&files[..1])), &files));
    }
    let marked: Vec<String> = sample.iter().map(|text| without_shellcheck(text)).collect();
    if let Ok(program) = std::env::var("DOCKERSPEC_HADOLINT") {
        let time = |files: &[String]| (0..SLOW_ROUNDS).map(|_| hadolint(&program, files)).min().unwrap_or_default();
        times.push(("hadolint", time(&sample), &sample));
        times.push(("hadolint alone", time(&marked), &sample));
    }
    let speed = |time: Duration, files: &[String]| {
        let (seconds, bytes) = (time.as_secs_f64(), files.iter().map(String::len).sum::<usize>());
        (files.len() as f64 / seconds, bytes as f64 / seconds / 1e6)
    };
    let ours = speed(times[0].1, times[0].2).1;
    for (name, time, files) in times {
        let (count, megabytes) = speed(time, files);
        println!(
            "  {name:<18} {count:>9.0} files/s {megabytes:>8.2} MB/s; every rule is {:>8.2} times as fast",
            ours / megabytes
        );
    }
}

fn all_on() -> Policy {
    let off = rules().iter().filter(|rule| rule.level == RuleLevel::Allow);
    off.fold(Policy::default(), |policy, rule| {
        policy.with_level(rule.name, RuleLevel::Warn).expect("the rule is in the list")
    })
}

/// What dockerfile-roast finds, without a look at files beside the text.
fn roast(text: &str) -> usize {
    let options = LintOptions { check_dockerignore: false, ..LintOptions::default() };
    lint_content(text, "Dockerfile", &options).findings.len()
}

/// A text for hadolint in which it lets ShellCheck read what RUN does, and not analyse it.
fn without_shellcheck(text: &str) -> String {
    let Parsed { dockerfile, map, .. } = &Parsed::new(text);
    let mut marked = String::new();
    let mut written = 0;
    for (stage, content) in dockerfile.stages.iter().enumerate() {
        for (number, instruction) in content.instructions.iter().enumerate() {
            if let (Instruction::Run(_), Some(place)) = (instruction, map.instruction(stage, number)) {
                let start = place.span().start as usize;
                marked.push_str(&text[written..start]);
                marked.push_str("# hadolint shell=pwsh\n");
                written = start;
            }
        }
    }
    marked + &text[written..]
}

/// How long hadolint takes for files.
fn hadolint(program: &str, files: &[String]) -> Duration {
    let folder = tempfile::tempdir().expect("there is room for the files");
    let write = |(number, text): (usize, &String)| {
        let path = folder.path().join(format!("{number}.Dockerfile"));
        std::fs::write(&path, text).expect("the file can be written");
        path
    };
    let paths: Vec<_> = files.iter().enumerate().map(write).collect();
    let start = Instant::now();
    let status = Command::new(program)
        .args(["--no-fail", "--format", "json"])
        .args(paths)
        .stdout(Stdio::null())
        .status()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(status.success(), "{program}: {status}");
    start.elapsed()
}

/// How long a program takes that reads files as lines of JSON.
fn run(program: &str, files: &[String]) -> Duration {
    let lines = files
        .iter()
        .enumerate()
        .map(|(number, text)| format!("{}\n", serde_json::json!({ "id": number.to_string(), "dockerfile": text })));
    let lines: String = lines.collect();
    let start = Instant::now();
    let mut child = Command::new("/bin/sh")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut input = child.stdin.take().expect("it is a pipe");
    input.write_all(lines.as_bytes()).unwrap_or_else(|error| panic!("{program}: {error}"));
    drop(input);
    let status = child.wait().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(status.success(), "{program}: {status}");
    start.elapsed()
}
