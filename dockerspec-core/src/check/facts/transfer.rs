//! What COPY and ADD have in common for rules.

use super::StepFacts;
use crate::dockerfile::{CopyFrom, Instruction, Source};
use crate::word::Word;

/// A COPY or an ADD.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Transfer<'f> {
    pub(in crate::check) sources: &'f [Source<'f>],
    pub(in crate::check) destination: &'f Word<'f>,
    pub(in crate::check) origin: TransferOrigin<'f>,
    pub(in crate::check) has_chown: bool,
    /// Whether it has a flag that decides which files there are: `--exclude`, `--parents`.
    pub(in crate::check) is_selective: bool,
}

/// Where the sources are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum TransferOrigin<'f> {
    /// The build context, or for ADD the network.
    Context,
    /// Something that `--from` names.
    Other(&'f CopyFrom<'f>),
}

impl<'f> StepFacts<'f> {
    /// The step as a COPY or an ADD, if it is one.
    pub(in crate::check) fn transfer(&self) -> Option<Transfer<'f>> {
        match self.instruction {
            Instruction::Copy(copy) => Some(Transfer {
                sources: &copy.sources,
                destination: &copy.destination,
                origin: copy.from.as_ref().map_or(TransferOrigin::Context, TransferOrigin::Other),
                has_chown: copy.chown.is_some(),
                is_selective: copy.parents || !copy.exclude.is_empty(),
            }),
            Instruction::Add(add) => Some(Transfer {
                sources: &add.sources,
                destination: &add.destination,
                origin: TransferOrigin::Context,
                has_chown: add.chown.is_some(),
                is_selective: !add.exclude.is_empty(),
            }),
            _ => None,
        }
    }
}

impl<'f> Transfer<'f> {
    /// The paths among the sources that have no variables, each with its number.
    pub(in crate::check) fn literal_sources(self) -> impl Iterator<Item = (usize, &'f str)> {
        self.sources.iter().enumerate().filter_map(|(number, source)| match source {
            Source::Path(path) => Some((number, path.as_literal()?)),
            Source::File(_) => None,
        })
    }

    /// The number of the source that is the whole build context, if one is.
    pub(in crate::check) fn whole_context(self) -> Option<usize> {
        if self.origin != TransferOrigin::Context {
            return None;
        }
        self.literal_sources().find(|(_, path)| is_whole_context(path)).map(|(number, _)| number)
    }
}

/// Whether a source is everything that there is.
fn is_whole_context(path: &str) -> bool {
    matches!(path, "." | "./" | "/" | "*" | "./*" | "/." | "/*" | "./.")
}

/// The last part of a path, without slashes behind it.
pub(in crate::check) fn base_name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// What is behind the last dot of a name: `sh`.
pub(in crate::check) fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}
