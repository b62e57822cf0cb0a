//! The working directory, and paths that continue it.

use std::borrow::Cow;

use super::{FileFacts, StageFacts};
use crate::dockerfile::Instruction;
use crate::value::AbsPath;
use crate::word::{Part, Word};

use super::environment::Setting;

/// The working directories of a stage: each with the number of the first instruction that it is in force for.
pub(super) type Workdirs = Vec<(usize, Option<AbsPath<'static>>)>;

impl<'f> FileFacts<'f> {
    /// The working directory in force for an instruction of a stage, by its number, if it is known.
    pub(in crate::check) fn workdir<'s>(
        &'s self,
        stage: &'s StageFacts<'f>,
        number: usize,
    ) -> Option<&'s AbsPath<'static>> {
        let workdirs = self.workdirs(stage);
        let behind = workdirs.partition_point(|(from, _)| *from <= number);
        workdirs[..behind].last()?.1.as_ref()
    }

    /// The path that a word means for an instruction of a stage, if that is known.
    pub(in crate::check) fn path(
        &self,
        stage: &StageFacts<'f>,
        number: usize,
        word: &Word<'_>,
    ) -> Option<AbsPath<'static>> {
        let text = self.text(stage, number, word)?;
        continued(self.workdir(stage, number), &text)
    }

    /// The text of a word as an instruction of a stage expands it, without build arguments, if that is known.
    pub(in crate::check) fn text<'w>(
        &self,
        stage: &StageFacts<'f>,
        number: usize,
        word: &'w Word<'_>,
    ) -> Option<Cow<'w, str>> {
        if let Some(text) = word.as_literal() {
            return Some(Cow::Borrowed(text));
        }
        let Word::Parts(parts) = word else { return None };
        let step = stage.steps.get(number)?;
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Variable(variable) if variable.modifier.is_none() => {
                    match self.variable(stage, step, variable.name.as_str()) {
                        Setting::Literal(value) => text.push_str(value),
                        Setting::Absent | Setting::Unknown => return None,
                    }
                }
                Part::Variable(_) => return None,
            }
        }
        Some(Cow::Owned(text))
    }

    /// The working directories of a stage. Those of the stages that it is built on come first, without recursion, since
    /// a file can have thousands.
    fn workdirs<'s>(&'s self, stage: &'s StageFacts<'f>) -> &'s Workdirs {
        if let Some(known) = stage.workdirs.get() {
            return known;
        }
        let unknown: Vec<_> = self.ancestry(stage).take_while(|stage| stage.workdirs.get().is_none()).collect();
        for stage in unknown.into_iter().rev() {
            let first = match self.parent(stage) {
                Some(parent) => parent.workdirs.get().and_then(|known| known.last()?.1.clone()),
                None => self.base_of(stage).and_then(|base| AbsPath::new(base.workdir.clone()?).ok()),
            };
            let mut workdirs = vec![(0, first)];
            for (number, instruction) in stage.stage.instructions.iter().enumerate() {
                if let Instruction::Workdir(workdir) = instruction {
                    let before = workdirs.last().and_then(|(_, path)| path.as_ref());
                    let text = self.text(stage, number, &workdir.path);
                    let path = text.and_then(|text| continued(before, &text));
                    workdirs.push((number + 1, path));
                }
            }
            // Nobody else could have set it in between.
            let _ = stage.workdirs.set(workdirs);
        }
        stage.workdirs.get().expect("it was just worked out")
    }
}

/// The path that `text` means in a directory, cleaned; the trailing slash of an absolute one stays away too.
fn continued(directory: Option<&AbsPath<'static>>, text: &str) -> Option<AbsPath<'static>> {
    // A path of Windows.
    if text.contains('\\') || text.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    if text.starts_with('/') {
        return AbsPath::new(AbsPath::new(text).ok()?.normalized()).ok();
    }
    Some(directory?.join(text))
}

/// Whether a clean path is another one, or below it.
pub(in crate::check) fn is_below(path: &AbsPath<'_>, outer: &AbsPath<'_>) -> bool {
    let (path, outer) = (path.as_str(), outer.as_str());
    outer == "/" || path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
