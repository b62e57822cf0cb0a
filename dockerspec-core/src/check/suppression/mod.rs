//! What a file and a policy allow: which findings are not shown, and which of the permissions nothing needs.

mod comment;
mod inner;
mod removal;
mod scope;
#[cfg(test)]
mod tests;

pub(super) use comment::{Clause, Form, Malformed, Name};

use super::facts::FileFacts;
use super::policy::Policy;
use super::rule::RuleLevel;
use crate::finding::Finding;
use comment::Comments;
use scope::{Kind, Scope};

/// Everything that is allowed.
#[derive(Debug)]
pub(super) struct Suppressions<'f> {
    source: &'f str,
    comments: Comments<'f>,
    /// What is allowed where, sorted.
    scopes: Vec<Scope>,
    /// For each name, whether a finding was allowed by it.
    is_used: Vec<bool>,
    policy: &'f Policy,
    /// Where each stage begins, and its name: what the policy asks for.
    stages: Vec<(u32, Option<&'f str>)>,
    /// Whether the file was read whole.
    is_whole: bool,
}

impl<'f> Suppressions<'f> {
    /// What the comments of a file and its policy allow; `is_whole` says whether nothing of it was refused.
    pub(super) fn new(file: &FileFacts<'f>, is_whole: bool) -> Self {
        let (comments, scopes) = scope::read(file);
        let mut stages = Vec::new();
        if !file.policy.allow.is_empty() {
            stages.extend(file.stages.iter().map(|stage| {
                let name = stage.stage.name.as_ref().map(crate::value::StageName::as_str);
                (stage.place.span().start, name)
            }));
        }
        let is_used = vec![false; comments.names.len()];
        Self { source: file.source, comments, scopes, is_used, policy: file.policy, stages, is_whole }
    }

    /// Whether it allows anything at all.
    pub(super) fn is_empty(&self) -> bool {
        self.comments.names.is_empty() && self.policy.allow.is_empty()
    }

    /// Whether a finding of a rule is allowed, and notes by what.
    pub(super) fn allows(&mut self, finding: &Finding) -> bool {
        let at = finding.label.span.start;
        for kind in Kind::ALL {
            let rule = (kind, &*finding.code);
            let behind = self.scopes.partition_point(|scope| ((scope.kind, scope.rule), scope.start) <= (rule, at));
            let before = self.scopes[..behind].iter().rev().take_while(|scope| (scope.kind, scope.rule) == rule);
            // Those of lines overlap where a command ends on the line of the next one, the others never do.
            if let Some(scope) = before.take(if kind == Kind::Line { 8 } else { 1 }).find(|scope| at < scope.end) {
                self.is_used[scope.name] = true;
                return true;
            }
        }
        self.policy.allow.iter().any(|exception| {
            exception.allow.rule().name == finding.code
                && exception.stage.as_ref().is_none_or(|name| self.stage(at) == Some(name.as_str()))
        })
    }

    /// The name of the stage that a place is in.
    fn stage(&self, at: u32) -> Option<&'f str> {
        let behind = self.stages.partition_point(|(start, _)| *start <= at);
        self.stages[behind.checked_sub(1)?].1
    }

    /// What a name belongs to.
    pub(super) fn clause(&self, name: &Name<'_>) -> &Clause {
        &self.comments.clauses[name.clause]
    }

    /// What the comments say.
    pub(super) fn clauses(&self) -> &[Clause] {
        &self.comments.clauses
    }

    /// The names of rules in the comments.
    pub(super) fn names(&self) -> &[Name<'f>] {
        &self.comments.names
    }

    /// Where comments of ours cannot be read.
    pub(super) fn malformed(&self) -> &[Malformed] {
        &self.comments.malformed
    }

    /// The names of rules that found nothing there, though they looked at all of the file, and their numbers.
    pub(super) fn unused(&self) -> impl Iterator<Item = (usize, &Name<'f>)> {
        let names =
            self.comments.names.iter().enumerate().filter(|(number, _)| self.is_whole && !self.is_used[*number]);
        names.filter(|(_, name)| {
            // What says that something is unused cannot be that itself.
            name.rule.is_some_and(|rule| rule.name != "unused_allow" && self.policy.level(rule) != RuleLevel::Allow)
        })
    }
}
