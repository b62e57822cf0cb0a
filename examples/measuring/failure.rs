//! Why nothing was measured.

use std::io;
use std::path::PathBuf;

use dockerspec::ImageError;

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// There is no `docker`.
    #[error("there is no program `docker`; install Docker, or put the folder that it is in into `PATH`")]
    NoDocker,
    /// There is a `docker` that is no program.
    #[error("`docker` does not start: {0}")]
    Start(io::Error),
    /// Nothing answers the client.
    #[error("the Docker engine does not answer ({said}); start it, or name another one by `DOCKER_HOST`")]
    NoEngine {
        /// What the client said.
        said: String,
    },
    /// The client cannot build with BuildKit.
    #[error("this `docker` has no buildx, by which BuildKit builds ({said}); install the plugin `docker-buildx`")]
    NoBuildx {
        /// What the client said.
        said: String,
    },
    /// A command of the client failed.
    #[error("`docker {command}` failed: {said}")]
    Command {
        /// Its first words.
        command: String,
        /// What it said.
        said: String,
    },
    /// An image does not build.
    #[error("`{name}` does not build ({attempt}); the last that `docker build` said:\n{}", indented(lines))]
    Build {
        /// The name of the image.
        name: String,
        /// Which of the builds it was.
        attempt: String,
        /// The last lines of what the failed step and the client printed.
        lines: Vec<String>,
    },
    /// What the client printed is something else than is known here.
    #[error(
        "`docker {command}` printed something unexpected: {problem}; Docker 25 with buildx 0.13 or later is known to work"
    )]
    Unexpected {
        /// Its first words.
        command: String,
        /// What is wrong.
        problem: String,
    },
    /// A file that cannot be read or written.
    #[error("`{}` cannot be used: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The line that was to be changed is not there, or more than once.
    #[error("`{file}` has the text `{text}` {found} times; a change needs it once")]
    Change {
        /// The file.
        file: String,
        /// The text.
        text: String,
        /// How often it is there.
        found: usize,
    },
    /// An image with problems.
    #[error("`{name}` cannot be described: {error}")]
    Image {
        /// The name of the image.
        name: String,
        /// Its problems.
        error: ImageError,
    },
    /// A Dockerfile that BuildKit would refuse.
    #[error("the Dockerfile of `{name}` cannot be used: {problem}")]
    Dockerfile {
        /// The name of the image.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
}

fn indented(lines: &[String]) -> String {
    lines.iter().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
