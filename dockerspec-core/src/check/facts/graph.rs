//! Which stage needs which.

use super::StageBase;
use crate::convert::Variables;
use crate::dockerfile::{Base, CopyFrom, Dockerfile, Instruction, MountFrom};
use crate::names::Names;
use crate::parse::SourceMap;
use crate::value::ImageRef;
use crate::word::Value;

pub(super) struct Graph<'f> {
    pub(super) nodes: Vec<Node<'f>>,
}

/// What a stage begins with, and who needs it.
pub(super) struct Node<'f> {
    pub(super) base: StageBase<'f>,
    pub(super) users: Vec<StageUse>,
    pub(super) ships: bool,
}

/// A place where a stage is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct StageUse {
    /// The stage that uses it.
    pub(in crate::check) stage: usize,
    /// The instruction there; none when the stage is `FROM` it.
    pub(in crate::check) step: Option<usize>,
}

impl<'f> Graph<'f> {
    pub(super) fn new(file: &'f Dockerfile<'f>, map: &'f SourceMap, contexts: &[String]) -> Self {
        let mut names = Names::default();
        let mut nodes: Vec<Node<'f>> = Vec::with_capacity(file.stages.len());
        let mut variables = None;
        for (number, stage) in file.stages.iter().enumerate() {
            let base = match &stage.base {
                Base::Scratch => StageBase::Scratch,
                Base::Stage(name) => names.get(name.as_str()).map_or(StageBase::Unknown, StageBase::Stage),
                Base::Image(Value::Fixed(image)) => StageBase::Image(image.clone()),
                Base::Image(Value::Expanded(word)) => {
                    let variables = variables.get_or_insert_with(|| Variables::of_preamble(file, map));
                    match variables.known(word) {
                        None => StageBase::Unknown,
                        Some(text) if text == "scratch" => StageBase::Scratch,
                        Some(text) => match names.get(&text) {
                            Some(stage) => StageBase::Stage(stage),
                            None => ImageRef::new(text).map_or(StageBase::Unknown, StageBase::Image),
                        },
                    }
                }
                Base::Context(_) => StageBase::Unknown,
            };
            let base = match base {
                StageBase::Image(image) if contexts.iter().any(|context| context == image.as_str()) => {
                    StageBase::Unknown
                }
                base => base,
            };
            if let StageBase::Stage(parent) = base {
                nodes[parent].users.push(StageUse { stage: number, step: None });
            }
            nodes.push(Node { base, users: Vec::new(), ships: false });
            for (step, instruction) in stage.instructions.iter().enumerate() {
                each_origin(instruction, &names, &mut |origin| {
                    if origin < number {
                        nodes[origin].users.push(StageUse { stage: number, step: Some(step) });
                    }
                });
            }
            if let Some(name) = &stage.name {
                names.insert(name.as_str().into(), number);
            }
        }
        let mut shipped = nodes.len().checked_sub(1);
        while let Some(number) = shipped {
            nodes[number].ships = true;
            shipped = if let StageBase::Stage(parent) = nodes[number].base { Some(parent) } else { None };
        }
        Self { nodes }
    }
}

/// The stages that an instruction copies or mounts from.
fn each_origin(instruction: &Instruction<'_>, names: &Names<'_>, found: &mut dyn FnMut(usize)) {
    match instruction {
        Instruction::Copy(copy) => match &copy.from {
            Some(CopyFrom::Stage(name)) => names.get(name.as_str()).into_iter().for_each(found),
            Some(CopyFrom::Index(index)) => found(*index as usize),
            _ => {}
        },
        Instruction::Run(run) => {
            for mount in &run.mounts {
                if let Some(MountFrom::Stage(name)) = mount.origin()
                    && let Some(stage) = names.get(name.as_str())
                {
                    found(stage);
                }
            }
        }
        _ => {}
    }
}
