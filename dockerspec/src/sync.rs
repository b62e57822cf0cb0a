//! A committed Dockerfile that cannot go stale.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::Image;
use crate::ImageError;
use crate::write::{self, FileError};

/// What [`sync`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Synced {
    /// The file was what the image says.
    Fresh,
    /// The file was something else, or not there, and has been written.
    Written,
}

/// Whether [`sync_with`] may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A stale file is written.
    Write,
    /// A stale file is an error.
    Check,
}

/// Why a file is not what the image says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The image has problems.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is stale, and nothing may be written.
    #[error("`{}` is not what the image says; run this without `CI` and `--check`, and commit the file\n{difference}", path.display())]
    Stale {
        /// The file.
        path: PathBuf,
        /// What differs.
        difference: Difference,
    },
}

/// The lines in which two texts differ: the first to the last, with `-` what is there and with `+` what should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    line: usize,
    found: Vec<String>,
    expected: Vec<String>,
}

/// Keeps a committed file the same as the image. Call it from a test or an example.
///
/// A stale file is written, and [`Synced::Written`] says so. With `CI` in the environment (set, and neither empty nor
/// `false`), or `--check` among the arguments of the program, nothing is written and a stale file is an error with the
/// difference. The file is written whole or not at all.
///
/// Do not call this from a `build.rs`: a build that writes into the source tree fails in `cargo package`. There is
/// [`build::emit`](crate::build::emit) for that.
///
/// ```
/// # use dockerspec::{Image, Stage, Synced, User, image_ref};
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("Dockerfile");
/// # if std::env::var_os("CI").is_some() { return Ok(()) }
/// let app = User::new("app", 10001);
/// let image = Image::new(Stage::from_image("app", image_ref!("debian:13-slim")).user(&app));
/// assert_eq!(dockerspec::sync(&path, &image)?, Synced::Written);
/// assert_eq!(dockerspec::sync(&path, &image)?, Synced::Fresh);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Problems of the image, a file that cannot be read or written, or, where nothing may be written, a stale file.
pub fn sync(path: impl AsRef<Path>, image: &Image) -> Result<Synced, SyncError> {
    let continuous_integration = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    let check = continuous_integration || std::env::args_os().skip(1).any(|argument| argument == OsStr::new("--check"));
    sync_with(path, image, if check { Mode::Check } else { Mode::Write })
}

/// As [`sync`], with the caller saying whether a stale file is written.
///
/// # Errors
///
/// As [`sync`].
pub fn sync_with(path: impl AsRef<Path>, image: &Image, mode: Mode) -> Result<Synced, SyncError> {
    let path = path.as_ref();
    let expected = image.render()?;
    let found = write::read(path)?;
    if found.as_deref() == Some(expected.as_bytes()) {
        return Ok(Synced::Fresh);
    }
    match mode {
        Mode::Write => {
            write::replace(path, expected.as_bytes())?;
            Ok(Synced::Written)
        }
        Mode::Check => {
            let found = String::from_utf8_lossy(found.as_deref().unwrap_or_default());
            Err(SyncError::Stale { path: path.to_owned(), difference: Difference::between(&found, &expected) })
        }
    }
}

impl Difference {
    fn between(found: &str, expected: &str) -> Self {
        let (found, expected): (Vec<&str>, Vec<&str>) = (found.lines().collect(), expected.lines().collect());
        let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
        let start = same(&mut found.iter().zip(&expected));
        let end = same(&mut found[start..].iter().rev().zip(expected[start..].iter().rev()));
        let part = |lines: &[&str]| lines[start..lines.len() - end].iter().map(|&line| line.to_owned()).collect();
        Self { line: start + 1, found: part(&found), expected: part(&expected) }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "from line {}:", self.line)?;
        self.found.iter().try_for_each(|line| write!(formatter, "\n- {line}"))?;
        self.expected.iter().try_for_each(|line| write!(formatter, "\n+ {line}"))?;
        if self.found == self.expected {
            formatter.write_str("\n  the line ends, or bytes that are not UTF-8")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Stage, User};
    use dockerspec_core::value::ImageRef;
    use std::fs;

    fn image(port: u16) -> Image {
        let stage = Stage::from_image("app", ImageRef::from_static("debian:13-slim"));
        Image::new(stage.expose(port).user(&User::new("app", 10001)))
    }

    #[test]
    fn a_stale_file_is_written_or_reported() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("Dockerfile");
        assert_eq!(sync_with(&path, &image(80), Mode::Write).unwrap(), Synced::Written);
        assert_eq!(sync_with(&path, &image(80), Mode::Check).unwrap(), Synced::Fresh);
        let error = sync_with(&path, &image(81), Mode::Check).unwrap_err().to_string();
        assert!(error.ends_with("from line 2:\n- EXPOSE 80\n+ EXPOSE 81"), "{error}");
        assert!(fs::read_to_string(&path).unwrap().contains("EXPOSE 80\n"));
    }

    #[test]
    fn a_missing_file_and_one_that_is_not_text() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("Dockerfile");
        assert!(matches!(sync_with(&path, &image(80), Mode::Check), Err(SyncError::Stale { .. })));
        assert!(!path.exists());
        fs::write(&path, b"FROM \xff\n").unwrap();
        assert!(matches!(sync_with(&path, &image(80), Mode::Check), Err(SyncError::Stale { .. })));
        assert_eq!(sync_with(&path, &image(80), Mode::Write).unwrap(), Synced::Written);
    }

    #[test]
    fn a_file_that_differs_in_its_line_ends_says_so() {
        let difference = Difference::between("a\r\nb", "a\nb\n");
        assert_eq!(difference.to_string(), "from line 3:\n  the line ends, or bytes that are not UTF-8");
    }
}
