//! Platforms by one name, and what the name of an image says of its platform.

use std::borrow::Cow;

use crate::value::{ImageRef, Platform};

/// The repositories of Docker Hub that hold the official images of one platform: operating system and architecture.
///
/// Source: "Architectures other than amd64?" of <https://github.com/docker-library/official-images>.
const NAMESPACES: &[(&str, &str, &str)] = &[
    ("amd64", "linux", "amd64"),
    ("arm32v5", "linux", "arm"),
    ("arm32v6", "linux", "arm"),
    ("arm32v7", "linux", "arm"),
    ("arm64v8", "linux", "arm64"),
    ("i386", "linux", "386"),
    ("mips64le", "linux", "mips64le"),
    ("ppc64le", "linux", "ppc64le"),
    ("riscv64", "linux", "riscv64"),
    ("s390x", "linux", "s390x"),
    ("winamd64", "windows", "amd64"),
];

/// The operating system and the architecture that an image is made for, as far as its name says it.
pub(in crate::check) fn platform_of(image: &ImageRef<'_>) -> Option<(&'static str, Option<&'static str>)> {
    let repository = image.repository();
    match image.registry() {
        None | Some("docker.io") => {
            let (namespace, _) = repository.split_once('/')?;
            let (_, os, architecture) = NAMESPACES.iter().find(|(known, ..)| *known == namespace)?;
            Some((os, Some(architecture)))
        }
        Some("mcr.microsoft.com") if repository.starts_with("windows/") => Some(("windows", None)),
        Some(_) => None,
    }
}

/// The operating system of a platform, by the name that BuildKit gives it.
pub(in crate::check) fn os_of<'p>(platform: &'p Platform<'_>) -> Option<Cow<'p, str>> {
    let os = lowered(platform.os()?);
    Some(if os == "macos" { Cow::Borrowed("darwin") } else { os })
}

/// The architecture of a platform, by the name that BuildKit gives it.
pub(in crate::check) fn architecture_of<'p>(platform: &'p Platform<'_>) -> Option<Cow<'p, str>> {
    let architecture = lowered(platform.architecture()?);
    Some(match &*architecture {
        "i386" => Cow::Borrowed("386"),
        "x86_64" | "x86-64" => Cow::Borrowed("amd64"),
        "aarch64" => Cow::Borrowed("arm64"),
        "armhf" | "armel" => Cow::Borrowed("arm"),
        _ => architecture,
    })
}

fn lowered(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}
