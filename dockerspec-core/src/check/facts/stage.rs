//! What rules want to know of a stage.

use std::cell::OnceCell;

use super::graph::{Node, StageUse};
use super::texts::CutScripts;
use super::workdir::Workdirs;
use super::{FileFacts, ShellInForce, StageBase, StepFacts, Texts};
use crate::Distribution;
use crate::bases::BaseFacts;
use crate::dockerfile::{Dockerfile, Instruction, Stage, User};
use crate::parse::{Place, SourceMap, Span};
use crate::value::Account;

/// A file as stages are read from it.
#[derive(Debug)]
pub(super) struct FileText<'f> {
    pub(super) source: &'f str,
    pub(super) texts: &'f Texts,
    /// The scripts that are read already.
    pub(super) cut: CutScripts<'f>,
    pub(super) dockerfile: &'f Dockerfile<'f>,
    pub(super) map: &'f SourceMap,
    /// Whether a directive on top makes another character than `\` the escape token.
    pub(super) escapes_otherwise: bool,
}

/// A stage: what it begins with, who needs it, and its instructions.
#[derive(Debug)]
pub(in crate::check) struct StageFacts<'f> {
    pub(in crate::check) number: usize,
    pub(in crate::check) stage: &'f Stage<'f>,
    /// Its FROM.
    pub(in crate::check) place: Place<'f>,
    pub(in crate::check) base: StageBase<'f>,
    /// The number of the last stage of its ancestry.
    pub(super) root: usize,
    /// Where later stages use it.
    pub(in crate::check) users: Vec<StageUse>,
    /// Whether its layers are in the image: it is the last stage, or the last stage is built on it.
    pub(in crate::check) ships: bool,
    pub(in crate::check) is_last: bool,
    pub(in crate::check) steps: Vec<StepFacts<'f>>,
    /// The shell behind the last instruction.
    pub(in crate::check) shell: ShellInForce<'f>,
    /// The last USER of it or of the stages that it is built on.
    pub(in crate::check) user: Option<&'f User<'f>>,
    /// What is known of an image that it begins with, once somebody asks.
    pub(super) base_facts: OnceCell<Option<BaseFacts>>,
    /// Its working directories, once somebody asks.
    pub(super) workdirs: OnceCell<Workdirs>,
}

impl<'f> StageFacts<'f> {
    pub(super) fn new(text: &mut FileText<'f>, number: usize, node: Node<'f>, earlier: &[Self]) -> Self {
        let FileText { source, dockerfile: file, map, escapes_otherwise, .. } = *text;
        let stage = &file.stages[number];
        let parent = if let StageBase::Stage(parent) = node.base { earlier.get(parent) } else { None };
        let place = map.from(number).expect("a stage that was read has a place");
        let mut shell = match parent {
            Some(parent) => parent.shell,
            // The other escape token is there for paths of Windows.
            None if escapes_otherwise
                || is_windows(source, place)
                || is_of_windows(&node.base)
                || has_user_of_windows(stage) =>
            {
                ShellInForce::Windows
            }
            None => ShellInForce::Default,
        };
        let mut user = parent.and_then(|parent| parent.user);
        let mut steps = Vec::with_capacity(stage.instructions.len());
        for (step, instruction) in stage.instructions.iter().enumerate() {
            let Some(place) = map.instruction(number, step) else { continue };
            steps.push(StepFacts::new(text, instruction, place, (number, step), shell, user));
            match instruction {
                Instruction::Shell(set) => shell = ShellInForce::Set(&set.arguments),
                Instruction::User(set) => user = Some(set),
                _ => {}
            }
        }
        Self {
            number,
            stage,
            place,
            base: node.base,
            root: parent.map_or(number, |parent| parent.root),
            users: node.users,
            ships: node.ships,
            is_last: number + 1 == file.stages.len(),
            steps,
            shell,
            user,
            base_facts: OnceCell::new(),
            workdirs: OnceCell::new(),
        }
    }

    /// How users are created and packages are called in it, if that is known.
    pub(in crate::check) fn distribution(&self, file: &FileFacts<'f>) -> Option<Distribution> {
        match &file.root(self).base {
            StageBase::Scratch => Some(Distribution::Scratch),
            _ => file.base_of(self)?.family(),
        }
    }

    /// Its name in FROM.
    pub(in crate::check) fn name_span(&self) -> Span {
        self.place.words().get(2).copied().unwrap_or(self.place.span())
    }

    /// `--platform` in FROM.
    pub(in crate::check) fn platform_span(&self) -> Span {
        self.place.flags().first().copied().unwrap_or(self.place.span())
    }

    /// Whether it is an image that somebody builds: it is the last stage, or no stage uses it.
    pub(in crate::check) fn is_image(&self) -> bool {
        self.is_last || self.users.is_empty()
    }

    /// The repository of the image that it is built on, as it is written.
    pub(in crate::check) fn image_repository(&self) -> Option<&str> {
        match &self.base {
            StageBase::Image(image) => Some(image.repository()),
            _ => None,
        }
    }

    /// The name of the base in FROM.
    pub(in crate::check) fn base_span(&self) -> Span {
        self.place.words().first().copied().unwrap_or(self.place.span())
    }
}

/// Whether a stage is probably one of Windows: its base or its platform says so.
fn is_windows(source: &str, from: Place<'_>) -> bool {
    let says_so = |span: &Span| names_windows(&source[span.range()]);
    from.words().first().is_some_and(says_so) || from.flags().iter().any(says_so)
}

fn names_windows(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        let name = match byte.to_ascii_lowercase() {
            b'w' => "windows",
            b'n' => "nanoserver",
            b's' => "servercore",
            _ => return false,
        };
        bytes.get(at..at + name.len()).is_some_and(|part| part.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// Whether the defaults of arguments make a base of Windows.
fn is_of_windows(base: &StageBase<'_>) -> bool {
    match base {
        StageBase::Image(image) => names_windows(image.repository()) || image.tag().is_some_and(names_windows),
        _ => false,
    }
}

/// Whether a USER is one that containers of Windows alone have.
fn has_user_of_windows(stage: &Stage<'_>) -> bool {
    let users = stage.instructions.iter().filter_map(|instruction| match instruction {
        Instruction::User(user) => user.user.fixed(),
        _ => None,
    });
    users.map(|owner| &owner.user).any(|user| match user {
        Account::Name(name) => matches!(name.as_str(), "ContainerAdministrator" | "ContainerUser"),
        Account::Id(_) => false,
    })
}
