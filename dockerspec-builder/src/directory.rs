//! Directories that belong to somebody.

use dockerspec_core::dockerfile::{Copy, CopyFrom, Instruction, Run, Source};
use dockerspec_core::shell::quote;
use dockerspec_core::value::{AbsPath, Account, ImageRef, Owner};
use dockerspec_core::word::{IntoWord as _, Value, Word};
use dockerspec_core::{Distribution, List};

use crate::content::Content;
use crate::run::is_posix;

/// The instruction that makes a directory for an owner behind what a stage holds.
///
/// Where there is a shell of root, it makes the directory, and gives it to the owner also if it is there. Elsewhere it is
/// a copy of the empty image, which needs neither a shell nor root, and leaves a directory that is there as it is.
pub(crate) fn instruction(
    content: &Content,
    path: Word<'static>,
    owner: Value<'static, Owner<'static>>,
) -> Instruction<'static> {
    if let (Value::Fixed(owner), Some(path)) = (&owner, path.as_literal())
        && has_shell_of_root(content)
    {
        let path = quote(path);
        return Run::shell(format!("mkdir -p {path} && chown {} {path}", quote(&with_group(owner)))).into();
    }
    let mut copy = Copy::of(List::from([Source::Path("/".into_word())]), path);
    copy.from = Some(CopyFrom::Image(ImageRef::new("scratch").expect("the name of the empty image is one")));
    copy.chown = Some(owner);
    copy.into()
}

/// Whether a command of a stage is read by a shell, and run by root.
fn has_shell_of_root(content: &Content) -> bool {
    let has_shell = match content.shell() {
        Some(shell) => is_posix(shell),
        None => content.system().distribution.is_some_and(|distribution| distribution != Distribution::Scratch),
    };
    has_shell && content.user().is_none_or(|user| user.fixed().is_some_and(Owner::is_root))
}

/// The owner as `chown` takes it, with the group that `COPY --chown` would take.
fn with_group(owner: &Owner<'_>) -> String {
    match (&owner.user, &owner.group) {
        (_, Some(_)) => owner.to_string(),
        (Account::Id(id), None) => format!("{id}:{id}"),
        (Account::Name(name), None) => format!("{name}:"),
    }
}

/// Whether a path is one of a directory that can be made, as far as it is known.
pub(crate) fn check(path: &Word<'_>) -> Result<(), dockerspec_core::value::ValueError> {
    path.as_literal().map_or(Ok(()), |path| AbsPath::new(path).map(|_| ()))
}
