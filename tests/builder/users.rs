//! Users, as each distribution makes them.

use dockerspec::{Image, Stage, User, image_ref, model};
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

/// Small images of Red Hat and its kin have no `useradd`.
#[test]
fn a_user_where_nothing_creates_one() {
    let home = User::new("app", 10001).home("/home/app");
    let minimal = image_ref!("registry.access.redhat.com/ubi9/ubi-minimal:9.6");
    assert_snapshot!(created(Stage::from_image("a", minimal).create_user(&home)), @"
    FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6 AS a
    RUN echo app:x:10001: >> /etc/group && echo app:x:10001:10001::/home/app:/sbin/nologin >> /etc/passwd && mkdir -p /home/app && chown 10001:10001 /home/app
    USER 10001:10001
    ");
    let app = User::new("app", 10001).gid(20000);
    for image in [image_ref!("amazonlinux:2023"), image_ref!("mcr.microsoft.com/azurelinux/base/core:3.0")] {
        let text = created(Stage::from_image("a", image).create_user(&app));
        assert!(
            text.contains("\nRUN echo app:x:20000: >> /etc/group && echo app:x:10001:20000::/nonexistent:"),
            "{text}"
        );
    }
}

#[test]
fn what_cannot_be_created() {
    let private = || Stage::from_image("a", image_ref!("registry.example.com/base:1"));
    let app = User::new("app", 10001);
    assert_snapshot!(created(private().create_user(&app)), @"tests/builder/users.rs: creating a user needs to know the distribution of the base, and nothing tells it; say `distribution(…)`");
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&User::new("toor", 0))), @r#"tests/builder/users.rs: the user `toor` cannot have the id 0, which is root; take one from 10000 on, as in `User::new("toor", 10001)`"#);
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&User::new("a b", 1))), @"tests/builder/users.rs: `a b` is not the name of a user; expected at most 32 lower-case letters, digits, `_` and `-`, and no digit or `-` first, as in `app`");
    assert_snapshot!(created(Stage::from_image("a", DEBIAN).create_user(&app.home("$(id)"))), @"tests/builder/users.rs: `$(id)` is not a home directory; expected an absolute path of letters, digits and `_./-`, as in `/home/app`");
}

#[test]
fn root_is_refused_by_any_name_and_allowed_with_a_reason() {
    let stage = || Stage::from_image("a", DEBIAN);
    assert_snapshot!(rendered(&Image::new(stage().user("root"))), @r#"tests/builder/users.rs: the last stage runs as `root`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().user("0:0"))), @r#"tests/builder/users.rs: the last stage runs as `0:0`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().user("app").instruction(model::User::new("0".parse().unwrap())))), @r#"tests/builder/users.rs: the last stage runs as `0`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().run_as_root("it mounts file systems"))), @r#"
    FROM debian:13-slim AS a
    # dockerspec: allow_file(root_user, reason = "it mounts file systems")
    "#);
    assert_snapshot!(rendered(&Image::new(stage().run_as_root(" "))), @"tests/builder/users.rs: `run_as_root` has no reason; say why this image must run as root");
    assert_snapshot!(rendered(&Image::new(stage().user("app").stage("b").user("root"))), @r#"tests/builder/users.rs: the last stage runs as `root`; create a user and name it with `user`, or say `run_as_root("reason")`"#);
    assert_snapshot!(rendered(&Image::new(stage().run_as_root("a reason").stage("b"))), @r#"
    FROM debian:13-slim AS a
    # dockerspec: allow_file(root_user, reason = "a reason")

    FROM a AS b
    "#);
}
