//! The variables that are there when a stage begins.

use std::borrow::Cow;

use super::{BaseFacts, lookup};
use crate::value::ImageRef;

/// The names of the variables that a base sets, but for PATH, which all have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BaseVariables<'f> {
    /// Those of an image that everybody builds upon.
    Known(&'static [&'static str]),
    /// Those of an image that somebody described.
    Described(&'f [Cow<'static, str>]),
    /// Any could be there.
    Unknown,
}

impl<'f> BaseVariables<'f> {
    /// None, as in `FROM scratch`.
    pub(crate) const NONE: Self = Self::Known(&[]);

    /// Those of an image that is described by `facts`.
    pub(crate) fn of_facts(facts: &'f BaseFacts) -> Self {
        facts.environment.as_deref().map_or(Self::Unknown, Self::Described)
    }

    /// Those of an image by its name.
    pub(crate) fn of(image: &ImageRef<'_>) -> Self {
        lookup::environment(image).map_or(Self::Unknown, Self::Known)
    }

    /// Whether all of them are known.
    pub(crate) fn are_known(self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// Whether a name is one of those that are known.
    pub(crate) fn have(self, name: &str) -> bool {
        match self {
            Self::Unknown => false,
            Self::Known(names) => names.contains(&name),
            Self::Described(names) => names.iter().any(|known| known == name),
        }
    }
}

impl Default for BaseVariables<'_> {
    fn default() -> Self {
        Self::NONE
    }
}
