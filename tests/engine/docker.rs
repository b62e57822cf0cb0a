//! The docker command line, as far as the tests need it.

use std::ffi::OsStr;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

/// An image in the engine; removed when dropped.
#[derive(Debug)]
pub(crate) struct BuiltImage {
    /// A tag of its own: the identifier that a build prints is not known to every store of images.
    id: String,
}

/// A step of a build.
#[derive(Debug)]
pub(crate) struct Step {
    /// The instruction as BuildKit calls it: `[build 2/3] RUN make`.
    pub(crate) name: String,
    /// Whether an earlier build had done it already.
    pub(crate) cached: bool,
}

/// A running container; removed when dropped.
#[derive(Debug)]
pub(crate) struct Container {
    id: String,
}

impl BuiltImage {
    /// Builds `dockerfile` with the files below `context`.
    ///
    /// # Errors
    ///
    /// What the engine printed, when the build fails.
    pub(crate) fn build(context: &Path, dockerfile: &str, options: &[&str]) -> Result<Self, String> {
        Self::build_as(new_tag(), context, dockerfile, options)
    }

    /// As [`build`](Self::build), with a tag that nothing else has.
    ///
    /// # Errors
    ///
    /// What the engine printed, when the build fails.
    pub(crate) fn build_as(id: String, context: &Path, dockerfile: &str, options: &[&str]) -> Result<Self, String> {
        let mut command = docker(["build", "--quiet", "--tag", &id, "--file", "-"]);
        command.args(options).arg(context);
        output(&mut command, dockerfile.as_bytes()).map(|_| Self { id })
    }

    /// As [`build`](Self::build), and gives what the build did.
    ///
    /// # Errors
    ///
    /// What the engine printed, when the build fails.
    pub(crate) fn build_with_steps(context: &Path, dockerfile: &str) -> Result<(Self, Vec<Step>), String> {
        let id = new_tag();
        let mut command = docker(["build", "--progress", "plain", "--tag", &id, "--file", "-"]);
        command.arg(context);
        let printed = finish(&mut command, dockerfile.as_bytes())?;
        Ok((Self { id }, Step::parse(&String::from_utf8_lossy(&printed.stderr))))
    }

    /// Builds for a platform, and writes the files of the image below `directory`, without an image.
    ///
    /// # Errors
    ///
    /// What the engine printed, when the build fails.
    pub(crate) fn export(context: &Path, dockerfile: &str, platform: &str, directory: &Path) -> Result<(), String> {
        let mut command = docker(["build", "--quiet", "--platform", platform, "--file", "-", "--output"]);
        command.arg(directory).arg(context);
        output(&mut command, dockerfile.as_bytes()).map(|_| ())
    }

    /// What `docker image inspect` says.
    pub(crate) fn inspect(&self) -> Value {
        let json = output(&mut docker(["image", "inspect", &self.id]), b"").expect("the image is there");
        serde_json::from_slice::<Value>(&json).expect("the engine writes JSON")[0].take()
    }

    /// Runs a command in a new container of this image, and gives what it printed.
    ///
    /// # Errors
    ///
    /// What the command printed to its standard error, when it fails.
    pub(crate) fn run(&self, options: &[&str], command: &[&str]) -> Result<Vec<u8>, String> {
        let mut run = docker(["run", "--rm"]);
        run.args(options).arg(&self.id).args(command);
        output(&mut run, b"")
    }

    /// Starts a container of this image in the background.
    pub(crate) fn start(&self, options: &[&str]) -> Container {
        let mut run = docker(["run", "--detach"]);
        run.args(options).arg(&self.id);
        Container { id: text(&output(&mut run, b"").expect("the container starts")) }
    }
}

impl Step {
    /// Reads what `--progress plain` prints: lines that begin with the number of their step, of which one is its name
    /// and one may be `CACHED`. The lines of steps that run at the same time are mixed, so a name can come twice.
    fn parse(progress: &str) -> Vec<Self> {
        let mut steps: Vec<(&str, Self)> = Vec::new();
        for (number, text) in progress.lines().filter_map(|line| line.strip_prefix('#')?.split_once(' ')) {
            match steps.iter_mut().find(|(known, _)| *known == number) {
                None => steps.push((number, Self { name: text.to_owned(), cached: false })),
                Some((_, step)) => step.cached |= text == "CACHED",
            }
        }
        steps.into_iter().map(|(_, step)| step).collect()
    }
}

impl Container {
    /// The port on the loopback address behind which `port` of the container is.
    pub(crate) fn port(&self, port: u16) -> u16 {
        let printed = output(&mut docker(["port", &self.id, &port.to_string()]), b"").expect("the port is published");
        let printed = text(&printed);
        let (_, port) = printed.rsplit_once(':').expect("an address has a port");
        port.parse().expect("a port is a number")
    }

    /// Runs a command in the container, and gives what it printed.
    ///
    /// # Errors
    ///
    /// What the command printed to its standard error, when it fails.
    pub(crate) fn exec(&self, command: &[&str]) -> Result<String, String> {
        let mut exec = docker(["exec", &self.id]);
        exec.args(command);
        output(&mut exec, b"").map(|printed| text(&printed))
    }

    /// Waits until the health check of the container passes.
    pub(crate) fn wait_until_healthy(&self) {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let mut inspect = docker(["inspect", "--format", "{{.State.Health.Status}}", &self.id]);
            let status = text(&output(&mut inspect, b"").expect("the container is there"));
            if status == "healthy" {
                return;
            }
            assert!(status == "starting" && Instant::now() < deadline, "the container is {status}\n{}", self.logs());
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Stops the container with its stop signal, and gives the exit code of its process.
    pub(crate) fn stop(&self) -> i64 {
        output(&mut docker(["stop", "--time", "20", &self.id]), b"").expect("the container stops");
        let code = output(&mut docker(["inspect", "--format", "{{.State.ExitCode}}", &self.id]), b"");
        text(&code.expect("the container is there")).parse().expect("an exit code is a number")
    }

    fn logs(&self) -> String {
        output(&mut docker(["logs", &self.id]), b"").map_or_else(|error| error, |printed| text(&printed))
    }
}

impl Drop for BuiltImage {
    fn drop(&mut self) {
        // Another tag may still need the image; that is no failure of a test.
        let _ = output(&mut docker(["image", "rm", "--force", &self.id]), b"");
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        let _ = output(&mut docker(["rm", "--force", "--volumes", &self.id]), b"");
    }
}

/// A named volume, which the engine makes when a container first has it; removed when dropped.
#[derive(Debug)]
pub(crate) struct Volume(pub(crate) String);

impl Volume {
    pub(crate) fn new() -> Self {
        Self(new_tag())
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        let _ = output(&mut docker(["volume", "rm", "--force", &self.0]), b"");
    }
}

/// A program that runs beside the test; killed when dropped.
#[derive(Debug)]
pub(crate) struct Background(Child);

impl Background {
    /// Runs `docker compose` in a directory.
    pub(crate) fn compose(directory: &Path, arguments: &[&str]) -> Self {
        let mut command = docker(["compose"]);
        command.args(arguments).current_dir(directory).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().expect("docker starts"))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // It may have ended already, which is no failure of a test.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks `http://127.0.0.1:PORT/PATH`, and gives the status and the body.
pub(crate) fn http_get(port: u16, path: &str) -> io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    let (head, body) = response.split_once("\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    Ok((status, body.to_owned()))
}

/// Makes an image of docker.io that tests build upon, where another registry stands in for it: `ENGINE_REGISTRY` names
/// that. Elsewhere the engine pulls the real one.
pub(crate) fn provide(image: &str, dockerfile: &str) {
    let Ok(registry) = std::env::var("ENGINE_REGISTRY") else { return };
    let context = tempfile::tempdir().expect("there is room for a directory");
    let tag = format!("{registry}/{image}");
    let mut build = docker(["build", "--quiet", "--tag", &tag, "--file", "-"]);
    build.arg(context.path());
    output(&mut build, dockerfile.as_bytes()).unwrap_or_else(|error| panic!("{image}: {error}"));
    output(&mut docker(["push", "--quiet", &tag]), b"").unwrap_or_else(|error| panic!("{image}: {error}"));
}

/// Runs `docker compose` in a directory, and gives what it printed.
///
/// # Errors
///
/// What it printed to its standard error, when it fails.
pub(crate) fn compose(directory: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = docker(["compose"]);
    command.args(arguments).current_dir(directory);
    output(&mut command, b"").map(|printed| String::from_utf8_lossy(&printed).into_owned())
}

fn docker<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new("docker");
    command.args(arguments.map(OsStr::new)).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A tag or project that nothing else has.
pub(crate) fn new_tag() -> String {
    static BUILDS: AtomicU32 = AtomicU32::new(0);
    format!("dockerspec-test-{}-{}", std::process::id(), BUILDS.fetch_add(1, Ordering::Relaxed))
}

fn output(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, String> {
    finish(command, input).map(|output| output.stdout)
}

fn finish(command: &mut Command, input: &[u8]) -> Result<Output, String> {
    let mut child = command.spawn().map_err(|error| format!("docker does not start: {error}"))?;
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = input.to_owned();
    // A child that reads nothing closes the pipe, and says why on its standard error.
    let writer = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().map_err(|error| format!("docker does not end: {error}"))?;
    writer.join().expect("the writer does not panic");
    if output.status.success() { Ok(output) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
