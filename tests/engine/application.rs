//! Applications, built and run: what every image of a service has to show.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use dockerspec::Image;
use dockerspec_examples::measuring::ApplicationCopy;
use serde_json::{Value, json};

use crate::docker::{BuiltImage, Container, Step, http_get};

/// The port that the applications listen on.
const PORT: u16 = 8080;

/// An application: its files below `examples/`, and a Dockerfile of it.
pub(crate) struct Application {
    pub(crate) context: PathBuf,
    dockerfile: String,
}

impl Application {
    pub(crate) fn new(name: &str, image: &Image) -> Self {
        let context = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name);
        Self { context, dockerfile: image.render().expect("the example is right") }
    }

    /// Builds the image from the files below `context`.
    pub(crate) fn build(&self, context: &Path) -> (BuiltImage, Vec<Step>) {
        let build = || BuiltImage::build_with_steps(context, &self.dockerfile);
        // Packages and crates come over the network, which can fail without a fault of ours. Once more, and no more: a
        // Dockerfile that is wrong fails twice.
        build().or_else(|_| build()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stage alone: what is not to be found in the image is to be found in the one that builds.
    pub(crate) fn build_stage(&self, stage: &str) -> BuiltImage {
        BuiltImage::build(&self.context, &self.dockerfile, &["--target", stage])
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// A file of the image for a platform, which need not be one that this machine can run.
    pub(crate) fn export(&self, platform: &str, path: &str) -> Vec<u8> {
        let directory = tempfile::tempdir().expect("there is room for the files");
        BuiltImage::export(&self.context, &self.dockerfile, platform, directory.path())
            .unwrap_or_else(|error| panic!("{error}"));
        fs::read(directory.path().join(path)).expect("the file is there")
    }

    /// Builds the image after one line of its code has changed, in a copy of its files.
    pub(crate) fn build_changed(&self, file: &str, before: &str, after: &str) -> (BuiltImage, Vec<Step>) {
        let copy = ApplicationCopy::new(&self.context).unwrap_or_else(|error| panic!("{error}"));
        copy.replace(file, before, after).unwrap_or_else(|error| panic!("{error}"));
        self.build(copy.path())
    }
}

/// The configuration of the image, in which is what all examples promise.
pub(crate) fn config(image: &BuiltImage) -> Value {
    let config = image.inspect()["Config"].take();
    assert_eq!(config["User"], "10001:10001");
    assert_eq!(config["ExposedPorts"], json!({ "8080/tcp": {} }));
    let second = 1_000_000_000_u64;
    let healthcheck = &config["Healthcheck"];
    assert_eq!(healthcheck["Interval"], 10 * second);
    assert_eq!(healthcheck["Timeout"], 3 * second);
    assert_eq!(healthcheck["StartPeriod"], 10 * second);
    assert_eq!(healthcheck["StartInterval"], second);
    assert_eq!(healthcheck["Retries"], 3);
    config
}

/// Runs the service with as few rights as a strict orchestrator gives it, asks it all it can answer, and gives the
/// answer of `/`.
pub(crate) fn serve(image: &BuiltImage) -> Value {
    run(image, |container| {
        let owner = container.exec(&["stat", "--format", "%u:%g", "/proc/1"]).expect("the first process is there");
        assert_eq!(owner, "10001:10001");
    })
}

/// As [`serve`], for an image that has nothing besides the service, and so nothing to look at its first process with.
pub(crate) fn serve_from_nothing(image: &BuiltImage) -> Value {
    run(image, |container| assert!(container.exec(&["stat", "/"]).is_err(), "the image has `stat`"))
}

fn run(image: &BuiltImage, look: impl FnOnce(&Container)) -> Value {
    let published = format!("127.0.0.1::{PORT}");
    let container =
        image.start(&["--publish", &published, "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"]);
    container.wait_until_healthy();

    let port = container.port(PORT);
    let ask = |path: &str| http_get(port, path).expect("the service answers");
    let json = |path: &str| {
        let (status, body) = ask(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str::<Value>(&body).expect("the answer is JSON")
    };
    assert_eq!(ask("/healthz"), (200, "ok".to_owned()));
    assert_eq!(ask("/nothing").0, 404);
    assert_eq!(json("/whoami"), json!({ "uid": 10001, "gid": 10001 }));
    look(&container);
    let answer = json("/");

    // A service that ignores its stop signal is killed after 20 seconds, with the exit code 137.
    let start = Instant::now();
    assert_eq!(container.stop(), 0);
    assert!(start.elapsed() < Duration::from_secs(8), "stopping took {:?}", start.elapsed());
    answer
}

/// The paths in the image that only a build needs: compilers and their kin, sources, lists of dependencies.
pub(crate) fn build_files(image: &BuiltImage) -> String {
    const NAMES: &str = "gcc gcc-[0-9][0-9] cc cc1 c++ g++ clang as ld make cargo rustc rustup \
        *.rs Cargo.toml Cargo.lock requirements.txt .dockerignore";
    let names: Vec<String> = NAMES.split(' ').map(|name| format!("-name '{name}'")).collect();
    // Files and not packages, since Debian has a package called gcc-14-base even where there is no gcc. As root, who may
    // look everywhere.
    let find = format!(
        "find / -xdev ! -type d '(' {} ')'; for path in /src /root/.cache; do test ! -e $path || echo $path; done",
        names.join(" -o ")
    );
    let found = image.run(&["--user", "0", "--entrypoint", "sh"], &["-c", &find]).expect("the base has a shell");
    String::from_utf8_lossy(&found).into_owned()
}

/// Text that no build has seen, so that none has kept what it comes to.
pub(crate) fn new_text() -> String {
    format!("changed at {:?}", SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970"))
}

/// The step whose name begins like this.
pub(crate) fn step<'s>(steps: &'s [Step], name: &str) -> &'s Step {
    steps.iter().find(|step| step.name.starts_with(name)).unwrap_or_else(|| panic!("no step `{name}` in {steps:#?}"))
}
