//! What a project wants of its Dockerfiles.

mod bases;
mod error;
mod exception;
mod labels;
mod levels;
#[cfg(test)]
mod tests;

pub use error::PolicyError;
pub(super) use error::{known, nearest_rule, way_out};
pub use exception::Exception;
pub use labels::LabelType;

use std::collections::BTreeMap;

use super::rule::{Rule, RuleLevel};
use crate::bases::{BaseFacts, ImagePattern};
use levels::Levels;

/// What a project wants of its Dockerfiles: levels of rules, what is allowed nevertheless, and what some rules need to
/// know. The default is every rule at its own level.
///
/// ```
/// # use dockerspec_core::check::{Checker, Policy, RuleLevel};
/// let policy = Policy::default().with_level("unpinned_base", RuleLevel::Warn)?;
/// let findings = Checker::new(&policy).check("FROM debian\nUSER 10001\n");
/// assert_eq!(findings[0].to_string().split(':').next(), Some("warning[unpinned_base]"));
/// # Ok::<(), dockerspec_core::check::PolicyError>(())
/// ```
///
/// In JSON, a level is that of a name or an alias, and what is not known is an error:
///
/// ```json
/// {
///   "levels": { "unpinned_base": "warn", "DL3014": "deny" },
///   "allow": [{ "rule": "root_user", "reason": "a debugger has to be root", "stage": "debug" }]
/// }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Policy {
    /// Levels that differ from those the rules have.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::form::is_default"))]
    pub(super) levels: Levels,
    /// What is allowed, why, and where.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::form::is_default"))]
    pub allow: Vec<Exception>,
    /// What is known of images by their names, instead of what is known of them anyway. Of several patterns that fit a
    /// name, the longest one counts. In JSON: `{"registry.example.com/python*": {"user": "app"}}`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::form::is_default"))]
    pub bases: BTreeMap<ImagePattern, BaseFacts>,
    /// The registries and images that may be built upon; any, when there are none here. `ghcr.io` is a registry,
    /// `docker.io/library/debian` an image in full, and `*` any text: `*.example.com`, `ghcr.io/acme/*`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::form::is_default"))]
    pub trusted_registries: Vec<String>,
    /// The labels that an image must have, and what their values have to be.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::form::is_default"))]
    pub labels: BTreeMap<String, LabelType>,
    /// Whether an image has no labels but those.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::form::is_default"))]
    pub strict_labels: bool,
}

impl Policy {
    /// The level of a rule.
    pub fn level(&self, rule: &Rule) -> RuleLevel {
        self.levels.get(rule.name).unwrap_or(rule.level)
    }

    /// Sets the level of a rule, by its name or an alias.
    ///
    /// ```
    /// # use dockerspec_core::check::{Policy, RuleLevel, rule};
    /// let mut policy = Policy::default();
    /// policy.set_level("DL3006", RuleLevel::Warn)?;
    /// assert_eq!(policy.level(rule("unpinned_base").expect("there is one")), RuleLevel::Warn);
    ///
    /// let error = policy.set_level("unpined_base", RuleLevel::Warn).expect_err("it is misspelled");
    /// assert_eq!(error.to_string(), "`unpined_base` is not a rule; write `unpinned_base`");
    /// # Ok::<(), dockerspec_core::check::PolicyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When no rule is called so.
    pub fn set_level(&mut self, rule: &str, level: RuleLevel) -> Result<(), PolicyError> {
        self.levels.set(rule, level).map(|_| ())
    }

    /// The same with the level of a rule, as [`set_level`](Self::set_level) sets it.
    ///
    /// # Errors
    ///
    /// When no rule is called so.
    pub fn with_level(mut self, rule: &str, level: RuleLevel) -> Result<Self, PolicyError> {
        self.set_level(rule, level)?;
        Ok(self)
    }

    /// The same with findings that are allowed.
    ///
    /// ```
    /// # use dockerspec_core::check::{Allow, Checker, Policy};
    /// let policy = Policy::default().allow(Allow::new("unpinned_base", "the mirror has one tag of each image")?);
    /// assert_eq!(Checker::new(&policy).check("FROM debian\nUSER 10001\n"), []);
    /// # Ok::<(), dockerspec_core::check::PolicyError>(())
    /// ```
    #[must_use]
    pub fn allow(mut self, exception: impl Into<Exception>) -> Self {
        self.allow.push(exception.into());
        self
    }
}
