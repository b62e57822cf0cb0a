//! The fields of each kind of instruction, in the form of BuildKit's answer.

use dockerspec::Word;
use dockerspec::finding::Pass;
use dockerspec::model::{
    Args, Base, Cmd, Command, Dockerfile, Entrypoint, Expose, Healthcheck, Instruction, Probe, RunCommand, Scope,
    ShellText, Stage, Trigger,
};
use dockerspec::parse::{Parsed, Place, Span};
use dockerspec::value::{Duration, ExposedPort, Owner, Signal};
use serde_json::{Value as Json, json};

use crate::compare::same;
use crate::file::File;
use crate::run;

/// The fields that only this kind of instruction has. `theirs` stands in for what the model cannot have as it is.
pub(crate) fn fields(
    file: &File<'_>,
    place: Place<'_>,
    instruction: &Instruction<'_>,
    theirs: &Json,
) -> Result<Json, String> {
    let node = file.node(place)?;
    let are_elements = node.is_json && !matches!(instruction, Instruction::Healthcheck(_));
    let raw = file.written.words(place, are_elements)?;
    let words = Words { file, place, raw: &raw };
    let reader = &file.reader;
    Ok(match instruction {
        Instruction::Arg(args) => words.args(args, theirs)?,
        Instruction::Env(env) => words.pairs(env.pairs.iter().map(|pair| (&pair.name, &pair.value)))?,
        Instruction::Label(label) => words.pairs(label.pairs.iter().map(|pair| (&pair.key, &pair.value)))?,
        Instruction::Copy(copy) => words.copy(copy, theirs)?,
        Instruction::Add(add) => words.add(add, theirs)?,
        Instruction::Run(run) => run::fields(file, place, run, &raw, theirs)?,
        Instruction::Cmd(cmd) => words.command(&cmd.command)?,
        Instruction::Entrypoint(entrypoint) => words.command(&entrypoint.command)?,
        Instruction::Healthcheck(check) => words.healthcheck(check)?,
        Instruction::Shell(shell) => {
            same("arguments", &json!(shell.arguments), &json!(raw))?;
            json!({ "shell": shell.arguments })
        }
        Instruction::Expose(expose) => words.expose(expose)?,
        Instruction::Volume(volume) => {
            let raw: Vec<&str> = raw.iter().map(|path| path.trim()).collect();
            same("number of paths", &json!(volume.paths.len()), &json!(raw.len()))?;
            volume.paths.iter().zip(&raw).try_for_each(|(path, raw)| reader.word("path", path, raw))?;
            json!({ "volumes": raw })
        }
        Instruction::User(user) => {
            reader.value_as_written("user", &user.user, words.only()?, Owner::parse)?;
            json!({ "user": raw[0] })
        }
        Instruction::Workdir(workdir) => {
            reader.path("path", &workdir.path, words.only()?)?;
            json!({ "path": raw[0] })
        }
        Instruction::StopSignal(stop) => {
            reader.value_as_written("signal", &stop.signal, words.only()?, |text| Signal::parse(&text))?;
            json!({ "signal": raw[0] })
        }
        Instruction::Maintainer(maintainer) => {
            same("author", &json!(maintainer.author), &json!(words.only()?))?;
            json!({ "maintainer": raw[0] })
        }
        Instruction::Onbuild(onbuild) => words.onbuild(&onbuild.trigger, theirs)?,
        other => return Err(format!("{other:?} is no instruction of BuildKit")),
    })
}

/// What stands behind a keyword and its flags.
pub(crate) struct Words<'w> {
    pub(crate) file: &'w File<'w>,
    pub(crate) place: Place<'w>,
    /// The words, as they stand there.
    pub(crate) raw: &'w [String],
}

impl Words<'_> {
    fn only(&self) -> Result<&str, String> {
        match self.raw {
            [raw] => Ok(raw),
            raw => Err(format!("not one word, but {raw:?}")),
        }
    }

    fn args(&self, args: &Args<'_>, theirs: &Json) -> Result<Json, String> {
        same("number of arguments", &json!(args.args.len()), &json!(self.raw.len()))?;
        let scope = if theirs.get("name").is_some() { Scope::Stage } else { Scope::Preamble };
        let pairs = args.args.iter().zip(self.raw).map(|(arg, raw)| {
            let value = raw.split_once('=').map(|(_, value)| value);
            match (&arg.default, value) {
                (None, None) => {}
                (Some(default), Some(value)) => self.file.reader.word("default", default, value)?,
                (ours, theirs) => return Err(format!("{ours:?} of {theirs:?}")),
            }
            if arg.scope != scope {
                return Err(format!("{} is in scope {:?}", arg.name, arg.scope));
            }
            Ok(json!({ "key": arg.name.as_str(), "value": value }))
        });
        Ok(json!({ "args": pairs.collect::<Result<Vec<_>, _>>()? }))
    }

    fn pairs<'p>(&self, pairs: impl Iterator<Item = (&'p Word<'p>, &'p Word<'p>)>) -> Result<Json, String> {
        let mut fields = Vec::new();
        let mut spans = self.place.words().iter();
        let mut raw = self.raw.iter();
        for (key, value) in pairs {
            let (Some(key_span), Some(value_span)) = (spans.next(), spans.next()) else {
                return Err("few spans".into());
            };
            let (Some(raw_key), Some(raw_value)) = (raw.next(), raw.next()) else { return Err("few words".into()) };
            self.file.reader.word("key", key, raw_key)?;
            self.file.reader.word("value", value, raw_value)?;
            let between = self.file.written.text(Span::new(key_span.end, value_span.start))?;
            fields.push(json!({ "key": raw_key, "value": raw_value, "legacy": between != "=" }));
        }
        same("spans that are left", &json!(spans.len()), &json!(0))?;
        Ok(json!({ "pairs": fields }))
    }

    fn command(&self, command: &Command<'_>) -> Result<Json, String> {
        let (cmdline, shell_form) = Self::cmdline(command, self.raw)?;
        Ok(json!({ "cmdline": cmdline, "shell_form": shell_form, "files": [] }))
    }

    /// The command, and whether it is for a shell.
    fn cmdline(command: &Command<'_>, raw: &[String]) -> Result<(Json, bool), String> {
        match command {
            Command::Exec(arguments) => {
                same("arguments", &json!(**arguments), &json!(raw))?;
                Ok((json!(**arguments), false))
            }
            Command::Shell(text) => Ok((shell_text(text, raw)?, true)),
            other => Err(format!("{other:?}")),
        }
    }

    fn healthcheck(&self, check: &Healthcheck<'_>) -> Result<Json, String> {
        let probe = match check {
            Healthcheck::Probe(probe) => probe.clone(),
            Healthcheck::None => Probe::new(Command::shell("")),
            other => return Err(format!("{other:?}")),
        };
        let is_json = self.file.node(self.place)?.is_json;
        let command = self.file.written.words(self.place, is_json)?;
        let test = match check {
            Healthcheck::Probe(probe) => {
                let (command, shell_form) = Self::cmdline(&probe.command, &command[1..])?;
                let kind = json!(if shell_form { "CMD-SHELL" } else { "CMD" });
                std::iter::once(&kind).chain(command.as_array().into_iter().flatten()).cloned().collect()
            }
            _ => vec![json!("NONE")],
        };
        let nanoseconds =
            |duration: Option<Duration>| duration.map_or(0, |time| std::time::Duration::from(time).as_nanos());
        Ok(json!({
            "test": test, "retries": probe.retries.unwrap_or(0),
            "interval_ns": nanoseconds(probe.interval), "timeout_ns": nanoseconds(probe.timeout),
            "start_period_ns": nanoseconds(probe.start_period), "start_interval_ns": nanoseconds(probe.start_interval),
        }))
    }

    fn expose(&self, expose: &Expose<'_>) -> Result<Json, String> {
        same("number of ports", &json!(expose.ports.len()), &json!(self.raw.len()))?;
        for (port, raw) in expose.ports.iter().zip(self.raw) {
            self.file.reader.value("port", port, raw, |text| ExposedPort::parse(&text))?;
        }
        let mut ports = self.raw.to_vec();
        ports.sort_unstable();
        Ok(json!({ "ports": ports }))
    }

    /// The line behind ONBUILD: that behind the keyword, or all of it where the keyword has letters beyond ASCII.
    fn trigger_line(&self) -> Result<String, String> {
        let (line, keyword) = (self.place.span(), self.place.keyword());
        let keyword_text = self.file.written.text(keyword)?;
        let start = if keyword_text.is_ascii() { keyword.end } else { keyword.start };
        Ok(self.file.written.text(Span::new(start, line.end))?.trim().to_owned())
    }

    /// The line behind ONBUILD, with its heredocs, and what it is where it runs. BuildKit keeps blanks at its ends,
    /// which mean nothing.
    fn onbuild(&self, trigger: &Trigger<'_>, theirs: &Json) -> Result<Json, String> {
        let mut expression = self.trigger_line()?;
        for heredoc in &self.file.node(self.place)?.heredocs {
            expression.extend(["\n", heredoc.body, &heredoc.delimiter]);
        }
        let kept = theirs["expression"].as_str().unwrap_or_default();
        let (line, bodies) = kept.split_at(kept.find('\n').unwrap_or(kept.len()));
        same("expression", &json!(expression), &json!([line.trim(), bodies].concat()))?;
        let text = format!("{}FROM scratch\n{expression}", self.file.named_stages());
        let mut parsed = Parsed::new(&text);
        let is_refused = parsed.findings.iter().any(|finding| finding.pass <= Some(Pass::Instructions));
        let mut instructions = parsed.dockerfile.stages.pop().map_or(Vec::new(), |stage| stage.instructions);
        let is_alone = instructions.len() == 1 && !is_refused;
        let theirs = match instructions.pop() {
            Some(instruction) if is_alone && can_be_said(&instruction) => Trigger::Instruction(Box::new(instruction)),
            _ => Trigger::Text(expression.as_str().into()),
        };
        let ours = on_one_line(trigger.clone());
        if ours != theirs {
            return Err(format!("{ours:?} of {expression:?}, which is {theirs:?}"));
        }
        Ok(json!({ "expression": kept }))
    }
}

/// Whether it can be a trigger of the model, which keeps as text what BuildKit never runs and what cannot be rendered.
fn can_be_said(trigger: &Instruction<'_>) -> bool {
    let mut stage = Stage::new(Base::Scratch);
    stage.instructions.push(trigger.clone());
    let is_run = !matches!(trigger, Instruction::Onbuild(_) | Instruction::Comment(_));
    is_run && Dockerfile::from(stage).render().is_ok()
}

/// The trigger with its shell text joined.
fn on_one_line(mut trigger: Trigger<'_>) -> Trigger<'_> {
    let Trigger::Instruction(instruction) = &mut trigger else { return trigger };
    let text = match &mut **instruction {
        Instruction::Run(run) => match &mut run.command {
            RunCommand::Shell(text) => text,
            RunCommand::Heredocs(heredocs) => &mut heredocs.line,
            _ => return trigger,
        },
        Instruction::Cmd(Cmd { command: Command::Shell(text), .. })
        | Instruction::Entrypoint(Entrypoint { command: Command::Shell(text), .. }) => text,
        Instruction::Healthcheck(check) => match &mut **check {
            Healthcheck::Probe(Probe { command: Command::Shell(text), .. }) => text,
            _ => return trigger,
        },
        _ => return trigger,
    };
    *text = ShellText::new(text.joined().into_owned());
    trigger
}

/// A command line for a shell, which is joined from its lines.
pub(crate) fn shell_text(text: &ShellText<'_>, raw: &[String]) -> Result<Json, String> {
    same("shell text", &json!(text.joined()), &json!(raw.concat()))?;
    Ok(if raw.is_empty() { json!([]) } else { json!([text.joined()]) })
}
