//! What is known of official base images: the distribution that they are made from.

use crate::value::ImageRef;

/// The distribution of a base image, as far as it decides how users are created and packages installed.
///
/// ```
/// # use dockerspec_core::{Distribution, value::ImageRef};
/// let of = |image| Distribution::of(&ImageRef::from_static(image));
/// assert_eq!(of("python:3.13-slim-bookworm"), Some(Distribution::Debian));
/// assert_eq!(of("python:3.13-alpine"), Some(Distribution::Alpine));
/// assert_eq!(of("registry.example.com/base:1"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Distribution {
    /// Debian and Ubuntu: `apt-get`, `useradd`.
    Debian,
    /// Alpine: `apk`, `adduser` of BusyBox.
    Alpine,
    /// Wolfi and the images of Chainguard that have a shell: `apk`, `adduser` of BusyBox.
    Wolfi,
    /// Fedora, `CentOS`, RHEL, UBI and their kin: `dnf`, `useradd`.
    RedHat,
    /// BusyBox: no packages, `adduser`.
    Busybox,
    /// Nothing at all: the empty base `scratch`.
    Scratch,
}

/// The repositories whose distribution is known: the registry, the repository, and the distribution of its tags that
/// do not say `alpine`.
const KNOWN: &[(&str, &str, Distribution)] = &[
    ("docker.io", "almalinux", Distribution::RedHat),
    ("docker.io", "alpine", Distribution::Alpine),
    ("docker.io", "amazonlinux", Distribution::RedHat),
    ("docker.io", "buildpack-deps", Distribution::Debian),
    ("docker.io", "busybox", Distribution::Busybox),
    ("docker.io", "composer", Distribution::Alpine),
    ("docker.io", "debian", Distribution::Debian),
    ("docker.io", "eclipse-temurin", Distribution::Debian),
    ("docker.io", "fedora", Distribution::RedHat),
    ("docker.io", "gcc", Distribution::Debian),
    ("docker.io", "golang", Distribution::Debian),
    ("docker.io", "gradle", Distribution::Debian),
    ("docker.io", "haproxy", Distribution::Debian),
    ("docker.io", "httpd", Distribution::Debian),
    ("docker.io", "mariadb", Distribution::Debian),
    ("docker.io", "maven", Distribution::Debian),
    ("docker.io", "nginx", Distribution::Debian),
    ("docker.io", "node", Distribution::Debian),
    ("docker.io", "perl", Distribution::Debian),
    ("docker.io", "php", Distribution::Debian),
    ("docker.io", "postgres", Distribution::Debian),
    ("docker.io", "python", Distribution::Debian),
    ("docker.io", "redis", Distribution::Debian),
    ("docker.io", "rockylinux", Distribution::RedHat),
    ("docker.io", "ruby", Distribution::Debian),
    ("docker.io", "rust", Distribution::Debian),
    ("docker.io", "tomcat", Distribution::Debian),
    ("docker.io", "ubuntu", Distribution::Debian),
    ("cgr.dev", "chainguard/wolfi-base", Distribution::Wolfi),
    ("quay.io", "centos/centos", Distribution::RedHat),
    ("quay.io", "fedora/fedora", Distribution::RedHat),
    ("registry.access.redhat.com", "ubi8", Distribution::RedHat),
    ("registry.access.redhat.com", "ubi9", Distribution::RedHat),
    ("registry.access.redhat.com", "ubi10", Distribution::RedHat),
];

impl Distribution {
    /// The distribution of an image, if the image is a known one.
    pub fn of(image: &ImageRef<'_>) -> Option<Self> {
        let registry = image.registry().unwrap_or("docker.io");
        let repository = image.repository();
        let repository = repository.strip_prefix("library/").unwrap_or(repository);
        let (.., distribution) = KNOWN.iter().find(|(known, name, _)| *known == registry && *name == repository)?;
        let says_alpine = image.tag().is_some_and(|tag| tag.split(['-', '.']).any(is_alpine));
        Some(if says_alpine { Self::Alpine } else { *distribution })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian => "Debian",
            Self::Alpine => "Alpine",
            Self::Wolfi => "Wolfi",
            Self::RedHat => "Red Hat",
            Self::Busybox => "BusyBox",
            Self::Scratch => "`scratch`",
        }
    }
}

/// `alpine` or `alpine3` of a tag such as `3.13-alpine3.22`.
fn is_alpine(part: &str) -> bool {
    part.strip_prefix("alpine").is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(image: &str) -> Option<Distribution> {
        Distribution::of(&ImageRef::new(image).unwrap())
    }

    #[test]
    fn tags_and_registries_count() {
        assert_eq!(of("docker.io/library/node:24-alpine3.22"), Some(Distribution::Alpine));
        assert_eq!(of("node:24-trixie-slim"), Some(Distribution::Debian));
        assert_eq!(of("quay.io/node:24"), None);
        assert_eq!(of("someone/node:24"), None);
    }

    #[test]
    fn the_table_is_sorted_by_registry_and_has_no_repository_twice() {
        for (index, (registry, name, _)) in KNOWN.iter().enumerate() {
            assert!(!KNOWN[..index].iter().any(|(other, known, _)| other == registry && known == name), "{name}");
        }
    }
}
