//! What a project knows of images.

use super::Policy;
use crate::bases::{BaseFacts, BaseVariables};
use crate::value::ImageRef;

impl Policy {
    /// What is known of an image: what the longest pattern in [`bases`](Self::bases) that fits its name says, or else what
    /// [`BaseFacts::of`] knows.
    pub fn base(&self, image: &ImageRef<'_>) -> Option<BaseFacts> {
        self.described_base(image).cloned().or_else(|| BaseFacts::of(image))
    }

    /// The variables that an image sets, as [`base`](Self::base) knows them.
    pub(in crate::check) fn base_variables(&self, image: &ImageRef<'_>) -> BaseVariables<'_> {
        self.described_base(image).map_or_else(|| BaseVariables::of(image), BaseVariables::of_facts)
    }

    fn described_base(&self, image: &ImageRef<'_>) -> Option<&BaseFacts> {
        let fitting = self.bases.iter().filter(|(pattern, _)| pattern.matches(image));
        fitting.max_by_key(|(pattern, _)| pattern.as_str().len()).map(|(_, facts)| facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bases::ImagePattern;

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
