//! What a stage holds while it is built: the model, and what the model does not know.

use std::panic::Location;
use std::sync::Arc;

use dockerspec_core::bases::PackageManager;
use dockerspec_core::dockerfile::{Args, Base, Instruction, IntoInstruction, Shell, Stage};
use dockerspec_core::value::{AbsPath, Owner, StageName, ValueError};
use dockerspec_core::word::{Arg, Scope, Value, Word};
use dockerspec_core::{Distribution, List, boxed};

use crate::attached::{Attached, Parts};
use crate::problem::{Problem, ProblemKind};
use crate::system::System;

pub(crate) type Place = &'static Location<'static>;

/// A stage of the model, with the lines of the program that wrote it and the stages that it needs.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// The stage without its instructions, which are `steps`.
    pub(crate) stage: Stage<'static>,
    pub(crate) steps: Vec<Step>,
    /// The call that began the stage.
    pub(crate) begun: Place,
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
    pub(crate) distribution: Option<Distribution>,
    /// What installs the packages of the base, if the description says it.
    pub(crate) package_manager: Option<PackageManager>,
    pub(crate) root_by_choice: bool,
    /// The paths that who runs the container must be able to write, and the lines that say so.
    pub(crate) writable: Vec<(AbsPath<'static>, Place)>,
    /// The calls that joined a pair to an instruction of the stage, and the number of that.
    joined: Vec<(usize, Place)>,
}

/// An instruction, and the call that wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) instruction: Instruction<'static>,
    pub(crate) place: Place,
}

/// Room for the instructions of most stages, so that they are rarely moved.
const USUAL_LENGTH: usize = 16;

impl Content {
    pub(crate) fn new(base: Base<'static>, name: Result<StageName<'static>, ValueError>, begun: Place) -> Box<Self> {
        let mut content = boxed(|| Self {
            stage: Stage::new(base),
            steps: Vec::with_capacity(USUAL_LENGTH),
            begun,
            parent: None,
            uses: List::new(),
            globals: Vec::new(),
            problems: Vec::new(),
            args: Vec::new(),
            distribution: None,
            package_manager: None,
            root_by_choice: false,
            writable: Vec::new(),
            joined: Vec::new(),
        });
        match name {
            Ok(name) => content.stage.name = Some(name),
            Err(error) => content.problem(error, begun),
        }
        content.lower_base();
        content
    }

    pub(crate) fn child(parent: Arc<Self>, name: Result<StageName<'static>, ValueError>, begun: Place) -> Box<Self> {
        let base = parent.stage.name.clone().map_or(Base::Scratch, Base::Stage);
        let mut content = Self::new(base, name, begun);
        content.root_by_choice = parent.root_by_choice;
        content.parent = Some(parent);
        content
    }

    /// Adds an instruction, and in front of it the declarations that it needs.
    ///
    /// An instruction that needs none, as most, is written where it stays: to move it as a whole would be to wait for
    /// the fields that were written just before.
    #[inline]
    pub(crate) fn push(&mut self, mut instruction: impl IntoInstruction<'static>, place: Place) {
        if instruction.has_variables() {
            self.push_behind_its_args(instruction.into(), place);
        } else {
            self.steps.push(Step { instruction: instruction.into(), place });
        }
    }

    #[cold]
    fn push_behind_its_args(&mut self, mut instruction: Instruction<'static>, place: Place) {
        instruction.take_args(&mut |arg| self.declare(arg, place));
        self.steps.push(Step { instruction, place });
    }

    /// The instructions, in order.
    pub(crate) fn instructions(&self) -> impl DoubleEndedIterator<Item = &Instruction<'static>> {
        self.steps.iter().map(|step| &step.instruction)
    }

    /// The instruction that was added last.
    pub(crate) fn last_mut(&mut self) -> Option<&mut Instruction<'static>> {
        self.steps.last_mut().map(|step| &mut step.instruction)
    }

    /// Notes that a pair was joined to the instruction that was added last.
    pub(crate) fn note_joined(&mut self, place: Place) {
        self.joined.push((self.steps.len().saturating_sub(1), place));
    }

    /// The calls that joined a pair to an instruction, in order: those of the last pairs of it.
    pub(crate) fn joined_at(&self, number: usize) -> impl Iterator<Item = Place> {
        self.joined.iter().filter(move |(step, _)| *step == number).map(|(_, place)| *place)
    }

    /// The whole stage of the model.
    pub(crate) fn to_stage(&self) -> Stage<'static> {
        let mut stage = self.stage.clone();
        stage.instructions = self.instructions().cloned().collect();
        stage
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
        self.steps.push(Step { instruction: Args::new(declared).into(), place });
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
        if matches!(
            (&self.stage.base, &self.stage.platform),
            (Base::Image(Value::Expanded(_)), _) | (_, Some(Value::Expanded(_)))
        ) {
            self.declare_args_of_base();
        }
    }

    #[cold]
    fn declare_args_of_base(&mut self) {
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
    #[inline]
    pub(crate) fn attach(&mut self, attached: Attached, place: Place) {
        if let Some(stage) = attached.stage {
            self.need(stage);
        }
        if let Some(parts) = attached.parts {
            self.attach_parts(*parts, place);
        }
    }

    #[cold]
    fn attach_parts(&mut self, parts: Parts, place: Place) {
        for stage in parts.stages {
            self.need(stage);
        }
        for arg in parts.args {
            self.declare(arg, place);
        }
        for problem in parts.problems {
            self.problem(problem, place);
        }
    }

    fn need(&mut self, stage: Arc<Self>) {
        if !self.uses.iter().any(|known| Arc::ptr_eq(known, &stage)) {
            self.uses.push(stage);
        }
    }

    /// The system of the base: what was said, or else what the name of the image tells.
    pub(crate) fn system(&self) -> System {
        let mut system = self.parent.as_deref().map_or_else(|| System::of(&self.stage.base), Self::system);
        if let Some(distribution) = self.distribution {
            system.say_distribution(distribution);
        }
        if let Some(package_manager) = self.package_manager {
            system.say_package_manager(package_manager);
        }
        system
    }

    /// The stage that this one goes back to, which builds on no other.
    fn root(&self) -> &Self {
        self.parent.as_deref().map_or(self, Self::root)
    }

    /// The base of the root, as text.
    fn base(&self) -> Word<'static> {
        match &self.root().stage.base {
            Base::Image(Value::Fixed(image)) => image.to_string().into(),
            Base::Image(Value::Expanded(image)) => image.clone(),
            Base::Context(name) => name.to_string().into(),
            _ => Word::from("scratch"),
        }
    }

    /// How messages call the base.
    pub(crate) fn base_name(&self) -> String {
        self.base().as_literal().map_or_else(|| "the base".to_owned(), |base| format!("`{base}`"))
    }

    /// What the root says in FROM, as text: the base, and the platform. The arguments that the text names are declared.
    pub(crate) fn origin(&mut self, place: Place) -> (Word<'static>, Word<'static>) {
        let base = self.base();
        let root = self.root();
        let platform = match &root.stage.platform {
            Some(Value::Fixed(platform)) => platform.to_string().into(),
            Some(Value::Expanded(platform)) => platform.clone(),
            None => Word::from(&Arg::TARGETPLATFORM),
        };
        let is_named = |arg: &Arg<'_>| {
            let mut variables = base.variables().into_iter().chain(platform.variables());
            variables.any(|variable| variable.name.as_str() == arg.name.as_str())
        };
        let known = root.globals.iter().map(|(arg, _)| arg).chain(Arg::PREDEFINED);
        let named: Vec<_> = known.filter(|arg| is_named(arg)).cloned().collect();
        for arg in named {
            self.declare(arg, place);
        }
        (base, platform)
    }

    /// The user that the container of this stage runs as, as far as the description says.
    pub(crate) fn user(&self) -> Option<&Value<'static, Owner<'static>>> {
        let here = self.instructions().rev().find_map(|instruction| match instruction {
            Instruction::User(user) => Some(&user.user),
            _ => None,
        });
        here.or_else(|| self.parent.as_deref().and_then(Self::user))
    }

    /// The `SHELL` in force.
    pub(crate) fn shell(&self) -> Option<&Shell<'static>> {
        let here = self.instructions().rev().find_map(|instruction| match instruction {
            Instruction::Shell(shell) => Some(shell),
            _ => None,
        });
        here.or_else(|| self.parent.as_deref().and_then(Self::shell))
    }

    /// The working directory in force, as far as the description says and knows it.
    pub(crate) fn working_directory(&self) -> Option<&str> {
        let here = self.instructions().rev().find_map(|instruction| match instruction {
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
