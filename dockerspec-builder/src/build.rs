//! Dockerfiles from a `build.rs`.

use std::path::{Path, PathBuf};

use crate::Image;
use crate::ImageError;
use crate::write::{self, FileError};

/// Why a `build.rs` has no Dockerfile.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmitError {
    /// The image has problems.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no `OUT_DIR`.
    #[error("`OUT_DIR` is not set; call this from a build.rs, which cargo runs, or use `dockerspec::sync`")]
    NoOutDir,
    /// A name that leads out of `OUT_DIR`.
    #[error("`{name}` is not the name of a file in `OUT_DIR`; expected one without `/`, as in `dev.Dockerfile`")]
    Name {
        /// The name.
        name: String,
    },
}

/// Writes the Dockerfile to `OUT_DIR`, if it changed, and tells cargo to run the `build.rs` again only when it changes
/// itself. Gives the path.
///
/// ```no_run
/// # use dockerspec::{Image, Stage, User, image_ref};
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let app = User::new("app", 10001);
///     let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&app);
///     dockerspec::build::emit(&Image::new(stage))?;
///     Ok(())
/// }
/// ```
///
/// A program or test of the package reads it with `include_str!(concat!(env!("OUT_DIR"), "/Dockerfile"))`. A file that
/// is committed belongs to [`sync`](crate::sync()): a `build.rs` that writes into the source tree fails in
/// `cargo package`. What else the description depends on needs a `cargo::rerun-if-changed` line of its own.
///
/// # Errors
///
/// Problems of the image, a file that cannot be written, or no `OUT_DIR`.
pub fn emit(image: &Image) -> Result<PathBuf, EmitError> {
    emit_as("Dockerfile", image)
}

/// As [`emit`], under another name: for a second image of one package.
///
/// # Errors
///
/// As [`emit`], and when `name` is a path.
pub fn emit_as(name: &str, image: &Image) -> Result<PathBuf, EmitError> {
    let directory = std::env::var_os("OUT_DIR").ok_or(EmitError::NoOutDir)?;
    let path = write_if_changed(Path::new(&directory), name, image)?;
    #[expect(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
    {
        println!("cargo::rerun-if-changed=build.rs");
    }
    Ok(path)
}

fn write_if_changed(directory: &Path, name: &str, image: &Image) -> Result<PathBuf, EmitError> {
    if Path::new(name).file_name() != Some(name.as_ref()) {
        return Err(EmitError::Name { name: name.to_owned() });
    }
    let path = directory.join(name);
    let text = image.render()?;
    if write::read(&path)?.as_deref() != Some(text.as_bytes()) {
        write::replace(&path, text.as_bytes())?;
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Stage, User};
    use dockerspec_core::value::ImageRef;
    use std::fs;

    fn image(user: u32) -> Image {
        let stage = Stage::from_image("app", ImageRef::from_static("debian:13-slim"));
        Image::new(stage.user(&User::new("app", user)))
    }

    #[test]
    fn a_file_that_did_not_change_is_not_touched() {
        let directory = tempfile::tempdir().unwrap();
        let path = write_if_changed(directory.path(), "Dockerfile", &image(10001)).unwrap();
        let modified = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
        let first = modified(&path);
        write_if_changed(directory.path(), "Dockerfile", &image(10001)).unwrap();
        assert_eq!(modified(&path), first);
        write_if_changed(directory.path(), "Dockerfile", &image(10002)).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("USER 10002:10002"));
    }

    #[test]
    fn names_stay_in_the_directory() {
        let directory = tempfile::tempdir().unwrap();
        for name in ["", "..", "a/b", "/etc/passwd"] {
            assert!(
                matches!(write_if_changed(directory.path(), name, &image(1)), Err(EmitError::Name { .. })),
                "{name}"
            );
        }
    }
}
