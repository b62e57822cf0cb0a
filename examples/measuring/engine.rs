//! Which engine it is that builds: numbers of two engines are not the same numbers.

use std::fmt;
use std::process::Stdio;

use serde::Serialize;
use serde_json::Value;

use super::docker::{docker, first_line, output, start};
use super::failure::Failure;

/// The engine that `docker` talks to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Engine {
    /// The version of the client.
    pub client: String,
    /// The version of the engine.
    pub engine: String,
    /// The version of buildx.
    pub buildx: String,
    /// The version of BuildKit, as the builder says it.
    pub buildkit: String,
    /// The driver of the builder: `docker` for the BuildKit of the engine.
    pub builder: String,
    /// What holds the images.
    pub store: String,
    /// The system that it runs on.
    pub system: String,
    /// How many processors it has.
    pub processors: u64,
}

impl Engine {
    /// Asks the `docker` in `PATH`.
    ///
    /// # Errors
    ///
    /// When there is none, no engine answers it, or it has no BuildKit.
    pub fn find() -> Result<Self, Failure> {
        // Without an engine this fails, and says what is known of the client all the same.
        let mut command = docker(["version", "--format", "json"]);
        let child = start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
        let version = child.wait_with_output().map_err(Failure::Start)?;
        if !version.status.success() {
            return Err(Failure::NoEngine { said: first_line(&version.stderr) });
        }
        let version = json("version", &version.stdout)?;
        let info = json("info", &output(&mut docker(["info", "--format", "json"]))?)?;
        let no_buildx = |failure| match failure {
            Failure::Command { said, .. } => Failure::NoBuildx { said },
            other => other,
        };
        let buildx = output(&mut docker(["buildx", "version"])).map_err(no_buildx)?;
        let builder = output(&mut docker(["buildx", "inspect"]))?;
        let [buildx, builder] = [buildx, builder].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Self::read(&version, &info, &buildx, &builder))
    }

    /// An engine that says nothing of itself.
    #[cfg(test)]
    pub(super) fn unknown() -> Self {
        Self::read(&Value::Null, &Value::Null, "", "")
    }

    fn read(version: &Value, info: &Value, buildx: &str, builder: &str) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or("unknown").to_owned();
        // `Name:   value`, the first of each name.
        let field = |name: &str| {
            let found = builder.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            found.map_or("unknown", str::trim).to_owned()
        };
        Self {
            client: text(&version["Client"]["Version"]),
            engine: text(&version["Server"]["Version"]),
            // `github.com/docker/buildx VERSION REVISION`
            buildx: buildx.split_whitespace().nth(1).unwrap_or("unknown").to_owned(),
            buildkit: field("BuildKit version"),
            builder: field("Driver"),
            store: store(info),
            system: format!("{}, {}", text(&info["OperatingSystem"]), text(&info["Architecture"])),
            processors: info["NCPU"].as_u64().unwrap_or_default(),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { client, engine, buildx, buildkit, builder, store, system, processors } = self;
        write!(
            formatter,
            "Docker {engine} (client {client}), buildx {buildx} with the builder driver `{builder}` (BuildKit {buildkit}), \
             image store {store}; {system}, {processors} processors"
        )
    }
}

/// What holds the images: sizes that the engine tells are compressed in one store, and not in the other.
fn store(info: &Value) -> String {
    let driver = info["Driver"].as_str().unwrap_or("unknown");
    let statuses = info["DriverStatus"].as_array().into_iter().flatten();
    let is_containerd = statuses.filter_map(Value::as_array).any(|status| {
        status.iter().filter_map(Value::as_str).any(|text| text.starts_with("io.containerd.snapshotter"))
    });
    if is_containerd { format!("containerd ({driver})") } else { driver.to_owned() }
}

fn json(command: &str, text: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(text)
        .map_err(|error| Failure::Unexpected { command: command.to_owned(), problem: error.to_string() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_docker_says_of_itself() {
        let version = json!({"Client": {"Version": "29.0.1"}, "Server": {"Version": "28.5.2"}});
        let info = json!({
            "Driver": "overlayfs", "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
            "OperatingSystem": "Debian GNU/Linux 13 (trixie)", "Architecture": "x86_64", "NCPU": 8,
        });
        let builder = "Name:   default\nDriver: docker\n\nNodes:\nName:   default\nBuildKit version: v0.25.1\n";
        let engine = Engine::read(&version, &info, "github.com/docker/buildx v0.29.1 a32761a\n", builder);
        insta::assert_snapshot!(engine, @"Docker 28.5.2 (client 29.0.1), buildx v0.29.1 with the builder driver `docker` (BuildKit v0.25.1), image store containerd (overlayfs); Debian GNU/Linux 13 (trixie), x86_64, 8 processors");
    }

    #[test]
    fn what_it_leaves_out_is_unknown() {
        let overlay2 = json!({"Driver": "overlay2", "DriverStatus": [["Backing Filesystem", "extfs"]]});
        let engine = Engine::unknown();
        assert_eq!((&*engine.engine, &*engine.buildx, &*engine.buildkit), ("unknown", "unknown", "unknown"));
        assert_eq!((&*engine.store, &*store(&overlay2)), ("unknown", "overlay2"));
    }
}
