//! A committed Dockerfile that cannot go stale.

use std::ffi::OsStr;
use std::path::Path;

use crate::file_set::{FileSet, SyncError};
use crate::image::Image;

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

/// Keeps a committed file the same as the image. Call it from a test or an example.
///
/// A stale file is written, and [`Synced::Written`] says so. With `CI` in the environment (set, and neither empty nor
/// `false`), or `--check` among the arguments of the program, nothing is written and a stale file is an error with the
/// difference. The file is written whole or not at all. [`FileSet`] keeps a Dockerfile and its ignore file together.
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
    sync_with(path, image, Mode::of_environment())
}

/// As [`sync`], with the caller saying whether a stale file is written.
///
/// # Errors
///
/// As [`sync`].
pub fn sync_with(path: impl AsRef<Path>, image: &Image, mode: Mode) -> Result<Synced, SyncError> {
    FileSet::new().file(path.as_ref(), image.render()?).sync_with(mode)
}

impl Mode {
    /// [`Mode::Check`] with `CI` in the environment (set, and neither empty nor `false`), or `--check` among the
    /// arguments of the program; otherwise [`Mode::Write`].
    pub fn of_environment() -> Self {
        let continuous_integration = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        let is_asked = || std::env::args_os().skip(1).any(|argument| argument == OsStr::new("--check"));
        if continuous_integration || is_asked() { Self::Check } else { Self::Write }
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
}
