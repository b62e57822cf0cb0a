//! `bash` and `dash`, which are asked whether they can read texts. Nothing of those is run.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

/// Which shells read a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) bash: bool,
    pub(crate) dash: bool,
}

/// Asks both shells about every text.
pub(crate) fn verdicts(texts: &[String]) -> Vec<Verdict> {
    let (bash, dash) = thread::scope(|scope| {
        let bash = scope.spawn(|| ask("bash", texts));
        (bash.join().expect("bash was asked"), ask("dash", texts))
    });
    bash.into_iter().zip(dash).map(|(bash, dash)| Verdict { bash, dash }).collect()
}

/// Asks one process about every text: each is read by a copy of it that runs nothing, since `-n` is set there.
fn ask(shell: &str, texts: &[String]) -> Vec<bool> {
    let mut script =
        "PATH=/nowhere\nask() { ( eval \"set -n\n$1\" ) >/dev/null 2>&1 && echo 1 || echo 0; }\n".to_owned();
    for text in texts {
        script.push_str("ask '");
        script.push_str(&text.replace('\'', "'\\''"));
        script.push_str("'\n");
    }
    let mut child = Command::new(shell)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .env("LC_ALL", "C.UTF-8")
        .spawn()
        .unwrap_or_else(|error| panic!("these tests need `{shell}`: {error}"));
    let mut input = child.stdin.take().expect("it is a pipe");
    // The shell answers while it reads.
    let writer = thread::spawn(move || input.write_all(script.as_bytes()));
    let output = child.wait_with_output().expect("the shell ends");
    writer.join().expect("the writer does not panic").expect("the shell reads all of it");
    let answers: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().map(|line| line == "1").collect();
    assert_eq!(answers.len(), texts.len(), "`{shell}` did not answer for every text");
    answers
}
