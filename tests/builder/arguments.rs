//! Build arguments: where a handle is declared.

use dockerspec::{Arg, Image, Run, Stage, image_ref};
use insta::assert_snapshot;

use crate::{DEBIAN, app, image_of, rendered};

#[test]
fn a_global_argument_is_declared_once_and_repeated_where_it_is_used() {
    let rust = Arg::global("RUST").default("1.85");
    let build = Stage::from_image("build", "rust:" + &rust + "-slim-trixie").run(Run::sh("make").uses(&rust));
    let runtime = Stage::from_image("runtime", DEBIAN)
        .copy(dockerspec::from(&build, "/out"), "/out")
        .label("rust", &rust)
        .label("built-with", "rust " + &rust);
    assert_snapshot!(rendered(&image_of(runtime)), @r#"
    ARG RUST=1.85

    FROM rust:${RUST}-slim-trixie AS build
    ARG RUST
    RUN make

    FROM debian:13-slim AS runtime
    COPY --from=build /out /out
    ARG RUST
    LABEL rust=${RUST}
    LABEL built-with="rust ${RUST}"
    USER 10001:10001
    "#);
}

#[test]
fn a_stage_argument_is_declared_in_each_stage_that_uses_it_and_not_in_its_children() {
    let version = Arg::new("VERSION").default("dev");
    let base = Stage::from_image("base", DEBIAN).env("VERSION", &version);
    let child = base.stage("child").label("version", &version);
    let other = Stage::from_image("other", DEBIAN).label("version", &version);
    let last = child.copy(dockerspec::from(&other, "/a"), "/a");
    assert_snapshot!(rendered(&image_of(last)), @"
    FROM debian:13-slim AS base
    ARG VERSION=dev
    ENV VERSION=${VERSION}

    FROM debian:13-slim AS other
    ARG VERSION=dev
    LABEL version=${VERSION}

    FROM base AS child
    LABEL version=${VERSION}
    COPY --from=other /a /a
    USER 10001:10001
    ");
}

#[test]
fn platform_arguments_are_declared_in_stages_only() {
    let build = Stage::from_image("build", image_ref!("golang:1.24-trixie"))
        .platform(&Arg::BUILDPLATFORM)
        .run(Run::sh("GOARCH=$TARGETARCH go build").uses(&Arg::TARGETARCH));
    assert_snapshot!(rendered(&image_of(build)), @"
    FROM --platform=${BUILDPLATFORM} golang:1.24-trixie AS build
    ARG TARGETARCH
    RUN GOARCH=$TARGETARCH go build
    USER 10001:10001
    ");
}

#[test]
fn a_default_can_use_another_argument() {
    let major = Arg::global("MAJOR").default("13");
    let tag = Arg::global("TAG").default(&major + "-slim");
    let stage = Stage::from_image("app", "debian:" + &tag);
    assert_snapshot!(rendered(&image_of(stage)), @"
    ARG MAJOR=13
    ARG TAG=${MAJOR}-slim

    FROM debian:${TAG} AS app
    USER 10001:10001
    ");
}

#[test]
fn arguments_stand_in_every_kind_of_value() {
    let (port, user, mode) = (Arg::new("PORT").default(8080), Arg::new("UID").default(10001), Arg::new("MODE"));
    let stage = Stage::from_image("app", DEBIAN)
        .copy(dockerspec::Files::new("a").chown(&user).chmod(&mode), "/srv/" + &port)
        .expose(&port)
        .stop_signal(&Arg::new("SIGNAL"))
        .user(&user);
    assert_snapshot!(rendered(&Image::new(stage)), @"
    FROM debian:13-slim AS app
    ARG UID=10001
    ARG MODE
    ARG PORT=8080
    COPY --chown=${UID} --chmod=${MODE} a /srv/${PORT}
    EXPOSE ${PORT}
    ARG SIGNAL
    STOPSIGNAL ${SIGNAL}
    USER ${UID}
    ");
}

#[test]
fn a_stage_argument_cannot_stand_in_from() {
    let tag = Arg::new("TAG");
    assert_snapshot!(rendered(&image_of(Stage::from_image("app", "debian:" + &tag))), @"tests/builder/arguments.rs: `TAG` is an argument of stages, and FROM stands before them; make it with `Arg::global`");
}

#[test]
fn two_arguments_of_one_name_must_be_the_same() {
    let stage =
        Stage::from_image("app", DEBIAN).label("a", &Arg::new("A").default(1)).label("b", &Arg::new("A").default(2));
    assert_snapshot!(rendered(&image_of(stage)), @"tests/builder/arguments.rs: two build arguments are called `A` and differ; use one handle for both, or two names");

    let (one, other) = (Arg::global("TAG").default("13"), Arg::global("TAG").default("12"));
    let base = Stage::from_image("base", "debian:" + &one);
    let last = Stage::from_image("last", "debian:" + &other).copy(dockerspec::from(&base, "/a"), "/a").user(&app());
    assert_snapshot!(rendered(&Image::new(last)), @"tests/builder/arguments.rs: two build arguments are called `TAG` and differ; use one handle for both, or two names");
}
