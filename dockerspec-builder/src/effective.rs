//! What holds in the containers of a stage: each value once, as the last instruction says it that does.
//!
//! A stage begins with what the one has that it is built on, and with the triggers of that. ENTRYPOINT takes CMD away,
//! unless the same stage has said it before.

use dockerspec_core::dockerfile::{Instruction, Trigger};
use dockerspec_core::value::{AbsPath, ExposedPort};
use dockerspec_core::word::{Part, Value, Word};

use crate::content::{Content, Place};
use crate::lineage::{base_directory, lineage, resolved};

/// The values of a stage, and what was done to its files.
#[derive(Debug, Default)]
pub(crate) struct Effective<'c> {
    /// RUN, COPY and ADD.
    pub(crate) steps: Vec<Said<'c>>,
    pub(crate) environment: Vec<Setting<'c>>,
    pub(crate) labels: Vec<Setting<'c>>,
    pub(crate) author: Option<Said<'c>>,
    pub(crate) user: Option<Said<'c>>,
    /// The path as far as it is known, and the last instruction that is a part of it.
    pub(crate) workdir: Option<(Word<'static>, Said<'c>)>,
    pub(crate) ports: Vec<(&'c Value<'static, ExposedPort>, Said<'c>)>,
    pub(crate) volumes: Vec<(&'c Word<'static>, Said<'c>)>,
    pub(crate) healthcheck: Option<Said<'c>>,
    pub(crate) entrypoint: Option<Said<'c>>,
    pub(crate) cmd: Option<Said<'c>>,
    pub(crate) stop_signal: Option<Said<'c>>,
    pub(crate) shell: Option<Said<'c>>,
    /// What waits for stages that build on this one.
    pub(crate) triggers: Vec<Said<'c>>,
}

/// An instruction, and who says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'c> {
    pub(crate) instruction: &'c Instruction<'static>,
    pub(crate) stage: &'c Content,
    pub(crate) place: Place,
}

/// A variable of the environment, or a label.
#[derive(Debug)]
pub(crate) struct Setting<'c> {
    pub(crate) name: &'c Word<'static>,
    /// The value, with those of other variables put in as far as they are known.
    pub(crate) value: Word<'static>,
    pub(crate) said: Said<'c>,
}

impl<'c> Effective<'c> {
    pub(crate) fn of(content: &'c Content) -> Self {
        let lineage = lineage(content);
        let mut effective = Self::default();
        let mut directory = base_directory(&lineage);
        for stage in lineage {
            let mut stage_has_cmd = false;
            let triggers = std::mem::take(&mut effective.triggers);
            for said in triggers {
                let Instruction::Onbuild(onbuild) = said.instruction else { continue };
                if let Trigger::Instruction(instruction) = &onbuild.trigger {
                    effective.apply(Said { instruction, ..said }, &[], &mut directory, &mut stage_has_cmd);
                }
            }
            for (number, step) in stage.steps.iter().enumerate() {
                let said = Said { instruction: &step.instruction, stage, place: step.place };
                let later: Vec<Place> = stage.joined_at(number).collect();
                effective.apply(said, &later, &mut directory, &mut stage_has_cmd);
            }
        }
        effective
    }

    /// Takes in an instruction. The last of its pairs were joined to it by the calls at these places.
    fn apply(
        &mut self,
        said: Said<'c>,
        joined: &[Place],
        directory: &mut Option<AbsPath<'static>>,
        stage_has_cmd: &mut bool,
    ) {
        match said.instruction {
            Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) => self.steps.push(said),
            Instruction::Env(env) => {
                let pairs = env.pairs.iter().map(|pair| (&pair.name, self.expanded(&pair.value))).collect();
                set(&mut self.environment, pairs, said, joined);
            }
            Instruction::Label(label) => {
                let pairs = label.pairs.iter().map(|pair| (&pair.key, self.expanded(&pair.value))).collect();
                set(&mut self.labels, pairs, said, joined);
            }
            Instruction::Maintainer(_) => self.author = Some(said),
            Instruction::User(_) => self.user = Some(said),
            Instruction::Workdir(workdir) => {
                let path = self.expanded(&workdir.path);
                *directory = resolved(directory.as_ref(), &path);
                let known = directory.as_ref().map(|directory| Word::from(directory.as_str().to_owned()));
                self.workdir = Some((known.unwrap_or(path), said));
            }
            Instruction::Expose(expose) => {
                for port in &expose.ports {
                    if !self.ports.iter().any(|(known, _)| *known == port) {
                        self.ports.push((port, said));
                    }
                }
            }
            Instruction::Volume(volume) => {
                for path in &volume.paths {
                    if !self.volumes.iter().any(|(known, _)| *known == path) {
                        self.volumes.push((path, said));
                    }
                }
            }
            Instruction::Healthcheck(_) => self.healthcheck = Some(said),
            Instruction::Entrypoint(_) => {
                self.entrypoint = Some(said);
                if !*stage_has_cmd {
                    self.cmd = None;
                }
            }
            Instruction::Cmd(_) => {
                self.cmd = Some(said);
                *stage_has_cmd = true;
            }
            Instruction::StopSignal(_) => self.stop_signal = Some(said),
            Instruction::Shell(_) => self.shell = Some(said),
            Instruction::Onbuild(_) => self.triggers.push(said),
            _ => {}
        }
    }

    /// A word with the values of the environment put in, as far as it has them.
    fn expanded(&self, word: &Word<'static>) -> Word<'static> {
        let Word::Parts(parts) = word else { return word.clone() };
        let value_of = |part: &Part<'static>| match part {
            Part::Variable(variable) if variable.modifier.is_none() => {
                let known =
                    self.environment.iter().find(|known| known.name.as_literal() == Some(variable.name.as_str()));
                known.map(|known| known.value.clone())
            }
            _ => None,
        };
        parts.iter().map(|part| value_of(part).unwrap_or_else(|| Word::Parts(vec![part.clone()]))).collect()
    }
}

/// Sets variables or labels, all of them from what was there before.
fn set<'c>(
    settings: &mut Vec<Setting<'c>>,
    pairs: Vec<(&'c Word<'static>, Word<'static>)>,
    said: Said<'c>,
    joined: &[Place],
) {
    let own = pairs.len().saturating_sub(joined.len());
    for (number, (name, value)) in pairs.into_iter().enumerate() {
        let place = number.checked_sub(own).and_then(|number| joined.get(number)).copied().unwrap_or(said.place);
        let said = Said { place, ..said };
        settings.retain(|known| known.name != name);
        settings.push(Setting { name, value, said });
    }
}
