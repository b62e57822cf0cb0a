//! What is known of a base.

use std::borrow::Cow;

use super::{Distribution, lookup, release};
use crate::value::ImageRef;

/// What is known of an image that others are built upon. What is absent is not known, and rules that would need it are
/// silent.
///
/// ```
/// # use dockerspec_core::bases::{BaseFacts, Libc};
/// # use dockerspec_core::value::ImageRef;
/// let facts = BaseFacts::of(&ImageRef::from_static("python:3.13-slim-bookworm")).expect("it is an official image");
/// assert_eq!(facts.distribution.as_deref(), Some("debian"));
/// assert_eq!(facts.release.as_deref(), Some("12"));
/// assert_eq!(facts.libc, Some(Libc::Glibc));
/// assert_eq!(facts.has_tool("pip"), Some(true));
/// assert_eq!(facts.has_tool("curl"), Some(false));
/// assert_eq!(facts.has_tool("mypy"), None);
/// ```
///
/// In JSON: `{"distribution": "debian", "release": "12", "shell": {"path": "/bin/sh"}, "has": ["curl"], "user": "app"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct BaseFacts {
    /// The distribution, as `ID` of its `/etc/os-release` says it: `debian`, `ubuntu`, `alpine`, `rhel`, `amzn`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub distribution: Option<Cow<'static, str>>,
    /// Its release, as `VERSION_ID` says it: `12`, `24.04`; for Alpine without the patch: `3.22`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub release: Option<Cow<'static, str>>,
    /// The C library.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub libc: Option<Libc>,
    /// What installs packages of the distribution.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub package_manager: Option<PackageManager>,
    /// The shell.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub shell: Option<BaseShell>,
    /// Programs that are there, by name; `ca-certificates` for the certificates of authorities. All of them where there
    /// is no shell, and else those that are known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub has: Vec<Cow<'static, str>>,
    /// Programs that are not there. Where a name is in both lists, it is there.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub lacks: Vec<Cow<'static, str>>,
    /// Who runs the image, as its USER says it; `root` without one. Not known of an image whose entry point begins as
    /// root and goes on as another user.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub user: Option<Cow<'static, str>>,
    /// The working directory; `/` without a WORKDIR.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub workdir: Option<Cow<'static, str>>,
    /// The names of the variables that it sets, all of them but PATH.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub environment: Option<Vec<Cow<'static, str>>>,
    /// The architectures that there are, by their names in platforms: `amd64`, `arm64`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub architectures: Option<Vec<Cow<'static, str>>>,
}

/// The C library of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Libc {
    /// The one of GNU: Debian, Red Hat and most others.
    Glibc,
    /// musl: Alpine.
    Musl,
    /// None: what runs there must be linked statically.
    None,
}

/// What installs packages of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PackageManager {
    /// `apt-get` of Debian and Ubuntu.
    Apt,
    /// `apk` of Alpine and Wolfi.
    Apk,
    /// `dnf` of Fedora and Red Hat.
    Dnf,
    /// `microdnf` of small images of Red Hat and Oracle.
    Microdnf,
    /// `yum` of older releases of Red Hat.
    Yum,
    /// `tdnf` of Azure Linux.
    Tdnf,
    /// `zypper` of SUSE.
    Zypper,
    /// `pacman` of Arch Linux.
    Pacman,
    /// None.
    None,
}

/// The shell of an image.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BaseShell {
    /// It has none, so that nothing in shell form runs.
    None,
    /// Its path: `/bin/sh`.
    Path(Cow<'static, str>),
}

impl BaseFacts {
    /// What is known of an image by its name, if it is one of those that everybody builds upon.
    ///
    /// What the tag does not say is not known: `python:3.13-slim` is made of Debian, and of one release today and of
    /// the next one tomorrow.
    pub fn of(image: &ImageRef<'_>) -> Option<Self> {
        lookup::facts(image)
    }

    /// What is known of `FROM scratch`: it is empty.
    pub fn scratch() -> Self {
        Self {
            libc: Some(Libc::None),
            package_manager: Some(PackageManager::None),
            shell: Some(BaseShell::None),
            user: Some(Cow::Borrowed("root")),
            workdir: Some(Cow::Borrowed("/")),
            environment: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Whether a program is there, if that is known.
    pub fn has_tool(&self, name: &str) -> Option<bool> {
        if self.has.iter().any(|tool| tool == name) {
            Some(true)
        } else if self.lacks.iter().any(|tool| tool == name) || self.shell == Some(BaseShell::None) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether it has a shell at `/bin/sh`, which is what runs shell forms without SHELL, if that is known.
    pub fn has_default_shell(&self) -> Option<bool> {
        self.shell.as_ref().map(|shell| *shell == BaseShell::Path(Cow::Borrowed("/bin/sh")))
    }

    /// The version of glibc, if the release says it.
    pub fn glibc(&self) -> Option<(u16, u16)> {
        if self.libc != Some(Libc::Glibc) {
            return None;
        }
        release::glibc(self.distribution.as_deref()?, self.release.as_deref()?)
    }

    /// How users are created and packages are called, if that is known.
    pub fn family(&self) -> Option<Distribution> {
        Some(match (self.package_manager?, self.distribution.as_deref()) {
            (PackageManager::Apt, _) => Distribution::Debian,
            (PackageManager::Apk, Some("wolfi")) => Distribution::Wolfi,
            (PackageManager::Apk, _) => Distribution::Alpine,
            (PackageManager::Dnf | PackageManager::Microdnf | PackageManager::Yum, _) => Distribution::RedHat,
            (PackageManager::Tdnf, _) => Distribution::AzureLinux,
            (PackageManager::Zypper, _) => Distribution::Suse,
            (PackageManager::Pacman, _) => Distribution::Arch,
            (PackageManager::None, Some("busybox")) => Distribution::Busybox,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glibc_of_releases() {
        let of = |image| BaseFacts::of(&ImageRef::from_static(image)).and_then(|facts| facts.glibc());
        assert_eq!(of("debian:12-slim"), Some((2, 36)));
        assert_eq!(of("registry.access.redhat.com/ubi9/ubi:9.4"), Some((2, 34)));
        assert_eq!(of("debian:stable"), None);
        assert_eq!(of("alpine:3.22"), None);
    }

    #[test]
    fn nothing_is_in_scratch() {
        let scratch = BaseFacts::scratch();
        assert_eq!(scratch.has_tool("curl"), Some(false));
        assert_eq!(scratch.has_default_shell(), Some(false));
        assert_eq!(scratch.family(), None);
    }

    #[test]
    fn a_distribution_and_its_package_manager_agree() {
        let distributions = [
            (Distribution::Debian, None),
            (Distribution::Alpine, None),
            (Distribution::Wolfi, Some("wolfi")),
            (Distribution::RedHat, None),
            (Distribution::Suse, None),
            (Distribution::Arch, None),
            (Distribution::AzureLinux, None),
            (Distribution::Busybox, Some("busybox")),
        ];
        for (expected, id) in distributions {
            let package_manager = Some(expected.package_manager());
            let facts = BaseFacts { package_manager, distribution: id.map(Cow::Borrowed), ..BaseFacts::default() };
            assert_eq!(facts.family(), Some(expected));
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn facts_are_read_as_they_are_written() {
        let facts = BaseFacts::of(&ImageRef::from_static("python:3.13-slim-bookworm")).unwrap();
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<BaseFacts>(&json).unwrap(), facts);
        let short = r#"{"shell":"none","user":"app","package_manager":"apk"}"#;
        let facts: BaseFacts = serde_json::from_str(short).unwrap();
        assert_eq!(facts.shell, Some(BaseShell::None));
        let error = serde_json::from_str::<BaseFacts>(r#"{"libcc":"musl"}"#).unwrap_err().to_string();
        assert!(error.starts_with("unknown field `libcc`"), "{error}");
    }
}
