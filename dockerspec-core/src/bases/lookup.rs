//! From the name of an image to what is known of it.

use std::borrow::Cow;

use super::system::{Shell, System};
use super::table::{REPOSITORIES, Release, Repository};
use super::{BaseFacts, BaseShell, release};
use crate::value::ImageRef;

/// Registries that hold the official images too, and what they put in front of their names.
const MIRRORS: &[(&str, &str)] = &[
    ("docker.io", ""),
    ("index.docker.io", ""),
    ("mirror.gcr.io", ""),
    ("public.ecr.aws", "docker/"),
    ("registry.hub.docker.com", ""),
];

/// The names of the variables that an image sets, if they are known.
pub(super) fn environment(image: &ImageRef<'_>) -> Option<&'static [&'static str]> {
    repository(image)?.0.environment
}

pub(super) fn facts(image: &ImageRef<'_>) -> Option<BaseFacts> {
    let (repository, name) = repository(image)?;
    let tag = image.tag().unwrap_or_default();
    // A tag has the system of the first word that it has; repositories end with the one of all other tags.
    let (_, system) = repository.systems.iter().find(|(word, _)| word.is_empty() || says(tag, word))?;
    let (distribution, release) = release_of(repository, system, name, tag);
    let borrowed = |text: &'static str| Cow::Borrowed(text);
    let mut has = Vec::with_capacity(system.has.iter().map(|group| group.len()).sum::<usize>() + repository.has.len());
    has.extend(system.has.iter().copied().flatten().chain(repository.has).copied().map(borrowed));
    Some(BaseFacts {
        distribution: distribution.map(Cow::Borrowed),
        release,
        libc: system.libc,
        package_manager: system.package_manager,
        shell: match system.shell {
            Shell::Unknown => None,
            Shell::None => Some(BaseShell::None),
            Shell::At(path) => Some(BaseShell::Path(path.into())),
        },
        has,
        lacks: system.lacks.iter().copied().map(borrowed).collect(),
        user: system.user.or(repository.user).map(borrowed),
        workdir: repository.workdir.map(borrowed),
        environment: repository.environment.map(|names| names.iter().copied().map(borrowed).collect()),
        architectures: repository.architectures.map(|names| names.iter().copied().map(borrowed).collect()),
    })
}

/// The registry of an image and its name there; for copies of official images, those of Docker Hub.
fn official<'i>(image: &'i ImageRef<'_>) -> (&'i str, &'i str) {
    let repository = image.repository();
    let registry = image.registry().unwrap_or("docker.io");
    for (mirror, prefix) in MIRRORS {
        if registry == *mirror
            && let Some(name) = repository.strip_prefix(prefix)
        {
            return ("docker.io", name.strip_prefix("library/").unwrap_or(name));
        }
    }
    (registry, repository)
}

/// What is known of the repository of an image, and its name there.
fn repository<'i>(image: &'i ImageRef<'_>) -> Option<(&'static Repository, &'i str)> {
    let (registry, name) = official(image);
    Some((find(registry, name)?, name))
}

fn find(registry: &str, name: &str) -> Option<&'static Repository> {
    // Most names differ in their length or in their first byte, and most registries are the same.
    REPOSITORIES.iter().find(|known| is_named(known.name.as_bytes(), name.as_bytes()) && known.registry == registry)
}

/// Whether a name is one of the table, in which `*` at the end stands for any text.
fn is_named(known: &[u8], name: &[u8]) -> bool {
    match known {
        [prefix @ .., b'*'] => name.starts_with(prefix),
        _ => known.first() == name.first() && known == name,
    }
}

/// Whether a tag has all words: as parts between dashes, each alone or with a version behind it.
fn says(tag: &str, words: &str) -> bool {
    let is_dash = |byte: &u8| *byte == b'-';
    let says_word = |word| tag.as_bytes().split(is_dash).any(|part| is_word(part, word));
    words.as_bytes().split(is_dash).all(says_word)
}

/// Whether a part of a tag is `word`, alone or with a version behind it.
fn is_word(part: &[u8], word: &[u8]) -> bool {
    let Some(rest) = part.strip_prefix(word) else { return false };
    let is_version = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let ends_in_number = word.last().is_some_and(u8::is_ascii_digit);
    rest.iter().all(is_version) && rest.first().is_none_or(|first| !ends_in_number || *first == b'.')
}

/// The distribution and the release: what the tag says in words, or in a number if the repository is that of the
/// distribution.
fn release_of(
    repository: &Repository,
    system: &System,
    name: &str,
    tag: &str,
) -> (Option<&'static str>, Option<Cow<'static, str>>) {
    let distribution = system.distribution;
    let says_it = if let Release::OfName = repository.release { name } else { tag };
    for part in says_it.split('-') {
        if let Some((found, release)) = release::of_codename(part)
            && (distribution == Some(found) || distribution.is_none())
        {
            return (Some(found), Some(Cow::Borrowed(release)));
        }
        let Some(distribution) = distribution else { continue };
        if let Some(number) = part.strip_prefix(distribution)
            && let Some(release) = release::of_number(distribution, number)
        {
            return (Some(distribution), Some(Cow::Owned(release.to_owned())));
        }
    }
    let number = match repository.release {
        Release::OfTag => tag.split('-').next().unwrap_or_default(),
        Release::Fixed(release) => return (distribution, Some(Cow::Borrowed(release))),
        Release::InTag | Release::OfName => return (distribution, None),
    };
    let release = distribution.and_then(|distribution| release::of_number(distribution, number));
    (distribution, release.map(|release| Cow::Owned(release.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is known, on one line.
    fn shown(image: &str) -> String {
        let Some(facts) = BaseFacts::of(&ImageRef::new(image).unwrap()) else { return "?".to_owned() };
        let text = |text: &Option<Cow<'_, str>>| text.as_deref().unwrap_or("?").to_owned();
        let shell = match &facts.shell {
            None => "?".to_owned(),
            Some(BaseShell::None) => "none".to_owned(),
            Some(BaseShell::Path(path)) => path.to_string(),
        };
        let known = |name: &str| match facts.has_tool(name) {
            Some(true) => format!("+{name}"),
            Some(false) => format!("-{name}"),
            None => format!("?{name}"),
        };
        format!(
            "{} {} {:?} {:?} shell={shell} user={} workdir={} {} {}",
            text(&facts.distribution),
            text(&facts.release),
            facts.libc,
            facts.package_manager,
            text(&facts.user),
            text(&facts.workdir),
            known("curl"),
            known("gcc"),
        )
    }

    #[test]
    fn what_tags_say() {
        let images = [
            "debian",
            "debian:12.5-slim",
            "debian:trixie-20250101-slim",
            "debian:stable",
            "ubuntu:latest",
            "ubuntu:24.04",
            "ubuntu:noble-20240605",
            "alpine:3",
            "alpine:3.22.1",
            "busybox:1-musl",
            "python:3.8-slim-buster",
            "python:3.13",
            "python:3.13-alpine3.22",
            "docker.io/library/node:24-slim",
            "public.ecr.aws/docker/library/node:24",
            "golang:1.25-alpine",
            "rust:1.90-slim-bookworm",
            "php:8.4-fpm",
            "postgres:17",
            "nginx:1.29-alpine-slim",
            "gcr.io/distroless/static-debian12:nonroot",
            "gcr.io/distroless/cc-debian13:debug",
            "gcr.io/distroless/base-debian12:debug-nonroot",
            "cgr.dev/chainguard/static:latest",
            "cgr.dev/chainguard/python:latest-dev",
            "cgr.dev/chainguard/wolfi-base",
            "registry.access.redhat.com/ubi9/ubi-minimal:9.4",
            "registry.access.redhat.com/ubi9/python-312",
            "mcr.microsoft.com/dotnet/aspnet:8.0",
            "mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled",
            "mcr.microsoft.com/dotnet/sdk:9.0-alpine3.22",
            "mcr.microsoft.com/windows/nanoserver:ltsc2022",
            "amazonlinux:2",
            "amazonlinux:2023",
            "fedora:42",
            "nvidia/cuda:12.4.1-devel-ubuntu22.04",
            "ghcr.io/astral-sh/uv:python3.13-bookworm-slim",
            "ghcr.io/astral-sh/uv:0.9.1",
            "registry.example.com/debian:12",
        ];
        let table: Vec<String> = images.iter().map(|image| format!("{image}: {}", shown(image))).collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        debian: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        debian:12.5-slim: debian 12 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        debian:trixie-20250101-slim: debian 13 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        debian:stable: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        ubuntu:latest: ubuntu ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        ubuntu:24.04: ubuntu 24.04 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        ubuntu:noble-20240605: ubuntu 24.04 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        alpine:3: alpine ? Some(Musl) Some(Apk) shell=/bin/sh user=root workdir=/ -curl -gcc
        alpine:3.22.1: alpine 3.22 Some(Musl) Some(Apk) shell=/bin/sh user=root workdir=/ -curl -gcc
        busybox:1-musl: busybox ? None Some(None) shell=/bin/sh user=root workdir=/ -curl -gcc
        python:3.8-slim-buster: debian 10 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        python:3.13: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ +curl +gcc
        python:3.13-alpine3.22: alpine 3.22 Some(Musl) Some(Apk) shell=/bin/sh user=root workdir=/ -curl -gcc
        docker.io/library/node:24-slim: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        public.ecr.aws/docker/library/node:24: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ +curl +gcc
        golang:1.25-alpine: alpine ? Some(Musl) Some(Apk) shell=/bin/sh user=root workdir=/go -curl -gcc
        rust:1.90-slim-bookworm: debian 12 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl +gcc
        php:8.4-fpm: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=? +curl ?gcc
        postgres:17: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=? workdir=/ ?curl ?gcc
        nginx:1.29-alpine-slim: alpine ? Some(Musl) Some(Apk) shell=/bin/sh user=root workdir=/ -curl -gcc
        gcr.io/distroless/static-debian12:nonroot: debian 12 Some(None) Some(None) shell=none user=65532 workdir=? -curl -gcc
        gcr.io/distroless/cc-debian13:debug: debian 13 Some(Glibc) Some(None) shell=/busybox/sh user=root workdir=? -curl ?gcc
        gcr.io/distroless/base-debian12:debug-nonroot: debian 12 Some(Glibc) Some(None) shell=/busybox/sh user=65532 workdir=? -curl ?gcc
        cgr.dev/chainguard/static:latest: wolfi ? Some(None) Some(None) shell=none user=65532 workdir=? -curl -gcc
        cgr.dev/chainguard/python:latest-dev: wolfi ? Some(Glibc) Some(Apk) shell=/bin/sh user=65532 workdir=? ?curl ?gcc
        cgr.dev/chainguard/wolfi-base: wolfi ? Some(Glibc) Some(Apk) shell=/bin/sh user=root workdir=/ ?curl ?gcc
        registry.access.redhat.com/ubi9/ubi-minimal:9.4: rhel 9 Some(Glibc) Some(Microdnf) shell=/bin/sh user=root workdir=/ ?curl -gcc
        registry.access.redhat.com/ubi9/python-312: rhel 9 Some(Glibc) None shell=/bin/sh user=1001 workdir=/opt/app-root/src ?curl ?gcc
        mcr.microsoft.com/dotnet/aspnet:8.0: debian ? Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ -curl -gcc
        mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled: ubuntu 24.04 Some(Glibc) Some(None) shell=none user=1654 workdir=/ -curl -gcc
        mcr.microsoft.com/dotnet/sdk:9.0-alpine3.22: alpine 3.22 Some(Musl) Some(Apk) shell=/bin/sh user=root workdir=/ ?curl ?gcc
        mcr.microsoft.com/windows/nanoserver:ltsc2022: windows ? None None shell=C:\Windows\System32\cmd.exe user=ContainerUser workdir=? ?curl ?gcc
        amazonlinux:2: amzn 2 Some(Glibc) Some(Yum) shell=/bin/sh user=root workdir=/ +curl -gcc
        amazonlinux:2023: amzn 2023 Some(Glibc) Some(Dnf) shell=/bin/sh user=root workdir=/ +curl -gcc
        fedora:42: fedora 42 Some(Glibc) Some(Dnf) shell=/bin/sh user=root workdir=/ +curl -gcc
        nvidia/cuda:12.4.1-devel-ubuntu22.04: ubuntu 22.04 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ ?curl ?gcc
        ghcr.io/astral-sh/uv:python3.13-bookworm-slim: debian 12 Some(Glibc) Some(Apt) shell=/bin/sh user=root workdir=/ ?curl ?gcc
        ghcr.io/astral-sh/uv:0.9.1: ? ? Some(None) Some(None) shell=none user=root workdir=/ -curl -gcc
        registry.example.com/debian:12: ?
        ");
    }

    #[test]
    fn no_repository_is_there_twice_or_hidden_behind_a_pattern() {
        for (index, known) in REPOSITORIES.iter().enumerate() {
            let found = find(known.registry, known.name.trim_end_matches('*')).unwrap();
            assert!(std::ptr::eq(found, &raw const REPOSITORIES[index]), "{}/{}", known.registry, known.name);
            for (number, (word, _)) in known.systems.iter().enumerate() {
                assert!(
                    !word.is_empty() || number + 1 == known.systems.len(),
                    "{}: a system is never taken",
                    known.name
                );
            }
        }
    }
}
