//! What rules want to know of a file, worked out once.

mod arguments;
mod base;
mod call;
mod command;
mod comments;
mod dependencies;
mod dispatched;
mod environment;
mod graph;
mod images;
mod labels;
mod mounts;
mod platform;
mod provision;
mod scripts;
mod shell;
mod spelling;
mod stage;
mod step;
mod texts;
mod transfer;
mod user;
mod workdir;

pub(super) use arguments::{Argument, Arguments, arguments};
pub(super) use base::StageBase;
pub(super) use call::CallFacts;
pub(super) use command::as_exec_form;
pub(super) use comments::attached_comments;
pub(super) use dependencies::{DependencyInstall, INSTALLERS, dependency_install};
pub(super) use dispatched::Dispatched;
pub(super) use environment::Setting;
pub(super) use graph::StageUse;
pub(super) use mounts::is_within;
pub(super) use platform::{architecture_of, os_of, platform_of};
pub(super) use provision::may_write;
pub(super) use scripts::started_by;
pub(super) use shell::ShellInForce;
pub(super) use spelling::Casing;
pub(super) use stage::StageFacts;
pub(super) use step::StepFacts;
pub(super) use texts::Texts;
pub(super) use transfer::{Transfer, TransferOrigin, base_name, ending};
pub(super) use user::RunUser;
pub(super) use workdir::is_below;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::policy::Policy;
use crate::bases::{BaseFacts, BaseVariables};
use crate::convert::{Trace, Variables};
use crate::dockerfile::Dockerfile;
use crate::ignore::IgnoreFile;
use crate::parse::{Parsed, SourceMap, Span};
use graph::Graph;
use stage::FileText;
use texts::CutScripts;

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
    /// Whether a directive on top makes another character than `\` the escape token.
    pub(super) escapes_otherwise: bool,
    /// Where texts stand for the first time, of those that somebody asked for.
    mentions: RefCell<BTreeMap<&'static str, Option<usize>>>,
    /// Where each line begins, once somebody asks.
    line_starts: OnceCell<Vec<u32>>,
    /// What the build context leaves out, if that is known.
    pub(super) ignore: Option<&'f IgnoreFile>,
    /// What the build makes of the words of the file, without build arguments.
    pub(super) trace: Trace<'f>,
}

impl<'f> FileFacts<'f> {
    pub(super) fn new(
        source: &'f str,
        parsed: &'f Parsed<'f>,
        (texts, cut): (&'f Texts, CutScripts<'f>),
        policy: &'f Policy,
        contexts: &'f [String],
        ignore: Option<&'f IgnoreFile>,
    ) -> Self {
        let Parsed { dockerfile, map, .. } = parsed;
        let graph = Graph::new(dockerfile, map, contexts);
        let escapes_otherwise = spelling::escapes_otherwise(source);
        let mut text = FileText { source, texts, cut, dockerfile, map, escapes_otherwise };
        let mut stages: Vec<StageFacts<'f>> = Vec::with_capacity(dockerfile.stages.len());
        for (number, node) in graph.nodes.into_iter().enumerate() {
            let stage = StageFacts::new(&mut text, number, node, &stages);
            stages.push(stage);
        }
        let variables = |stage: &StageFacts<'f>| match &stage.base {
            StageBase::Scratch | StageBase::Stage(_) => BaseVariables::NONE,
            StageBase::Image(image) => policy.base_variables(image),
            StageBase::Unknown => BaseVariables::Unknown,
        };
        let variables = stages.iter().map(variables).collect();
        Self {
            source,
            dockerfile,
            map,
            policy,
            contexts,
            stages,
            escapes_otherwise,
            mentions: RefCell::default(),
            line_starts: OnceCell::new(),
            ignore,
            trace: Trace::new(dockerfile, map, &parsed.broken, variables),
        }
    }

    /// Whether a text stands anywhere in front of a place, be it in a comment or a heredoc.
    pub(super) fn is_mentioned_before(&self, place: Span, text: &'static str) -> bool {
        let first = *self.mentions.borrow_mut().entry(text).or_insert_with(|| self.source.find(text));
        first.is_some_and(|first| first < place.end as usize)
    }

    /// The variables that FROM knows.
    pub(super) fn preamble_variables(&self) -> Variables<'f> {
        Variables::of_preamble(self.dockerfile, self.map)
    }

    /// The stage that a stage is `FROM`.
    pub(super) fn parent(&self, stage: &StageFacts<'_>) -> Option<&StageFacts<'f>> {
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
        self.stages.get(stage.root).unwrap_or(stage)
    }

    /// A stage, the stage that it is `FROM`, and so on.
    pub(super) fn ancestry(&self, stage: &StageFacts<'_>) -> impl Iterator<Item = &StageFacts<'f>> {
        std::iter::successors(self.stages.get(stage.number), |stage| self.parent(stage))
    }
}
