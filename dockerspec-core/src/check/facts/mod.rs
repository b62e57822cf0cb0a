//! What rules want to know of a file, worked out once.

mod arguments;
mod base;
mod call;
mod command;
mod dependencies;
mod edit;
mod environment;
mod graph;
mod mounts;
mod provision;
mod scripts;
mod shell;
mod stage;
mod step;
mod texts;
mod transfer;
mod workdir;

pub(super) use arguments::{Argument, arguments};
pub(super) use base::StageBase;
pub(super) use call::CallFacts;
pub(super) use dependencies::{DependencyInstall, INSTALLERS, dependency_install};
pub(super) use environment::Setting;
pub(super) use mounts::is_within;
pub(super) use provision::may_write;
pub(super) use scripts::started_by;
pub(super) use shell::ShellInForce;
pub(super) use stage::StageFacts;
pub(super) use step::StepFacts;
pub(super) use texts::Texts;
pub(super) use transfer::{Transfer, TransferOrigin, base_name};
pub(super) use workdir::is_below;

use super::policy::Policy;
use crate::bases::BaseFacts;
use crate::dockerfile::Dockerfile;
use crate::parse::{Parsed, SourceMap};
use graph::Graph;

/// A file, its stages, and what was asked of it.
#[derive(Debug)]
pub(super) struct FileFacts<'f> {
    pub(super) source: &'f str,
    pub(super) dockerfile: &'f Dockerfile<'f>,
    pub(super) map: &'f SourceMap,
    pub(super) policy: &'f Policy,
    /// The named contexts that builds are given.
    pub(super) contexts: &'f [String],
    pub(super) stages: Vec<StageFacts<'f>>,
}

impl<'f> FileFacts<'f> {
    pub(super) fn new(
        source: &'f str,
        parsed: &'f Parsed<'f>,
        texts: &'f Texts,
        policy: &'f Policy,
        contexts: &'f [String],
    ) -> Self {
        let Parsed { dockerfile, map, .. } = parsed;
        let graph = Graph::new(dockerfile, map, contexts);
        let mut stages: Vec<StageFacts<'f>> = Vec::with_capacity(dockerfile.stages.len());
        for (number, node) in graph.nodes.into_iter().enumerate() {
            let stage = StageFacts::new(source, texts, dockerfile, map, number, node, &stages);
            stages.push(stage);
        }
        Self { source, dockerfile, map, policy, contexts, stages }
    }

    /// The stage that a stage is `FROM`.
    pub(super) fn parent(&self, stage: &StageFacts<'f>) -> Option<&StageFacts<'f>> {
        match stage.base {
            StageBase::Stage(parent) => self.stages.get(parent),
            _ => None,
        }
    }

    /// What is known of the base that a stage has in the end, behind all stages that it is `FROM`.
    pub(super) fn base_of<'s>(&'s self, stage: &'s StageFacts<'f>) -> Option<&'s BaseFacts> {
        let root = self.root(stage);
        root.base_facts
            .get_or_init(|| match &root.base {
                StageBase::Scratch => Some(BaseFacts::scratch()),
                StageBase::Image(image) => self.policy.base(image),
                StageBase::Stage(_) | StageBase::Unknown => None,
            })
            .as_ref()
    }

    /// The last of the ancestry of a stage: the one that is `FROM` no other stage.
    pub(super) fn root<'s>(&'s self, stage: &'s StageFacts<'f>) -> &'s StageFacts<'f> {
        self.ancestry(stage).last().unwrap_or(stage)
    }

    /// A stage, the stage that it is `FROM`, and so on.
    pub(super) fn ancestry<'s>(&'s self, stage: &'s StageFacts<'f>) -> impl Iterator<Item = &'s StageFacts<'f>> {
        std::iter::successors(Some(stage), |stage| self.parent(stage))
    }
}
