//! What a project wants of its Dockerfiles.

use std::collections::BTreeMap;

use super::rule::{Rule, RuleLevel};

/// What a project wants of its Dockerfiles: levels of rules, and what some rules need to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// Levels that differ from those the rules have, by the name of the rule.
    pub levels: BTreeMap<String, RuleLevel>,
}

impl Policy {
    /// The level of a rule.
    pub fn level(&self, rule: &Rule) -> RuleLevel {
        self.levels.get(rule.name).copied().unwrap_or(rule.level)
    }
}
