//! What a package says of itself, as labels of the image.

use std::borrow::Cow;

use crate::stage::Stage;
use crate::text::IntoText;

/// What a package says of itself: the labels that the
/// [OCI image specification](https://github.com/opencontainers/image-spec/blob/main/annotations.md) has for it.
///
/// ```
/// # use dockerspec::{Image, image_ref, recipe};
/// use recipe::Metadata;
///
/// let metadata = Metadata::new().title("shop").version("1.2.0").licenses("MIT OR Apache-2.0");
/// let stages = recipe::pip(image_ref!("python:3.13-slim-trixie")).metadata(metadata).stages();
/// assert!(Image::new(stages.runtime.cmd(["serve"])).render()?.contains(
///     "LABEL org.opencontainers.image.title=shop \\\n      \
///      org.opencontainers.image.version=1.2.0 \\\n      \
///      org.opencontainers.image.licenses=\"MIT OR Apache-2.0\"\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "it says nothing until a recipe has it"]
pub struct Metadata {
    /// Keys without what all have in front, and values.
    labels: Vec<(&'static str, Cow<'static, str>)>,
}

/// The methods: one for each label.
macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        pub fn $name(self, text: impl IntoText) -> Self {
            self.label(stringify!($name), text)
        }
    )+};
}

impl Metadata {
    /// Nothing is said yet.
    pub fn new() -> Self {
        Self::default()
    }

    labels! {
        /// The name of the package, for people.
        title,
        /// Its version.
        version,
        /// What it is for.
        description,
        /// Its licences, as an SPDX expression.
        licenses,
        /// Where its sources are.
        source,
        /// Where to read more.
        url,
        /// Where its documentation is.
        documentation,
        /// Who answers for it.
        authors,
        /// Who distributes it.
        vendor,
    }

    /// What the environment variables say that Cargo sets for build scripts, tests and `cargo run`: the package that
    /// this is called from.
    ///
    /// ```
    /// # use dockerspec::recipe::Metadata;
    /// # // What Cargo says to tests of documentation too.
    /// assert_ne!(Metadata::of_cargo(), Metadata::new());
    /// ```
    pub fn of_cargo() -> Self {
        let names = [
            ("title", "CARGO_PKG_NAME"),
            ("version", "CARGO_PKG_VERSION"),
            ("description", "CARGO_PKG_DESCRIPTION"),
            ("licenses", "CARGO_PKG_LICENSE"),
            ("source", "CARGO_PKG_REPOSITORY"),
            ("url", "CARGO_PKG_HOMEPAGE"),
        ];
        names.into_iter().fold(Self::new(), |metadata, (key, variable)| {
            metadata.label(key, std::env::var(variable).unwrap_or_default())
        })
    }

    /// Says something, unless the text is empty.
    pub(crate) fn label(mut self, key: &'static str, text: impl IntoText) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.labels.retain(|(known, _)| *known != key);
            self.labels.push((key, text));
        }
        self
    }

    #[track_caller]
    pub(crate) fn write<P, A>(&self, stage: Stage<P, A>) -> Stage<P, A> {
        let mut stage = stage;
        for (key, text) in &self.labels {
            stage = stage.label(format!("org.opencontainers.image.{key}"), text.clone());
        }
        stage
    }
}
