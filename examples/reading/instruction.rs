//! Instructions as lists of flags and words, each as text.

use std::borrow::Cow;

use dockerspec::model::{Base, Command, CopyFrom, Healthcheck, Instruction, RunCommand, Source, Stage, Trigger};
use dockerspec::{Arg, ShellText, Word};

use super::mount::mount;
use super::word::{lines, text, value, word};

/// A word of an instruction: what it is, what it says, and lines below it.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) role: &'static str,
    pub(super) text: String,
    pub(super) lines: Vec<String>,
}

fn said(role: &'static str, text: String) -> Said {
    Said { role, text, lines: Vec::new() }
}

/// The words of FROM; that of `AS` says nothing.
pub(super) fn from(stage: &Stage<'_>) -> Vec<Said> {
    let base = match &stage.base {
        Base::Scratch => said("base", "scratch".to_owned()),
        Base::Stage(name) => said("stage", name.to_string()),
        Base::Image(image) => said("image", value(image)),
        Base::Context(name) => said("context", name.to_string()),
        other => said("base", format!("{other:?}")),
    };
    let name = stage.name.iter().flat_map(|name| [Said::default(), said("name", name.to_string())]);
    [base].into_iter().chain(name).collect()
}

/// The words of an instruction behind its flags, in their order.
pub(super) fn words(instruction: &Instruction<'_>) -> Vec<Said> {
    match instruction {
        Instruction::Add(add) => paths(&add.sources, &add.destination),
        Instruction::Arg(args) => {
            let arg = |arg: &Arg<'_>| match &arg.default {
                None => said("name", text(arg.name.as_str())),
                Some(default) => said("name", format!("{}, default {}", text(arg.name.as_str()), word(default))),
            };
            args.args.iter().map(arg).collect()
        }
        Instruction::Cmd(cmd) => command(&cmd.command),
        Instruction::Copy(copy) => paths(&copy.sources, &copy.destination),
        Instruction::Entrypoint(entrypoint) => command(&entrypoint.command),
        Instruction::Env(env) => env
            .pairs
            .iter()
            .flat_map(|pair| [said("name", word(&pair.name)), said("value", word(&pair.value))])
            .collect(),
        Instruction::Expose(expose) => expose.ports.iter().map(|port| said("port", value(port))).collect(),
        Instruction::Healthcheck(check) => match &**check {
            Healthcheck::Probe(probe) => {
                [said("kind", "CMD".to_owned())].into_iter().chain(command(&probe.command)).collect()
            }
            _ => vec![said("kind", "NONE".to_owned())],
        },
        Instruction::Label(label) => label
            .pairs
            .iter()
            .flat_map(|pair| [said("key", word(&pair.key)), said("value", word(&pair.value))])
            .collect(),
        Instruction::Maintainer(maintainer) => vec![said("author", text(&maintainer.author))],
        Instruction::Onbuild(onbuild) => vec![trigger(&onbuild.trigger)],
        Instruction::Run(run) => run_command(&run.command),
        Instruction::Shell(shell) => strings(&shell.arguments),
        Instruction::StopSignal(stop) => vec![said("signal", value(&stop.signal))],
        Instruction::User(user) => vec![said("user", value(&user.user))],
        Instruction::Volume(volume) => volume.paths.iter().map(|path| said("path", word(path))).collect(),
        Instruction::Workdir(workdir) => vec![said("path", word(&workdir.path))],
        other => vec![said("other", format!("{other:?}"))],
    }
}

/// What a flag says: `--chown`, or the `number`th `--mount`. Nothing for one whose text says it.
pub(super) fn flag(instruction: &Instruction<'_>, name: &str, number: usize) -> Option<String> {
    match (instruction, name) {
        (Instruction::Copy(copy), "--exclude") => copy.exclude.get(number).map(|pattern| text(pattern)),
        (Instruction::Add(add), "--exclude") => add.exclude.get(number).map(|pattern| text(pattern)),
        (Instruction::Run(run), "--mount") => run.mounts.get(number).map(mount),
        _ if number > 0 => None,
        (Instruction::Copy(copy), "--from") => copy.from.as_ref().map(copy_from),
        (Instruction::Copy(copy), "--chown") => copy.chown.as_ref().map(value),
        (Instruction::Copy(copy), "--chmod") => copy.chmod.as_ref().map(value),
        (Instruction::Add(add), "--chown") => add.chown.as_ref().map(value),
        (Instruction::Add(add), "--chmod") => add.chmod.as_ref().map(value),
        (Instruction::Add(add), "--checksum") => add.checksum.as_ref().map(value),
        _ => None,
    }
}

fn copy_from(from: &CopyFrom<'_>) -> String {
    match from {
        CopyFrom::Stage(name) => format!("stage {name}"),
        CopyFrom::Index(index) => format!("stage {index}"),
        CopyFrom::Image(image) => format!("image {image}"),
        CopyFrom::Context(name) => format!("context {name}"),
        other => format!("{other:?}"),
    }
}

fn strings(arguments: &[Cow<'_, str>]) -> Vec<Said> {
    arguments.iter().map(|argument| said("argument", text(argument))).collect()
}

fn command(command: &Command<'_>) -> Vec<Said> {
    match command {
        Command::Exec(arguments) => strings(arguments),
        Command::Shell(line) => shell(line).into_iter().collect(),
        other => vec![said("other", format!("{other:?}"))],
    }
}

/// A line for the shell, on the lines that it is cut over.
fn shell(line: &ShellText<'_>) -> Option<Said> {
    match line.as_written() {
        "" => None,
        written if written.contains('\n') => Some(Said { lines: lines(written), ..said("shell", String::new()) }),
        written => Some(said("shell", text(written))),
    }
}

fn run_command(command: &RunCommand<'_>) -> Vec<Said> {
    match command {
        RunCommand::Shell(line) => shell(line).into_iter().collect(),
        RunCommand::Script(script) => vec![Said { lines: lines(&script.text), ..said("script", String::new()) }],
        RunCommand::Heredocs(run) => {
            let mut line = shell(&run.line).unwrap_or_default();
            for heredoc in &run.heredocs {
                line.lines.push(format!("heredoc {}", text(&heredoc.delimiter)));
                line.lines.extend(lines(&heredoc.body));
            }
            vec![line]
        }
        RunCommand::Exec(arguments) => strings(arguments),
        other => vec![said("other", format!("{other:?}"))],
    }
}

fn paths(sources: &[Source<'_>], destination: &Word<'_>) -> Vec<Said> {
    let source = |source: &Source<'_>| match source {
        Source::Path(path) => said("source", word(path)),
        Source::File(file) => {
            let name = said("file", text(file.name.as_deref().unwrap_or_default()));
            match file.content.as_literal() {
                Some(content) => Said { lines: lines(content), ..name },
                None => Said { lines: vec![word(&file.content)], ..name },
            }
        }
        other => said("source", format!("{other:?}")),
    };
    sources.iter().map(source).chain([said("destination", word(destination))]).collect()
}

/// The instruction behind ONBUILD, all of it in lines.
fn trigger(trigger: &Trigger<'_>) -> Said {
    let instruction = match trigger {
        Trigger::Instruction(instruction) => instruction,
        Trigger::Text(line) => return said("text", text(line)),
        other => return said("trigger", format!("{other:?}")),
    };
    let mut below = Vec::new();
    for name in ["--from", "--chown", "--chmod", "--checksum", "--exclude", "--mount"] {
        let flags = (0..).map_while(|number| flag(instruction, name, number));
        below.extend(flags.map(|flag| format!("{name} {flag}")));
    }
    for word in words(instruction) {
        below.push(format!("{} {}", word.role, word.text).trim().to_owned());
        below.extend(word.lines);
    }
    Said { lines: below, ..said("trigger", instruction.keyword().to_owned()) }
}
