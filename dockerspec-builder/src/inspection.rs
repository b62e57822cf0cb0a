//! What the macro `image!` asks of stages and images while a program is compiled.

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

/// What is wrong with a stage so far.
pub fn problems<P, A>(stage: &Stage<P, A>) -> Vec<ProblemKind> {
    stage.look(|content| content.problems.iter().map(|problem| problem.kind.clone()).collect())
}

/// The stage with a type that all of its methods take: the macro says itself what may follow, and who must run it.
pub fn settle<P, A>(stage: Stage<P, A>) -> Stage<FileSystem, NamedUser> {
    stage.typed()
}
