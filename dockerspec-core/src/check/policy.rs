//! What a project wants of its Dockerfiles.

mod bases;
mod labels;

use std::collections::BTreeMap;

use super::rule::{Rule, RuleLevel};
use crate::bases::{BaseFacts, ImagePattern};
pub use labels::LabelType;

/// What a project wants of its Dockerfiles: levels of rules, and what some rules need to know.
///
/// In JSON each field is one of an object, and what is empty or the default is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Policy {
    /// Levels that differ from those the rules have, by the name of the rule.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub levels: BTreeMap<String, RuleLevel>,
    /// What is known of images by their names, instead of what is known of them anyway. Of several patterns that fit a
    /// name, the longest one counts. In JSON: `{"registry.example.com/python*": {"user": "app"}}`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub bases: BTreeMap<ImagePattern, BaseFacts>,
    /// The registries and images that may be built upon; any, when there are none here. `ghcr.io` is a registry,
    /// `docker.io/library/debian` an image in full, and `*` any text: `*.example.com`, `ghcr.io/acme/*`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub trusted_registries: Vec<String>,
    /// The labels that an image must have, and what their values have to be.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub labels: BTreeMap<String, LabelType>,
    /// Whether an image has no labels but those.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub strict_labels: bool,
}

impl Policy {
    /// The level of a rule.
    pub fn level(&self, rule: &Rule) -> RuleLevel {
        self.levels.get(rule.name).copied().unwrap_or(rule.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "serde")]
    #[test]
    fn labels_and_registries_as_json() {
        let text = r#"{"trusted_registries":["ghcr.io"],"labels":{"a":"rfc3339","b":"url"},"strict_labels":true}"#;
        let policy: Policy = serde_json::from_str(text).unwrap();
        assert_eq!(policy.labels["a"], LabelType::Rfc3339);
        assert_eq!(serde_json::to_string(&policy).unwrap(), text);
        assert_eq!(serde_json::to_string(&Policy::default()).unwrap(), "{}");
        let error = serde_json::from_str::<Policy>(r#"{"labels":{"a":"uri"}}"#).unwrap_err();
        assert!(error.to_string().starts_with("unknown variant `uri`, expected one of `text`, `url`,"), "{error}");
    }
}
