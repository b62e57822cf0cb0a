//! A stage together with those that it builds on: what its containers begin with.

use dockerspec_core::bases::BaseFacts;
use dockerspec_core::dockerfile::{Base, Instruction};
use dockerspec_core::value::{AbsPath, Owner};
use dockerspec_core::word::{Value, Word};

use crate::content::{Content, Place, Step};

/// A stage and those that it builds on, the first one first.
pub(crate) fn lineage(content: &Content) -> Vec<&Content> {
    let mut lineage: Vec<&Content> =
        std::iter::successors(Some(content), |content| content.parent.as_deref()).collect();
    lineage.reverse();
    lineage
}

/// The instructions of a stage and of those that it builds on, in order, each with its stage and its number there.
pub(crate) fn numbered_steps(content: &Content) -> impl DoubleEndedIterator<Item = Position<'_>> {
    lineage(content).into_iter().flat_map(|stage| (0..stage.steps.len()).map(move |number| Position { stage, number }))
}

/// The instructions of a stage and of those that it builds on, in order.
pub(crate) fn steps(content: &Content) -> impl DoubleEndedIterator<Item = &Step> {
    numbered_steps(content).map(Position::step)
}

/// Where an instruction is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position<'c> {
    pub(crate) stage: &'c Content,
    pub(crate) number: usize,
}

impl<'c> Position<'c> {
    pub(crate) fn step(self) -> &'c Step {
        &self.stage.steps[self.number]
    }

    pub(crate) fn instruction(self) -> &'c Instruction<'static> {
        &self.step().instruction
    }
}

impl PartialEq for Position<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.stage, other.stage) && self.number == other.number
    }
}

/// Who runs the containers of a stage, if that is somebody known and not root; and the line that says so.
pub(crate) fn unprivileged(content: &Content) -> Option<(&Owner<'static>, Place)> {
    let (user, place) = steps(content).rev().find_map(|step| match &step.instruction {
        Instruction::User(user) => Some((&user.user, step.place)),
        _ => None,
    })?;
    match user {
        Value::Fixed(owner) if !owner.is_root() && !content.root_by_choice => Some((owner, place)),
        _ => None,
    }
}

/// What is known of the image that a lineage begins with.
pub(crate) fn base_facts(lineage: &[&Content]) -> Option<BaseFacts> {
    match &lineage.first()?.stage.base {
        Base::Scratch => Some(BaseFacts::scratch()),
        Base::Image(Value::Fixed(image)) => BaseFacts::of(image),
        _ => None,
    }
}

/// The working directory that a lineage begins with, if it is known.
pub(crate) fn base_directory(lineage: &[&Content]) -> Option<AbsPath<'static>> {
    AbsPath::new(base_facts(lineage)?.workdir?).ok()
}

/// The path that a word means in a directory.
pub(crate) fn resolved(directory: Option<&AbsPath<'static>>, path: &Word<'_>) -> Option<AbsPath<'static>> {
    let path = path.as_literal()?;
    if path.starts_with('/') { AbsPath::new(path.to_owned()).ok() } else { Some(directory?.join(path)) }
}

/// Whether a clean path is another one, or below it.
pub(crate) fn is_below(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || outer == "/")
}
