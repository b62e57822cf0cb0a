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
        match self.image().and_then(ImageRef::tag) {
            Some(tag) => format!("{name}-{tag}"),
            None => name.to_owned(),
        }
    }
}

impl IntoBase for &RecipeBase {
    fn into_base(self) -> Result<Base<'static>, ValueError> {
        self.0.clone()
    }
}
