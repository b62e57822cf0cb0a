//! The base of a recipe, which several of its stages begin with.

use dockerspec_core::bases::BaseFacts;
use dockerspec_core::dockerfile::Base;
use dockerspec_core::value::{ImageRef, ValueError};
use dockerspec_core::word::Value;

use crate::base::IntoBase;

/// What a recipe was given as a base, right or wrong: the stages that begin with it say what is wrong with it.
#[derive(Debug, Clone)]
pub(crate) struct RecipeBase(Result<Base<'static>, ValueError>);

impl RecipeBase {
    pub(crate) fn new(base: impl IntoBase) -> Self {
        Self(base.into_base())
    }

    /// The image, where it holds no variable.
    pub(crate) fn image(&self) -> Option<&ImageRef<'static>> {
        match &self.0 {
            Ok(Base::Image(Value::Fixed(image))) => Some(image),
            _ => None,
        }
    }

    /// What is known of it.
    pub(crate) fn facts(&self) -> Option<BaseFacts> {
        BaseFacts::of(self.image()?)
    }

    /// The name of a cache of what is compiled on this base, which fits no other one.
    pub(crate) fn cache_id(&self, name: &str) -> String {
        let Some(image) = self.image() else { return name.to_owned() };
        // Of an image that everybody builds upon, the tag says what it is made of.
        let own_name = if BaseFacts::of(image).is_some() { None } else { Some(image.repository()) };
        let parts = [Some(name), own_name.and(image.registry()), own_name, image.tag()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("-").replace(['/', ':'], "-")
    }
}

impl IntoBase for &RecipeBase {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_that_differ_have_caches_that_differ() {
        let id = |base: &'static str| RecipeBase::new(ImageRef::from_static(base)).cache_id("pip");
        assert_eq!(id("python:3.13-slim"), "pip-3.13-slim");
        assert_eq!(id("docker.io/library/python:3.13-slim"), "pip-3.13-slim");
        assert_eq!(id("company/python:7"), "pip-company-python-7");
        assert_eq!(id("registry.example.com:5000/glibc/python:7"), "pip-registry.example.com-5000-glibc-python-7");
        assert_eq!(id("registry.example.com:5000/musl/python:7"), "pip-registry.example.com-5000-musl-python-7");
    }
}
