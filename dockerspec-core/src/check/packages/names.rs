//! What packages are for, by their names.

use super::Family;

/// Packages that nothing needs once everything is built: compilers, what drives them, and packages of such.
const FOR_BUILDING: &[&str] = &[
    "alpine-sdk",
    "autoconf",
    "automake",
    "base-devel",
    "bison",
    "build-base",
    "build-essential",
    "cargo",
    "clang",
    "cmake",
    "flex",
    "g++",
    "gcc",
    "gcc-c++",
    "gfortran",
    "libtool",
    "linux-headers",
    "llvm",
    "m4",
    "make",
    "meson",
    "musl-dev",
    "nasm",
    "ninja",
    "ninja-build",
    "pkg-config",
    "pkgconf",
    "pkgconfig",
    "rustc",
    "yasm",
];

/// Groups of packages for building.
const GROUPS: &[&str] = &["development tools", "development-tools", "c-development", "devel_basis"];

/// Whether a package, with its version, is there to build others: a compiler, or headers.
pub(in crate::check) fn is_for_building(package: &str, family: Family) -> bool {
    let name = package_name(package);
    let is_headers = match family {
        Family::Apt | Family::Apk => name.ends_with("-dev"),
        Family::Rpm | Family::Zypper => {
            name.ends_with("-devel") || package.contains("-devel-") || package.ends_with("-devel.x86_64")
        }
    };
    let compiler = |prefix: &str| {
        name.strip_prefix(prefix).is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let group = name.trim_start_matches('@');
    is_headers
        || FOR_BUILDING.binary_search(&name).is_ok()
        || compiler("gcc-")
        || compiler("g++-")
        || compiler("clang-")
        || GROUPS.iter().any(|known| group.eq_ignore_ascii_case(known))
}

/// A language whose official image is better than a general one with the language installed.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) struct Language {
    pub(in crate::check) name: &'static str,
    /// A small image for it, with `…` for the version.
    pub(in crate::check) image: &'static str,
    packages: &'static [&'static str],
    /// What packages of a certain version begin with, in front of a number.
    versioned: &'static [&'static str],
}

/// Sources: the packages of Debian and Ubuntu, and the tags of the official images.
const LANGUAGES: &[Language] = &[
    Language {
        name: "Python",
        image: "python:…-slim",
        packages: &["python", "python-dev", "python-pip", "python3", "python3-dev", "python3-pip", "python3-venv"],
        versioned: &["python2.", "python3."],
    },
    Language { name: "Node.js", image: "node:…-slim", packages: &["nodejs", "npm"], versioned: &[] },
    Language {
        name: "Ruby",
        image: "ruby:…-slim",
        packages: &["ruby", "ruby-dev", "ruby-full", "ruby-bundler", "bundler"],
        versioned: &["ruby2.", "ruby3."],
    },
    Language { name: "Go", image: "golang:…", packages: &["golang", "golang-go"], versioned: &["golang-1."] },
    Language {
        name: "Java",
        image: "eclipse-temurin:…-jre",
        packages: &["default-jdk", "default-jdk-headless", "default-jre", "default-jre-headless"],
        versioned: &["openjdk-"],
    },
    Language {
        name: "PHP",
        image: "php:…-cli",
        packages: &["php", "php-cli", "php-fpm"],
        versioned: &["php7.", "php8."],
    },
    Language { name: "Rust", image: "rust:…-slim", packages: &["rustc", "cargo", "rustup"], versioned: &[] },
];

/// The language that a package of Debian or Ubuntu, with its version, brings.
pub(in crate::check) fn language(package: &str) -> Option<&'static Language> {
    let name = package_name(package);
    LANGUAGES.iter().find(|language| {
        let is_versioned = |prefix: &&str| {
            name.strip_prefix(*prefix).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        };
        language.packages.contains(&name) || language.versioned.iter().any(is_versioned)
    })
}

/// A package without its version, its architecture and its repository.
pub(in crate::check) fn package_name(package: &str) -> &str {
    let ends = |byte: u8| matches!(byte, b'=' | b'<' | b'>' | b'~' | b'/' | b':');
    let end = package.bytes().position(ends).filter(|end| *end > 0);
    let name = &package[..end.unwrap_or(package.len())];
    match name.bytes().rposition(|byte| byte == b'@') {
        None | Some(0) => name,
        Some(at) => &name[..at],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_packages_are_for() {
        assert!(FOR_BUILDING.is_sorted());
        for package in ["gcc", "gcc-13", "g++=4:13", "libpq-dev", "libpq-dev=15.1", "build-essential", "make"] {
            assert!(is_for_building(package, Family::Apt), "{package}");
        }
        for package in ["gcc-13-base", "libpq5", "device-tree", "python3-devpi", "makepasswd"] {
            assert!(!is_for_building(package, Family::Apt), "{package}");
        }
        assert!(is_for_building("@Development Tools", Family::Rpm));
        assert!(is_for_building("openssl-devel-3.0", Family::Rpm));
        assert!(is_for_building("musl-dev@edge", Family::Apk));
    }

    #[test]
    fn languages_of_packages() {
        let name = |package| language(package).map(|language| language.name);
        assert_eq!(name("python3-pip=23.0"), Some("Python"));
        assert_eq!(name("python3.12"), Some("Python"));
        assert_eq!(name("openjdk-21-jre-headless"), Some("Java"));
        assert_eq!(name("python3-apt"), None);
        assert_eq!(name("openjdk-doc"), None);
    }
}
