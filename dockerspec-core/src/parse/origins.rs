//! Where COPY and mounts take files from: what a name means is known when all stages are.

use super::instruction::Origin;
use super::keyword::lower;
use super::map::SourceMap;
use super::problem::{Located, Problem};
use crate::convert::Broken;
use crate::dockerfile::{CopyFrom, Dockerfile, Instruction, Mount, MountFrom, Trigger};
use crate::value::{ImageRef, StageName};

/// An origin, and the instruction that has it.
pub(super) struct Pending<'a> {
    pub(super) stage: usize,
    pub(super) place: usize,
    /// The number of the mount.
    pub(super) mount: usize,
    pub(super) origin: Origin<'a>,
}

/// The origins of a file.
#[derive(Default)]
pub(super) struct Origins<'a>(Vec<Pending<'a>>);

impl<'a> Origins<'a> {
    pub(super) fn extend(&mut self, pending: impl IntoIterator<Item = Pending<'a>>) {
        self.0.extend(pending);
    }

    /// Puts every origin into its instruction. An instruction with a bad one goes.
    pub(super) fn resolve(
        &mut self,
        file: &mut Dockerfile<'a>,
        map: &mut SourceMap,
        broken: &mut Broken,
    ) -> Vec<Located> {
        let mut problems = Vec::new();
        // From behind, so that places stay right.
        for Pending { stage, place, mount, origin } in self.0.drain(..).rev() {
            let name = lower(&origin.text);
            let named = file.stages.iter().find_map(|stage| stage.name.as_ref().filter(|known| known.as_str() == name));
            let named = named.cloned();
            let Some(instruction) = file.stages[stage].instructions.get_mut(place) else { continue };
            let is_trigger = matches!(instruction, Instruction::Onbuild(_));
            let result = match trigger_or(instruction) {
                Some(Instruction::Copy(copy)) => copy_from(&origin, named).map(|from| copy.from = Some(from)),
                Some(Instruction::Run(run)) => {
                    mount_from(&origin, named).map(|from| set_from(run.mounts.get_mut(mount), from))
                }
                _ => Ok(()),
            };
            match result {
                Ok(()) => {}
                Err(problem) => {
                    // A trigger is looked at where it runs, but the model has no word for it.
                    debug_assert!(
                        !is_trigger || matches!(problem, Problem::BaseReference { .. } | Problem::StageIndex { .. })
                    );
                    problems.push(problem.at(origin.span));
                    file.stages[stage].instructions.remove(place);
                    map.remove_instruction(stage, place);
                    broken.note(None, stage);
                }
            }
        }
        problems
    }
}

fn trigger_or<'i, 'a>(instruction: &'i mut Instruction<'a>) -> Option<&'i mut Instruction<'a>> {
    match instruction {
        Instruction::Onbuild(onbuild) => match &mut onbuild.trigger {
            Trigger::Instruction(trigger) => Some(trigger),
            Trigger::Text(_) => None,
        },
        instruction => Some(instruction),
    }
}

fn set_from<'a>(mount: Option<&mut Mount<'a>>, from: MountFrom<'a>) {
    match mount {
        Some(Mount::Bind(mount)) => mount.from = Some(from),
        Some(Mount::Cache(mount)) => mount.from = Some(from),
        _ => {}
    }
}

fn copy_from<'a>(origin: &Origin<'a>, named: Option<StageName<'a>>) -> Result<CopyFrom<'a>, Problem> {
    let text = &*origin.text;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<i64>().is_ok() {
        let index = text.parse::<i64>().ok().and_then(|index| u32::try_from(index).ok());
        return index.map(CopyFrom::Index).ok_or_else(|| Problem::StageIndex { index: text.to_owned() });
    }
    match named {
        Some(name) => Ok(CopyFrom::Stage(name)),
        None => image(origin).map(CopyFrom::Image),
    }
}

fn mount_from<'a>(origin: &Origin<'a>, named: Option<StageName<'a>>) -> Result<MountFrom<'a>, Problem> {
    match named {
        Some(name) => Ok(MountFrom::Stage(name)),
        None => image(origin).map(MountFrom::Image),
    }
}

fn image<'a>(origin: &Origin<'a>) -> Result<ImageRef<'a>, Problem> {
    ImageRef::new(origin.text.clone()).map_err(|error| Problem::BaseReference {
        base: origin.text.clone().into_owned(),
        expected: error.expected().to_owned(),
    })
}
