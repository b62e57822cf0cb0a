//! The rules of `develop.watch` that follow from what an image copies.

use std::borrow::Cow;

use dockerspec_core::dockerfile::{Copy, Instruction, Mount, Source};
use dockerspec_core::value::AbsPath;

use super::develop::Rule;
use super::problem::ProblemKind;
use crate::content::{Content, Place};
use crate::lineage::{base_directory, is_below, lineage, resolved};

/// What keeps a rule from being known: the path that it would be for, if it is one, the problem, and the line.
pub(super) type Unknown = (Option<String>, ProblemKind, Place);

/// The rules of a stage, those that build anew first, and what keeps others from being known.
pub(super) fn rules(stage: &Content, context: &str) -> (Vec<Rule>, Vec<Unknown>) {
    let mut found = Found { context, rebuild: Vec::new(), sync: Vec::new(), problems: Vec::new() };
    let lineage = lineage(stage);
    let mut others = Vec::new();
    for content in &lineage {
        content.uses.iter().for_each(|used| visit(used, &mut others));
    }
    let is_other = |content: &&Content| !lineage.iter().any(|known| std::ptr::eq(*known, *content));
    others.retain(is_other);

    // Behind the last RUN nothing depends on what is copied.
    let steps = || lineage.iter().flat_map(|content| &content.steps);
    let behind = steps().rev().position(|step| matches!(step.instruction, Instruction::Run(_)));
    let sealed = behind.map_or(0, |behind| steps().count() - behind);
    let mut directory = base_directory(&lineage);
    for (number, step) in steps().enumerate() {
        match &step.instruction {
            Instruction::Workdir(workdir) => directory = resolved(directory.as_ref(), &workdir.path),
            Instruction::Copy(copy) if number >= sealed && !copy.parents => {
                found.copied(copy, directory.as_ref(), step.place);
            }
            other => found.read(other),
        }
    }
    for content in others {
        content.instructions().for_each(|instruction| found.read(instruction));
    }
    let Found { mut rebuild, sync, problems, .. } = found;
    let is_new = |rule: &Rule| !rebuild.iter().any(|known| known.path == rule.path && known.include == rule.include);
    let sync: Vec<Rule> = sync.into_iter().filter(is_new).collect();
    rebuild.extend(sync);
    (rebuild, problems)
}

/// A stage and all that it reaches, each once.
fn visit<'c>(content: &'c Content, order: &mut Vec<&'c Content>) {
    if !order.iter().any(|known| std::ptr::eq(*known, content)) {
        order.push(content);
        content.parent.iter().chain(content.uses.iter()).for_each(|needed| visit(needed, order));
    }
}

struct Found<'c> {
    context: &'c str,
    rebuild: Vec<Rule>,
    sync: Vec<Rule>,
    problems: Vec<Unknown>,
}

impl Found<'_> {
    /// What an instruction reads of the build context.
    fn read(&mut self, instruction: &Instruction<'static>) {
        match instruction {
            Instruction::Copy(copy) if copy.from.is_none() => {
                for source in literal(&copy.sources) {
                    self.rebuild(source, &copy.exclude);
                }
            }
            Instruction::Add(add) => {
                let is_remote = |source: &&str| source.contains("://") || source.starts_with("git@");
                for source in literal(&add.sources).filter(|source| !is_remote(source)) {
                    self.rebuild(source, &add.exclude);
                }
            }
            Instruction::Run(run) => {
                for mount in &run.mounts {
                    if let Mount::Bind(bind) = mount
                        && bind.from.is_none()
                    {
                        match &bind.source {
                            None => self.rebuild(".", &[]),
                            Some(source) => source.as_literal().into_iter().for_each(|path| self.rebuild(path, &[])),
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn rebuild(&mut self, source: &str, exclude: &[Cow<'static, str>]) {
        let rule = self.rule(source, exclude);
        if !self.rebuild.contains(&rule) {
            self.rebuild.push(rule);
        }
    }

    /// What a COPY brings that no RUN sees.
    fn copied(&mut self, copy: &Copy<'static>, directory: Option<&AbsPath<'static>>, place: Place) {
        let (None, Some(written)) = (&copy.from, copy.destination.as_literal()) else { return };
        let Some(destination) = resolved(directory, &copy.destination) else {
            self.problems.push((None, ProblemKind::UnknownDestination { destination: written.to_owned() }, place));
            return;
        };
        let destination = destination.normalized();
        let is_directory = copy.sources.len() > 1 || matches!(written.rsplit('/').next(), Some("" | "." | ".."));
        for source in literal(&copy.sources) {
            let mut rule = self.rule(source, &copy.exclude);
            rule.target = Some(match (is_directory, base_name(source)) {
                (true, Some(name)) if rule.include.is_none() => {
                    if !has_extension(name) {
                        let kind =
                            ProblemKind::FileOrDirectory { path: source.to_owned(), destination: destination.clone() };
                        self.problems.push((Some(rule.path), kind, place));
                        continue;
                    }
                    format!("{}/{name}", destination.trim_end_matches('/'))
                }
                _ => destination.clone(),
            });
            rule.is_shared = rule.target.as_ref() == Some(&destination)
                && directory.is_some_and(|directory| is_below(directory.as_str(), &destination));
            self.sync.push(rule);
        }
    }

    /// A rule for a source, without a target: for one with a pattern, its directory and what it takes of that.
    fn rule(&self, source: &str, exclude: &[Cow<'static, str>]) -> Rule {
        let plain = source
            .find(['*', '?', '[', '\\'])
            .map_or(source.len(), |at| source[..at].rfind('/').map_or(0, |slash| slash + 1));
        let (path, pattern) = source.split_at(plain);
        let mut rule = Rule::new(&format!("{}/{path}", self.context), None);
        rule.include = (!pattern.is_empty()).then(|| pattern.to_owned());
        rule.ignore = exclude.to_vec();
        rule
    }
}

fn literal<'s>(sources: &'s [Source<'static>]) -> impl Iterator<Item = &'s str> {
    sources.iter().filter_map(|source| if let Source::Path(path) = source { path.as_literal() } else { None })
}

/// The name of a source that could be a file: none for one that ends like a directory.
fn base_name(source: &str) -> Option<&str> {
    match source.rsplit('/').next() {
        Some("" | "." | "..") | None => None,
        name => name,
    }
}

/// Whether a name is that of a file, by what is behind its last dot.
fn has_extension(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && !extension.is_empty() && extension != "d")
}
