//! An image, measured: a build with nothing to begin with, then builds after a change of a line.

use std::fs;
use std::path::Path;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};
use tempfile::TempDir;

use super::application::ApplicationCopy;
use super::build::{Build, Ended, build};
use super::display::{Display, outcome};
use super::docker::{docker, output};
use super::failure::Failure;
use super::size::size;
use super::subject::Subject;

/// What was measured of an image.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Measured {
    /// What it is called.
    pub name: String,
    /// What its last stage begins with.
    pub base: String,
    /// The bytes of the files in its layers.
    #[serde(rename = "size_bytes")]
    pub size: u64,
    /// How many layers it has.
    pub layers: usize,
    /// The build with nothing to begin with.
    pub cold: Timed,
    /// The fastest build after a change of one line of code: what else the machine does makes some slower, and none
    /// faster.
    pub rebuild: Timed,
    /// How long each of the builds after a change took.
    #[serde(rename = "rebuild_seconds", serialize_with = "all_as_seconds")]
    pub rebuild_times: Vec<Duration>,
}

/// A build that was timed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Timed {
    /// From the first thing that BuildKit did to the end of the last one.
    #[serde(rename = "seconds", serialize_with = "as_seconds")]
    pub time: Duration,
    /// From the start of `docker build` to its end.
    #[serde(rename = "wall_seconds", serialize_with = "as_seconds")]
    pub wall_time: Duration,
    /// The instructions that ran, and were not in the build cache.
    pub steps: Vec<String>,
}

fn as_seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    rounded(time).serialize(serializer)
}

fn all_as_seconds<S: Serializer>(times: &[Duration], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(times.iter().map(rounded))
}

/// Seconds, of which nobody needs more than thousandths.
pub(super) fn rounded(time: &Duration) -> f64 {
    (time.as_secs_f64() * 1000.0).round() / 1000.0
}

/// Measures an image with as many builds after a change, of which there is one at least. What it leaves in the engine is
/// the build cache alone.
///
/// Packages come over the network, which can fail without a fault of the image: when a build fails, all of it is done once
/// more, from empty caches on.
///
/// # Errors
///
/// When it does not build, or `docker` fails.
pub fn measure(subject: &Subject, rebuilds: usize, display: &mut Display<'_>) -> Result<Measured, Failure> {
    prepare(subject, display)?;
    match measure_once(subject, rebuilds, display) {
        Err(Failure::Build { .. }) => measure_once(subject, rebuilds, display),
        measured => measured,
    }
}

fn measure_once(subject: &Subject, rebuilds: usize, display: &mut Display<'_>) -> Result<Measured, Failure> {
    let mut bench = Bench::new(subject)?;
    let (cold, size) = bench.build(display, "cold build", &["--no-cache"], size)?;
    let mut rebuild = bench.rebuild(display, 1)?;
    let mut rebuild_times = vec![rebuild.time];
    for number in 2..=rebuilds {
        let next = bench.rebuild(display, number)?;
        rebuild_times.push(next.time);
        if next.time < rebuild.time {
            rebuild = next;
        }
    }
    let (name, base) = (subject.name.clone(), subject.base.clone());
    Ok(Measured { name, base, size: size.bytes, layers: size.layers, cold, rebuild, rebuild_times })
}

/// Pulls and unpacks the images that the build begins with: they are there for all builds of a machine, and how long that
/// takes says nothing of the Dockerfile.
fn prepare(subject: &Subject, display: &mut Display<'_>) -> Result<(), Failure> {
    for image in &subject.images {
        let directory = temporary_directory()?;
        // An instruction that needs no program, and the files of the base all the same.
        write(&directory.path().join("Dockerfile"), &format!("FROM {image}\nWORKDIR /dockerspec-measured\n"))?;
        let mut command = docker(["build", "--output", "type=cacheonly"]);
        command.arg(directory.path());
        run(&mut command, display, &subject.name, &format!("base {image}"))?;
    }
    Ok(())
}

/// What an image is built from, in temporary directories.
struct Bench<'s> {
    subject: &'s Subject,
    /// What the names of all that it leaves in the engine begin with.
    mark: String,
    application: ApplicationCopy,
    /// The Dockerfile and its ignore file, which are no part of the application.
    files: TempDir,
    /// The images that were built. They stay until the last one is: an engine that has none of their layers any more
    /// would unpack all of them again for a build that changes one.
    images: Vec<Removed>,
}

impl<'s> Bench<'s> {
    fn new(subject: &'s Subject) -> Result<Self, Failure> {
        let (mark, application, files) =
            (new_mark(), ApplicationCopy::new(&subject.application)?, temporary_directory()?);
        write(&files.path().join("Dockerfile"), &subject.marked(&mark)?)?;
        if let Some(text) = &subject.ignore_file {
            write(&files.path().join("Dockerfile.dockerignore"), text)?;
        }
        Ok(Self { subject, mark, application, files, images: Vec::new() })
    }

    /// Builds the image after a change.
    fn rebuild(&mut self, display: &mut Display<'_>, number: usize) -> Result<Timed, Failure> {
        self.application.change(&self.subject.change, &format!(" {}-{number}", self.mark))?;
        Ok(self.build(display, &format!("after a change, {number}"), &[], |_| Ok(()))?.0)
    }

    /// Builds the image, and looks at it.
    fn build<T>(
        &mut self,
        display: &mut Display<'_>,
        attempt: &str,
        options: &[&str],
        look: impl FnOnce(&str) -> Result<T, Failure>,
    ) -> Result<(Timed, T), Failure> {
        let tag = format!("{}:{}", self.mark, self.images.len());
        // A host that only builds of this bench know: what RUN came to for others who build the same is nothing that
        // these builds could take, or wait for. Attestations are no part of the image, and older engines make none.
        let host = format!("{}.invalid:127.0.0.1", self.mark);
        let mut command =
            docker(["build", "--load", "--provenance=false", "--add-host", &host, "--tag", &tag, "--file"]);
        command.arg(self.files.path().join("Dockerfile")).args(options).arg(self.application.path());
        let Build { time, wall_time, steps } = run(&mut command, display, &self.subject.name, attempt)?;
        let looked = look(&tag);
        self.images.push(Removed { tag });
        Ok((Timed { time, wall_time, steps }, looked?))
    }
}

impl Drop for Bench<'_> {
    /// Takes the cache mounts away, which no later build would find.
    fn drop(&mut self) {
        let mut prune = docker(["buildx", "prune", "--force", "--filter"]);
        let _ = output(prune.arg(format!("description~={}", self.mark)));
    }
}

/// An image that is taken away when this ends.
struct Removed {
    tag: String,
}

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = output(&mut docker(["image", "rm", "--force", &self.tag]));
    }
}

/// Builds, and shows it.
fn run(command: &mut Command, display: &mut Display<'_>, name: &str, attempt: &str) -> Result<Build, Failure> {
    display.begin(&format!("{name}: {attempt}"));
    let ended = build(command, |step, elapsed| display.tell(step, elapsed));
    match &ended {
        Ok(Ended::Built(build)) => display.end(&outcome(build.time, build.steps.len())),
        Ok(Ended::Failed(_)) | Err(_) => display.end("failed"),
    }
    match ended? {
        Ended::Built(build) => Ok(build),
        Ended::Failed(lines) => Err(Failure::Build { name: name.to_owned(), attempt: attempt.to_owned(), lines }),
    }
}

/// A name that nothing else in the engine has, whoever else uses it.
fn new_mark() -> String {
    static MARKS: AtomicU32 = AtomicU32::new(0);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    format!("dockerspec-measured-{seconds}-{}-{}", process::id(), MARKS.fetch_add(1, Ordering::Relaxed))
}

fn temporary_directory() -> Result<TempDir, Failure> {
    tempfile::tempdir().map_err(|error| Failure::File { path: std::env::temp_dir(), error })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::File { path: path.to_owned(), error })
}
