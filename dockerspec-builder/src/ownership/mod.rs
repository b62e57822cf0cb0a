//! Who owns the directories of an image, as far as its description tells. What may be otherwise is not known.
//!
//! What instructions do to owners was found out with BuildKit: WORKDIR gives what it makes to the user in force, and
//! leaves what is there; COPY gives the directories that it makes to `--chown` or root, and leaves the one that it
//! copies to if that is there; a linked COPY replaces all directories on the way to its files.

mod base;
mod commands;
mod requirement;

use dockerspec_core::dockerfile::{Add, Copy, CopyFrom, Instruction};
use dockerspec_core::value::{AbsPath, Account, FileMode, Owner};
use dockerspec_core::word::{Value, Word};

use crate::content::Content;
use crate::lineage::{Position, base_directory, base_facts, is_below, lineage, numbered_steps, resolved};
use crate::run::is_posix;

pub(crate) use requirement::{Unwritable, unwritable};

/// Who owns a directory.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ownership<'c> {
    /// Nobody: nothing makes it.
    Missing,
    /// Root: it is in the base, or nothing could be there but what root owns.
    OfBase,
    /// Whom this instruction gives it to.
    Given(Owner<'static>, Position<'c>),
    /// Something may have made it, or given it to somebody.
    Unknown,
}

/// The owner of the directory at `path`, a clean one, in containers of a stage, as far as `asker` needs to know it: what
/// could belong to others alone does not count.
pub(crate) fn ownership<'c>(content: &'c Content, path: &str, asker: &Owner<'_>) -> Ownership<'c> {
    let lineage = lineage(content);
    let facts = base_facts(&lineage);
    let mut walk = Walk {
        path,
        asker,
        found: base::ownership(content.system().distribution, facts.as_ref(), path),
        user: facts.and_then(|facts| Owner::parse(facts.user?).ok()),
        directory: base_directory(&lineage),
        is_posix: true,
    };
    for position in numbered_steps(content) {
        // What waits in a stage below has run by now.
        if matches!(position.instruction(), Instruction::Onbuild(_)) && !std::ptr::eq(position.stage, content) {
            walk.found = Ownership::Unknown;
        }
        walk.step(position);
    }
    walk.found
}

/// What makes a directory of this instruction belong to whoever runs the container.
pub(crate) fn way_out(instruction: &Instruction<'static>) -> &'static str {
    match instruction {
        Instruction::Workdir(_) => "write `user` before it, or make it before with `directory`",
        Instruction::Copy(copy) if is_linked(copy) => {
            "copy with `chown`, since a linked copy replaces the directories that it copies to"
        }
        Instruction::Run(_) => "change the owner in this command, or make it with `directory` instead",
        _ => "copy with `chown`",
    }
}

/// What messages call an owner.
pub(crate) fn owner_name(owner: &Owner<'_>) -> String {
    if owner.is_root() { "root".to_owned() } else { owner.to_string() }
}

/// Whether two owners are the same account, as far as can be told.
pub(crate) fn may_be_same(owner: &Owner<'_>, user: &Owner<'_>) -> bool {
    match (&owner.user, &user.user) {
        (Account::Id(owner), Account::Id(user)) => owner == user,
        (Account::Name(owner), Account::Name(user)) => owner == user,
        (named, other) => !(named.is_root() || other.is_root()),
    }
}

/// The instructions so far, and what they say of one directory.
#[derive(Debug)]
struct Walk<'c, 'p> {
    path: &'p str,
    asker: &'p Owner<'p>,
    found: Ownership<'c>,
    /// Who runs commands, if that is known.
    user: Option<Owner<'static>>,
    /// The working directory, if it is known.
    directory: Option<AbsPath<'static>>,
    /// Whether the shell in force reads the language of `sh`.
    is_posix: bool,
}

impl<'c> Walk<'c, '_> {
    fn step(&mut self, position: Position<'c>) {
        match position.instruction() {
            Instruction::User(user) => self.user = user.user.fixed().cloned(),
            Instruction::Shell(shell) => self.is_posix = is_posix(shell),
            Instruction::Workdir(workdir) => {
                self.directory = resolved(self.directory.as_ref(), &workdir.path);
                let directory = self.directory.clone();
                self.makes(directory.as_ref(), self.user.clone(), position);
            }
            Instruction::Copy(copy) => self.copy(copy, position),
            Instruction::Add(add) => self.add(add),
            Instruction::Run(run) => commands::run(self, &run.command, position),
            _ => {}
        }
    }

    /// A directory is made, and those above it, where they are not there yet: for this owner, if that is known.
    fn makes(&mut self, made: Option<&AbsPath<'static>>, owner: Option<Owner<'static>>, position: Position<'c>) {
        if self.found != Ownership::Missing || made.is_some_and(|made| !is_below(&made.normalized(), self.path)) {
            return;
        }
        self.found = match (made, owner) {
            (Some(_), Some(owner)) => Ownership::Given(owner, position),
            _ => Ownership::Unknown,
        };
    }

    fn copy(&mut self, copy: &Copy<'static>, position: Position<'c>) {
        let owner = match &copy.chown {
            // The directories that it makes have that mode too.
            _ if copy.chmod.as_ref().is_some_and(lets_others_write) => None,
            Some(Value::Fixed(owner)) => Some(owner.clone()),
            Some(Value::Expanded(_)) => None,
            // A copy out of an image keeps the owner that it has there.
            None => (copy.from.as_ref().is_none_or(is_empty)).then(root),
        };
        let Some(destination) = self.destination(&copy.destination) else {
            if self.found == Ownership::Missing || is_linked(copy) {
                self.found = Ownership::Unknown;
            }
            return;
        };
        if is_below(&destination, self.path) {
            match (&self.found, owner) {
                (Ownership::Missing, owner) => {
                    self.makes(AbsPath::new(destination).ok().as_ref(), owner, position);
                }
                _ if !is_linked(copy) => {}
                // Where layers can be merged; elsewhere it is as without the flag.
                (Ownership::Given(before, _), Some(owner)) if owner.is_root() && !before.is_root() => {
                    self.found = Ownership::Given(owner, position);
                }
                (_, Some(owner)) if owner.is_root() => {}
                _ => self.found = Ownership::Unknown,
            }
        } else if is_below(self.path, &destination) && copy.from.as_ref().is_none_or(|from| !is_empty(from)) {
            // It may be among what is copied, and then belongs to the owner of the copy.
            let stays = match (&self.found, owner) {
                (Ownership::Given(before, _), Some(owner)) => *before == owner || before.is_root() && owner.is_root(),
                (_, owner) => owner.is_some_and(|owner| owner.is_root()),
            };
            if !stays {
                self.found = Ownership::Unknown;
            }
        }
    }

    /// An archive may hold anything, with any owner.
    fn add(&mut self, add: &Add<'static>) {
        let is_elsewhere = self
            .destination(&add.destination)
            .is_some_and(|made| !is_below(&made, self.path) && !is_below(self.path, &made));
        if !is_elsewhere {
            self.found = Ownership::Unknown;
        }
    }

    fn destination(&self, path: &Word<'static>) -> Option<String> {
        Some(resolved(self.directory.as_ref(), path)?.normalized())
    }
}

fn is_linked(copy: &Copy<'_>) -> bool {
    copy.link && copy.chmod.is_none()
}

/// Whether others than the owner may write to what has this mode.
fn lets_others_write(mode: &Value<'_, FileMode<'_>>) -> bool {
    !matches!(mode, Value::Fixed(FileMode::Octal(mode)) if mode.bits() & 0o022 == 0)
}

/// Whether files are taken out of the empty image, which has none.
fn is_empty(from: &CopyFrom<'_>) -> bool {
    matches!(from, CopyFrom::Image(image) if image.as_str() == "scratch")
}

fn root() -> Owner<'static> {
    Owner { user: Account::Id(0), group: None }
}

#[cfg(test)]
mod tests;
