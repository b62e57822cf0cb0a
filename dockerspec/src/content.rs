//! What a stage holds while it is built: the model, and what the model does not know.

use std::panic::Location;
use std::sync::Arc;

use dockerspec_core::dockerfile::{Args, Base, Instruction, Shell, Stage};
use dockerspec_core::value::{Owner, StageName, ValueError};
use dockerspec_core::word::{Arg, Scope, Value};
use dockerspec_core::{Distribution, List};

use crate::attached::Attached;
use crate::problem::{Problem, ProblemKind};

pub(crate) type Place = &'static Location<'static>;

/// A stage of the model, with the lines of the program that wrote it and the stages that it needs.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) stage: Stage<'static>,
    /// The call that began the stage.
    pub(crate) begun: Place,
    /// The call that wrote each instruction.
    pub(crate) written: Vec<Place>,
    /// The stage that this one builds on.
    pub(crate) parent: Option<Arc<Self>>,
    /// The stages that this one copies or mounts from.
    pub(crate) uses: List<Arc<Self>>,
    /// The arguments of the whole file that this stage names.
    pub(crate) globals: Vec<(Arg<'static>, Place)>,
    pub(crate) problems: Vec<Problem>,
    /// The arguments that are in scope.
    args: Vec<Arg<'static>>,
    /// The distribution of the base, if the description says it.
    distribution: Option<Distribution>,
    /// The user in force, if this stage names one.
    user: Option<Value<'static, Owner<'static>>>,
    pub(crate) root_by_choice: bool,
}

/// Room for the instructions of most stages, so that they are rarely moved.
const USUAL_LENGTH: usize = 16;

impl Content {
    pub(crate) fn new(base: Base<'static>, name: Result<StageName<'static>, ValueError>, begun: Place) -> Self {
        let mut stage = Stage::new(base);
        stage.instructions.reserve_exact(USUAL_LENGTH);
        let mut content = Self {
            stage,
            begun,
            written: Vec::with_capacity(USUAL_LENGTH),
            parent: None,
            uses: List::new(),
            globals: Vec::new(),
            problems: Vec::new(),
            args: Vec::new(),
            distribution: None,
            user: None,
            root_by_choice: false,
        };
        match name {
            Ok(name) => content.stage.name = Some(name),
            Err(error) => content.problem(error, begun),
        }
        content.lower_base();
        content
    }

    pub(crate) fn child(parent: Arc<Self>, name: Result<StageName<'static>, ValueError>, begun: Place) -> Self {
        let base = parent.stage.name.clone().map_or(Base::Scratch, Base::Stage);
        let mut content = Self::new(base, name, begun);
        content.root_by_choice = parent.root_by_choice;
        content.parent = Some(parent);
        content
    }

    /// Adds an instruction, and in front of it the declarations that it needs.
    pub(crate) fn push(&mut self, mut instruction: Instruction<'static>, place: Place) {
        instruction.take_args(&mut |arg| self.declare(arg, place));
        self.stage.instructions.push(instruction);
        self.written.push(place);
    }

    pub(crate) fn problem(&mut self, kind: impl Into<ProblemKind>, place: Place) {
        self.problems.push(Problem { kind: kind.into(), location: Some(place) });
    }

    /// The value, or a problem and nothing.
    pub(crate) fn accept<T, E: Into<ProblemKind>>(&mut self, value: Result<T, E>, place: Place) -> Option<T> {
        value.map_err(|error| self.problem(error, place)).ok()
    }

    /// Declares an argument, unless it is in scope.
    pub(crate) fn declare(&mut self, arg: Arg<'static>, place: Place) {
        if arg.scope == Scope::Preamble {
            self.global(arg.clone(), place);
        }
        if let Some(known) = self.in_scope(&arg) {
            if *known != arg {
                let name = arg.name.to_string();
                self.problem(ProblemKind::ArgConflict { name }, place);
            }
            return;
        }
        let mut declared = arg.clone();
        if arg.scope == Scope::Preamble {
            declared.default = None;
        }
        self.args.push(arg);
        self.stage.instructions.push(Args::new(declared).into());
        self.written.push(place);
    }

    fn in_scope(&self, arg: &Arg<'static>) -> Option<&Arg<'static>> {
        let here = self.args.iter().find(|known| known.name == arg.name);
        here.or_else(|| self.parent.as_deref().and_then(|parent| parent.in_scope(arg)))
    }

    fn global(&mut self, arg: Arg<'static>, place: Place) {
        if !self.globals.iter().any(|(known, _)| *known == arg) {
            self.globals.push((arg, place));
        }
    }

    /// Declares the arguments of `FROM`.
    pub(crate) fn lower_base(&mut self) {
        let mut args = Vec::new();
        self.stage.take_base_args(&mut |arg| args.push(arg));
        let place = self.begun;
        for arg in args {
            match arg.scope {
                Scope::Preamble => self.global(arg, place),
                Scope::Stage => {
                    let name = arg.name.to_string();
                    self.problem(ProblemKind::StageArgInFrom { name }, place);
                }
                _ => {}
            }
        }
    }

    /// Takes in what comes with an instruction, before the instruction itself.
    pub(crate) fn attach(&mut self, attached: Attached, place: Place) {
        let Some(parts) = attached.into_parts() else { return };
        for stage in &parts.stages {
            if !self.uses.iter().any(|known| Arc::ptr_eq(known, stage)) {
                self.uses.push(Arc::clone(stage));
            }
        }
        for arg in parts.args {
            self.declare(arg, place);
        }
        for problem in parts.problems {
            self.problem(problem, place);
        }
    }

    /// The distribution of the base: what was said, or else what the name of the image tells.
    pub(crate) fn distribution(&self) -> Option<Distribution> {
        self.distribution.or_else(|| match (&self.stage.base, &self.parent) {
            (_, Some(parent)) => parent.distribution(),
            (Base::Scratch, None) => Some(Distribution::Scratch),
            (Base::Image(Value::Fixed(image)), None) => Distribution::of(image),
            _ => None,
        })
    }

    pub(crate) fn set_distribution(&mut self, distribution: Distribution) {
        self.distribution = Some(distribution);
    }

    pub(crate) fn set_user(&mut self, user: Value<'static, Owner<'static>>) {
        self.user = Some(user);
        self.root_by_choice = false;
    }

    /// The user that the container of this stage runs as, as far as the description says.
    pub(crate) fn user(&self) -> Option<&Value<'static, Owner<'static>>> {
        self.user.as_ref().or_else(|| self.parent.as_deref().and_then(Self::user))
    }

    /// The `SHELL` in force.
    pub(crate) fn shell(&self) -> Option<&Shell<'static>> {
        let here = self.stage.instructions.iter().rev().find_map(|instruction| match instruction {
            Instruction::Shell(shell) => Some(shell),
            _ => None,
        });
        here.or_else(|| self.parent.as_deref().and_then(Self::shell))
    }

    /// The working directory in force, as far as the description says and knows it.
    pub(crate) fn working_directory(&self) -> Option<&str> {
        let here = self.stage.instructions.iter().rev().find_map(|instruction| match instruction {
            Instruction::Workdir(workdir) => Some(workdir.path.as_literal()),
            _ => None,
        });
        here.unwrap_or_else(|| self.parent.as_deref().and_then(Self::working_directory))
    }

    /// How messages call the stage.
    pub(crate) fn name(&self) -> &str {
        self.stage.name.as_ref().map_or("", StageName::as_str)
    }
}
