//! A package manager as it is called.

use super::table::ALL;
use crate::bases::PackageManager;
use crate::names::Lengths;
use crate::parse::nearest;

/// A program that installs packages of a distribution, and the words of its command line.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) struct PackageProgram {
    /// The name of its program.
    pub(in crate::check) name: &'static str,
    /// What it keeps its packages in, with others of its kind.
    pub(in crate::check) family: Family,
    /// What it can do, by the words for that. The words of one thing stand together, the usual one first.
    pub(in crate::check) operations: &'static [(&'static str, Operation)],
    /// Whether these are all words that it knows: it has no plugins.
    pub(in crate::check) is_closed: bool,
    /// The options whose value can be the next word.
    pub(in crate::check) with_value: &'static [&'static str],
    /// The options that answer its questions, the one to write first; none if it asks nothing.
    pub(in crate::check) yes: &'static [&'static str],
    /// Those that do it in front of the operation alone; one of them is written if there is one.
    pub(in crate::check) yes_in_front: &'static [&'static str],
    /// The options that leave out what is recommended and not needed, the one to write first; none if images are set
    /// up for that, or nothing is recommended.
    pub(in crate::check) without_recommended: &'static [&'static str],
    /// The directories that it fills with lists and packages. To empty one that it may use is enough.
    pub(in crate::check) caches: &'static [&'static str],
    /// The option that keeps it from filling them.
    pub(in crate::check) without_cache: Option<&'static str>,
    /// What to write to empty them, if no option keeps it from filling them.
    pub(in crate::check) clean: &'static str,
    /// Whether it installs what its lists say, however old these are.
    pub(in crate::check) has_lists: bool,
    /// What stands between the name of a package and its version.
    pub(in crate::check) version: Version,
    /// The file name extension of its packages.
    pub(in crate::check) extension: &'static str,
}

/// Package managers that share a database and caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Family {
    Apt,
    Apk,
    Rpm,
    Zypper,
}

/// What a package manager is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Operation {
    /// To fetch the lists of packages.
    Refresh,
    /// To install packages.
    Install,
    /// To install groups of packages.
    InstallGroup,
    /// To install streams of modules.
    InstallModule,
    /// To bring what is installed up to date.
    Upgrade,
    /// To bring everything up to date, also by installing and removing packages.
    UpgradeDistribution,
    /// To remove packages.
    Remove,
    /// To remove what nothing needs.
    RemoveUnneeded,
    /// To empty the cache of packages.
    Clean,
    /// To empty the lists of packages.
    CleanLists,
    /// Something else.
    Other,
}

/// How a version of a package is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Version {
    /// With one of these characters: `curl=8.5`, `curl/stable`.
    Behind(&'static [char]),
    /// With a `-`, as names have it too: `curl-8.5`.
    BehindDash,
}

static LENGTHS: Lengths = {
    let mut lengths = Lengths::NONE;
    let mut number = 0;
    while number < ALL.len() {
        lengths = lengths.with(ALL[number].name);
        number += 1;
    }
    lengths
};

impl PackageProgram {
    /// The program of this name.
    pub(in crate::check) fn of(name: &str) -> Option<&'static Self> {
        // Most calls are of others.
        if !LENGTHS.fit(name) {
            return None;
        }
        ALL.iter().find(|program| program.name == name).copied()
    }

    /// The programs of a family.
    pub(in crate::check) fn of_family(family: Family) -> impl Iterator<Item = &'static Self> {
        ALL.iter().copied().filter(move |program| program.family == family)
    }

    /// Whether it is this program, or works on the same packages as that.
    pub(in crate::check) fn is_same_family(&self, name: &str) -> bool {
        Self::of(name).is_some_and(|other| other.family == self.family)
    }

    /// What a word tells it to do.
    pub(in crate::check) fn operation(&self, word: &str) -> Option<Operation> {
        self.operations.iter().find(|(known, _)| *known == word).map(|(_, operation)| *operation)
    }

    /// The word for what somebody means who is used to another package manager, or who misspells it.
    pub(in crate::check) fn meant_by(&self, word: &str) -> Option<&'static str> {
        let operation = match word {
            "uninstall" | "delete" => Some(Operation::Remove),
            _ => ALL.iter().find_map(|program| program.operation(word)).filter(|known| *known != Operation::Other),
        };
        let usual = self.operations.iter().find(|(_, known)| Some(*known) == operation).map(|(word, _)| *word);
        usual.or_else(|| nearest(word, self.operations.iter().map(|(word, _)| *word)))
    }

    /// Whether an image whose packages this one installs has the program.
    pub(in crate::check) fn is_with(&self, installed: PackageManager) -> bool {
        match installed {
            PackageManager::Apt => self.family == Family::Apt,
            PackageManager::Apk => self.family == Family::Apk,
            PackageManager::Zypper => self.family == Family::Zypper,
            PackageManager::Microdnf => self.family == Family::Rpm && !matches!(self.name, "dnf" | "yum"),
            PackageManager::Dnf | PackageManager::Yum | PackageManager::Tdnf => self.family == Family::Rpm,
            PackageManager::Pacman | PackageManager::None => false,
        }
    }
}

impl Operation {
    /// Whether it asks before it begins.
    pub(in crate::check) fn asks(self) -> bool {
        self.installs() || matches!(self, Self::Upgrade | Self::UpgradeDistribution | Self::Remove)
    }

    /// Whether it installs what is named.
    pub(in crate::check) fn installs(self) -> bool {
        matches!(self, Self::Install | Self::InstallGroup | Self::InstallModule)
    }

    /// Whether it brings everything up to date.
    pub(in crate::check) fn upgrades(self) -> bool {
        matches!(self, Self::Upgrade | Self::UpgradeDistribution)
    }
}
