//! How users are created and packages installed in a base.

use super::BaseFacts;
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

impl Distribution {
    /// The distribution of an image, if the image is a known one: what [`BaseFacts`] say.
    pub fn of(image: &ImageRef<'_>) -> Option<Self> {
        BaseFacts::of(image)?.family()
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
    fn what_has_no_package_manager_is_of_no_distribution() {
        assert_eq!(of("gcr.io/distroless/cc-debian12"), None);
        assert_eq!(of("busybox:1"), Some(Distribution::Busybox));
        assert_eq!(of("registry.access.redhat.com/ubi9/ubi-minimal"), None);
        assert_eq!(of("registry.access.redhat.com/ubi9"), Some(Distribution::RedHat));
    }
}
