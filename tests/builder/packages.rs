//! Packages, as each package manager installs them, and what the checks say of that.

use dockerspec::{
    Arg, Distribution, ImageRef, PackageManager, Packages, Stage, User, from, image_ref, value::ContextName,
};
use insta::assert_snapshot;

use crate::{DEBIAN, image_of, rendered};

/// A base of each package manager.
const BASES: [ImageRef<'static>; 9] = [
    DEBIAN,
    image_ref!("python:3.13-alpine3.22"),
    image_ref!("cgr.dev/chainguard/wolfi-base:20250101"),
    image_ref!("almalinux:10"),
    image_ref!("registry.access.redhat.com/ubi9/ubi-minimal:9.6"),
    image_ref!("amazonlinux:2"),
    image_ref!("mcr.microsoft.com/azurelinux/base/core:3.0"),
    image_ref!("opensuse/leap:15.6"),
    image_ref!("archlinux:base-20250101.0.1"),
];

fn installed<P, A>(stage: Stage<P, A>) -> String {
    rendered(&image_of(stage))
}

/// What each base is told.
fn everywhere(packages: &Packages) -> String {
    BASES.map(|base| installed(Stage::from_image("a", base).packages(packages.clone()))).join("\n")
}

#[test]
fn packages_of_each_base() {
    assert_snapshot!(everywhere(&Packages::new(["curl", "git"])), @"
    FROM debian:13-slim AS a
    RUN <<'EOF'
    set -e
    apt-get update
    apt-get install --yes --no-install-recommends curl git
    rm -rf /var/lib/apt/lists/*
    EOF
    USER 10001:10001

    FROM python:3.13-alpine3.22 AS a
    RUN apk add --no-cache curl git
    USER 10001:10001

    FROM cgr.dev/chainguard/wolfi-base:20250101 AS a
    RUN apk add --no-cache curl git
    USER 10001:10001

    FROM almalinux:10 AS a
    RUN <<'EOF'
    set -e
    dnf install --assumeyes --setopt=install_weak_deps=False curl git
    dnf clean all
    EOF
    USER 10001:10001

    FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6 AS a
    RUN <<'EOF'
    set -e
    microdnf install --assumeyes --setopt=install_weak_deps=0 curl git
    microdnf clean all
    EOF
    USER 10001:10001

    FROM amazonlinux:2 AS a
    RUN <<'EOF'
    set -e
    yum install --assumeyes --setopt=skip_missing_names_on_install=False curl git
    yum clean all
    EOF
    USER 10001:10001

    FROM mcr.microsoft.com/azurelinux/base/core:3.0 AS a
    RUN <<'EOF'
    set -e
    tdnf install --assumeyes curl git
    tdnf clean all
    EOF
    USER 10001:10001

    FROM opensuse/leap:15.6 AS a
    RUN <<'EOF'
    set -e
    zypper --non-interactive install --no-recommends curl git
    zypper --non-interactive clean --all
    EOF
    USER 10001:10001

    FROM archlinux:base-20250101.0.1 AS a
    RUN <<'EOF'
    set -e
    pacman --sync --refresh --sysupgrade --noconfirm --needed curl git
    rm -rf /var/cache/pacman/pkg/* /var/lib/pacman/sync/*
    EOF
    USER 10001:10001
    ");
}

#[test]
fn packages_with_caches() {
    assert_snapshot!(everywhere(&Packages::new(["curl", "git"]).cached()), @"
    FROM debian:13-slim AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian-13-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian-13-${TARGETPLATFORM},sharing=locked <<'EOF'
    set -e
    apt-get update
    apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ curl git
    EOF
    USER 10001:10001

    FROM python:3.13-alpine3.22 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/apk,id=apk-alpine-3.22-${TARGETPLATFORM},sharing=locked apk add --cache-dir /var/cache/apk --update-cache curl git
    USER 10001:10001

    FROM cgr.dev/chainguard/wolfi-base:20250101 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/apk,id=apk-cgr.dev/chainguard/wolfi-base:20250101-${TARGETPLATFORM},sharing=locked apk add --cache-dir /var/cache/apk --update-cache curl git
    USER 10001:10001

    FROM almalinux:10 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/dnf,id=dnf-almalinux-10-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/cache/libdnf5,id=libdnf5-almalinux-10-${TARGETPLATFORM},sharing=locked dnf install --assumeyes --setopt=install_weak_deps=False --setopt=keepcache=True curl git
    USER 10001:10001

    FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/yum,id=microdnf-rhel-9-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/cache/libdnf5,id=libdnf5-rhel-9-${TARGETPLATFORM},sharing=locked microdnf install --assumeyes --setopt=install_weak_deps=0 --setopt=keepcache=1 curl git
    USER 10001:10001

    FROM amazonlinux:2 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/yum,id=yum-amzn-2-${TARGETPLATFORM},sharing=locked yum install --assumeyes --setopt=skip_missing_names_on_install=False --setopt=keepcache=1 curl git
    USER 10001:10001

    FROM mcr.microsoft.com/azurelinux/base/core:3.0 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/tdnf,id=tdnf-azurelinux-3-${TARGETPLATFORM},sharing=locked tdnf install --assumeyes --setopt=keepcache=1 curl git
    USER 10001:10001

    FROM opensuse/leap:15.6 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/zypp,id=zypper-opensuse/leap:15.6-${TARGETPLATFORM},sharing=locked zypper --non-interactive install --no-recommends curl git
    USER 10001:10001

    FROM archlinux:base-20250101.0.1 AS a
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/pacman/pkg,id=pacman-packages-archlinux:base-20250101.0.1-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/pacman/sync,id=pacman-databases-archlinux:base-20250101.0.1-${TARGETPLATFORM},sharing=locked pacman --sync --refresh --sysupgrade --noconfirm --needed curl git
    USER 10001:10001
    ");
}

#[test]
fn versions_as_each_package_manager_writes_them() {
    let stage = |base| Stage::from_image("a", base).packages(Packages::new(["curl", "git"]).pinned("curl", "8.14.1-2"));
    let lines = BASES.map(|base| {
        let text = installed(stage(base));
        text.lines().find(|line| line.contains("curl")).unwrap().to_owned()
    });
    assert_snapshot!(lines.join("\n"), @"
    apt-get install --yes --no-install-recommends curl=8.14.1-2 git
    RUN apk add --no-cache curl=8.14.1-2 git
    RUN apk add --no-cache curl=8.14.1-2 git
    dnf install --assumeyes --setopt=install_weak_deps=False curl-8.14.1-2 git
    microdnf install --assumeyes --setopt=install_weak_deps=0 curl-8.14.1-2 git
    yum install --assumeyes --setopt=skip_missing_names_on_install=False curl-8.14.1-2 git
    tdnf install --assumeyes curl-8.14.1-2 git
    zypper --non-interactive install --no-recommends curl=8.14.1-2 git
    tests/builder/packages.rs: `pacman` installs the newest version of `curl` and no other; leave the version out, or name a mirror that has the packages of one day, such as `archive.archlinux.org`, in the base
    ");
}

#[test]
fn names_elsewhere() {
    let packages = Packages::new(["ca-certificates", "libpq5", "git"])
        .named(Distribution::Alpine, "libpq5", "libpq")
        .named(Distribution::RedHat, "libpq5", "libpq-13")
        .named(Distribution::RedHat, "libpq5", "libpq")
        .pinned("libpq5", "1")
        .absent(Distribution::RedHat, "ca-certificates");
    assert_snapshot!(installed(Stage::from_image("a", image_ref!("alpine:3.22")).packages(packages.clone())), @"
    FROM alpine:3.22 AS a
    RUN apk add --no-cache ca-certificates libpq=1 git
    USER 10001:10001
    ");
    let minimal = BASES[4].clone();
    assert_snapshot!(installed(Stage::from_image("a", minimal).packages(packages.clone())), @"
    FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6 AS a
    RUN <<'EOF'
    set -e
    microdnf install --assumeyes --setopt=install_weak_deps=0 libpq-1 git
    microdnf clean all
    EOF
    USER 10001:10001
    ");
    let none = Packages::new(["ca-certificates"]).absent(Distribution::Debian, "ca-certificates");
    assert_snapshot!(installed(Stage::from_image("a", DEBIAN).packages(none)), @"
    FROM debian:13-slim AS a
    USER 10001:10001
    ");
    assert_snapshot!(installed(Stage::from_image("a", DEBIAN).packages(Vec::<String>::new())), @"
    FROM debian:13-slim AS a
    USER 10001:10001
    ");
}

/// The text is what the rules ask for: nothing asks, nothing recommended, nothing left, nothing stale.
#[test]
fn the_checks_find_nothing() {
    let plain = Packages::new(["curl", "git"]);
    let other = Packages::new(["xz"]);
    let pinned = plain.clone().pinned("curl", "8.14.1-2");
    let mut images = 0;
    for base in &BASES {
        let stage = || Stage::from_image("a", base.clone());
        let mut stages = vec![
            stage().packages(plain.clone()),
            stage().packages(plain.clone().cached()),
            stage().packages(plain.clone()).packages(other.clone()),
            stage().packages(plain.clone().cached()).packages(other.clone().cached()),
            stage().packages(plain.clone().cached()).packages(other.clone()),
        ];
        if !base.repository().contains("archlinux") {
            stages.extend([stage().packages(pinned.clone()), stage().packages(pinned.clone().cached())]);
        }
        for stage in stages {
            let image = image_of(stage.env("A", "b").create_user(&User::new("app", 10001)));
            let findings: Vec<_> = image.findings().unwrap().iter().map(ToString::to_string).collect();
            assert!(findings.is_empty(), "{}\n{findings:#?}", image.render_unchecked().unwrap());
            images += 1;
        }
    }
    assert_eq!(images, 61);
}

#[test]
fn a_base_says_what_it_is_made_from_and_its_children_know() {
    let private = || Stage::from_image("base", image_ref!("registry.example.com/base:1"));
    assert_snapshot!(installed(private().distribution(Distribution::Alpine).stage("app").packages(["curl"])), @"
    FROM registry.example.com/base:1 AS base

    FROM base AS app
    RUN apk add --no-cache curl
    USER 10001:10001
    ");
    assert_snapshot!(installed(private().package_manager(PackageManager::Yum).stage("app").packages(["curl"])), @"
    FROM registry.example.com/base:1 AS base

    FROM base AS app
    RUN <<'EOF'
    set -e
    yum install --assumeyes --setopt=skip_missing_names_on_install=False curl
    yum clean all
    EOF
    USER 10001:10001
    ");
    let minimal = private().distribution(Distribution::RedHat).package_manager(PackageManager::Microdnf);
    assert_snapshot!(installed(minimal.packages(["curl"])), @"
    FROM registry.example.com/base:1 AS base
    RUN <<'EOF'
    set -e
    microdnf install --assumeyes --setopt=install_weak_deps=0 curl
    microdnf clean all
    EOF
    USER 10001:10001
    ");
}

/// Caches must not be shared by releases, distributions or platforms.
#[test]
fn what_a_cache_belongs_to() {
    let cached = || Packages::new(["curl"]).cached();
    let owner_of_cache = |stage: Stage| {
        let text = installed(stage.packages(cached()));
        let run = text.lines().find(|line| line.starts_with("RUN")).unwrap_or(&text).to_owned();
        let args = text.lines().filter(|line| line.starts_with("ARG")).map(|line| format!("{line}; "));
        let id = run.split(",id=").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or(&run).to_owned();
        args.collect::<String>() + &id
    };
    let debian = |tag: &str| Stage::from_image("a", ImageRef::new(format!("debian:{tag}")).unwrap());
    let tag = Arg::global("TAG").default("13-slim");
    let digest = format!("debian@sha256:{}", "0".repeat(64));
    let stages = [
        debian("bookworm-slim"),
        debian("13-slim"),
        debian("stable-slim"),
        Stage::from_image("a", ImageRef::new(digest).unwrap()),
        debian("13-slim").platform("linux/arm64"),
        debian("13-slim").platform(&Arg::BUILDPLATFORM),
        Stage::from_image("a", "debian:" + &tag).distribution(Distribution::Debian),
        Stage::from_image("a", image_ref!("registry.example.com/base:1")).distribution(Distribution::Debian),
        Stage::from_image("a", image_ref!("debian:13-slim")).distribution(Distribution::Debian),
        Stage::from_context("a", &ContextName::from_static("base")).distribution(Distribution::Debian),
        debian("13-slim").platform("linux/arm64").stage("b"),
    ];
    assert_snapshot!(stages.map(owner_of_cache).join("\n"), @"
    ARG TARGETPLATFORM; apt-packages-debian-12-${TARGETPLATFORM}
    ARG TARGETPLATFORM; apt-packages-debian-13-${TARGETPLATFORM}
    ARG TARGETPLATFORM; apt-packages-debian:stable-slim-${TARGETPLATFORM}
    ARG TARGETPLATFORM; apt-packages-debian@sha256:0000000000000000000000000000000000000000000000000000000000000000-${TARGETPLATFORM}
    apt-packages-debian-13-linux/arm64
    ARG BUILDPLATFORM; apt-packages-debian-13-${BUILDPLATFORM}
    ARG TAG=13-slim; ARG TAG; ARG TARGETPLATFORM; apt-packages-debian:${TAG}-${TARGETPLATFORM}
    ARG TARGETPLATFORM; apt-packages-registry.example.com/base:1-${TARGETPLATFORM}
    ARG TARGETPLATFORM; apt-packages-debian-13-${TARGETPLATFORM}
    ARG TARGETPLATFORM; apt-packages-base-${TARGETPLATFORM}
    apt-packages-debian-13-linux/arm64
    ");
}

#[test]
fn arguments_of_caches_are_declared_once() {
    let tag = Arg::global("TAG").default("13-slim");
    let build = Stage::from_image("build", "debian:" + &tag)
        .distribution(Distribution::Debian)
        .packages(Packages::new(["gcc"]).cached())
        .packages(Packages::new(["make"]).cached());
    let app = build.stage("app").packages(Packages::new(["curl"]).cached());
    assert_snapshot!(installed(app.copy(from(&build, "/a"), "/a")), @"
    ARG TAG=13-slim

    FROM debian:${TAG} AS build
    ARG TAG
    ARG TARGETPLATFORM
    RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian:${TAG}-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian:${TAG}-${TARGETPLATFORM},sharing=locked <<'EOF'
    set -e
    apt-get update
    apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ gcc
    EOF
    RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian:${TAG}-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian:${TAG}-${TARGETPLATFORM},sharing=locked <<'EOF'
    set -e
    apt-get update
    apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ make
    EOF

    FROM build AS app
    RUN --mount=type=cache,target=/var/cache/apt,id=apt-packages-debian:${TAG}-${TARGETPLATFORM},sharing=locked --mount=type=cache,target=/var/lib/apt/lists,id=apt-lists-debian:${TAG}-${TARGETPLATFORM},sharing=locked <<'EOF'
    set -e
    apt-get update
    apt-get install --yes --no-install-recommends --option Dir::Cache::Archives=packages/ curl
    EOF
    COPY --from=build /a /a
    USER 10001:10001
    ");
}

#[test]
fn what_cannot_be_installed() {
    let private = || Stage::from_image("a", image_ref!("registry.example.com/base:1"));
    let debian = || Stage::from_image("a", DEBIAN);
    assert_snapshot!(installed(private().packages(["curl"])), @"tests/builder/packages.rs: installing packages needs to know the distribution of the base, and nothing tells it; say `distribution(…)`");
    assert_snapshot!(installed(Stage::from_scratch("a").packages(["curl"])), @"tests/builder/packages.rs: packages were asked for, and `scratch` has no package manager; install them in a build stage and copy what they bring");
    let distroless = image_ref!("gcr.io/distroless/cc-debian12:nonroot");
    assert_snapshot!(installed(Stage::from_image("a", distroless).packages(["curl"])), @"tests/builder/packages.rs: packages were asked for, and `gcr.io/distroless/cc-debian12:nonroot` has no package manager; install them in a build stage and copy what they bring");
    assert_snapshot!(installed(private().distribution(Distribution::Busybox).packages(["curl"])), @"tests/builder/packages.rs: packages were asked for, and `registry.example.com/base:1` has no package manager; install them in a build stage and copy what they bring");
    assert_snapshot!(installed(debian().packages(["--purge", "a b", "$(id)", "", "=1", "curl=8.14.1-2"])), @r#"
    tests/builder/packages.rs: `--purge` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
    tests/builder/packages.rs: `a b` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
    tests/builder/packages.rs: `$(id)` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
    tests/builder/packages.rs: `` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
    tests/builder/packages.rs: `=1` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
    tests/builder/packages.rs: `curl=8.14.1-2` is a package and its version; write `curl`, and pin the version with `pinned("curl", "8.14.1-2")`
    "#);
    let pinned =
        Packages::new(["curl"]).pinned("crul", "1").pinned("make", "1").pinned("curl", "$(id)").pinned("curl", "");
    assert_snapshot!(installed(debian().packages(pinned)), @r#"
    tests/builder/packages.rs: `crul` is not in this list of packages; write `curl`
    tests/builder/packages.rs: `make` is not in this list of packages; add it
    tests/builder/packages.rs: `$(id)` is not the version of a package; expected letters, digits and `.+:~^_-`, and a letter or digit first, as in `pinned("curl", "1.2.3-1")`
    tests/builder/packages.rs: `` is not the version of a package; expected letters, digits and `.+:~^_-`, and a letter or digit first, as in `pinned("curl", "1.2.3-1")`
    "#);
    let named = Packages::new(["curl"])
        .named(Distribution::Debian, "crul", "curl")
        .named(Distribution::Alpine, "curl", "a b")
        .absent(Distribution::Alpine, "make");
    assert_snapshot!(installed(debian().packages(named)), @"
    tests/builder/packages.rs: `crul` is not in this list of packages; write `curl`
    tests/builder/packages.rs: `a b` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
    tests/builder/packages.rs: `make` is not in this list of packages; add it
    ");
    let arch = Stage::from_image("a", BASES[8].clone());
    let pinned = Packages::new(["curl", "git", "xz"]).pinned("curl", "8.14.1-2").pinned("xz", "5.8.1-1");
    assert_snapshot!(installed(arch.packages(pinned)), @"
    tests/builder/packages.rs: `pacman` installs the newest version of `curl` and no other; leave the version out, or name a mirror that has the packages of one day, such as `archive.archlinux.org`, in the base
    tests/builder/packages.rs: `pacman` installs the newest version of `xz` and no other; leave the version out, or name a mirror that has the packages of one day, such as `archive.archlinux.org`, in the base
    ");
}
