//! What is known of the package managers of programming languages: one table, and how a call of one is read.

mod pinned;
mod table;

use super::facts::{Argument, arguments};
use crate::shell::{Call, Word};

pub(super) use pinned::may_be_of_module;
pub(super) use table::PROGRAMS;

/// The first operands of calls: `["tool", "install"]`.
pub(super) type Sequences = &'static [&'static [&'static str]];

/// A package manager of a programming language.
#[derive(Debug)]
pub(super) struct PackageManager {
    /// The names of its program.
    pub(super) programs: &'static [&'static str],
    /// What it is called with to install packages that are named behind it: the first operands.
    pub(super) install: Sequences,
    /// The options whose value can be the next word.
    pub(super) with_value: &'static [&'static str],
    /// The options that say which version every package has, or where it is: `--version`, a letter without its dash.
    pub(super) pinned_by: &'static [&'static str],
    /// Whether the text of a package says which version it has, or is something that has none.
    pub(super) is_pinned: fn(&str) -> bool,
    /// How a package is written with a version.
    pub(super) with_version: &'static str,
    /// What it keeps of its downloads.
    pub(super) cache: Option<PackageCache>,
}

/// What a package manager keeps of its downloads.
#[derive(Debug)]
pub(super) struct PackageCache {
    /// What it is called with to download packages: the first operands. None at all means a call without operands.
    pub(super) fill: Sequences,
    /// Where it keeps them.
    pub(super) directories: &'static [&'static str],
    /// The options and variables that name another directory.
    pub(super) directory_options: &'static [&'static str],
    pub(super) directory_variables: &'static [&'static str],
    /// The options that switch it off; the first one is written by fixes.
    pub(super) off: &'static [&'static str],
    /// The variables that switch it off.
    pub(super) off_variables: &'static [OffVariable],
    /// What the manager is called with to empty it: the first operands, and how that is written.
    pub(super) clean: Sequences,
    pub(super) clean_command: &'static str,
}

/// A variable that switches a cache off, and with which values.
pub(super) type OffVariable = (&'static str, fn(&str) -> bool);

/// A call of a package manager.
#[derive(Debug)]
pub(super) struct ManagerCall<'s, 'a> {
    pub(super) manager: &'static PackageManager,
    pub(super) arguments: Vec<Argument<'s, 'a>>,
}

impl<'s, 'a> ManagerCall<'s, 'a> {
    /// The call of a package manager that a call is, if it is one; `python -m pip` is one of `pip`.
    pub(super) fn of(call: &Call<'s, 'a>) -> Option<Self> {
        let (name, words) = match call.arguments {
            [module, name, words @ ..] if call.name.starts_with("python") && module.is("-m") => {
                (name.literal()?, words)
            }
            words => (call.name, words),
        };
        let manager = table::ALL.iter().find(|manager| manager.programs.contains(&name))?;
        Some(Self { manager, arguments: arguments(words, manager.with_value).collect() })
    }

    /// The operands behind those of `sequence`, and the last word of that, if it begins with it.
    pub(super) fn behind(
        &self,
        sequences: Sequences,
    ) -> Option<(Option<&'s Word<'a>>, impl Iterator<Item = &'s Word<'a>> + Clone)> {
        let operands = self.arguments.iter().filter_map(|argument| match argument {
            Argument::Operand(word) if !word.literal_prefix().starts_with('+') => Some(*word),
            Argument::Operand(_) | Argument::Option { .. } => None,
            Argument::Unknown(word) => Some(*word),
        });
        let begins = |sequence: &&&'static [&str]| {
            if sequence.is_empty() {
                return operands.clone().next().is_none();
            }
            let mut operands = operands.clone();
            sequence.iter().all(|text| operands.next().is_some_and(|word| word.is(text)))
        };
        let sequence = sequences.iter().find(begins)?;
        let last = sequence.len().checked_sub(1).and_then(|last| operands.clone().nth(last));
        Some((last, operands.skip(sequence.len())))
    }

    /// Whether it has one of these options: `--name`, or a letter without its dash.
    pub(super) fn has_option(&self, names: &[&str]) -> bool {
        self.option(names).is_some()
    }

    /// The value of the last one of these options; empty if it has none.
    pub(super) fn option(&self, names: &[&str]) -> Option<&'s str> {
        self.arguments.iter().rev().find_map(|argument| match argument {
            Argument::Option { name, value, .. } if names.contains(name) => Some(value.unwrap_or_default()),
            _ => None,
        })
    }
}
