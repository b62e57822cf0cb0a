//! What Cargo builds: a program, and the files of its workspace that this needs.

use std::borrow::Cow;

use crate::recipe::Metadata;
use crate::text::IntoText;

/// A program that Cargo builds, and the files that it needs for that.
///
/// The feature `projects` has `CargoProject::read`, which asks Cargo for all of it; by hand it is for what is simple.
///
/// ```
/// # use dockerspec::{Image, image_ref};
/// use dockerspec::recipe::{self, CargoProject};
///
/// let project = CargoProject::new("shop").source("migrations");
/// let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project).stages();
/// assert!(Image::new(stages.runtime.entrypoint(["shop"])).render()?.contains(
///     "COPY Cargo.toml Cargo.lock ./\n\
///      COPY src src\n\
///      COPY migrations migrations\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CargoProject {
    pub(crate) package: Cow<'static, str>,
    pub(crate) binary: Cow<'static, str>,
    /// Manifests besides the one in the root, in the order of their paths.
    pub(crate) manifests: Vec<Cow<'static, str>>,
    /// Files and directories besides manifests.
    pub(crate) sources: Vec<Cow<'static, str>>,
    /// The files that the crates begin with, which `sources` hold.
    pub(crate) roots: Vec<String>,
    /// Files that Cargo wants to see, although nothing of them is compiled.
    pub(crate) unused: Vec<String>,
    /// The Rust that it needs at least.
    pub(crate) rust_version: Option<(u32, u32)>,
    pub(crate) metadata: Metadata,
}

impl CargoProject {
    /// A package in the root of the build context, with `Cargo.lock`, and its program of the same name in `src`.
    pub fn new(package: impl IntoText) -> Self {
        let package = package.into();
        Self {
            binary: package.clone(),
            package,
            manifests: Vec::new(),
            sources: vec![Cow::Borrowed("src")],
            roots: vec!["src/main.rs".to_owned()],
            unused: Vec::new(),
            rust_version: None,
            metadata: Metadata::new(),
        }
    }

    /// The program, where it has not the name of the package.
    #[must_use]
    pub fn binary(mut self, name: impl IntoText) -> Self {
        self.binary = name.into();
        self
    }

    /// A file or a directory that the compiler reads besides, such as `build.rs` or what `include_str!` names.
    #[must_use]
    pub fn source(mut self, path: impl IntoText) -> Self {
        self.sources.push(path.into());
        self
    }
}
