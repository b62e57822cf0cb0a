//! Reading and checking Dockerfiles, beside other linters.
//!
//! `cargo bench --bench lint` takes the files of `tests/conformance`; `DOCKERSPEC_CORPUS=FILE` others, in the same form: a
//! JSON object with a field `dockerfile` a line. Linters that are crates take turns, programs follow in the same run, and the
//! best of their rounds counts: only the ratios mean something.
//!
//! `DOCKERSPEC_LINTER=PROGRAM` is one more of them: a program that reads such lines from its standard input and checks
//! what they hold, as one of BuildKit's linter does. Its start counts for it, and so does reading JSON, which none of the
//! others has to do; a run of it with one file is measured too, and taken off.
//!
//! `DOCKERSPEC_HADOLINT=PROGRAM` is hadolint, which is measured with a part of the files, as it is and without the analysis of
//! ShellCheck. It has no option for that: a comment before every RUN says that its shell is PowerShell. It uses several
//! threads, which takes it more processor time than one; both are measured.
//!
//! Of programs, processor time counts, since they can use more than one core. Of what runs in here, that is the time.

mod corpus;

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dockerfile_roast::linter::{LintOptions, lint_content};
use dockerspec::check::{Checker, Policy, RuleLevel, rules};
use dockerspec::model::Instruction;
use dockerspec::parse::Parsed;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

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
    let mut times: Vec<Measured<'_>> = Vec::new();
    for round in 0..ROUNDS {
        let mut take = |name, files, time: Duration| match times.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, best, _)) => *best = time.min(*best),
            None => times.push((name, time, files)),
        };
        take("every rule on", &files, elapsed(&files, |text| drop(black_box(all.check(text)))));
        take("default policy", &files, elapsed(&files, |text| drop(black_box(default.check(text)))));
        take("reading alone", &files, elapsed(&files, |text| drop(black_box(Parsed::new(text)))));
        if round < SLOW_ROUNDS {
            take("dockerfile-roast", &sample, elapsed(&sample, |text| drop(black_box(roast(text)))));
        }
    }
    // Behind all others, which would find nothing in the caches of the processor.
    let mut take = |name, files, rounds, time: &dyn Fn() -> Duration| {
        times.push((name, (0..rounds).map(|_| time()).min().unwrap_or_default(), files));
    };
    if let Ok(program) = std::env::var("DOCKERSPEC_LINTER") {
        take("DOCKERSPEC_LINTER", &files, SLOW_ROUNDS, &|| {
            run(&program, &files).saturating_sub(run(&program, &files[..1]))
        });
    }
    if let Ok(program) = std::env::var("DOCKERSPEC_HADOLINT") {
        let marked: Vec<String> = sample.iter().map(|text| without_shellcheck(text)).collect();
        take("hadolint", &sample, SLOW_ROUNDS, &|| hadolint(&program, &sample, &[]));
        take("hadolint alone", &sample, ROUNDS, &|| hadolint(&program, &marked, &[]));
        let one_thread = ["+RTS", "-N1", "-RTS"];
        take("... on one thread", &sample, ROUNDS, &|| hadolint(&program, &marked, &one_thread));
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

/// What was measured, its best time, and the files of that.
type Measured<'f> = (&'static str, Duration, &'f [String]);

/// How long something takes for files.
fn elapsed(files: &[String], check: impl Fn(&str)) -> Duration {
    let start = Instant::now();
    files.iter().for_each(|text| check(black_box(text)));
    start.elapsed()
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

/// The processor time of all programs that were run so far.
fn spent() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("a process can ask for that");
    let time = usage.user_time() + usage.system_time();
    Duration::from_micros(u64::try_from(time.num_microseconds()).expect("time goes forward"))
}

/// How long hadolint takes for files.
fn hadolint(program: &str, files: &[String], options: &[&str]) -> Duration {
    let folder = tempfile::tempdir().expect("there is room for the files");
    let write = |(number, text): (usize, &String)| {
        let path = folder.path().join(format!("{number}.Dockerfile"));
        std::fs::write(&path, text).expect("the file can be written");
        path
    };
    let paths: Vec<_> = files.iter().enumerate().map(write).collect();
    let before = spent();
    let status = Command::new(program)
        .args(["--no-fail", "--format", "json"])
        .args(paths)
        .args(options)
        .stdout(Stdio::null())
        .status()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(status.success(), "{program}: {status}");
    spent() - before
}

/// How long a program takes that reads files as lines of JSON.
fn run(program: &str, files: &[String]) -> Duration {
    let lines = files
        .iter()
        .enumerate()
        .map(|(number, text)| format!("{}\n", serde_json::json!({ "id": number.to_string(), "dockerfile": text })));
    let lines: String = lines.collect();
    let before = spent();
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
    spent() - before
}
