//! What of the third pass a file needs: most files have nothing that could go wrong there.

use super::stages::is_windows;
use crate::dockerfile::{Base, CopyFrom, Dockerfile, Instruction, Mount, RunCommand, Source, Stage};
use crate::value::{FileMode, Owner};
use crate::word::{Modifier, Part, Value, Word};

/// What has to be worked out. It is noted while the file is read, when everything is at hand.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The arguments before the first stage.
    pub(super) globals: bool,
    /// The instructions of the stages.
    pub(super) steps: bool,
    /// The variables in them.
    pub(super) variables: bool,
}

impl Needs {
    /// Notes an instruction before the first stage.
    pub(crate) fn note_preamble(&mut self, instruction: &Instruction<'_>) {
        self.globals |= of_instruction(instruction).1;
    }

    /// Notes a stage, without its instructions.
    pub(crate) fn note_stage(&mut self, stage: &Stage<'_>) {
        self.globals |= matches!(&stage.base, Base::Image(Value::Expanded(_)));
        // Windows has paths that are refused.
        self.note(match &stage.platform {
            None => (false, false),
            Some(Value::Fixed(platform)) => (is_windows(platform), is_windows(platform)),
            Some(Value::Expanded(_)) => (true, true),
        });
    }

    /// Notes an instruction of a stage. Where COPY copies from is asked [later](Self::note_copies).
    pub(crate) fn note_instruction(&mut self, instruction: &Instruction<'_>) {
        self.note(of_instruction(instruction));
    }

    /// Notes what copies from a stage that is not above its own.
    pub(super) fn note_copies(&mut self, file: &Dockerfile<'_>) {
        for (number, stage) in file.stages.iter().enumerate() {
            let mut instructions = stage.instructions.iter();
            self.steps |= instructions.any(|instruction| copies_from_below(file, number, instruction));
        }
    }

    fn note(&mut self, (step, variables): (bool, bool)) {
        self.steps |= step | variables;
        self.variables |= variables;
        self.globals |= variables;
    }
}

/// Whether an instruction has to be looked at, and whether the variables in it must be known for that.
fn of_instruction(instruction: &Instruction<'_>) -> (bool, bool) {
    let variables = match instruction {
        Instruction::Arg(args) => args.args.iter().filter_map(|arg| arg.default.as_deref()).any(can_fail),
        Instruction::Env(env) => env.pairs.iter().any(|pair| can_fail(&pair.name) || can_fail(&pair.value)),
        Instruction::Label(label) => label.pairs.iter().any(|pair| can_fail(&pair.key) || can_fail(&pair.value)),
        Instruction::Workdir(workdir) => can_fail(&workdir.path),
        Instruction::User(user) => user.user.expanded().is_some_and(can_fail),
        Instruction::Volume(volume) => volume.paths.iter().any(is_expanded),
        Instruction::Expose(expose) => expose.ports.iter().any(|port| port.fixed().is_none()),
        Instruction::StopSignal(stop) => stop.signal.fixed().is_none(),
        Instruction::Copy(copy) => {
            return files(&copy.sources, &copy.destination, copy.chown.as_ref(), copy.chmod.as_ref());
        }
        Instruction::Add(add) => {
            let (step, variables) = files(&add.sources, &add.destination, add.chown.as_ref(), add.chmod.as_ref());
            return (step || add.checksum.is_some(), variables);
        }
        Instruction::Run(run) => {
            let is_odd =
                !run.devices.is_empty() || matches!(&run.command, RunCommand::Exec(arguments) if arguments.is_empty());
            let variables = run.mounts.iter().any(needs_variables);
            return (is_odd || !run.mounts.is_empty(), variables);
        }
        Instruction::Onbuild(_) => return (true, false),
        _ => false,
    };
    (variables, variables)
}

/// Whether an instruction copies from a stage that is not above its own, or could.
fn copies_from_below(file: &Dockerfile<'_>, stage: usize, instruction: &Instruction<'_>) -> bool {
    let Instruction::Copy(copy) = instruction else { return false };
    match &copy.from {
        None | Some(CopyFrom::Image(_) | CopyFrom::Context(_)) => false,
        Some(CopyFrom::Index(index)) => *index as usize >= stage,
        // In a file of many stages, a search for each of them would be slow.
        Some(CopyFrom::Stage(_)) if file.stages.len() > MANY => true,
        Some(CopyFrom::Stage(name)) => file.stages[stage..].iter().any(|below| below.name.as_ref() == Some(name)),
    }
}

/// Stages that are more than few.
const MANY: usize = 64;

/// Of COPY and ADD, as [`of_instruction`].
fn files(
    paths: &[Source<'_>],
    destination: &Word<'_>,
    chown: Option<&Value<'_, Owner<'_>>>,
    chmod: Option<&Value<'_, FileMode<'_>>>,
) -> (bool, bool) {
    let (special, expanded) = sources(paths);
    let variables = expanded
        || can_fail(destination)
        || chmod.is_some_and(|mode| mode.fixed().is_none())
        || chown.and_then(Value::expanded).is_some_and(can_fail);
    (special || variables, variables)
}

/// Whether a source can be more than a path, and whether one has variables.
fn sources(sources: &[Source<'_>]) -> (bool, bool) {
    let (mut special, mut variables) = (false, false);
    for source in sources {
        match source {
            Source::Path(Word::Literal(path)) => special |= path.contains(':') || path.starts_with("github.com/"),
            Source::Path(path) => variables |= is_expanded(path),
            Source::File(file) => variables |= can_fail(&file.content),
        }
    }
    (special, variables)
}

/// Whether a mount is right or wrong depending on variables, or on the working directory.
fn needs_variables(mount: &Mount<'_>) -> bool {
    let is_known = |target: &Word<'_>| matches!(target, Word::Literal(target) if target.starts_with('/'));
    let fails = |word: &Option<Word<'_>>| word.as_ref().is_some_and(can_fail);
    match mount {
        Mount::Bind(mount) => !is_known(&mount.target) || fails(&mount.source),
        Mount::Cache(mount) => {
            let numbers = mount.mode.as_ref().is_some_and(|mode| mode.fixed().is_none())
                || mount.uid.as_ref().is_some_and(|uid| uid.fixed().is_none())
                || mount.gid.as_ref().is_some_and(|gid| gid.fixed().is_none());
            numbers || !is_known(&mount.target) || fails(&mount.source) || fails(&mount.id)
        }
        Mount::Tmpfs(mount) => {
            !is_known(&mount.target) || mount.size.as_ref().is_some_and(|size| size.fixed().is_none())
        }
        Mount::Secret(_) | Mount::Ssh(_) | Mount::Expanded(_) => true,
    }
}

fn is_expanded(word: &Word<'_>) -> bool {
    matches!(word, Word::Parts(_))
}

/// Whether replacing the variables of a word can fail, whatever they are.
fn can_fail(word: &Word<'_>) -> bool {
    let Word::Parts(parts) = word else { return false };
    parts.iter().any(|part| match part {
        Part::Literal(_) => false,
        Part::Variable(variable) => match variable.modifier.as_deref() {
            None => false,
            Some(Modifier::Default { word, .. } | Modifier::Alternative { word, .. }) => can_fail(word),
            Some(_) => true,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_needs() {
        fn of(text: &str) -> Needs {
            let (file, _) = Dockerfile::parse(text);
            let mut needs = Needs::default();
            file.preamble.iter().for_each(|instruction| needs.note_preamble(instruction));
            for stage in &file.stages {
                needs.note_stage(stage);
                stage.instructions.iter().for_each(|instruction| needs.note_instruction(instruction));
            }
            needs.note_copies(&file);
            needs
        }
        assert_eq!(
            of("FROM a AS b\nFROM a\nCOPY --from=b . .\nCOPY --from=0 . .\nCOPY --from=c . ."),
            Needs::default()
        );
        assert_eq!(of("FROM a\nENV A=1 B=$A\nCOPY . /a\nRUN make\nUSER $A\nWORKDIR ${A:-b}"), Needs::default());
        assert_eq!(of("FROM --platform=linux/arm64 a"), Needs::default());
        let globals = Needs { globals: true, ..Needs::default() };
        assert_eq!(of("ARG A=a\nFROM $A"), globals);
        let steps = Needs { steps: true, ..Needs::default() };
        for line in
            ["COPY --from=0 . .", "ADD http://a /", "RUN --mount=type=cache,target=/a x", "ONBUILD RUN a", "RUN []"]
        {
            assert_eq!(of(&format!("FROM a\n{line}")), steps, "{line}");
        }
        let all = Needs { globals: true, steps: true, variables: true };
        for line in [
            "EXPOSE $A",
            "ENV A=${B:?}",
            "COPY $A .",
            "VOLUME $A",
            "RUN --mount=target=a x",
            "EXPOSE x",
            "FROM --platform=$A a",
            "FROM --platform=windows a",
            "LABEL a=${A#b}",
        ] {
            assert_eq!(of(&format!("FROM a\n{line}")), all, "{line}");
        }
    }
}
