//! What a file and a policy allow: which findings are not shown, and which of the permissions nothing needs.

mod comment;
mod inner;
mod removal;
mod scope;
mod skip;
#[cfg(test)]
mod tests;

pub(super) use comment::{Clause, Form, Malformed, Name};

use std::cell::Cell;

use super::facts::FileFacts;
use super::policy::Policy;
use super::rule::{Rule, RuleLevel};
use crate::finding::Level;
use crate::parse::{Parsed, Span};
use comment::Comments;
use scope::{Kind, Scope};
use skip::Skip;

/// Everything that is allowed.
#[derive(Debug)]
pub(super) struct Suppressions<'f> {
    source: &'f str,
    comments: Comments<'f>,
    /// What is allowed where, sorted.
    scopes: Vec<Scope>,
    /// For each name, whether a finding was allowed by it.
    is_used: Vec<Cell<bool>>,
    /// What the file says of BuildKit's checks.
    pub(super) skip: Skip<'f>,
    policy: &'f Policy,
    /// Where each stage begins, and its name: what the policy asks for.
    stages: Vec<(u32, Option<&'f str>)>,
    /// Whether the file was read whole.
    is_whole: bool,
}

impl<'f> Suppressions<'f> {
    /// What a file and its policy allow.
    pub(super) fn new(file: &FileFacts<'f>, parsed: &'f Parsed<'f>) -> Self {
        let (skip, is_whole) = (Skip::new(file.source, parsed), parsed.findings.is_empty());
        let (comments, scopes) = scope::read(file);
        let mut stages = Vec::new();
        if !file.policy.allow.is_empty() {
            stages.extend(file.stages.iter().map(|stage| {
                let name = stage.stage.name.as_ref().map(crate::value::StageName::as_str);
                (stage.place.span().start, name)
            }));
        }
        let is_used = vec![Cell::new(false); comments.names.len()];
        Self { source: file.source, skip, comments, scopes, is_used, policy: file.policy, stages, is_whole }
    }

    /// The level that a finding of a rule has, whose own level is `level`; none when it is allowed. Notes by what.
    pub(super) fn admit(&self, rule: &Rule, level: RuleLevel, span: Span) -> Option<Level> {
        let is_out = match level {
            RuleLevel::Allow => !self.skip.asks_for_at(rule, span),
            _ => self.skip.leaves_out(rule, span),
        };
        if is_out || self.allows(rule, span) {
            return None;
        }
        let is_error = level == RuleLevel::Deny || self.skip.is_error(rule);
        Some(if is_error { Level::Error } else { Level::Warning })
    }

    /// Whether comments or the policy allow a rule at a place.
    fn allows(&self, rule: &Rule, span: Span) -> bool {
        if self.comments.names.is_empty() && self.policy.allow.is_empty() {
            return false;
        }
        let at = span.start;
        for kind in Kind::ALL {
            let wanted = (kind, rule.name);
            let behind = self.scopes.partition_point(|scope| ((scope.kind, scope.rule), scope.start) <= (wanted, at));
            let before = self.scopes[..behind].iter().rev().take_while(|scope| (scope.kind, scope.rule) == wanted);
            // Those of lines overlap where a command ends on the line of the next one, the others never do.
            if let Some(scope) = before.take(if kind == Kind::Line { 8 } else { 1 }).find(|scope| at < scope.end) {
                self.is_used[scope.name].set(true);
                return true;
            }
        }
        self.policy.allow.iter().any(|exception| {
            exception.allow.rule().name == rule.name
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
            self.comments.names.iter().enumerate().filter(|(number, _)| self.is_whole && !self.is_used[*number].get());
        names.filter(|(_, name)| {
            // What says that something is unused cannot be that itself.
            name.rule.is_some_and(|rule| rule.name != "unused_allow" && self.policy.level(rule) != RuleLevel::Allow)
        })
    }
}
