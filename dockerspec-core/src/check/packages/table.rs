//! The table: what is known of the command lines of package managers.
//!
//! Sources: the manual pages apt-get(8), apt(8), aptitude(8), apk(8), dnf(8), yum(8), zypper(8), and what `--help` of
//! microdnf and tdnf says.

use super::{Family, Operation, PackageProgram, Version};

/// The programs of all of them.
pub(in crate::check) const PROGRAMS: &[&str] =
    &["apt-get", "apt", "aptitude", "apk", "dnf", "dnf5", "yum", "microdnf", "tdnf", "zypper"];

pub(super) static ALL: &[&PackageProgram] =
    &[&APT_GET, &APT, &APTITUDE, &APK, &DNF, &DNF5, &YUM, &MICRODNF, &TDNF, &ZYPPER];

/// The one that scripts of Debian should use.
pub(in crate::check) static APT_GET: PackageProgram = PackageProgram {
    name: "apt-get",
    family: Family::Apt,
    operations: &[
        ("update", Operation::Refresh),
        ("install", Operation::Install),
        ("reinstall", Operation::Install),
        ("upgrade", Operation::Upgrade),
        ("dist-upgrade", Operation::UpgradeDistribution),
        ("full-upgrade", Operation::UpgradeDistribution),
        ("dselect-upgrade", Operation::UpgradeDistribution),
        ("remove", Operation::Remove),
        ("purge", Operation::Remove),
        ("autoremove", Operation::RemoveUnneeded),
        ("auto-remove", Operation::RemoveUnneeded),
        ("autopurge", Operation::RemoveUnneeded),
        ("clean", Operation::Clean),
        ("autoclean", Operation::Other),
        ("auto-clean", Operation::Other),
        ("distclean", Operation::CleanLists),
        ("dist-clean", Operation::CleanLists),
        ("build-dep", Operation::Other),
        ("satisfy", Operation::Other),
        ("source", Operation::Other),
        ("download", Operation::Other),
        ("changelog", Operation::Other),
        ("check", Operation::Other),
        ("indextargets", Operation::Other),
        ("markauto", Operation::Other),
        ("unmarkauto", Operation::Other),
        ("help", Operation::Other),
        ("moo", Operation::Other),
    ],
    is_closed: true,
    with_value: &[
        "-t",
        "--target-release",
        "--default-release",
        "-o",
        "--option",
        "-c",
        "--config-file",
        "-a",
        "--host-architecture",
        "-P",
        "--build-profiles",
        "--solver",
    ],
    yes: &["--yes", "-y", "--assume-yes", "--force-yes"],
    yes_in_front: &[],
    without_recommended: &["--no-install-recommends"],
    caches: &["/var/lib/apt/lists"],
    without_cache: None,
    clean: "rm -rf /var/lib/apt/lists/*",
    has_lists: true,
    version: Version::Behind(&['=', '/']),
    extension: "deb",
};

/// What `apt` answers as `apt-cache` does.
pub(in crate::check) const QUERIES: &[&str] = &["depends", "policy", "rdepends", "search", "show", "showsrc"];

static APT: PackageProgram = PackageProgram {
    name: "apt",
    operations: &[
        ("update", Operation::Refresh),
        ("install", Operation::Install),
        ("reinstall", Operation::Install),
        ("upgrade", Operation::Upgrade),
        ("full-upgrade", Operation::UpgradeDistribution),
        ("dist-upgrade", Operation::UpgradeDistribution),
        ("remove", Operation::Remove),
        ("purge", Operation::Remove),
        ("autoremove", Operation::RemoveUnneeded),
        ("auto-remove", Operation::RemoveUnneeded),
        ("autopurge", Operation::RemoveUnneeded),
        ("clean", Operation::Clean),
        ("distclean", Operation::CleanLists),
        ("dist-clean", Operation::CleanLists),
    ],
    is_closed: false,
    ..APT_GET
};

static APTITUDE: PackageProgram = PackageProgram {
    name: "aptitude",
    operations: &[
        ("update", Operation::Refresh),
        ("install", Operation::Install),
        ("reinstall", Operation::Install),
        ("safe-upgrade", Operation::Upgrade),
        ("upgrade", Operation::Upgrade),
        ("full-upgrade", Operation::UpgradeDistribution),
        ("dist-upgrade", Operation::UpgradeDistribution),
        ("remove", Operation::Remove),
        ("purge", Operation::Remove),
        ("clean", Operation::Clean),
    ],
    is_closed: false,
    with_value: &["-t", "--target-release", "-o", "-F", "-O"],
    yes: &["--assume-yes", "-y"],
    without_recommended: &["--without-recommends", "-R"],
    ..APT_GET
};

static APK: PackageProgram = PackageProgram {
    name: "apk",
    family: Family::Apk,
    operations: &[
        ("update", Operation::Refresh),
        ("add", Operation::Install),
        ("upgrade", Operation::Upgrade),
        ("del", Operation::Remove),
        ("adbdump", Operation::Other),
        ("adbgen", Operation::Other),
        ("adbsign", Operation::Other),
        ("audit", Operation::Other),
        ("cache", Operation::Other),
        ("convdb", Operation::Other),
        ("convndx", Operation::Other),
        ("dot", Operation::Other),
        ("extract", Operation::Other),
        ("fetch", Operation::Other),
        ("fix", Operation::Other),
        ("index", Operation::Other),
        ("info", Operation::Other),
        ("list", Operation::Other),
        ("manifest", Operation::Other),
        ("mkndx", Operation::Other),
        ("mkpkg", Operation::Other),
        ("policy", Operation::Other),
        ("query", Operation::Other),
        ("search", Operation::Other),
        ("stats", Operation::Other),
        ("verify", Operation::Other),
        ("version", Operation::Other),
    ],
    is_closed: true,
    with_value: &[
        "-t",
        "--virtual",
        "-X",
        "--repository",
        "-p",
        "--root",
        "--arch",
        "--cache-dir",
        "--cache-max-age",
        "--keys-dir",
        "--progress-fd",
        "--repositories-file",
        "--timeout",
        "--wait",
    ],
    yes: &[],
    yes_in_front: &[],
    without_recommended: &[],
    caches: &["/var/cache/apk", "/etc/apk/cache"],
    without_cache: Some("--no-cache"),
    clean: "rm -rf /var/cache/apk/*",
    has_lists: true,
    version: Version::Behind(&['=', '~', '<', '>']),
    extension: "apk",
};

static DNF: PackageProgram = PackageProgram {
    name: "dnf",
    family: Family::Rpm,
    operations: &[
        ("makecache", Operation::Refresh),
        ("mc", Operation::Refresh),
        ("install", Operation::Install),
        ("in", Operation::Install),
        ("localinstall", Operation::Install),
        ("reinstall", Operation::Install),
        ("rei", Operation::Install),
        ("group install", Operation::InstallGroup),
        ("groupinstall", Operation::InstallGroup),
        ("module install", Operation::InstallModule),
        ("upgrade", Operation::Upgrade),
        ("up", Operation::Upgrade),
        ("update", Operation::Upgrade),
        ("upgrade-minimal", Operation::Upgrade),
        ("up-min", Operation::Upgrade),
        ("update-minimal", Operation::Upgrade),
        ("distro-sync", Operation::UpgradeDistribution),
        ("distrosync", Operation::UpgradeDistribution),
        ("dsync", Operation::UpgradeDistribution),
        ("dist-upgrade", Operation::UpgradeDistribution),
        ("remove", Operation::Remove),
        ("rm", Operation::Remove),
        ("erase", Operation::Remove),
        ("autoremove", Operation::RemoveUnneeded),
        ("clean", Operation::Clean),
    ],
    is_closed: false,
    with_value: &[
        "-c",
        "--config",
        "-d",
        "--debuglevel",
        "-e",
        "--errorlevel",
        "-R",
        "-x",
        "--exclude",
        "--excludepkgs",
        "--advisory",
        "--color",
        "--comment",
        "--destdir",
        "--disableplugin",
        "--disablerepo",
        "--downloaddir",
        "--enableplugin",
        "--enablerepo",
        "--forcearch",
        "--installroot",
        "--releasever",
        "--repo",
        "--repofrompath",
        "--repoid",
        "--setopt",
    ],
    yes: &["--assumeyes", "-y"],
    yes_in_front: &[],
    without_recommended: &[],
    caches: &["/var/cache/dnf", "/var/cache/libdnf5"],
    without_cache: None,
    clean: "dnf clean all",
    has_lists: false,
    version: Version::BehindDash,
    extension: "rpm",
};

static DNF5: PackageProgram =
    PackageProgram { name: "dnf5", caches: &["/var/cache/libdnf5"], clean: "dnf5 clean all", ..DNF };

/// On newer systems it is another name of `dnf`.
static YUM: PackageProgram = PackageProgram {
    name: "yum",
    caches: &["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"],
    clean: "yum clean all",
    ..DNF
};

/// It never asks: its `--assumeyes` does nothing.
static MICRODNF: PackageProgram = PackageProgram {
    name: "microdnf",
    yes: &[],
    caches: &["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"],
    clean: "microdnf clean all",
    ..DNF
};

static TDNF: PackageProgram =
    PackageProgram { name: "tdnf", caches: &["/var/cache/tdnf"], clean: "tdnf clean all", ..DNF };

static ZYPPER: PackageProgram = PackageProgram {
    name: "zypper",
    family: Family::Zypper,
    operations: &[
        ("refresh", Operation::Refresh),
        ("ref", Operation::Refresh),
        ("install", Operation::Install),
        ("in", Operation::Install),
        ("source-install", Operation::Install),
        ("si", Operation::Install),
        ("update", Operation::Upgrade),
        ("up", Operation::Upgrade),
        ("patch", Operation::Upgrade),
        ("dist-upgrade", Operation::UpgradeDistribution),
        ("dup", Operation::UpgradeDistribution),
        ("remove", Operation::Remove),
        ("rm", Operation::Remove),
        ("clean", Operation::Clean),
        ("cc", Operation::Clean),
    ],
    is_closed: false,
    with_value: &[
        "-c",
        "--config",
        "-p",
        "--plus-repo",
        "-r",
        "--repo",
        "-t",
        "--type",
        "-R",
        "--root",
        "--from",
        "--installroot",
        "--releasever",
        "--reposd-dir",
        "--solv-cache-dir",
    ],
    yes: &["--no-confirm", "-y"],
    yes_in_front: &["--non-interactive", "-n"],
    without_recommended: &[],
    caches: &["/var/cache/zypp"],
    without_cache: None,
    clean: "zypper clean --all",
    has_lists: false,
    version: Version::Behind(&['=', '<', '>']),
    extension: "rpm",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_words_stand_in_the_tables_once() {
        let programs: Vec<&str> = ALL.iter().map(|program| program.name).collect();
        assert_eq!(programs, PROGRAMS);
        for (index, program) in programs.iter().enumerate() {
            assert!(!programs[..index].contains(program) && program.len() <= 8, "{program}");
            assert_eq!(PackageProgram::of(program).unwrap().name, *program);
        }
        for program in ALL {
            for (index, (word, _)) in program.operations.iter().enumerate() {
                let before = &program.operations[..index];
                assert!(!before.iter().any(|(known, _)| known == word), "{}: {word}", program.name);
            }
        }
        assert!(PackageProgram::of("pip").is_none());
    }
}
