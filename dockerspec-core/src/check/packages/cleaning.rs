//! What fills the caches of package managers, and what empties them.

use super::{Family, Operation, PackageCall, PackageProgram, package_calls};
use crate::check::facts::{Argument, CallFacts, FileFacts, StageFacts, StepFacts, arguments, is_within};
use crate::shell::{Call, Construct, ConstructKind, Joint, Word};

/// Whether a call fills the caches.
pub(in crate::check) fn fills(call: &PackageCall<'_, '_>) -> bool {
    let Some(operation) = call.operation else { return false };
    let program = call.program;
    if let Some(option) = program.without_cache
        && (call.has_option(&[option]) || call.has_unknown() && operation != Operation::Refresh)
    {
        return false;
    }
    match program.family {
        // Images of Debian and Ubuntu are set up to drop packages once they are installed, but not lists.
        Family::Apt => operation == Operation::Refresh,
        _ => operation == Operation::Refresh || operation.installs() || operation.upgrades(),
    }
}

/// Whether a call empties the caches of a package manager, or may do that.
fn empties(facts: &CallFacts<'_, '_>, program: &PackageProgram) -> bool {
    let call = &facts.call;
    match call.name {
        "rm" => removes(call, program.caches, program.family == Family::Apk),
        "find" => {
            let deletes = call.literals().any(|word| word == "-delete" || word == "rm");
            deletes && call.arguments.iter().any(|word| covers(word, program.caches))
        }
        "trap" => {
            let named = |text: &str| program.caches.iter().any(|cache| text.contains(cache));
            call.arguments.iter().any(|word| named(word.literal_prefix()))
        }
        _ => {
            let Some(other) = PackageProgram::of(call.name) else {
                // A script of the image for it, as there is in many.
                return call.name.as_bytes().windows(5).any(|part| part == b"clean");
            };
            other.family == program.family && PackageCall::of(facts).is_some_and(|other| is_cleaning(&other))
        }
    }
}

/// Whether a call empties the caches of one of the package managers of a family for sure.
pub(in crate::check) fn empties_surely(facts: &CallFacts<'_, '_>, family: Family) -> bool {
    let call = &facts.call;
    let is_known = matches!(call.name, "rm" | "find") || PackageProgram::of(call.name).is_some();
    is_known
        && call.arguments.iter().all(|word| word.literal().is_some())
        && PackageProgram::of_family(family).any(|program| empties(facts, program))
}

/// Whether a call of a package manager empties what it keeps.
fn is_cleaning(call: &PackageCall<'_, '_>) -> bool {
    match (call.program.family, call.operation) {
        (_, Some(Operation::CleanLists)) | (Family::Zypper, Some(Operation::Clean)) => true,
        (Family::Rpm, Some(Operation::Clean)) => call.has_unknown() || call.operands().any(|word| word.is("all")),
        _ => false,
    }
}

/// Whether `rm` removes one of these directories, or all that is in it; plain files need no `-r` for that.
fn removes(call: &Call<'_, '_>, directories: &[&str], has_plain_files: bool) -> bool {
    let mut is_recursive = has_plain_files;
    let mut is_covered = false;
    for argument in arguments(call.arguments, &[]) {
        match argument {
            Argument::Option { name: "r" | "R" | "--recursive", .. } => is_recursive = true,
            Argument::Option { .. } => {}
            Argument::Operand(word) | Argument::Unknown(word) => is_covered |= covers(word, directories),
        }
    }
    is_recursive && is_covered
}

/// Whether a word names, or may name, one of these directories, one above, or all that is in it.
fn covers(word: &Word<'_>, directories: &[&str]) -> bool {
    let text = word.literal_prefix();
    if word.literal().is_none() {
        return directories.iter().any(|directory| directory.starts_with(text) || text.starts_with(directory));
    }
    let path = ["/*", "/**", "/."].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let path = path.trim_end_matches('/');
    if word.has_glob || word.has_braces {
        let Some(open) = path.find(['*', '?', '[', '{']) else {
            return path.is_empty() || directories.iter().any(|directory| is_within(directory, path));
        };
        // What is in a directory is not all of it, and any other pattern may fit.
        return directories.iter().any(|directory| directory.starts_with(&path[..open]));
    }
    // A `*` in quotes is a name.
    path.len() + 2 > text.len() && !path.is_empty() && directories.iter().any(|directory| is_within(directory, path))
}

/// The calls in a RUN that leave their caches in the layer: of those that fill the same, the last one.
pub(in crate::check) fn leftovers<'s, 'f>(
    file: &'s FileFacts<'f>,
    stage: &'s StageFacts<'f>,
    step: &'s StepFacts<'f>,
) -> Vec<PackageCall<'s, 'f>> {
    // What is done behind the last call that leaves something does good to those before it.
    let mut last: Vec<PackageCall<'s, 'f>> = Vec::new();
    for call in package_calls(file, stage, step).filter(fills) {
        last.retain(|other| other.program.family != call.program.family);
        last.push(call);
    }
    last.retain(|call| {
        let is_mounted = call.program.caches.iter().any(|cache| step.is_mounted(cache));
        !is_mounted && !call.is_elsewhere() && !may_be_emptied(call)
    });
    last
}

/// Whether what a call leaves in the caches is, or may be, gone when its RUN ends.
pub(in crate::check) fn may_be_emptied(call: &PackageCall<'_, '_>) -> bool {
    let CallFacts { file, stage, step, call: mess } = &call.facts;
    let mut is_behind = false;
    step.calls().any(|later| {
        if later.is_same(mess) {
            is_behind = true;
            return false;
        }
        let runs_behind = is_behind
            || later.name == "trap"
            || later.script.is_inside(later.command, |kind| matches!(kind, ConstructKind::Function { .. }));
        if !runs_behind {
            return false;
        }
        let later = CallFacts { file, stage, step, call: later };
        empties(&later, call.program) && !is_only_on_failure(&later.call, mess)
    })
}

/// Whether a call runs only when something before it fails: it, or what stands around it alone, is behind `||`.
fn is_only_on_failure(call: &Call<'_, '_>, mess: &Call<'_, '_>) -> bool {
    let is_shared = |construct: &Construct<'_>| {
        mess.script.constructs_around(mess.command).any(|other| std::ptr::eq(other, construct))
    };
    let mut alone = call.script.constructs_around(call.command).filter(|construct| !is_shared(construct));
    call.command.joint == Joint::Or || alone.any(|construct| construct.joint == Joint::Or)
}
