//! Users and packages, as each distribution makes and installs them.

use dockerspec::{Distribution, Image, Stage, User, image_ref, model};
use insta::assert_snapshot;

use crate::{DEBIAN, image_of, rendered};

fn created<P, A>(stage: Stage<P, A>) -> String {
    rendered(&image_of(stage))
}

#[test]
fn a_user_of_each_distribution() {
    let home = User::new("app", 10001).home("/home/app");
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&home)), @"
    FROM debian:13-slim AS a
    RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --create-home --home-dir /home/app --shell /usr/sbin/nologin app
    USER 10001:10001
    ");
    let app = User::new("app", 10001).gid(20000);
    assert_snapshot!(created(Stage::from_image("a", image_ref!("alpine:3.22")).create_user(&app)), @"
    FROM alpine:3.22 AS a
    RUN addgroup -g 20000 app && adduser -u 10001 -G app -D -H -h /nonexistent -s /bin/false app
    USER 10001:10001
    ");
    assert_snapshot!(created(Stage::from_image("a", image_ref!("busybox:1.37")).create_user(&home)), @"
    FROM busybox:1.37 AS a
    RUN addgroup -g 10001 app && adduser -u 10001 -G app -D -h /home/app -s /bin/false app
    USER 10001:10001
    ");
    assert_snapshot!(created(Stage::from_image("a", image_ref!("fedora:43")).create_user(&app)), @"
    FROM fedora:43 AS a
    RUN groupadd --gid 20000 app && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir /nonexistent --shell /sbin/nologin app
    USER 10001:10001
    ");
    assert_snapshot!(created(Stage::from_scratch("a").create_user(&app)), @"
    FROM scratch AS a
    COPY <<'passwd' <<'group' /etc/
    app:x:10001:20000::/nonexistent:/sbin/nologin
    passwd
    app:x:20000:
    group
    USER 10001:10001
    ");
}

#[test]
fn packages_of_each_distribution() {
    let of = |image| created(Stage::from_image("a", image).packages(["curl", "libssl-dev=3.5.1-1"]));
    assert_snapshot!(of(DEBIAN), @"
    FROM debian:13-slim AS a
    RUN <<'EOF'
    set -e
    apt-get update
    apt-get install --yes --no-install-recommends curl libssl-dev=3.5.1-1
    rm -rf /var/lib/apt/lists/*
    EOF
    USER 10001:10001
    ");
    assert_snapshot!(of(image_ref!("python:3.13-alpine")), @"
    FROM python:3.13-alpine AS a
    RUN apk add --no-cache curl libssl-dev=3.5.1-1
    USER 10001:10001
    ");
    assert_snapshot!(of(image_ref!("almalinux:10")), @"
    FROM almalinux:10 AS a
    RUN <<'EOF'
    set -e
    dnf install --assumeyes --setopt=install_weak_deps=False curl libssl-dev=3.5.1-1
    dnf clean all
    EOF
    USER 10001:10001
    ");
}

#[test]
fn a_private_base_says_what_it_is_made_from_and_its_children_know() {
    let base = Stage::from_image("base", image_ref!("registry.example.com/base:1")).distribution(Distribution::Alpine);
    assert_snapshot!(created(base.stage("app").packages(["curl"])), @"
    FROM registry.example.com/base:1 AS base

    FROM base AS app
    RUN apk add --no-cache curl
    USER 10001:10001
    ");
}

#[test]
fn what_cannot_be_created_or_installed() {
    let private = || Stage::from_image("a", image_ref!("registry.example.com/base:1"));
    let app = User::new("app", 10001);
    assert_snapshot!(created(private().create_user(&app).packages(["curl"])), @"
    tests/builder/users_and_packages.rs: creating a user needs to know the distribution of the base, and nothing tells it; say `distribution(…)`
    tests/builder/users_and_packages.rs: installing packages needs to know the distribution of the base, and nothing tells it; say `distribution(…)`
    ");
    assert_snapshot!(created(Stage::from_scratch("a").packages(["curl"])), @"tests/builder/users_and_packages.rs: packages were asked for, and `scratch` has no package manager; install them in a build stage and copy what they bring");
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).packages(["--purge", "a b", "$(id)"])), @"
    tests/builder/users_and_packages.rs: `--purge` is not the name of a package; expected letters, digits and `+-._:=~`, and no `-` first
    tests/builder/users_and_packages.rs: `a b` is not the name of a package; expected letters, digits and `+-._:=~`, and no `-` first
    tests/builder/users_and_packages.rs: `$(id)` is not the name of a package; expected letters, digits and `+-._:=~`, and no `-` first
    ");
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&User::new("toor", 0))), @r#"tests/builder/users_and_packages.rs: the user `toor` cannot have the id 0, which is root; take one from 10000 on, as in `User::new("toor", 10001)`"#);
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&User::new("a b", 1))), @"tests/builder/users_and_packages.rs: `a b` is not the name of a user; expected at most 32 lower-case letters, digits, `_` and `-`, and no digit or `-` first, as in `app`");
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&app.home("$(id)"))), @"tests/builder/users_and_packages.rs: `$(id)` is not a home directory; expected an absolute path of letters, digits and `_./-`, as in `/home/app`");
}

#[test]
fn root_is_refused_by_any_name_and_allowed_with_a_reason() {
    let stage = || Stage::from_image("a", DEBIAN);
    assert_snapshot!(rendered(&Image::new(stage().user("root"))), @r#"tests/builder/users_and_packages.rs: the last stage runs as `root`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().user("0:0"))), @r#"tests/builder/users_and_packages.rs: the last stage runs as `0:0`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().user("app").instruction(model::User::new("0".parse().unwrap())))), @r#"tests/builder/users_and_packages.rs: the last stage runs as `0`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().run_as_root("it mounts file systems"))), @r#"
    FROM debian:13-slim AS a
    # dockerspec: allow_file(root_user, reason = "it mounts file systems")
    "#);
    assert_snapshot!(rendered(&Image::new(stage().run_as_root(" "))), @"tests/builder/users_and_packages.rs: `run_as_root` has no reason; say why this image must run as root");
    assert_snapshot!(rendered(&Image::new(stage().user("app").stage("b").user("root"))), @r#"tests/builder/users_and_packages.rs: the last stage runs as `root`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().run_as_root("a reason").stage("b"))), @r#"
    FROM debian:13-slim AS a
    # dockerspec: allow_file(root_user, reason = "a reason")

    FROM a AS b
    "#);
}
