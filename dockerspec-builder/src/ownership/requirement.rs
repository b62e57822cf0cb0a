//! Paths that must be writable, and why some of them are not.

use dockerspec_core::dockerfile::Instruction;
use dockerspec_core::value::Owner;
use dockerspec_core::word::Word;

use super::{Ownership, may_be_same, owner_name, ownership, way_out};
use crate::content::{Content, Place};
use crate::inspection::Spot;
use crate::lineage::{Position, lineage, numbered_steps, resolved, unprivileged};
use crate::problem::ProblemKind;

/// A path that must be writable, and is not.
#[derive(Debug)]
pub(crate) struct Unwritable<'c> {
    pub(crate) kind: ProblemKind,
    /// The line to change.
    pub(crate) place: Place,
    /// The stage that asks for it.
    pub(crate) stage: &'c Content,
    /// The instruction that the line wrote, if it wrote one.
    pub(crate) position: Option<Position<'c>>,
}

impl Unwritable<'_> {
    /// Where it is in the image.
    pub(crate) fn spot(&self) -> Spot {
        let stage = self.position.map_or(self.stage, |position| position.stage);
        Spot { stage: stage.name().to_owned(), instruction: self.position.map(|position| position.number) }
    }
}

/// What must be writable in containers of a stage, and for sure is not.
pub(crate) fn unwritable(content: &Content) -> Vec<Unwritable<'_>> {
    let Some((user, _)) = unprivileged(content) else { return Vec::new() };
    let mut found = Vec::new();
    for stage in lineage(content) {
        for (path, asked) in &stage.writable {
            let Some((kind, position)) = problem(content, path.normalized(), user) else { continue };
            let place = position.map_or(*asked, |position| position.step().place);
            found.push(Unwritable { kind, place, stage, position });
        }
    }
    found
}

/// Why a user cannot write a path, and the instruction that is the reason.
fn problem<'c>(content: &'c Content, path: String, user: &Owner<'_>) -> Option<(ProblemKind, Option<Position<'c>>)> {
    let named = user.to_string();
    match ownership(content, &path, user) {
        Ownership::Given(owner, position) if !may_be_same(&owner, user) => {
            let way_out = way_out(position.instruction());
            let owner = owner_name(&owner);
            Some((ProblemKind::NotWritable { path, owner, user: named, way_out }, Some(position)))
        }
        Ownership::Missing => match volume(content, &path) {
            Some(position) => Some((ProblemKind::VolumeOfRoot { path, user: named }, Some(position))),
            None if can_be_made(content, &path, user) => None,
            None => Some((ProblemKind::NotGiven { path, user: named }, None)),
        },
        Ownership::OfBase => Some((ProblemKind::NotGiven { path, user: named }, None)),
        Ownership::Given(..) | Ownership::Unknown => None,
    }
}

/// Whether who runs the container may be able to make a directory that is not there: the one above may be theirs.
fn can_be_made(content: &Content, path: &str, user: &Owner<'_>) -> bool {
    let mut above = path;
    while let Some((directory, _)) = above.rsplit_once('/') {
        above = directory;
        match ownership(content, if directory.is_empty() { "/" } else { directory }, user) {
            Ownership::Missing => {}
            Ownership::Given(owner, _) => return may_be_same(&owner, user),
            Ownership::OfBase => return false,
            Ownership::Unknown => return true,
        }
    }
    false
}

/// The VOLUME of a path.
fn volume<'c>(content: &'c Content, path: &str) -> Option<Position<'c>> {
    let is_it = |word: &Word<'_>| resolved(None, word).is_some_and(|known| known.normalized() == path);
    numbered_steps(content).rev().find(|position| match position.instruction() {
        Instruction::Volume(volume) => volume.paths.iter().any(is_it),
        _ => false,
    })
}
