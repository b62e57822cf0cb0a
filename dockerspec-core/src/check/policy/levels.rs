//! The levels that a policy gives to rules.

use std::collections::BTreeMap;

use super::error::{PolicyError, known};
use crate::check::rule::RuleLevel;

/// Levels by the names of rules, all of which exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "BTreeMap<String, RuleLevel>", into = "BTreeMap<String, RuleLevel>")
)]
pub(in crate::check) struct Levels(BTreeMap<&'static str, RuleLevel>);

impl Levels {
    pub(in crate::check) fn get(&self, rule: &str) -> Option<RuleLevel> {
        self.0.get(rule).copied()
    }

    /// Sets the level of the rule with this name or alias; the level that it had here.
    pub(super) fn set(&mut self, name: &str, level: RuleLevel) -> Result<Option<RuleLevel>, PolicyError> {
        Ok(self.0.insert(known(name)?.name, level))
    }
}

impl TryFrom<BTreeMap<String, RuleLevel>> for Levels {
    type Error = PolicyError;

    fn try_from(named: BTreeMap<String, RuleLevel>) -> Result<Self, PolicyError> {
        let mut levels = Self::default();
        for (name, level) in named {
            if levels.set(&name, level)?.is_some() {
                return Err(PolicyError::SetTwice(known(&name)?.name));
            }
        }
        Ok(levels)
    }
}

impl From<Levels> for BTreeMap<String, RuleLevel> {
    fn from(levels: Levels) -> Self {
        levels.0.into_iter().map(|(name, level)| (name.to_owned(), level)).collect()
    }
}
