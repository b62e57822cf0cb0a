//! Which stage needs which, and what is wrong with that.

use super::{Broken, Converter, expand};
use crate::dockerfile::{Base, CopyFrom, Instruction, Mount, MountFrom, Run, Trigger};
use crate::finding::Label;
use crate::names::Names;
use crate::parse::{Place, Problem, Span};
use crate::value::{ImageRef, Platform, StageName};
use crate::word::Value;

/// The stages of a file and what they need.
#[derive(Debug, Default)]
pub(super) struct Graph<'m> {
    pub(super) nodes: Vec<Node>,
    /// The last stage of each name.
    names: Names<'m>,
}

#[derive(Debug, Default)]
pub(super) struct Node {
    /// The stage that it is `FROM`.
    pub(super) base: Option<usize>,
    /// Stages that it copies or mounts from, and where.
    needs: Vec<(usize, Span)>,
    /// Whether its steps run on Windows.
    pub(super) is_windows: bool,
    /// Whether the target needs it.
    pub(super) is_reachable: bool,
}

impl<'m> Graph<'m> {
    pub(super) fn new(converter: &mut Converter<'m, '_>, broken: &Broken) -> Self {
        let mut graph = Self::default();
        for (number, stage) in converter.file.stages.iter().enumerate() {
            let mut node = Node::default();
            let place = converter.map.from(number);
            if broken.stages.binary_search(&number).is_err() {
                node.base = graph.base(converter, &stage.base, place);
                let is_windows = platform(converter, number, place)
                    .unwrap_or_else(|| node.base.is_some_and(|base| graph.nodes[base].is_windows));
                node.is_windows = is_windows && (node.base.is_some() || !is_scratch(converter, &stage.base));
            }
            graph.nodes.push(node);
            if let Some(name) = &stage.name {
                graph.names.insert(name.as_str().into(), number);
            }
        }
        if graph.nodes.len() == 1 && !converter.file.stages[0].instructions.iter().any(has_origin_or_mount) {
            graph.nodes[0].is_reachable = true;
            return graph;
        }
        graph.dependencies(converter);
        graph.cycles(converter);
        graph.reach();
        graph
    }

    pub(super) fn stage(&self, name: &StageName<'_>) -> Option<usize> {
        self.named(name.as_str())
    }

    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name)
    }

    /// The stage that a stage is `FROM`, among those so far.
    fn base(&self, converter: &mut Converter<'_, '_>, base: &Base<'_>, place: Option<Place<'_>>) -> Option<usize> {
        let image = match base {
            Base::Stage(name) => return self.stage(name),
            Base::Image(image) => image,
            Base::Scratch | Base::Context(_) => return None,
        };
        let word = image.expanded()?;
        let span = place.map(|place| place.words().first().copied().unwrap_or(place.span())).unwrap_or_default();
        let expanded = match expand(word, &converter.globals, &mut converter.budget) {
            Ok(expanded) if expanded.is_open => return None,
            Ok(expanded) => expanded,
            Err((problem, depends)) => {
                converter.report.add(problem, span, depends);
                return None;
            }
        };
        if let Some(stage) = self.names.get(&expanded.text) {
            return Some(stage);
        }
        let base = || expanded.text.as_ref().to_owned();
        if expanded.text.is_empty() {
            let base = spelled(word);
            converter.report.add(Problem::BlankBase { base }, span, expanded.depends);
        } else if expanded.text != "scratch"
            && let Err(error) = ImageRef::new(&*expanded.text)
        {
            let problem = Problem::BaseReference { base: base(), expected: error.expected().to_owned() };
            converter.report.add(problem, span, expanded.depends);
        }
        None
    }

    /// What each stage copies and mounts from.
    fn dependencies(&mut self, converter: &mut Converter<'_, '_>) {
        let mut images = 0;
        for (number, stage) in converter.file.stages.iter().enumerate() {
            for (index, instruction) in stage.instructions.iter().enumerate() {
                let span = || converter.map.instruction(number, index).map(Place::span).unwrap_or_default();
                match instruction {
                    Instruction::Copy(copy) => match copy.from.as_ref().map(|from| self.copied(from, &mut images)) {
                        Some(Ok(Some(need))) => self.nodes[number].needs.push((need, span())),
                        Some(Err(problem)) => converter.report.add(problem, span(), false),
                        Some(Ok(None)) | None => {}
                    },
                    Instruction::Run(run) if !run.mounts.is_empty() => {
                        let needs = self.mounted(run, &mut images);
                        self.nodes[number].needs.extend(needs.into_iter().map(|need| (need, span())));
                    }
                    _ => {}
                }
            }
        }
    }

    /// The stage that COPY takes files from. Images that were named so far have numbers behind those of the stages.
    pub(super) fn copied(&self, from: &CopyFrom<'_>, images: &mut usize) -> Result<Option<usize>, Problem> {
        Ok(match from {
            CopyFrom::Stage(name) => self.stage(name),
            CopyFrom::Index(index) => match *index as usize {
                index if index < self.nodes.len() => Some(index),
                index if index < self.nodes.len() + *images => None,
                index => return Err(Problem::StageIndex { index: index.to_string() }),
            },
            CopyFrom::Image(_) | CopyFrom::Context(_) => {
                *images += 1;
                None
            }
        })
    }

    /// The stages that a command mounts. A mount without an origin counts as one of an empty image.
    pub(super) fn mounted(&self, run: &Run<'_>, images: &mut usize) -> Vec<usize> {
        let mut needs = Vec::new();
        for mount in &run.mounts {
            let stage = match mount {
                Mount::Expanded(mount) => {
                    mount.fields.iter().rev().find(|field| field.key == "from").and_then(|field| {
                        let name = crate::parse::lower(field.value.as_ref()?.as_literal()?);
                        self.names.get(&name)
                    })
                }
                mount => mount.origin().and_then(|from| self.mount_stage(from)),
            };
            match stage.or_else(|| self.names.get("scratch").filter(|_| !has_origin(mount))) {
                Some(stage) => needs.push(stage),
                None => *images += 1,
            }
        }
        needs
    }

    fn mount_stage(&self, from: &MountFrom<'_>) -> Option<usize> {
        match from {
            MountFrom::Stage(name) => self.stage(name),
            MountFrom::Image(_) | MountFrom::Context(_) => None,
        }
    }

    /// Reports stages that need themselves. Keeps its own stack: a file can have many stages.
    fn cycles(&self, converter: &mut Converter<'_, '_>) {
        #[derive(Clone, Copy, PartialEq)]
        enum Visit {
            No,
            Open,
            Done,
        }
        let needs_earlier = |(number, node): (usize, &Node)| node.needs.iter().all(|(need, _)| *need < number);
        if self.nodes.iter().enumerate().all(needs_earlier) {
            return;
        }
        let mut visits = vec![Visit::No; self.nodes.len()];
        for start in 0..self.nodes.len() {
            if visits[start] != Visit::No {
                continue;
            }
            let mut stack = vec![(start, 0)];
            visits[start] = Visit::Open;
            while let Some((stage, next)) = stack.last_mut() {
                let stage = *stage;
                let Some((need, span)) = self.nodes[stage].needs.get(*next).copied() else {
                    visits[stage] = Visit::Done;
                    stack.pop();
                    continue;
                };
                *next += 1;
                match visits[need] {
                    Visit::Done => {}
                    Visit::No => {
                        visits[need] = Visit::Open;
                        stack.push((need, 0));
                    }
                    Visit::Open => {
                        let name = converter.stage_name(need);
                        let other = Label { span: from_span(converter, need), text: "the stage".into() };
                        converter.report.add_with(Problem::Cycle { name }, span, other);
                    }
                }
            }
        }
    }

    /// Marks what the last stage needs.
    fn reach(&mut self) {
        let mut waiting: Vec<usize> = self.nodes.len().checked_sub(1).into_iter().collect();
        while let Some(stage) = waiting.pop() {
            let node = &mut self.nodes[stage];
            if !std::mem::replace(&mut node.is_reachable, true) {
                waiting.extend(node.base);
                waiting.extend(node.needs.iter().map(|(need, _)| need));
            }
        }
    }
}

fn has_origin_or_mount(instruction: &Instruction<'_>) -> bool {
    match instruction {
        Instruction::Copy(copy) => copy.from.is_some(),
        Instruction::Run(run) => !run.mounts.is_empty(),
        _ => false,
    }
}

fn has_origin(mount: &Mount<'_>) -> bool {
    match mount {
        Mount::Expanded(mount) => mount.fields.iter().any(|field| {
            let text = field.value.as_ref().and_then(|value| value.as_literal());
            field.key == "from" && text.is_some_and(|text| !text.is_empty())
        }),
        mount => mount.origin().is_some(),
    }
}

/// Whether the platform of a stage is Windows, if it names one.
fn platform(converter: &mut Converter<'_, '_>, number: usize, place: Option<Place<'_>>) -> Option<bool> {
    let platform = converter.file.stages[number].platform.as_ref()?;
    let word = match (platform.fixed(), platform.expanded()) {
        (Some(platform), _) => return Some(is_windows(platform)),
        (None, word) => word?,
    };
    let span = place.and_then(|place| place.flags().first().copied()).unwrap_or_default();
    match expand(word, &converter.globals, &mut converter.budget) {
        Ok(expanded) if expanded.is_open => None,
        Ok(expanded) if expanded.text.is_empty() => {
            converter.report.add(Problem::BlankPlatform { platform: spelled(word) }, span, expanded.depends);
            None
        }
        Ok(expanded) => {
            if let Ok(platform) = Platform::new(&*expanded.text) {
                return Some(is_windows(&platform));
            }
            let platform = expanded.text.into_owned();
            converter.report.add(Problem::Platform { platform }, span, expanded.depends);
            None
        }
        Err((problem, depends)) => {
            converter.report.add(problem, span, depends);
            None
        }
    }
}

/// Whether a base that is no stage is the empty one, which has the platform of the build whatever FROM says.
fn is_scratch(converter: &mut Converter<'_, '_>, base: &Base<'_>) -> bool {
    match base {
        Base::Scratch => true,
        Base::Image(Value::Expanded(word)) => {
            expand(word, &converter.globals, &mut converter.budget).is_ok_and(|expanded| expanded.text == "scratch")
        }
        _ => false,
    }
}

pub(super) fn is_windows(platform: &Platform<'_>) -> bool {
    platform.os().is_some_and(|os| os.eq_ignore_ascii_case("windows"))
}

/// A word as people write it, for messages.
fn spelled(word: &crate::word::Word<'_>) -> String {
    word.variables().first().map_or_else(String::new, |variable| format!("${{{}}}", variable.name))
}

impl Converter<'_, '_> {
    /// Reports that `span` needs a stage that comes later.
    #[cold]
    pub(super) fn report_later(&mut self, stage: usize, span: Span) {
        let name = self.stage_name(stage);
        let other = Label { span: from_span(self, stage), text: "the stage".into() };
        self.report.add_with(Problem::LaterStage { name }, span, other);
    }

    pub(super) fn stage_name(&self, number: usize) -> String {
        let name = self.file.stages[number].name.as_ref();
        name.map_or_else(|| format!("number {number}"), |name| name.as_str().to_owned())
    }
}

/// The instruction that a trigger is, if it is one.
pub(super) fn trigger<'i, 'a>(instruction: &'i Instruction<'a>) -> Option<&'i Trigger<'a>> {
    match instruction {
        Instruction::Onbuild(onbuild) => Some(&onbuild.trigger),
        _ => None,
    }
}

/// Where FROM of a stage stands.
pub(super) fn from_span(converter: &Converter<'_, '_>, stage: usize) -> Span {
    converter.map.from(stage).map(Place::span).unwrap_or_default()
}
