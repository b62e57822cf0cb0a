//! What a stage stands on, as far as it decides how users are created and packages installed.

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
    /// The release of the distribution, as in `debian-13`, if both are known.
    pub(crate) release: Option<String>,
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
        self.distribution = self.distribution.or_else(|| facts.family());
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
            release: facts
                .distribution
                .zip(facts.release)
                .map(|(distribution, release)| format!("{distribution}-{release}")),
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
        assert_eq!((known.has_useradd, known.release.as_deref()), (Some(false), Some("rhel-9")));
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
        let mut wolfi = of("cgr.dev/chainguard/python:latest");
        wolfi.say_package_manager(PackageManager::Apk);
        assert_eq!(wolfi.package_manager, Some(PackageManager::Apk));
        let mut wolfi = of("cgr.dev/chainguard/wolfi-base:latest");
        wolfi.say_package_manager(PackageManager::Apk);
        assert_eq!(wolfi.distribution, Some(Distribution::Wolfi));
    }
}
