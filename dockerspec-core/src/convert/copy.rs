//! COPY and ADD.

use std::borrow::Cow;

use super::source::{self, Git, Kind};
use super::step::{State, Step};
use super::{Converter, windows};
use crate::dockerfile::{Add, Copy, CopyFrom, Source};
use crate::parse::Problem;
use crate::value::{Digest, FileMode, Owner};
use crate::word::{Value, Word};

/// Checks COPY.
pub(super) fn copy<'m>(converter: &mut Converter<'m, '_>, copy: &'m Copy<'_>, step: Step<'_, 'm>, state: &State<'m>) {
    let later = match &copy.from {
        Some(CopyFrom::Stage(name)) => step.graph.stage(name),
        Some(CopyFrom::Index(index)) => Some(*index as usize).filter(|index| *index < step.graph.nodes.len()),
        _ => None,
    };
    if let Some(later) = later.filter(|later| *later > step.stage) {
        converter.report_later(later, step.span());
    }
    account(converter, copy.chown.as_ref(), copy.chmod.as_ref(), step, state);
    for (number, source) in copy.sources.iter().enumerate() {
        let Some((text, depends)) = source_text(converter, source, number, step, state) else { continue };
        let kind = source::kind(&text);
        if let Some(trace) = &mut converter.trace
            && copy.from.is_none()
            && is_path(&kind)
        {
            trace.sources.push(trace.traced(text.clone(), step.word(number)));
        }
        let problem = match kind {
            Ok(Kind::Path | Kind::Git(Git { is_path: true, .. })) => windows_problem(&text, state),
            Ok(Kind::Download) => Some(Problem::SourceUrl),
            Ok(Kind::Git(_)) => Some(Problem::SourceGit),
            Err(problem) => Some(problem),
        };
        if let Some(problem) = problem {
            converter.report.add(problem, step.word(number), depends);
        }
    }
    destination(converter, &copy.destination, copy.sources.len(), step, state);
}

/// Checks ADD.
pub(super) fn add<'m>(converter: &mut Converter<'m, '_>, add: &'m Add<'_>, step: Step<'_, 'm>, state: &State<'m>) {
    account(converter, add.chown.as_ref(), add.chmod.as_ref(), step, state);
    let (checksum, checksum_depends) = match &add.checksum {
        None => (None, false),
        Some(Value::Fixed(checksum)) => (Some(Cow::Borrowed(checksum.as_str())), false),
        Some(Value::Expanded(word)) => match converter.known(word, step.span(), state) {
            None => (None, false),
            Some(value) => (Some(value.text), value.depends),
        },
    };
    // An empty one is none.
    let checksum = checksum.filter(|checksum| !checksum.is_empty());
    let paths = add.sources.iter().filter(|source| matches!(source, Source::Path(_))).count();
    if checksum.is_some() && paths != 1 {
        converter.report.add(Problem::ChecksumSources, step.span(), false);
    }
    let mut keep_git_dir = add.keep_git_dir;
    for (number, source) in add.sources.iter().enumerate() {
        let Some((text, depends)) = source_text(converter, source, number, step, state) else { continue };
        let kind = source::kind(&text);
        if let Some(trace) = &mut converter.trace
            && is_path(&kind)
        {
            trace.sources.push(trace.traced(text.clone(), step.word(number)));
        }
        let problem = match kind {
            Err(problem) => Some(problem),
            Ok(Kind::Path) if checksum.is_some() => Some(Problem::ChecksumSource),
            Ok(Kind::Path | Kind::Git(Git { is_path: true, .. })) => windows_problem(&text, state),
            Ok(Kind::Download) => checksum.as_ref().and_then(|checksum| {
                let expected = Digest::new(&**checksum).err()?.expected().to_owned();
                Some(Problem::Checksum { checksum: checksum.clone().into_owned(), expected })
            }),
            Ok(Kind::Git(git)) => {
                let differs = keep_git_dir.zip(git.keep_git_dir).is_some_and(|(flag, query)| flag != query);
                keep_git_dir = git.keep_git_dir.or(keep_git_dir);
                match &checksum {
                    _ if differs => Some(Problem::KeepGitDir),
                    Some(checksum) if !git.checksum.is_empty() && *checksum != git.checksum => {
                        let expected = format!("`{}`, as in the query", git.checksum);
                        Some(Problem::Checksum { checksum: checksum.clone().into_owned(), expected })
                    }
                    _ => None,
                }
            }
        };
        if let Some(problem) = problem {
            converter.report.add(problem, step.word(number), depends || checksum_depends);
        }
    }
    destination(converter, &add.destination, add.sources.len(), step, state);
}

/// Whether a source is a path of the build context or of another stage.
fn is_path(kind: &Result<Kind<'_>, Problem>) -> bool {
    matches!(kind, Ok(Kind::Path | Kind::Git(Git { is_path: true, .. })))
}

/// The text of a source that is a path, and whether it hangs on a build argument. Tries the content of a file.
fn source_text<'m>(
    converter: &mut Converter<'m, '_>,
    source: &'m Source<'_>,
    number: usize,
    step: Step<'_, 'm>,
    state: &State<'m>,
) -> Option<(Cow<'m, str>, bool)> {
    match source {
        Source::Path(path) => {
            converter.known(path, step.word(number), state).map(|expanded| (expanded.text, expanded.depends))
        }
        Source::File(file) => {
            converter.tried(&file.content, step.word(number), state);
            None
        }
    }
}

fn account<'m>(
    converter: &mut Converter<'m, '_>,
    chown: Option<&'m Value<'_, Owner<'_>>>,
    chmod: Option<&'m Value<'_, FileMode<'_>>>,
    step: Step<'_, 'm>,
    state: &State<'m>,
) {
    if let Some(Value::Expanded(word)) = chown {
        converter.tried(word, step.span(), state);
    }
    if let Some(Value::Expanded(word)) = chmod
        && let Some(mode) = converter.known(word, step.span(), state)
        && !mode.text.is_empty()
        && FileMode::parse(&*mode.text).is_err()
    {
        let text = mode.text.into_owned();
        converter.report.add(Problem::Chmod { mode: text }, step.span(), mode.depends);
    }
}

fn destination<'m>(
    converter: &mut Converter<'m, '_>,
    word: &'m Word<'_>,
    number: usize,
    step: Step<'_, 'm>,
    state: &State<'m>,
) {
    if !state.is_windows {
        converter.tried(word, step.word(number), state);
    } else if let Some(path) = converter.known(word, step.word(number), state)
        && let Some(problem) = windows_problem(&path.text, state)
    {
        converter.report.add(problem, step.word(number), path.depends);
    }
}

fn windows_problem(path: &str, state: &State<'_>) -> Option<Problem> {
    let why = if state.is_windows { windows::problem(path)? } else { return None };
    Some(Problem::WindowsPath { path: path.to_owned(), why })
}
