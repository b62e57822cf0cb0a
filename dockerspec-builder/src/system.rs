//! What a stage stands on, as far as it decides how users are created and packages installed.

use std::borrow::Cow;

use dockerspec_core::Distribution;
use dockerspec_core::bases::{BaseFacts, PackageManager};
use dockerspec_core::dockerfile::Base;
use dockerspec_core::word::Value;

/// What is known of the system of a stage: what the name of its base tells, and over that what the description says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct System {
    pub(crate) distribution: Option<Distribution>,
    pub(crate) package_manager: Option<PackageManager>,
    /// Whether `useradd` is there, if that is known.
    pub(crate) has_useradd: Option<bool>,
    /// The name of the distribution, which says more than `distribution`, and its release.
    id: Option<Cow<'static, str>>,
    release: Option<Cow<'static, str>>,
}

impl System {
    /// What the base tells.
    pub(crate) fn of(base: &Base<'_>) -> Self {
        match base {
            Base::Scratch => Self::made_from(Distribution::Scratch),
            Base::Image(Value::Fixed(image)) => BaseFacts::of(image).map(Self::from).unwrap_or_default(),
            _ => Self::default(),
        }
    }

    /// What somebody says it is made from. What the base tells beside that stays if it agrees.
    pub(crate) fn say_distribution(&mut self, distribution: Distribution) {
        if self.distribution != Some(distribution) {
            *self = Self::made_from(distribution);
        }
    }

    /// What somebody says installs its packages.
    pub(crate) fn say_package_manager(&mut self, package_manager: PackageManager) {
        self.package_manager = Some(package_manager);
        let mut facts = BaseFacts::default();
        facts.package_manager = Some(package_manager);
        facts.distribution.clone_from(&self.id);
        self.distribution = self.distribution.or_else(|| facts.family());
    }

    /// The release of the distribution, as in `debian-13`, if both are known.
    pub(crate) fn release(&self) -> Option<String> {
        self.id.as_ref().zip(self.release.as_ref()).map(|(id, release)| format!("{id}-{release}"))
    }

    fn made_from(distribution: Distribution) -> Self {
        Self {
            distribution: Some(distribution),
            package_manager: Some(distribution.package_manager()),
            ..Self::default()
        }
    }
}

impl From<BaseFacts> for System {
    fn from(facts: BaseFacts) -> Self {
        Self {
            distribution: facts.family(),
            package_manager: facts.package_manager,
            has_useradd: facts.has_tool("useradd"),
            id: facts.distribution,
            release: facts.release,
        }
    }
}

#[cfg(test)]
mod tests {
    use dockerspec_core::value::ImageRef;

    use super::*;

    fn of(image: &'static str) -> System {
        System::of(&Base::Image(Value::Fixed(ImageRef::from_static(image))))
    }

    #[test]
    fn what_is_said_counts_and_what_agrees_with_it_stays() {
        let mut minimal = of("registry.access.redhat.com/ubi9/ubi-minimal:9.6");
        let known = minimal.clone();
        assert_eq!(known.package_manager, Some(PackageManager::Microdnf));
        assert_eq!((known.has_useradd, known.release()), (Some(false), Some("rhel-9".to_owned())));
        minimal.say_distribution(Distribution::RedHat);
        assert_eq!(minimal, known);
        minimal.say_distribution(Distribution::Debian);
        assert_eq!(minimal, System::made_from(Distribution::Debian));
    }

    #[test]
    fn a_package_manager_says_the_distribution_where_nothing_else_does() {
        let mut system = of("registry.example.com/base:1");
        assert_eq!(system, System::default());
        system.say_package_manager(PackageManager::Yum);
        assert_eq!(system.distribution, Some(Distribution::RedHat));
        for image in ["cgr.dev/chainguard/wolfi-base:1", "cgr.dev/chainguard/python:3.13", "cgr.dev/chainguard/go:1"] {
            let mut wolfi = of(image);
            wolfi.say_package_manager(PackageManager::Apk);
            let known = (wolfi.package_manager, wolfi.distribution);
            assert_eq!(known, (Some(PackageManager::Apk), Some(Distribution::Wolfi)), "{image}");
        }
    }
}
