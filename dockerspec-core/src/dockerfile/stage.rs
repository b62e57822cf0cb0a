//! `FROM` and what follows it.

use super::{Comment, Instruction};
use crate::render::{Reason, Render, Writer, push_flag_value, push_unquoted_value};
use crate::value::{ContextName, ImageRef, Platform, StageName};
use crate::word::{Arg, Value};

/// A build stage: `FROM` and its instructions.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Stage};
/// # use dockerspec_core::value::{ImageRef, StageName};
/// let mut stage = Stage::new(Base::from(ImageRef::from_static("rust:1.85-slim-trixie")));
/// stage.name = Some(StageName::from_static("build"));
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM rust:1.85-slim-trixie AS build\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Stage<'a> {
    /// Comments right above `FROM`. BuildKit shows one that begins with the name of the stage as its description.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub comments: Vec<Comment<'a>>,
    /// What the stage begins with.
    pub base: Base<'a>,
    /// `--platform`: the platform of the base, if not that of the image.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub platform: Option<Value<'a, Platform<'a>>>,
    /// The name by which others copy from it, build on it, or make it their target.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub name: Option<StageName<'a>>,
    /// The instructions.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub instructions: Vec<Instruction<'a>>,
}

/// What a stage begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Base<'a> {
    /// Nothing: `scratch`.
    Scratch,
    /// A stage above.
    Stage(StageName<'a>),
    /// An image.
    Image(Value<'a, ImageRef<'a>>),
    /// A named build context (`--build-context NAME=…`). The text is that of an image called `NAME`.
    Context(ContextName<'a>),
}

impl<'a> Stage<'a> {
    /// A stage without name and instructions.
    pub fn new(base: Base<'a>) -> Self {
        Self { comments: Vec::new(), base, platform: None, name: None, instructions: Vec::new() }
    }

    /// Hands each [`Arg`] handle in `FROM` to `take` and leaves plain variables behind.
    pub fn take_base_args(&mut self, take: &mut dyn FnMut(Arg<'a>)) {
        if let Some(Value::Expanded(word)) = &mut self.platform {
            word.take_args(take);
        }
        if let Base::Image(Value::Expanded(word)) = &mut self.base {
            word.take_args(take);
        }
    }
}

impl<'a> From<ImageRef<'a>> for Base<'a> {
    fn from(image: ImageRef<'a>) -> Self {
        Self::Image(Value::Fixed(image))
    }
}

impl Render for Stage<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let out = &mut writer.out;
        out.push_str("FROM ");
        if let Some(platform) = &self.platform {
            out.push_str("--platform=");
            push_flag_value(out, platform).map_err(|problem| problem.of("FROM", "`--platform`"))?;
            out.push(' ');
        }
        match &self.base {
            Base::Scratch => out.push_str("scratch"),
            Base::Stage(name) => out.push_str(name.as_str()),
            Base::Image(image) => {
                push_unquoted_value(out, image).map_err(|problem| problem.of("FROM", "an image reference"))?;
            }
            Base::Context(name) => out.push_str(name.as_str()),
        }
        if let Some(name) = &self.name {
            out.push_str(" AS ");
            out.push_str(name.as_str());
        }
        Ok(())
    }
}
