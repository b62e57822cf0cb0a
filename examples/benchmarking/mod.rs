//! `article_benchmark`: what an article about optimising images promises, measured. Its Dockerfile and ours, for the same
//! application, and a Rust service beside it.

mod python;
pub(crate) mod rust;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use dockerspec::Image;

use crate::measuring::program::Program;
use crate::measuring::report::Comparison;
use crate::measuring::{Change, Failure, Subject};
use crate::streams::Streams;

const USAGE: &str = "\
usage: cargo run --release --example article_benchmark -- [--json] [--svg FILE] [--rebuilds N]

Builds a Python application and a Rust service by the Dockerfiles that people begin with and by ours, and shows what each
of them costs. All of it takes some ten minutes.
";

/// What the first image of each application is called: all others are compared with it.
const NAIVE: &str = "naive";

/// An application with the Dockerfile that people begin with, and with ours.
#[derive(Debug)]
#[non_exhaustive]
pub struct Application {
    /// What it is called.
    pub name: &'static str,
    /// Its directory, from which all of its images are built.
    pub directory: PathBuf,
    /// What people begin with.
    pub naive: &'static str,
    /// Ours, each with a name.
    pub images: Vec<(&'static str, Image)>,
    /// A change of one line of its code.
    pub change: Change,
}

/// The Python application, and the Rust service.
pub fn applications() -> [Application; 2] {
    let directory = |path| Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    [
        Application {
            name: "Python",
            directory: directory("article/python"),
            naive: include_str!("../article/python/naive.Dockerfile"),
            images: python::images(),
            change: Change::new("my_app/web.py", "Hello, container!"),
        },
        Application {
            name: "Rust",
            directory: directory("rust_service"),
            naive: include_str!("../article/rust/naive.Dockerfile"),
            images: rust::images(),
            change: Change::new("src/main.rs", r#""service":"rust-service"#),
        },
    ]
}

/// Does what the arguments ask for. The exit code is 0 when all was measured, 1 when something does not build or no engine
/// answers, and 2 when the arguments are wrong.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    let program = Program {
        title: "The Dockerfile that people begin with, and ours",
        usage: USAGE,
        measure: &|rebuilds, display, report| {
            // All are described before the first one is built: what is wrong with the last one would be told after minutes.
            let applications = applications();
            let subjects = applications.iter().map(|application| Ok((application.name, application.subjects()?)));
            for (name, subjects) in subjects.collect::<Result<Vec<_>, Failure>>()? {
                display.application(name);
                report.measure(Comparison::new(name, "image").with_reference(), &subjects, rebuilds, display)?;
            }
            Ok(())
        },
    };
    program.run(arguments, streams)
}

impl Application {
    fn subjects(&self) -> Result<Vec<Subject>, Failure> {
        let Self { directory, change, .. } = self;
        let naive = Subject::of_text(NAIVE, self.naive, directory, change.clone())?;
        let ours = self.images.iter().map(|(name, image)| Subject::of_image(*name, image, directory, change.clone()));
        std::iter::once(Ok(naive)).chain(ours).collect()
    }
}
