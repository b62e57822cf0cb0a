//! The build context of an image, proved before a build.

mod proof;

use std::fmt;
use std::path::{Path, PathBuf};

use dockerspec_core::context::ContextSource;
use dockerspec_core::ignore::{IgnoreFile, IgnoreFileError};

use crate::extent::Extent;
use crate::ignore_file::{DOCKERFILE, IgnoreFileInForce};
use crate::image::Image;
use crate::problem::{ImageError, Problem};
use crate::walk::Tree;
use crate::write::FileError;

use proof::Proof;

/// The build context of an image: a directory in which every source of the image is, and the ignore file that lets them
/// through.
///
/// ```
/// # use dockerspec::{Image, Stage, User, image_ref};
/// # let directory = tempfile::tempdir()?;
/// # std::fs::create_dir(directory.path().join("my_app"))?;
/// # std::fs::write(directory.path().join("my_app/main.py"), "print('hello')\n")?;
/// # std::fs::write(directory.path().join("data.bin"), [0; 70_000])?;
/// let stage = Stage::from_image("app", image_ref!("python:3.11-slim-bookworm")).copy("my_app", "/app");
/// let image = Image::new(stage.user(&User::new("app", 10001)));
/// let context = image.context(directory.path())?;
/// assert_eq!(
///     context.to_string(),
///     "the build context has 1 file (15 B); without an ignore file it would have 2 files (70 kB)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "what it found is in `findings`"]
pub struct Context {
    ignore_file: PathBuf,
    whole: Extent,
    sent: Extent,
    files: Vec<String>,
    findings: Vec<Problem>,
}

/// Why a directory is no build context of an image.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// The image has problems, or its sources are not in the directory or do not survive the ignore file.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// Something cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The ignore file has a line that is no pattern.
    #[error("`{}`: {error}", path.display())]
    IgnoreFile {
        /// The file.
        path: PathBuf,
        /// The line.
        error: IgnoreFileError,
    },
}

impl Image {
    /// Proves that a directory is a build context of this image: that everything the image reads by its name is there,
    /// and that the ignore file lets it through.
    ///
    /// The ignore file is the one that BuildKit takes, `Dockerfile.dockerignore` or else `.dockerignore`, if somebody
    /// wrote it by hand, and otherwise the one of [`Image::ignore_file`], whether it has been written yet or not.
    /// Sources with a variable are not looked for.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// # let directory = tempfile::tempdir()?;
    /// # std::fs::write(directory.path().join("requirements.txt"), "flask\n")?;
    /// let stage = Stage::from_image("app", image_ref!("python:3.11-slim-bookworm")).copy("requirments.txt", "/app/");
    /// let error = Image::new(stage.user(&User::new("app", 10001))).context(directory.path()).unwrap_err().to_string();
    /// assert!(error.ends_with("; write `requirements.txt`"), "{error}");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Problems of the image; sources that are missing, left out, or symbolic links to what is, each with the line of
    /// the program that wrote it; a file or directory that cannot be read; an ignore file that BuildKit refuses.
    pub fn context(&self, directory: impl AsRef<Path>) -> Result<Context, ContextError> {
        self.context_for(directory, DOCKERFILE)
    }

    /// As [`Image::context`], for a Dockerfile of another name, which can have an ignore file of its own:
    /// `NAME.dockerignore` beside it.
    ///
    /// # Errors
    ///
    /// As [`Image::context`].
    pub fn context_for(
        &self,
        directory: impl AsRef<Path>,
        dockerfile: impl AsRef<Path>,
    ) -> Result<Context, ContextError> {
        let directory = directory.as_ref();
        let generated = self.ignore_file()?;
        let in_force = IgnoreFileInForce::find(directory, dockerfile.as_ref())?;
        let text = match &in_force {
            IgnoreFileInForce::HandWritten { text, .. } => text,
            IgnoreFileInForce::Generated { .. } => &generated,
        };
        let ignore = IgnoreFile::parse(text)
            .map_err(|error| ContextError::IgnoreFile { path: in_force.path().to_owned(), error })?;
        let mut tree = Tree::read(directory)?;
        let excluded = tree.excluded_by(&ignore);
        tree.refuse_unreadable(&excluded)?;
        let proof = Proof {
            directory,
            ignore_file: in_force.path(),
            ignore_text: text,
            is_generated: matches!(in_force, IgnoreFileInForce::Generated { .. }),
            dockerfile: dockerfile.as_ref(),
            tree: &tree,
            excluded: &excluded,
        };
        let sources = self.context_sources();
        let (mut problems, mut findings) = (Vec::new(), Vec::new());
        for (source, place) in &sources {
            proof.check(source, place, &mut problems, &mut findings);
        }
        if !problems.is_empty() {
            return Err(ImageError::new(problems).into());
        }
        if let IgnoreFileInForce::HandWritten { .. } = in_force {
            let sources: Vec<ContextSource> = sources.into_iter().map(|(source, _)| source).collect();
            findings.extend(proof.unread(&sources));
        }
        let whole = proof.extent(|_| true);
        let sent = proof.extent(|number| !excluded[number].is_excluded);
        let files = proof.files().filter(|number| !excluded[*number].is_excluded);
        let mut files: Vec<String> = files.map(|number| tree.entries[number].path.clone()).collect();
        files.sort_unstable();
        Ok(Context { ignore_file: in_force.path().to_owned(), whole, sent, files, findings })
    }
}

impl Context {
    /// The ignore file that counts, whether it is there or will be generated.
    pub fn ignore_file(&self) -> &Path {
        &self.ignore_file
    }

    /// How much the directory holds: what a builder would be sent without an ignore file.
    pub fn whole(&self) -> Extent {
        self.whole
    }

    /// How much the ignore file lets through.
    pub fn sent(&self) -> Extent {
        self.sent
    }

    /// The files that the ignore file lets through, by their paths from the directory on, sorted.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// What is no error and should not be so: patterns that match nothing, and an ignore file that was written by hand
    /// and lets through what nothing reads.
    pub fn findings(&self) -> &[Problem] {
        &self.findings
    }
}

impl fmt::Display for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the build context has {}", self.sent)?;
        if self.whole != self.sent {
            write!(formatter, "; without an ignore file it would have {}", self.whole)?;
        }
        Ok(())
    }
}
