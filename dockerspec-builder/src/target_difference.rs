//! What differs between two targets of an image.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;

use dockerspec_core::List;
use dockerspec_core::dockerfile::{Base, Env, Expose, Instruction, Label, Stage, Volume, Workdir};
use dockerspec_core::render::Renderer;
use dockerspec_core::value::ExposedPort;
use dockerspec_core::word::{Value, Word};

use crate::content::Content;
use crate::effective::{Effective, Said, Setting};
use crate::lineage::lineage;

/// What differs between two targets of an image, as images: see [`Image::difference`](crate::Image::difference).
///
/// It is written as a difference of files is, in lines of a Dockerfile, each with the stage and the line of the program
/// that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetDifference {
    targets: [String; 2],
    changes: Vec<TargetChange>,
}

/// One thing in which two targets differ. At least one of them has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TargetChange {
    /// What it is.
    pub aspect: TargetAspect,
    /// What the first target has.
    pub first: Option<TargetLine>,
    /// What the second target has.
    pub second: Option<TargetLine>,
}

/// Something that a target has, and where that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TargetLine {
    /// The instruction, as a Dockerfile says it. Of one that says more the part that this is about.
    pub text: String,
    /// The stage.
    pub stage: String,
    /// The call in the program.
    pub location: &'static Location<'static>,
}

/// In what targets can differ, in the order in which a difference has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TargetAspect {
    /// The image that all begins with.
    Base,
    /// A RUN, COPY or ADD.
    Step,
    /// An environment variable.
    Environment,
    /// A label.
    Label,
    /// The maintainer.
    Author,
    /// The working directory.
    WorkingDirectory,
    /// The shell of shell forms.
    Shell,
    /// Who runs the container.
    User,
    /// A port.
    Port,
    /// A volume.
    Volume,
    /// The health check.
    Healthcheck,
    /// The entry point.
    Entrypoint,
    /// The default command.
    Cmd,
    /// The signal that stops the container.
    StopSignal,
    /// A trigger for images that build on this one.
    Trigger,
}

impl TargetDifference {
    pub(crate) fn between(first: &Content, second: &Content) -> Self {
        let targets = [first, second].map(|stage| stage.name().to_owned());
        let bases = [first, second].map(base);
        let mut changes = Vec::new();
        single(&mut changes, TargetAspect::Base, bases);
        let [one, two] = [Effective::of(first), Effective::of(second)];
        let texts = |said: &[Said<'_>]| said.iter().copied().map(instruction).collect::<Vec<_>>();
        sequence(&mut changes, TargetAspect::Step, [texts(&one.steps), texts(&two.steps)]);
        let variables = |settings: &[Setting<'_>]| pairs(settings, |name, value| Env::new(name, value).into());
        keyed(&mut changes, TargetAspect::Environment, [variables(&one.environment), variables(&two.environment)]);
        let labels = |settings: &[Setting<'_>]| pairs(settings, |key, value| Label::new(key, value).into());
        keyed(&mut changes, TargetAspect::Label, [labels(&one.labels), labels(&two.labels)]);
        let plain = |changes: &mut Vec<_>, aspect, said: [Option<Said<'_>>; 2]| {
            single(changes, aspect, said.map(|said| said.map(instruction)));
        };
        plain(&mut changes, TargetAspect::Author, [one.author, two.author]);
        let workdirs = [one.workdir, two.workdir];
        let workdirs = workdirs.map(|said| said.map(|(path, said)| written(&Workdir::new(path).into(), said)));
        single(&mut changes, TargetAspect::WorkingDirectory, workdirs);
        plain(&mut changes, TargetAspect::Shell, [one.shell, two.shell]);
        plain(&mut changes, TargetAspect::User, [one.user, two.user]);
        let ports = [one.ports, two.ports].map(|ports| {
            let line = |(port, said): (&Value<'static, ExposedPort>, _)| {
                let line = written(&Expose::of(List::from([port.clone()])).into(), said);
                ((port.fixed().is_none(), port.fixed().copied(), line.text.clone()), line)
            };
            ports.into_iter().map(line).collect()
        });
        keyed(&mut changes, TargetAspect::Port, ports);
        let volumes = [one.volumes, two.volumes].map(|volumes| {
            let line = |(path, said): (&Word<'static>, _)| {
                let line = written(&Volume::of(List::from([path.clone()])).into(), said);
                (line.text.clone(), line)
            };
            volumes.into_iter().map(line).collect()
        });
        keyed(&mut changes, TargetAspect::Volume, volumes);
        plain(&mut changes, TargetAspect::Healthcheck, [one.healthcheck, two.healthcheck]);
        plain(&mut changes, TargetAspect::Entrypoint, [one.entrypoint, two.entrypoint]);
        plain(&mut changes, TargetAspect::Cmd, [one.cmd, two.cmd]);
        plain(&mut changes, TargetAspect::StopSignal, [one.stop_signal, two.stop_signal]);
        sequence(&mut changes, TargetAspect::Trigger, [texts(&one.triggers), texts(&two.triggers)]);
        Self { targets, changes }
    }

    /// The names of the two targets.
    pub fn targets(&self) -> [&str; 2] {
        self.targets.each_ref().map(String::as_str)
    }

    /// Everything in which they differ, in the order of [`TargetAspect`]: steps in theirs, variables, labels, ports and
    /// volumes sorted.
    pub fn changes(&self) -> &[TargetChange] {
        &self.changes
    }

    /// Whether they do not differ.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl fmt::Display for TargetDifference {
    /// Writes the lines that the first target has with `-`, and those that the second one has with `+`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.targets();
        if self.is_empty() {
            return write!(formatter, "`{first}` and `{second}` do not differ");
        }
        write!(formatter, "--- {first}\n+++ {second}")?;
        for change in &self.changes {
            for (mark, written) in [('-', &change.first), ('+', &change.second)] {
                let Some(written) = written else { continue };
                for (number, line) in written.text.lines().enumerate() {
                    write!(formatter, "\n{mark} {line}")?;
                    if number == 0 {
                        write!(formatter, "  # {}, {}", written.stage, written.location)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// What a target begins with.
fn base(content: &Content) -> Option<TargetLine> {
    let first = *lineage(content).first()?;
    let mut stage = Stage::new(first.stage.base.clone());
    stage.platform.clone_from(&first.stage.platform);
    let mut renderer = Renderer::new();
    renderer.stage(&stage);
    let text = renderer.finish().ok()?.trim_end().to_owned();
    Some(TargetLine { text, stage: first.name().to_owned(), location: first.begun })
}

fn instruction(said: Said<'_>) -> TargetLine {
    written(said.instruction, said)
}

/// An instruction, as a Dockerfile says it.
fn written(instruction: &Instruction<'static>, said: Said<'_>) -> TargetLine {
    const FROM: &str = "FROM scratch\n";
    let mut renderer = Renderer::new();
    renderer.stage_with(&Stage::new(Base::Scratch), [instruction]);
    // All instructions of an image that has no problems can be said; parts of one can, too.
    let text = renderer.finish().unwrap_or_default();
    let text = text.strip_prefix(FROM).unwrap_or(&text).trim_end_matches('\n').to_owned();
    TargetLine { text, stage: said.stage.name().to_owned(), location: said.place }
}

/// Variables or labels by their names.
fn pairs(
    settings: &[Setting<'_>],
    say: impl Fn(Word<'static>, Word<'static>) -> Instruction<'static>,
) -> Vec<(String, TargetLine)> {
    let pair = |setting: &Setting<'_>| {
        let name = setting.name.as_literal().map(str::to_owned);
        let name = name.unwrap_or_else(|| written(&say(setting.name.clone(), Word::default()), setting.said).text);
        (name, written(&say(setting.name.clone(), setting.value.clone()), setting.said))
    };
    settings.iter().map(pair).collect()
}

/// Adds what of two values differs.
fn single(changes: &mut Vec<TargetChange>, aspect: TargetAspect, [first, second]: [Option<TargetLine>; 2]) {
    if first.as_ref().map(|written| &written.text) != second.as_ref().map(|written| &written.text) {
        changes.push(TargetChange { aspect, first, second });
    }
}

/// Adds what differs of values with keys, in the order of those.
fn keyed<K: Ord>(changes: &mut Vec<TargetChange>, aspect: TargetAspect, [first, second]: [Vec<(K, TargetLine)>; 2]) {
    let mut lines: BTreeMap<K, [Option<TargetLine>; 2]> = BTreeMap::new();
    for (key, line) in first {
        lines.entry(key).or_default()[0] = Some(line);
    }
    for (key, line) in second {
        lines.entry(key).or_default()[1] = Some(line);
    }
    for pair in lines.into_values() {
        single(changes, aspect, pair);
    }
}

/// Adds what of two sequences is not in the longest one that both have in them.
fn sequence(changes: &mut Vec<TargetChange>, aspect: TargetAspect, [first, second]: [Vec<TargetLine>; 2]) {
    // How long the longest one is behind each place in both.
    let mut lengths = vec![vec![0_usize; second.len() + 1]; first.len() + 1];
    for (i, one) in first.iter().enumerate().rev() {
        for (j, other) in second.iter().enumerate().rev() {
            lengths[i][j] = if one.text == other.text {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < first.len() || j < second.len() {
        match (first.get(i), second.get(j)) {
            (Some(one), Some(other)) if one.text == other.text => (i, j) = (i + 1, j + 1),
            (Some(one), other) if other.is_none() || lengths[i + 1][j] >= lengths[i][j + 1] => {
                changes.push(TargetChange { aspect, first: Some(one.clone()), second: None });
                i += 1;
            }
            (_, other) => {
                changes.push(TargetChange { aspect, first: None, second: other.cloned() });
                j += 1;
            }
        }
    }
}
