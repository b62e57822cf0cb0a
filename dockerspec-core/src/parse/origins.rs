//! Where COPY and mounts take files from: what a name means is known when all stages are.

use std::collections::HashSet;

use super::instruction::Origin;
use super::keyword::{is_lower, lower};
use super::map::SourceMap;
use super::problem::{Located, Problem};
use crate::convert::Broken;
use crate::dockerfile::{CopyFrom, Dockerfile, Instruction, Mount, MountFrom, Trigger};
use crate::names::Names;
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

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts every origin into its instruction. An instruction with a bad one goes.
    pub(super) fn resolve(
        &mut self,
        names: &Names<'_>,
        file: &mut Dockerfile<'a>,
        map: &mut SourceMap,
        broken: &mut Broken,
    ) -> Vec<Located> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut problems = Vec::new();
        let mut gone: Vec<HashSet<usize>> = Vec::new();
        for Pending { stage, place, mount, origin } in self.0.drain(..) {
            let name = &*origin.text;
            let found = if is_lower(name) { names.get(name) } else { names.get(&lower(name)) };
            let stage_name = found.and_then(|stage| file.stages[stage].name.clone());
            let result = match trigger_or(&mut file.stages[stage].instructions[place]) {
                Some(Instruction::Copy(copy)) => copy_from(&origin, stage_name).map(|from| copy.from = Some(from)),
                Some(Instruction::Run(run)) => {
                    mount_from(&origin, stage_name).map(|from| set_from(&mut run.mounts[mount], from))
                }
                _ => Ok(()),
            };
            if let Err(problem) = result {
                problems.push(problem.at(origin.span));
                gone.resize(file.stages.len(), HashSet::new());
                gone[stage].insert(place);
                broken.note(None, stage + 1);
            }
        }
        if !gone.is_empty() {
            map.remove(|stage, place| gone[stage].contains(&place));
            for (stage, gone) in file.stages.iter_mut().zip(&gone) {
                let mut place = 0;
                stage.instructions.retain(|_| {
                    place += 1;
                    !gone.contains(&(place - 1))
                });
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

fn set_from<'a>(mount: &mut Mount<'a>, from: MountFrom<'a>) {
    match mount {
        Mount::Bind(mount) => mount.from = Some(from),
        Mount::Cache(mount) => mount.from = Some(from),
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
