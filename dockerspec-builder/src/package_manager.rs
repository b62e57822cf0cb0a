//! How package managers are told to install: one table.
//!
//! Sources: the manual pages apt-get(8), apt.conf(5), apk(8), dnf(8), dnf.conf(5), dnf5.conf(5), yum(8), yum.conf(5),
//! zypper(8) and pacman(8), and what `--help` of microdnf and tdnf says.

use dockerspec_core::bases::PackageManager;

/// The command lines of a package manager. All of them answer every question, and leave out what is only recommended.
#[derive(Debug)]
pub(crate) struct Installer {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What brings its lists up to date, where installing does not.
    pub(crate) refresh: Option<&'static str>,
    /// What installs, before the packages.
    pub(crate) install: &'static str,
    /// What `install` needs beside that where a layer must not keep caches.
    pub(crate) without_caches: Option<&'static str>,
    /// What it needs where caches are mounted, so that it fills them.
    pub(crate) with_caches: Option<&'static str>,
    /// What stands between a package and its version; none if no version can be asked for.
    pub(crate) version: Option<&'static str>,
    /// What empties its caches, where `without_caches` does not keep them empty.
    pub(crate) clean: Option<&'static str>,
    /// The directories that it keeps lists and packages in, each with a name for the cache that is mounted there.
    pub(crate) caches: &'static [(&'static str, &'static str)],
}

impl Installer {
    /// That of a package manager, if it is one.
    pub(crate) fn of(package_manager: PackageManager) -> Option<&'static Self> {
        Some(match package_manager {
            PackageManager::Apt => &APT,
            PackageManager::Apk => &APK,
            PackageManager::Dnf => &DNF,
            PackageManager::Microdnf => &MICRODNF,
            PackageManager::Yum => &YUM,
            PackageManager::Tdnf => &TDNF,
            PackageManager::Zypper => &ZYPPER,
            PackageManager::Pacman => &PACMAN,
            _ => return None,
        })
    }
}

/// Images of Debian and Ubuntu empty `/var/cache/apt/archives` after each installation, so packages that are to stay are
/// kept beside it. `/var/lib/apt` is not mounted as a whole, since what apt knows of the image is there too.
static APT: Installer = Installer {
    name: "apt-get",
    refresh: Some("apt-get update"),
    install: "apt-get install --yes --no-install-recommends",
    without_caches: None,
    with_caches: Some("--option Dir::Cache::Archives=packages/"),
    version: Some("="),
    clean: Some("rm -rf /var/lib/apt/lists/*"),
    caches: &[("/var/cache/apt", "apt-packages"), ("/var/lib/apt/lists", "apt-lists")],
};

/// Without `--cache-dir` packages are kept only where `/etc/apk/cache` is, and images do not have it.
static APK: Installer = Installer {
    name: "apk",
    refresh: None,
    install: "apk add",
    without_caches: Some("--no-cache"),
    with_caches: Some("--cache-dir /var/cache/apk --update-cache"),
    version: Some("="),
    clean: None,
    caches: &[("/var/cache/apk", "apk")],
};

/// From Fedora 41 on it is dnf5, which has a directory of its own.
static DNF: Installer = Installer {
    name: "dnf",
    refresh: None,
    install: "dnf install --assumeyes --setopt=install_weak_deps=False",
    without_caches: None,
    with_caches: Some("--setopt=keepcache=True"),
    version: Some("-"),
    clean: Some("dnf clean all"),
    caches: &[("/var/cache/dnf", "dnf"), ("/var/cache/libdnf5", "libdnf5")],
};

/// It takes `0` and `1` only. Where dnf5 stands behind the name, its directory is that of dnf5.
static MICRODNF: Installer = Installer {
    name: "microdnf",
    install: "microdnf install --assumeyes --setopt=install_weak_deps=0",
    with_caches: Some("--setopt=keepcache=1"),
    clean: Some("microdnf clean all"),
    caches: &[("/var/cache/yum", "microdnf"), ("/var/cache/libdnf5", "libdnf5")],
    ..DNF
};

/// It knows nothing of recommended packages, and by default it installs what it finds of a list and is content.
static YUM: Installer = Installer {
    name: "yum",
    install: "yum install --assumeyes --setopt=skip_missing_names_on_install=False",
    with_caches: Some("--setopt=keepcache=1"),
    clean: Some("yum clean all"),
    caches: &[("/var/cache/yum", "yum")],
    ..DNF
};

/// It installs nothing that is only recommended.
static TDNF: Installer = Installer {
    name: "tdnf",
    install: "tdnf install --assumeyes",
    with_caches: Some("--setopt=keepcache=1"),
    clean: Some("tdnf clean all"),
    caches: &[("/var/cache/tdnf", "tdnf")],
    ..DNF
};

/// Whether it keeps packages is a setting of each repository, and images have it off: the cache holds metadata.
static ZYPPER: Installer = Installer {
    name: "zypper",
    refresh: None,
    install: "zypper --non-interactive install --no-recommends",
    without_caches: None,
    with_caches: None,
    version: Some("="),
    clean: Some("zypper --non-interactive clean --all"),
    caches: &[("/var/cache/zypp", "zypper")],
};

/// A system that is not brought up to date as a whole is not supported there. `--clean` would ask, and be told no.
static PACMAN: Installer = Installer {
    name: "pacman",
    refresh: None,
    install: "pacman --sync --refresh --sysupgrade --noconfirm --needed",
    without_caches: None,
    with_caches: None,
    version: None,
    clean: Some("rm -rf /var/cache/pacman/pkg/* /var/lib/pacman/sync/*"),
    caches: &[("/var/cache/pacman/pkg", "pacman-packages"), ("/var/lib/pacman/sync", "pacman-databases")],
};
