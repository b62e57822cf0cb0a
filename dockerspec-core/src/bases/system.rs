//! The systems that images are made of: what a distribution brings before anybody adds to it.

use super::{Libc, PackageManager};

/// What an image is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct System {
    pub(super) distribution: Option<&'static str>,
    pub(super) libc: Option<Libc>,
    pub(super) package_manager: Option<PackageManager>,
    pub(super) shell: Shell,
    /// The programs and files that are there, in groups.
    pub(super) has: &'static [&'static [&'static str]],
    pub(super) lacks: &'static [&'static str],
    /// Who runs it, whatever the image is.
    pub(super) user: Option<&'static str>,
}

/// The shell of a system.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shell {
    Unknown,
    None,
    At(&'static str),
}

const SH: Shell = Shell::At("/bin/sh");

/// What Debian calls essential, and what the small images of Debian and Ubuntu have beside it.
const ESSENTIAL: &[&str] = &[
    "apt", "apt-get", "awk", "bash", "cat", "chmod", "chown", "cp", "dash", "date", "dpkg", "echo", "env", "find",
    "grep", "groupadd", "gzip", "install", "ln", "ls", "mkdir", "mv", "perl", "rm", "sed", "setpriv", "sh", "sleep",
    "su", "tar", "test", "timeout", "useradd", "xargs",
];

/// What people believe to be everywhere.
const NOT_ESSENTIAL: &[&str] = &[
    "apk",
    "ca-certificates",
    "cc",
    "curl",
    "dnf",
    "g++",
    "gcc",
    "git",
    "go",
    "jq",
    "make",
    "nc",
    "netcat",
    "node",
    "npm",
    "ping",
    "pip",
    "pip3",
    "python",
    "python3",
    "ssh",
    "sudo",
    "unzip",
    "wget",
    "xz",
    "yum",
];

/// What fetches sources, of which `buildpack-deps:…-scm` has all.
const FETCHING: &[&str] = &["ca-certificates", "curl", "git", "gpg", "hg", "ps", "ssh", "svn", "wget"];

/// What `buildpack-deps` has beside that: compilers, and what unpacks sources.
const COMPILING: &[&str] =
    &["bzip2", "cc", "file", "g++", "gcc", "make", "patch", "pkg-config", "python3", "unzip", "xz"];

const NOT_OF_BUSYBOX: &[&str] = &[
    "apt", "apt-get", "bash", "cc", "curl", "dnf", "g++", "gcc", "git", "go", "groupadd", "jq", "make", "node", "npm",
    "perl", "pip", "pip3", "python", "python3", "ssh", "sudo", "useradd", "yum",
];

const OF_BUSYBOX: &[&str] = &[
    "addgroup", "adduser", "ash", "awk", "busybox", "cat", "chmod", "chown", "cp", "date", "echo", "env", "find",
    "grep", "gzip", "install", "ln", "ls", "mkdir", "mv", "nc", "ping", "ps", "rm", "sed", "sh", "sleep", "su", "tar",
    "test", "timeout", "unzip", "vi", "wget", "xargs",
];

const UNKNOWN: System = System {
    distribution: None,
    libc: None,
    package_manager: None,
    shell: Shell::Unknown,
    has: &[],
    lacks: &[],
    user: None,
};

/// Debian with nothing added.
pub(super) const DEBIAN: System = System {
    distribution: Some("debian"),
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::Apt),
    shell: SH,
    has: &[ESSENTIAL],
    lacks: NOT_ESSENTIAL,
    user: None,
};

/// Debian with things of which not all are known.
pub(super) const DEBIAN_AND_MORE: System = System { lacks: &[], ..DEBIAN };

/// `buildpack-deps`.
pub(super) const BUILDPACK: System =
    System { has: &[ESSENTIAL, FETCHING, COMPILING], lacks: &["apk", "dnf", "jq", "sudo", "yum"], ..DEBIAN };

/// `buildpack-deps:…-scm`.
pub(super) const BUILDPACK_SCM: System =
    System { has: &[ESSENTIAL, FETCHING], lacks: &["apk", "dnf", "jq", "sudo", "unzip", "yum"], ..DEBIAN };

/// `buildpack-deps:…-curl`.
pub(super) const BUILDPACK_CURL: System = System {
    has: &[&["apt", "apt-get", "bash", "ca-certificates", "curl", "gpg", "sh", "tar", "wget"]],
    lacks: &["apk", "cc", "dnf", "g++", "gcc", "git", "jq", "make", "python3", "sudo", "yum"],
    ..DEBIAN
};

/// Ubuntu with nothing added.
pub(super) const UBUNTU: System = System { distribution: Some("ubuntu"), ..DEBIAN };

/// Ubuntu with things of which not all are known.
pub(super) const UBUNTU_AND_MORE: System = System { distribution: Some("ubuntu"), lacks: &[], ..DEBIAN };

/// Alpine with nothing added.
pub(super) const ALPINE: System = System {
    distribution: Some("alpine"),
    libc: Some(Libc::Musl),
    package_manager: Some(PackageManager::Apk),
    shell: SH,
    has: &[OF_BUSYBOX],
    lacks: NOT_OF_BUSYBOX,
    user: None,
};

/// Alpine with things of which not all are known.
pub(super) const ALPINE_AND_MORE: System = System { lacks: &["apt", "apt-get", "dnf", "yum"], ..ALPINE };

/// BusyBox, with whatever C library.
pub(super) const BUSYBOX: System = System {
    distribution: Some("busybox"),
    libc: None,
    package_manager: Some(PackageManager::None),
    shell: SH,
    has: &[OF_BUSYBOX],
    lacks: NOT_OF_BUSYBOX,
    user: None,
};

/// Wolfi with its package manager.
pub(super) const WOLFI: System = System {
    distribution: Some("wolfi"),
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::Apk),
    shell: SH,
    has: &[&["busybox", "sh"]],
    lacks: &["apt", "apt-get", "dnf", "yum"],
    user: None,
};

/// Wolfi without shell and package manager.
pub(super) const WOLFI_DISTROLESS: System = System {
    distribution: Some("wolfi"),
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::None),
    shell: Shell::None,
    has: &[&["ca-certificates"]],
    lacks: &[],
    user: None,
};

/// `static` of Chainguard: files, and no program at all.
pub(super) const WOLFI_STATIC: System = System { libc: Some(Libc::None), ..WOLFI_DISTROLESS };

/// Images of Google without shell and package manager.
pub(super) const DISTROLESS: System = System { distribution: Some("debian"), ..WOLFI_DISTROLESS };

/// The same as nobody.
pub(super) const DISTROLESS_NONROOT: System =
    System { distribution: Some("debian"), user: Some("65532"), ..WOLFI_DISTROLESS };

/// The same with a shell for looking around.
pub(super) const DISTROLESS_DEBUG: System = System {
    distribution: Some("debian"),
    shell: Shell::At("/busybox/sh"),
    has: &[&["busybox", "ca-certificates", "sh", "wget"]],
    lacks: &["bash", "curl"],
    ..WOLFI_DISTROLESS
};

/// The same with a shell, as nobody.
pub(super) const DISTROLESS_DEBUG_NONROOT: System = System {
    distribution: Some("debian"),
    shell: Shell::At("/busybox/sh"),
    has: &[&["busybox", "ca-certificates", "sh", "wget"]],
    lacks: &["bash", "curl"],
    user: Some("65532"),
    ..WOLFI_DISTROLESS
};

/// Fedora and the newer releases of Red Hat and its kin.
pub(super) const RED_HAT: System = System {
    distribution: Some("rhel"),
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::Dnf),
    shell: SH,
    has: &[&[
        "bash", "cat", "chmod", "chown", "cp", "curl", "dnf", "grep", "ln", "ls", "mkdir", "mv", "rm", "sed", "sh",
    ]],
    lacks: &["apk", "apt", "apt-get", "cc", "g++", "gcc", "git", "make", "wget"],
    user: None,
};

pub(super) const FEDORA: System = System { distribution: Some("fedora"), ..RED_HAT };
pub(super) const ALMALINUX: System = System { distribution: Some("almalinux"), ..RED_HAT };
pub(super) const ROCKY: System = System { distribution: Some("rocky"), ..RED_HAT };
pub(super) const CENTOS: System = System { distribution: Some("centos"), ..RED_HAT };
pub(super) const ORACLE: System = System { distribution: Some("ol"), ..RED_HAT };
pub(super) const AMAZON: System = System { distribution: Some("amzn"), lacks: NOT_OF_SMALL_RED_HAT, ..RED_HAT };

pub(super) const CENTOS_YUM: System =
    System { distribution: Some("centos"), package_manager: Some(PackageManager::Yum), has: &[YUM], ..RED_HAT };
pub(super) const ORACLE_YUM: System =
    System { distribution: Some("ol"), package_manager: Some(PackageManager::Yum), has: &[YUM], ..RED_HAT };
pub(super) const AMAZON_YUM: System = System { package_manager: Some(PackageManager::Yum), has: &[YUM], ..AMAZON };

const YUM: &[&str] = &["bash", "curl", "sh", "yum"];

/// What is not there without `shadow-utils` either.
const NOT_OF_SMALL_RED_HAT: &[&str] =
    &["apk", "apt", "apt-get", "cc", "g++", "gcc", "git", "groupadd", "make", "useradd", "wget"];

/// The small images of Red Hat.
pub(super) const RED_HAT_MINIMAL: System = System {
    package_manager: Some(PackageManager::Microdnf),
    has: &[&["bash", "microdnf", "sh"]],
    lacks: NOT_OF_SMALL_RED_HAT,
    ..RED_HAT
};

/// The small images of Oracle.
pub(super) const ORACLE_MINIMAL: System = System {
    distribution: Some("ol"),
    package_manager: Some(PackageManager::Microdnf),
    has: &[&["bash", "microdnf", "sh"]],
    lacks: &["apk", "apt", "apt-get", "groupadd", "useradd"],
    ..RED_HAT
};

/// The smallest images of Red Hat.
pub(super) const RED_HAT_MICRO: System = System {
    package_manager: Some(PackageManager::None),
    has: &[&["bash", "cat", "ls", "sh"]],
    lacks: &["apk", "apt", "apt-get", "curl", "dnf", "gcc", "git", "microdnf", "wget", "yum"],
    ..RED_HAT
};

/// Red Hat with things of which not all are known.
pub(super) const RED_HAT_AND_MORE: System =
    System { package_manager: None, has: &[&["bash", "sh"]], lacks: &[], ..RED_HAT };

/// Azure Linux.
pub(super) const AZURE: System = System {
    distribution: Some("azurelinux"),
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::Tdnf),
    shell: SH,
    has: &[&["bash", "sh", "tdnf"]],
    lacks: &["apk", "apt", "apt-get", "groupadd", "useradd"],
    user: None,
};

/// Chiselled Ubuntu and other images of .NET without shell and package manager.
pub(super) const DOTNET_DISTROLESS: System = System {
    distribution: None,
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::None),
    shell: Shell::None,
    has: &[&["ca-certificates"]],
    lacks: &[],
    user: Some("1654"),
};

/// Arch Linux.
pub(super) const ARCH: System = System {
    distribution: Some("arch"),
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::Pacman),
    shell: SH,
    has: &[&["bash", "ca-certificates", "curl", "gzip", "pacman", "sh", "tar"]],
    lacks: &["apk", "apt", "apt-get", "dnf", "git", "yum"],
    user: None,
};

/// openSUSE and SUSE Linux Enterprise.
pub(super) const SUSE: System = System {
    distribution: None,
    libc: Some(Libc::Glibc),
    package_manager: Some(PackageManager::Zypper),
    shell: SH,
    has: &[&["bash", "sh", "zypper"]],
    lacks: &["apk", "apt", "apt-get"],
    user: None,
};

/// Windows with its usual shells.
pub(super) const WINDOWS: System =
    System { distribution: Some("windows"), shell: Shell::At("C:\\Windows\\System32\\cmd.exe"), ..UNKNOWN };

/// Something that is nothing but files.
pub(super) const FILES: System =
    System { libc: Some(Libc::None), package_manager: Some(PackageManager::None), shell: Shell::None, ..UNKNOWN };
