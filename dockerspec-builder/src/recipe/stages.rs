//! What a recipe gives.

use crate::phase::{FileSystem, NamedUser};
use crate::stage::Stage;

/// The stages of a recipe, to go on with.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).stages();
/// let image = Image::new(stages.runtime.copy("shop", "shop").entrypoint(["python", "-m", "shop"]));
/// assert!(image.render()?.ends_with(
///     "USER 10001:10001\n\
///      COPY shop shop\n\
///      ENTRYPOINT [\"python\", \"-m\", \"shop\"]\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug)]
#[must_use = "stages do nothing until they are part of an `Image`"]
#[non_exhaustive]
pub struct Stages {
    /// What builds: the compilers, and what they have made. It runs as root, and is for no one to run.
    pub build: Stage,
    /// What somebody develops with: all that builds, as the user of the program. The sources are to come, by `copy` or
    /// a mount, and the command.
    pub dev: Stage<FileSystem, NamedUser>,
    /// What ships: the program, or what it needs where it is its sources that run.
    pub runtime: Stage<FileSystem, NamedUser>,
}

impl Stages {
    /// Does the same to [`dev`](Self::dev) and [`runtime`](Self::runtime), so that ports, health checks and variables
    /// are declared once.
    ///
    /// ```
    /// # use dockerspec::{Image, image_ref, recipe};
    /// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).stages().both(|stage| stage.expose(8080));
    /// let image = Image::new(stages.runtime.cmd(["serve"])).target(stages.dev.cmd(["serve", "--reload"]));
    /// assert_eq!(image.render()?.matches("\nEXPOSE 8080\n").count(), 2);
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn both(self, declare: impl Fn(Stage<FileSystem, NamedUser>) -> Stage<FileSystem, NamedUser>) -> Self {
        Self { dev: declare(self.dev), runtime: declare(self.runtime), ..self }
    }
}
