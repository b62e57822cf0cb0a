//! Releases of distributions: how tags name them, and which glibc they have.

/// Code names of releases, the distribution and the version that they mean, and its glibc.
const CODENAMES: &[(&str, &str, &str, (u16, u16))] = &[
    ("stretch", "debian", "9", (2, 24)),
    ("buster", "debian", "10", (2, 28)),
    ("bullseye", "debian", "11", (2, 31)),
    ("bookworm", "debian", "12", (2, 36)),
    ("trixie", "debian", "13", (2, 41)),
    ("xenial", "ubuntu", "16.04", (2, 23)),
    ("bionic", "ubuntu", "18.04", (2, 27)),
    ("focal", "ubuntu", "20.04", (2, 31)),
    ("jammy", "ubuntu", "22.04", (2, 35)),
    ("noble", "ubuntu", "24.04", (2, 39)),
    ("plucky", "ubuntu", "25.04", (2, 41)),
    ("questing", "ubuntu", "25.10", (2, 42)),
];

/// The glibc of releases without code names in tags; minor releases keep it.
const NUMBERED: &[(&str, &str, (u16, u16))] = &[
    ("amzn", "2", (2, 26)),
    ("amzn", "2023", (2, 34)),
    ("fedora", "40", (2, 39)),
    ("fedora", "41", (2, 40)),
    ("fedora", "42", (2, 41)),
    ("el", "7", (2, 17)),
    ("el", "8", (2, 28)),
    ("el", "9", (2, 34)),
    ("el", "10", (2, 39)),
];

/// The distribution and the release that a code name means.
pub(super) fn of_codename(name: &str) -> Option<(&'static str, &'static str)> {
    CODENAMES.iter().find(|(known, ..)| *known == name).map(|&(_, distribution, release, _)| (distribution, release))
}

/// The glibc of a release.
pub(super) fn glibc(distribution: &str, release: &str) -> Option<(u16, u16)> {
    let codename = CODENAMES.iter().find(|(_, known, version, _)| *known == distribution && *version == release);
    if let Some(&(.., glibc)) = codename {
        return Some(glibc);
    }
    let (distribution, release) = match distribution {
        "almalinux" | "centos" | "ol" | "rhel" | "rocky" => ("el", release.split('.').next().unwrap_or(release)),
        other => (other, release),
    };
    NUMBERED.iter().find(|(known, version, _)| *known == distribution && *version == release).map(|&(.., glibc)| glibc)
}

/// The release that the number in a tag means: `12` for Debian `12.5`, `3.22` for Alpine `3.22.1`. None where the number
/// leaves it open, as `3` for Alpine does.
pub(super) fn of_number<'n>(distribution: &str, number: &'n str) -> Option<&'n str> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = number.split('.');
    let major = parts.next().filter(|part| is_number(part))?;
    let minor = parts.next();
    match (distribution, minor) {
        ("alpine" | "ubuntu", Some(minor)) if is_number(minor) => Some(&number[..major.len() + 1 + minor.len()]),
        ("alpine" | "ubuntu", _) => None,
        // `latest` of days: `20250101`.
        _ if major.len() > 4 => None,
        ("amzn", _) if !matches!(major, "1" | "2" | "2022" | "2023") => None,
        _ => Some(major),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_tags() {
        let shown = |distribution, number| of_number(distribution, number).unwrap_or("?");
        assert_eq!(shown("debian", "12.5"), "12");
        assert_eq!(shown("debian", "20250101"), "?");
        assert_eq!(shown("alpine", "3.22.1"), "3.22");
        assert_eq!(shown("alpine", "3"), "?");
        assert_eq!(shown("ubuntu", "24.04"), "24.04");
        assert_eq!(shown("ubuntu", "x"), "?");
    }

    #[test]
    fn releases_and_their_glibc() {
        assert_eq!(glibc("debian", "12"), Some((2, 36)));
        assert_eq!(glibc("rocky", "9.4"), Some((2, 34)));
        assert_eq!(glibc("debian", "99"), None);
        assert_eq!(of_codename("noble"), Some(("ubuntu", "24.04")));
    }
}
