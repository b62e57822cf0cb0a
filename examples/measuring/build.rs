//! One build, timed.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::docker::start;
use super::failure::Failure;
use super::progress::Progress;

/// How often somebody is told how long it takes.
const TICK: Duration = Duration::from_millis(200);

/// A build that came to its end.
#[derive(Debug)]
pub(super) struct Build {
    /// From the first thing that BuildKit did to the end of the last one.
    pub(super) time: Duration,
    /// From the start of the client to its end.
    pub(super) wall_time: Duration,
    /// The instructions that ran.
    pub(super) steps: Vec<String>,
}

/// How a build ended.
pub(super) enum Ended {
    Built(Build),
    /// It failed, and said this in the end.
    Failed(Vec<String>),
}

/// Runs `docker build`, and tells what runs and for how long, several times a second.
pub(super) fn build(command: &mut Command, mut tell: impl FnMut(Option<&str>, Duration)) -> Result<Ended, Failure> {
    command.args(["--progress", "rawjson"]).stdout(Stdio::null()).stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = start(command)?;
    let stderr = child.stderr.take().expect("standard error is piped");
    let (sender, lines) = channel();
    let reader = thread::spawn(move || {
        for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
            // Nobody is left to hear it when the build has been given up.
            let _ = sender.send(String::from_utf8_lossy(&line).into_owned());
        }
    });
    let mut progress = Progress::default();
    loop {
        match lines.recv_timeout(TICK) {
            Ok(line) => progress.read(&line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        tell(progress.running(), begun.elapsed());
    }
    let status = child.wait().map_err(Failure::Start)?;
    let wall_time = begun.elapsed();
    reader.join().expect("the reader does not panic");
    Ok(if status.success() {
        Ended::Built(Build { time: progress.time(), wall_time, steps: progress.steps() })
    } else {
        Ended::Failed(progress.last_lines())
    })
}
