//! What the macro `image!` asks of stages and images while a program is compiled.

use std::rc::Rc;
use std::sync::Arc;

use dockerspec_core::dockerfile::CopyFrom;
use dockerspec_core::value::{ContextName, ImageRef};

use crate::content::Content;
use crate::files::{Origin, sealed};
use crate::image::Image;
use crate::phase::{FileSystem, NamedUser};
use crate::problem::ProblemKind;
use crate::stage::Stage;

/// What is wrong with an image, and where.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Each problem, with its place if it has one.
    pub problems: Vec<(ProblemKind, Option<Spot>)>,
    /// The text that places of findings are counted in; empty when the image has none.
    pub text: String,
}

/// A place in an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The name of the stage.
    pub stage: String,
    /// The number of the instruction in it; none for its beginning.
    pub instruction: Option<usize>,
}

/// What is wrong with an image.
pub fn inspect(image: &Image) -> Inspection {
    image.inspect()
}

/// How many instructions a stage has so far.
pub fn instructions<P, A>(stage: &Stage<P, A>) -> usize {
    stage.look(|content| content.steps.len())
}

/// What is wrong with a stage so far, which with it is right.
pub fn take_problems(mut stage: Stage<FileSystem, NamedUser>) -> (Stage<FileSystem, NamedUser>, Vec<ProblemKind>) {
    let problems = std::mem::take(&mut stage.content_mut().problems);
    (stage, problems.into_iter().map(|problem| problem.kind).collect())
}

/// The stage with a type that all of its methods take: the macro says itself what may follow, and who must run it.
pub fn settle<P, A>(stage: Stage<P, A>) -> Stage<FileSystem, NamedUser> {
    stage.typed()
}

/// Somewhere to take files from.
#[derive(Debug)]
pub enum AnyOrigin {
    /// A stage.
    Stage(Rc<Stage<FileSystem, NamedUser>>),
    /// An image.
    Image(ImageRef<'static>),
    /// A named build context.
    Context(ContextName<'static>),
}

impl Origin for AnyOrigin {}
impl sealed::Origin for AnyOrigin {
    #[expect(private_interfaces, reason = "the trait is sealed, so nobody else sees it")]
    fn copy_from(self) -> (CopyFrom<'static>, Option<Arc<Content>>) {
        match self {
            Self::Stage(stage) => (&*stage).copy_from(),
            Self::Image(image) => image.copy_from(),
            Self::Context(context) => (&context).copy_from(),
        }
    }
}
