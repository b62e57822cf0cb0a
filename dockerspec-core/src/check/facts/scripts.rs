//! What a RUN does, with places in the source.

use super::ShellInForce;
use super::texts::{Texts, offset_in};
use crate::dockerfile::{Run, RunCommand};
use crate::parse::{Place, Span};
use crate::shell::Scripts;

/// What a RUN does; none when that is not written in the language of `sh`.
pub(super) fn of_run<'f>(
    source: &'f str,
    texts: &'f Texts,
    key: (usize, usize),
    run: &'f Run<'f>,
    place: Place<'f>,
    shell: ShellInForce<'f>,
) -> Option<Scripts<'f>> {
    if let RunCommand::Exec(arguments) = &run.command {
        let words = arguments.iter().enumerate().map(|(number, argument)| {
            let span = place.words().get(number).copied().unwrap_or(place.span());
            (argument.as_ref().into(), span)
        });
        return Some(Scripts::of_exec(words));
    }
    if !shell.is_posix() {
        return None;
    }
    if let Some(joined) = texts.get(key) {
        let mut scripts = Scripts::of_text(&joined.text);
        scripts.relocate(|span| joined.place(span));
        return Some(scripts);
    }
    let text = match &run.command {
        RunCommand::Shell(text) => text.as_written(),
        RunCommand::Script(script) if is_for_shell(&script.text) => &script.text,
        _ => return None,
    };
    let mut scripts = Scripts::of_text(text);
    if let Some(start) = offset_in(source, text) {
        scripts.relocate(|span| Span::new(start + span.start, start + span.end));
    } else {
        let whole = place.words().first().copied().unwrap_or(place.span());
        scripts.relocate(|_| whole);
    }
    Some(scripts)
}

/// Whether a script names no interpreter, or one that reads the language of `sh`.
fn is_for_shell(script: &str) -> bool {
    let Some(line) = script.strip_prefix("#!") else { return true };
    let line = line.split('\n').next().unwrap_or(line);
    let program = |word: &str| word.rsplit('/').next().is_some_and(super::shell::is_posix);
    let mut words = line.split_ascii_whitespace();
    match words.next() {
        Some(env) if env.rsplit('/').next() == Some("env") => {
            words.find(|word| !word.starts_with('-') && !word.contains('=')).is_some_and(program)
        }
        first => first.is_some_and(program),
    }
}
