//! How users are created and packages are called in a base.

use super::{BaseFacts, PackageManager};
use crate::value::ImageRef;

/// The distribution of a base image, as far as it decides how users are created and packages are called.
///
/// What installs its packages can differ within one: see [`PackageManager`].
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
    /// Debian, Ubuntu and their kin: `apt-get`, `useradd`.
    Debian,
    /// Alpine: `apk`, `adduser` of BusyBox.
    Alpine,
    /// Wolfi and the images of Chainguard that have a shell: `apk`, `adduser` of BusyBox.
    Wolfi,
    /// Fedora, `CentOS`, RHEL, UBI, Amazon Linux and their kin: `dnf`, `microdnf` or `yum`, and `useradd`.
    RedHat,
    /// openSUSE and SUSE Linux Enterprise: `zypper`, `useradd`.
    Suse,
    /// Arch Linux: `pacman`, `useradd`.
    Arch,
    /// Azure Linux: `tdnf`, and no `useradd`.
    AzureLinux,
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

    /// What installs its packages, unless an image has another one.
    ///
    /// ```
    /// # use dockerspec_core::{Distribution, bases::PackageManager};
    /// assert_eq!(Distribution::RedHat.package_manager(), PackageManager::Dnf);
    /// assert_eq!(Distribution::Busybox.package_manager(), PackageManager::None);
    /// ```
    pub fn package_manager(self) -> PackageManager {
        match self {
            Self::Debian => PackageManager::Apt,
            Self::Alpine | Self::Wolfi => PackageManager::Apk,
            Self::RedHat => PackageManager::Dnf,
            Self::Suse => PackageManager::Zypper,
            Self::Arch => PackageManager::Pacman,
            Self::AzureLinux => PackageManager::Tdnf,
            Self::Busybox | Self::Scratch => PackageManager::None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian => "Debian",
            Self::Alpine => "Alpine",
            Self::Wolfi => "Wolfi",
            Self::RedHat => "Red Hat",
            Self::Suse => "SUSE",
            Self::Arch => "Arch Linux",
            Self::AzureLinux => "Azure Linux",
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
        assert_eq!(of("registry.access.redhat.com/ubi9/ubi-micro"), None);
        assert_eq!(of("busybox:1"), Some(Distribution::Busybox));
    }

    #[test]
    fn package_managers_say_the_distribution() {
        for image in ["registry.access.redhat.com/ubi9", "registry.access.redhat.com/ubi9/ubi-minimal", "amazonlinux:2"]
        {
            assert_eq!(of(image), Some(Distribution::RedHat), "{image}");
        }
        assert_eq!(of("opensuse/leap:15.6"), Some(Distribution::Suse));
        assert_eq!(of("archlinux:base"), Some(Distribution::Arch));
        assert_eq!(of("mcr.microsoft.com/azurelinux/base/core:3.0"), Some(Distribution::AzureLinux));
    }
}
