//! The instructions of each stage, one after the other.

use std::borrow::Cow;

use super::environment::{Environment, Known};
use super::expand::{Expanded, Failure, expand, expand_words};
use super::stages::{Graph, from_span, trigger};
use super::{Broken, Converter, UNSET, copy, mount, port, windows};
use crate::dockerfile::{Args, Instruction, Run, RunCommand, Trigger};
use crate::parse::{Place, Problem, Span};
use crate::value::{Signal, normalized};
use crate::word::{Value, Word};

/// What the instructions of a stage change.
#[derive(Debug, Clone)]
pub(super) struct State<'m> {
    pub(super) environment: Environment<'m>,
    /// The working directory; none when it was not worked out.
    pub(super) directory: Option<Cow<'m, str>>,
    /// Whether there was a WORKDIR, in the stage or in one that it is `FROM`.
    has_workdir: bool,
    pub(super) is_windows: bool,
}

/// A step: where it stands, and in which stage.
#[derive(Clone, Copy)]
pub(super) struct Step<'s, 'm> {
    pub(super) graph: &'s Graph<'m>,
    pub(super) stage: usize,
    pub(super) place: Option<Place<'m>>,
    /// Where to point, when the step is a trigger of the base.
    pub(super) from: Option<Span>,
}

impl Step<'_, '_> {
    pub(super) fn span(self) -> Span {
        self.from.or_else(|| self.place.map(Place::span)).unwrap_or_default()
    }

    /// Where a word stands.
    pub(super) fn word(self, number: usize) -> Span {
        self.from
            .or_else(|| self.place.and_then(|place| place.words().get(number).copied()))
            .unwrap_or_else(|| self.span())
    }

    /// Where a flag stands.
    pub(super) fn flag(self, number: usize) -> Span {
        self.from
            .or_else(|| self.place.and_then(|place| place.flags().get(number).copied()))
            .unwrap_or_else(|| self.span())
    }
}

impl<'m> Converter<'m, '_> {
    /// Goes through all stages. Without `variables`, nothing in them hangs on one.
    pub(super) fn stages(&mut self, graph: &Graph<'m>, broken: &Broken, variables: bool) {
        let mut states: Vec<State<'m>> = Vec::with_capacity(self.file.stages.len());
        for (number, stage) in self.file.stages.iter().enumerate() {
            let node = &graph.nodes[number];
            let mut state = match node.base {
                Some(base) if self.budget.spend(states[base].environment.size()) => {
                    State { is_windows: node.is_windows, ..states[base].clone() }
                }
                // A file in which stages upon stages copy so much gets no more of its variables checked.
                Some(base) => State {
                    environment: Environment::unknown(),
                    directory: None,
                    has_workdir: states[base].has_workdir,
                    is_windows: node.is_windows,
                },
                None => State {
                    environment: Environment::with(if node.is_windows { &[] } else { BASE_ENVIRONMENT }),
                    directory: Some(Cow::Borrowed("/")),
                    has_workdir: false,
                    is_windows: node.is_windows,
                },
            };
            if node.base.is_none() {
                state.environment.base = self.bases.get(number).copied().unwrap_or_default();
            }
            state.environment.is_incomplete |= broken.variables.is_some_and(|first| first <= number);
            if node.is_reachable
                && let Some(base) = node.base
            {
                self.triggers(graph, number, base, &mut state);
            }
            for (index, instruction) in stage.instructions.iter().enumerate() {
                if !variables
                    && matches!(instruction, Instruction::Arg(_) | Instruction::Env(_) | Instruction::Label(_))
                {
                    continue;
                }
                let step = Step { graph, stage: number, place: self.map.instruction(number, index), from: None };
                self.step(instruction, step, &mut state);
            }
            states.push(state);
        }
    }

    /// Runs the triggers of the stage that a stage is `FROM`.
    fn triggers(&mut self, graph: &Graph<'m>, number: usize, base: usize, state: &mut State<'m>) {
        let from = Some(from_span(self, number));
        for trigger in self.file.stages[base].instructions.iter().filter_map(trigger) {
            let step = Step { graph, stage: number, place: None, from };
            match trigger {
                Trigger::Instruction(instruction) => {
                    let mut images = usize::MAX / 2;
                    if let Instruction::Copy(copy) = &**instruction
                        && let Some(origin) = &copy.from
                        && let Err(problem) = graph.copied(origin, &mut images)
                    {
                        self.report.add(problem, step.span(), false);
                    }
                    self.step(instruction, step, state);
                    if let Some(trace) = &mut self.trace {
                        trace.triggers.push(trace.traced(&**instruction, step.span()));
                    }
                }
                Trigger::Text(text) => {
                    let (_, findings) = crate::dockerfile::Dockerfile::parse(text);
                    // It stands alone here, and below a FROM where it runs.
                    let alone = Problem::BeforeFrom { keyword: "" }.code();
                    let reason = findings.into_iter().find(|finding| finding.code != alone);
                    let why = reason.map_or_else(
                        || format!("`{text}` is not an instruction"),
                        |reason| reason.message.into_owned(),
                    );
                    self.report.add(Problem::TriggerFails { why }, step.span(), false);
                }
            }
        }
    }

    fn step(&mut self, instruction: &'m Instruction<'_>, step: Step<'_, 'm>, state: &mut State<'m>) {
        if let Some(trace) = &mut self.trace {
            trace.begin(step);
        }
        match instruction {
            Instruction::Arg(args) => self.args(args, step, state),
            Instruction::Env(env) => {
                // None of them is there for the others.
                let mut set = Vec::with_capacity(env.pairs.len());
                for (number, pair) in env.pairs.iter().enumerate() {
                    let name = self.expanded(&pair.name, step.word(2 * number), state);
                    let value = self.expanded(&pair.value, step.word(2 * number + 1), state);
                    set.extend(name.zip(value));
                }
                for (name, value) in set {
                    state.environment.is_incomplete |= name.is_open;
                    state.environment.set(name.text, value.into_known());
                }
            }
            Instruction::Label(label) => {
                for (number, pair) in label.pairs.iter().enumerate() {
                    self.tried(&pair.key, step.word(2 * number), state);
                    self.tried(&pair.value, step.word(2 * number + 1), state);
                }
            }
            Instruction::Workdir(workdir) => self.workdir(&workdir.path, step, state),
            Instruction::User(user) => {
                if let Value::Expanded(word) = &user.user {
                    self.tried(word, step.word(0), state);
                }
            }
            Instruction::Volume(volume) => {
                for (number, path) in volume.paths.iter().enumerate() {
                    if let Some(path) = self.known(path, step.word(number), state)
                        && path.text.is_empty()
                    {
                        self.report.add(Problem::VolumeValue, step.word(number), path.depends);
                    }
                }
            }
            Instruction::Expose(expose) => {
                for (number, port) in expose.ports.iter().enumerate() {
                    if let Value::Expanded(word) = port {
                        self.expose(word, step.word(number), state);
                    }
                }
            }
            Instruction::StopSignal(instruction) => {
                if let Value::Expanded(word) = &instruction.signal
                    && let Some(signal) = self.known(word, step.word(0), state)
                    && Signal::parse(&signal.text).is_err()
                {
                    let name = signal.text.clone().into_owned();
                    self.report.add(Problem::Signal { signal: name }, step.word(0), signal.depends);
                }
            }
            Instruction::Copy(copy) => copy::copy(self, copy, step, state),
            Instruction::Add(add) => copy::add(self, add, step, state),
            Instruction::Run(run) => self.run(run, step, state),
            _ => {}
        }
    }

    fn args(&mut self, args: &'m Args<'_>, step: Step<'_, 'm>, state: &mut State<'m>) {
        for (number, arg) in args.args.iter().enumerate() {
            let name = arg.name.as_str();
            let value = match arg.default.as_deref() {
                Some(default) => {
                    let Some(value) = self.expanded(default, step.word(number), state) else { continue };
                    Known { depends: true, ..value.into_known() }
                }
                None => match self.globals.get(name) {
                    Some(global) if global.value.is_some() => global,
                    // What was set before stays.
                    _ => match state.environment.get(name) {
                        Some(before) => Known { depends: true, ..before },
                        None => Known { is_open: self.globals.is_incomplete || state.environment.is_open(), ..UNSET },
                    },
                },
            };
            state.environment.set(Cow::Borrowed(name), value);
        }
    }

    fn workdir(&mut self, path: &'m Word<'_>, step: Step<'_, 'm>, state: &mut State<'m>) {
        let is_first = !std::mem::replace(&mut state.has_workdir, true);
        let Some(path) = self.known(path, step.word(0), state) else {
            state.directory = None;
            return;
        };
        if is_first
            && let Some(trace) = &mut self.trace
            && !is_absolute(&path.text, state.is_windows)
        {
            trace.relative_workdirs.push(trace.traced(path.text.clone(), step.word(0)));
        }
        if state.is_windows {
            if let Some(why) = windows::problem(&path.text) {
                let path_text = path.text.clone().into_owned();
                self.report.add(Problem::WindowsPath { path: path_text, why }, step.word(0), path.depends);
            }
            state.directory = None;
            return;
        }
        state.directory = match &state.directory {
            _ if path.text.starts_with('/') => Some(path.text),
            Some(directory) => Some(normalized(directory, &path.text).into()),
            None => None,
        };
    }

    fn expose(&mut self, word: &Word<'_>, span: Span, state: &State<'m>) {
        match expand_words(word, &state.environment, &mut self.budget) {
            Ok((_, _, true)) => {}
            Ok((ports, depends, false)) => {
                for port in ports {
                    if let Some(trace) = &mut self.trace {
                        trace.ports.push(trace.traced(port.clone(), span));
                    }
                    if let Some(why) = port::problem(&port) {
                        self.report.add(Problem::Port { port, why }, span, depends);
                    }
                }
            }
            Err((problem, depends)) => self.report.add(problem, span, depends),
        }
    }

    fn run(&mut self, run: &'m Run<'_>, step: Step<'_, 'm>, state: &State<'m>) {
        if !run.devices.is_empty() {
            let syntax = self.file.directives.syntax.as_ref();
            if syntax.is_none_or(|syntax| !syntax.tag().is_some_and(|tag| tag.ends_with("labs"))) {
                self.report.add(Problem::DeviceFrontend, step.span(), false);
            }
        }
        if matches!(&run.command, RunCommand::Exec(arguments) if arguments.is_empty()) {
            self.report.add(Problem::EmptyExec, step.span(), false);
        }
        for (number, mount) in run.mounts.iter().enumerate() {
            mount::mount(self, mount, number, step, state);
        }
    }

    /// The text of a word, or a report of why there is none.
    pub(super) fn expanded(&mut self, word: &'m Word<'_>, span: Span, state: &State<'m>) -> Option<Expanded<'m>> {
        if let (Some(trace), Word::Parts(_)) = (&mut self.trace, word) {
            trace.note_undefined(word, span, &state.environment);
        }
        match expand(word, &state.environment, &mut self.budget) {
            Ok(expanded) => Some(expanded),
            Err(failure) => {
                self.fail(failure, span);
                None
            }
        }
    }

    /// The text of a word, if all of it is known.
    pub(super) fn known(&mut self, word: &'m Word<'_>, span: Span, state: &State<'m>) -> Option<Expanded<'m>> {
        self.expanded(word, span, state).filter(|expanded| !expanded.is_open)
    }

    /// Reports why a word cannot become text, if it cannot.
    pub(super) fn tried(&mut self, word: &'m Word<'_>, span: Span, state: &State<'m>) {
        if let Word::Parts(_) = word {
            self.expanded(word, span, state);
        }
    }

    #[cold]
    fn fail(&mut self, (problem, depends): Failure, span: Span) {
        self.report.add(problem, span, depends);
    }
}

/// Whether a path of WORKDIR begins at the root.
fn is_absolute(path: &str, is_windows: bool) -> bool {
    if !is_windows {
        return path.starts_with('/');
    }
    path.strip_prefix(['c', 'C']).and_then(|path| path.strip_prefix(':')).unwrap_or(path).starts_with(['/', '\\'])
}

/// The variables of an image that says nothing of them, but on Windows.
const BASE_ENVIRONMENT: &[(&str, &str)] = &[("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")];
