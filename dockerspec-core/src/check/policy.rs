//! What a project wants of its Dockerfiles.

use std::collections::BTreeMap;

use super::rule::{Rule, RuleLevel};
use crate::bases::{BaseFacts, ImagePattern};
use crate::value::ImageRef;

/// What a project wants of its Dockerfiles: levels of rules, and what some rules need to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// Levels that differ from those the rules have, by the name of the rule.
    pub levels: BTreeMap<String, RuleLevel>,
    /// What is known of images by their names, instead of what is known of them anyway. Of several patterns that fit a
    /// name, the longest one counts.
    pub bases: BTreeMap<ImagePattern, BaseFacts>,
}

impl Policy {
    /// The level of a rule.
    pub fn level(&self, rule: &Rule) -> RuleLevel {
        self.levels.get(rule.name).copied().unwrap_or(rule.level)
    }

    /// What is known of an image.
    pub fn base(&self, image: &ImageRef<'_>) -> Option<BaseFacts> {
        let fitting = self.bases.iter().filter(|(pattern, _)| pattern.matches(image));
        let longest = fitting.max_by_key(|(pattern, _)| pattern.as_str().len());
        longest.map(|(_, facts)| facts.clone()).or_else(|| BaseFacts::of(image))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_counts() {
        let mut policy = Policy::default();
        for (pattern, user) in [("registry.example.com/*", "a"), ("registry.example.com/web*", "b")] {
            let facts = BaseFacts { user: Some(user.into()), ..BaseFacts::default() };
            policy.bases.insert(ImagePattern::new(pattern).unwrap(), facts);
        }
        let user = |image| policy.base(&ImageRef::from_static(image)).and_then(|facts| facts.user);
        assert_eq!(user("registry.example.com/app:1").as_deref(), Some("a"));
        assert_eq!(user("registry.example.com/web:1").as_deref(), Some("b"));
        assert_eq!(user("debian:13").as_deref(), Some("root"));
    }
}
