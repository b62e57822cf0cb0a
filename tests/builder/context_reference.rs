//! What COPY and mounts read of a context, and what an ignore file lets through, the slow and obvious way.
//!
//! Source: `copy` and `filter` of `github.com/tonistiigi/fsutil`, `filepath.Match` of Go, and
//! `github.com/moby/patternmatcher`.

use std::collections::{BTreeMap, BTreeSet};

/// A source, as the Dockerfile says it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) kind: Kind,
    pub(crate) exclude: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Mount,
    Copy,
    CopyParents,
}

/// The directories above a path, the highest first, and the path.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end]).chain([path])
}

/// All files and directories.
fn entries(files: &BTreeSet<String>) -> BTreeSet<String> {
    files.iter().flat_map(|file| ancestors(file)).map(str::to_owned).collect()
}

/// The files that a source reads.
pub(crate) fn read(files: &BTreeSet<String>, source: &Source) -> BTreeSet<String> {
    let path = source.path.trim_matches('/');
    let (roots, below) = match (source.kind, path.split_once("/./")) {
        (Kind::Mount, _) => (BTreeSet::from([path.to_owned()]), None),
        (Kind::Copy, _) => (matched(files, path), None),
        (Kind::CopyParents, Some((parent, below))) => (matched(files, parent), Some(below)),
        (Kind::CopyParents, None) => (BTreeSet::from([String::new()]), Some(path)),
    };
    let mut read = BTreeSet::new();
    for root in roots {
        for file in files {
            // A pattern with a `/./` that finds a file before it does not ask the client for that.
            if *file == root && source.kind != Kind::CopyParents {
                read.insert(file.clone());
                continue;
            }
            let relative = if root.is_empty() { Some(&**file) } else { file.strip_prefix(&format!("{root}/")) };
            let Some(relative) = relative else { continue };
            let is_included = below.is_none_or(|below| ancestors(relative).any(|path| glob(below, path, true)));
            if is_included && !is_matched(&source.exclude, relative) {
                read.insert(file.clone());
            }
        }
    }
    read
}

/// The paths that COPY finds for one source.
fn matched(files: &BTreeSet<String>, path: &str) -> BTreeSet<String> {
    let components: Vec<&str> = path.split('/').collect();
    let first = components.iter().position(|component| component.contains(['*', '?', '[']));
    let Some(first) = first else { return BTreeSet::from([path.to_owned()]) };
    let directory: String = components[..first].iter().flat_map(|name| [name, "/"]).collect();
    let pattern = components[first..].join("/");
    let entries = entries(files);
    let below = entries.iter().filter_map(|entry| Some((entry, entry.strip_prefix(&directory)?)));
    below.filter(|(_, relative)| glob(&pattern, relative, false)).map(|(entry, _)| entry.clone()).collect()
}

/// The files that an ignore file lets through.
pub(crate) fn let_through(files: &BTreeSet<String>, ignore_file: &str) -> BTreeSet<String> {
    let lines =
        ignore_file.lines().filter(|line| !line.starts_with('#')).map(str::trim).filter(|line| !line.is_empty());
    let patterns: Vec<String> = lines.map(str::to_owned).collect();
    files.iter().filter(|file| !is_matched(&patterns, file)).cloned().collect()
}

/// Whether the last pattern that matches is none with `!`, asked for each directory on the way to a path: what a
/// pattern says of a directory is kept for what is below, but a pattern that would change nothing is not asked.
fn is_matched(patterns: &[String], path: &str) -> bool {
    let mut known: BTreeMap<usize, bool> = BTreeMap::new();
    let mut is_matched = false;
    for path in ancestors(path) {
        is_matched = false;
        for (number, pattern) in patterns.iter().enumerate() {
            let (is_exception, pattern) = pattern.strip_prefix('!').map_or((false, &**pattern), |rest| (true, rest));
            if !known.get(&number).is_some_and(|known| *known) {
                if is_exception != is_matched {
                    continue;
                }
                known.insert(number, glob(pattern, path, true));
            }
            if known[&number] {
                is_matched = !is_exception;
            }
        }
    }
    is_matched
}

/// Whether a pattern matches all of a path; `**` goes through directories if `deep`.
fn glob(pattern: &str, path: &str, deep: bool) -> bool {
    let characters = |text: &str| text.chars().collect::<Vec<_>>();
    matches(&characters(pattern), &characters(path), deep)
}

fn matches(pattern: &[char], path: &[char], deep: bool) -> bool {
    match pattern {
        [] => path.is_empty(),
        ['*', '*'] if deep => true,
        ['*', '*', '/', rest @ ..] if deep => {
            let ends = (0..path.len()).filter(|end| path[*end] == '/').map(|end| end + 1);
            std::iter::once(0).chain(ends).any(|start| matches(rest, &path[start..], deep))
        }
        ['*', rest @ ..] => {
            let end = path.iter().position(|character| *character == '/').unwrap_or(path.len());
            (0..=end).any(|skipped| matches(rest, &path[skipped..], deep))
        }
        ['?', rest @ ..] => path.first().is_some_and(|first| *first != '/') && matches(rest, &path[1..], deep),
        ['[', class @ ..] => {
            let (is_negated, mut class) = if class[0] == '^' { (true, &class[1..]) } else { (false, class) };
            let mut is_in = false;
            let Some(first) = path.first() else { return false };
            loop {
                let low = class_member(&mut class);
                let mut high = low;
                if class[0] == '-' {
                    class = &class[1..];
                    high = class_member(&mut class);
                }
                is_in |= (low..=high).contains(first);
                if class[0] == ']' {
                    return is_in != is_negated && matches(&class[1..], &path[1..], deep);
                }
            }
        }
        ['\\', character, rest @ ..] | [character, rest @ ..] => {
            path.first() == Some(character) && matches(rest, &path[1..], deep)
        }
    }
}

fn class_member(class: &mut &[char]) -> char {
    let (member, rest) = match class {
        ['\\', member, rest @ ..] | [member, rest @ ..] => (*member, rest),
        [] => panic!("a class ends with a bracket"),
    };
    *class = rest;
    member
}
