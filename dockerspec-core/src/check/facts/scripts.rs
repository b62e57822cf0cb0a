//! What a RUN does, with places in the source.

use std::cell::Cell;

use super::stage::FileText;
use super::texts::offset_in;
use super::{ShellInForce, StepFacts};
use crate::dockerfile::{Run, RunCommand};
use crate::parse::{Place, Span};
use crate::shell::{Scripts, ShellOptions};

/// What a RUN does; none when that is not written in the language of `sh`.
pub(super) fn of_run<'f>(
    text: &mut FileText<'f>,
    key: (usize, usize),
    run: &'f Run<'f>,
    place: Place<'f>,
    shell: ShellInForce<'f>,
) -> Option<Scripts<'f>> {
    let FileText { source, texts, .. } = *text;
    let cut = text.cut.take(key);
    if let RunCommand::Exec(arguments) = &run.command {
        let words = arguments.iter().enumerate().map(|(number, argument)| {
            let span = place.words().get(number).map_or(place.span(), |inner| with_quotes(source, *inner));
            (argument.as_ref().into(), span)
        });
        return Some(Scripts::of_exec(words));
    }
    if !shell.is_posix() {
        return None;
    }
    if cut.is_some() {
        return cut;
    }
    if let Some(joined) = texts.get(key) {
        let mut scripts = Scripts::of_text(&joined.text);
        let stretch = Cell::default();
        scripts.relocate(|span| joined.place(span, &stretch));
        return Some(scripts);
    }
    let text = match &run.command {
        RunCommand::Shell(text) => text.as_written(),
        RunCommand::Script(script) if is_for_shell(&script.text) => &script.text,
        _ => return None,
    };
    if let Some(start) = offset_in(source, text) {
        let start = start as usize;
        return Some(Scripts::in_text(source, start..start + text.len()));
    }
    let mut scripts = Scripts::of_text(text);
    let whole = place.words().first().copied().unwrap_or(place.span());
    scripts.relocate(|_| whole);
    Some(scripts)
}

/// A string of an array with the quotes around it.
fn with_quotes(source: &str, inner: Span) -> Span {
    let is_quote = |at: Option<u32>| at.and_then(|at| source.as_bytes().get(at as usize)) == Some(&b'"');
    if is_quote(inner.start.checked_sub(1)) && is_quote(Some(inner.end)) {
        Span::new(inner.start - 1, inner.end + 1)
    } else {
        inner
    }
}

/// The program that runs a script of a RUN, and the options that it is started with; none where that is not known.
pub(in crate::check) fn started_by<'s>(
    step: &StepFacts<'s>,
    scripts: &'s Scripts<'_>,
    number: usize,
) -> Option<(&'s str, ShellOptions)> {
    let nested = &scripts.all[number];
    if nested.origin.is_none() {
        return Some(step.interpreter());
    }
    let name = scripts.origin(number)?.name;
    super::shell::is_posix(name).then_some((name, nested.options))
}

/// The shell that runs the script of a RUN, and the options that it is started with: that of `#!`, or the one in force.
pub(super) fn interpreter<'f>(run: &'f Run<'f>, shell: ShellInForce<'f>) -> (&'f str, ShellOptions) {
    let of_script = match &run.command {
        RunCommand::Script(script) => shebang(&script.text),
        _ => None,
    };
    let Some((program, options)) = of_script else { return (shell.program(), shell.options()) };
    (program, ShellOptions::default().with_arguments(options))
}

/// Whether a script names no interpreter, or one that reads the language of `sh`.
fn is_for_shell(script: &str) -> bool {
    !script.starts_with("#!") || shebang(script).is_some_and(|(program, _)| super::shell::is_posix(program))
}

/// The interpreter that the first line of a script names, without its directory, and what it is given.
fn shebang(script: &str) -> Option<(&str, impl Iterator<Item = &str>)> {
    let line = script.strip_prefix("#!")?;
    let mut words = line.split('\n').next().unwrap_or(line).split_ascii_whitespace();
    let mut program = words.next()?;
    if program.rsplit('/').next() == Some("env") {
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    Some((program.rsplit('/').next()?, words))
}
