//! Directories with an owner, and paths that must be writable.

use dockerspec::value::Uid;
use dockerspec::{Arg, Distribution, Files, Image, ShellText, Stage, User, from, image_ref, model};
use insta::assert_snapshot;

use crate::{DEBIAN, app, image_of, rendered};

fn debian() -> Stage {
    Stage::from_image("a", DEBIAN)
}

/// The problems of an image in which the user must be able to write `/data`.
fn writable<P, A>(stage: Stage<P, A>) -> String {
    let text = rendered(&image_of(stage.writable("/data")));
    if text.starts_with("FROM ") { "no problem".to_owned() } else { text }
}

#[test]
fn a_directory_is_made_by_a_shell_of_root_where_there_is_one() {
    let made = |stage: Stage| rendered(&image_of(stage.directory("/data", &app())));
    let line = |stage: Stage| made(stage).lines().find(|line| line.contains("/data")).unwrap().to_owned();
    assert_eq!(line(debian()), "RUN mkdir -p /data && chown 10001:10001 /data");
    for image in [image_ref!("busybox:1.37"), image_ref!("alpine:3.22"), image_ref!("fedora:43"), image_ref!("node:24")]
    {
        assert_eq!(line(Stage::from_image("a", image)), "RUN mkdir -p /data && chown 10001:10001 /data");
    }
    let private = || Stage::from_image("a", image_ref!("registry.example.com/base:1"));
    assert_eq!(line(private().distribution(Distribution::Wolfi)), "RUN mkdir -p /data && chown 10001:10001 /data");
    assert_eq!(line(private()), "COPY --from=scratch --chown=10001:10001 / /data");
    assert_eq!(line(Stage::from_scratch("a")), "COPY --from=scratch --chown=10001:10001 / /data");
    assert_eq!(line(debian().shell(["pwsh", "-c"])), "COPY --from=scratch --chown=10001:10001 / /data");
    let of_user = debian().user("app").directory("/data", &app());
    assert!(rendered(&Image::new(of_user)).ends_with("USER app\nCOPY --from=scratch --chown=10001:10001 / /data\n"));
}

#[test]
fn paths_and_owners_of_any_kind() {
    let uid = Arg::new("UID").default("10001");
    let stage = debian()
        .directory("/a b/it's", "node")
        .directory("/n", Uid::new(1000))
        .directory("/g", "node:staff")
        .directory("/v", &uid)
        .directory("/v/" + &uid, "1000:1000");
    assert_snapshot!(rendered(&image_of(stage)), @r"
    FROM debian:13-slim AS a
    RUN mkdir -p '/a b/it'\''s' && chown node: '/a b/it'\''s'
    RUN mkdir -p /n && chown 1000:1000 /n
    RUN mkdir -p /g && chown node:staff /g
    ARG UID=10001
    COPY --from=scratch --chown=${UID} / /v
    COPY --from=scratch --chown=1000:1000 / /v/${UID}
    USER 10001:10001
    ");
    assert_snapshot!(rendered(&image_of(debian().directory("data", "a:b:c").directory("", &app()).writable("data"))), @"
    tests/builder/ownership.rs: `data` is not an absolute path: expected a path that begins with `/`; write `/data`
    tests/builder/ownership.rs: `a:b:c` is not an owner: expected an account name without `:`; write `a:bc`
    tests/builder/ownership.rs: `` is not an absolute path: expected a path that begins with `/`, not nothing; write `/`
    tests/builder/ownership.rs: `data` is not an absolute path: expected a path that begins with `/`; write `/data`
    ");
}

#[test]
fn what_is_made_with_an_owner_is_writable() {
    let user = app();
    for stage in [
        debian().directory("/data", &user),
        debian().directory("/data", &user).workdir("/data"),
        debian().workdir("/data").directory("/data", &user),
        debian().create_user(&user).run("mkdir -p /data && chown app /data"),
        debian().copy(Files::new("seed").chown(&user), "/data/"),
        debian().directory("/data", &user).volume("/data"),
        debian().volume("/data").directory("/data", &user),
        debian().run("./setup.sh"),
    ] {
        assert_eq!(writable(stage), "no problem");
    }
    assert_eq!(writable(debian().user(&user).workdir("/data").user("root").stage("b")), "no problem");
    // Whoever owns a directory can make those in it.
    let below = debian().directory("/srv/app", &user).user(&user).writable("/srv/app/cache/pages").writable("/tmp/x");
    assert!(Image::new(below).render().is_ok());
}

#[test]
fn what_root_owns_is_told_with_the_line_to_change() {
    assert_snapshot!(writable(debian()), @"tests/builder/ownership.rs: `/data` must be writable, and nothing gives it to 10001:10001, who runs the container; make it with `directory`");
    assert_snapshot!(writable(debian().workdir("/data")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; write `user` before it, or make it before with `directory`");
    assert_snapshot!(writable(debian().workdir("/data/files")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; write `user` before it, or make it before with `directory`");
    assert_snapshot!(writable(debian().copy("seed", "/data/")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; copy with `chown`");
    assert_snapshot!(writable(debian().copy(Files::new("seed").chown("33"), "/data/")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to 33, while 10001:10001 runs the container; copy with `chown`");
    assert_snapshot!(writable(debian().directory("/data", &app()).copy(Files::new("seed").link(), "/data/")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; copy with `chown`, since a linked copy replaces the directories that it copies to");
    assert_snapshot!(writable(debian().run("mkdir /data")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; change the owner in this command, or make it with `directory` instead");
    assert_snapshot!(writable(debian().directory("/data", "www-data:1").run("chown 0 /data")), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; change the owner in this command, or make it with `directory` instead");
    assert_snapshot!(writable(debian().volume("/data")), @"tests/builder/ownership.rs: `/data` must be writable, and the volume that this line makes will belong to root, since no directory is there, while 10001:10001 runs the container; make it before with `directory`");
    assert_snapshot!(writable(Stage::from_scratch("a").volume("/data/")), @"tests/builder/ownership.rs: `/data` must be writable, and the volume that this line makes will belong to root, since no directory is there, while 10001:10001 runs the container; make it before with `directory`");
    assert_snapshot!(writable(debian().writable("/etc")), @"
    tests/builder/ownership.rs: `/etc` must be writable, and nothing gives it to 10001:10001, who runs the container; make it with `directory`
    tests/builder/ownership.rs: `/data` must be writable, and nothing gives it to 10001:10001, who runs the container; make it with `directory`
    ");
}

#[test]
fn the_line_is_that_of_the_stage_that_wrote_it() {
    let build = Stage::from_image("build", DEBIAN).run("make");
    let (base, line) = (debian().workdir("/data"), line!());
    let base = base.copy(from(&build, "/out"), "/srv/out");
    let last = base.stage("last").user(&app()).writable("/data").cmd(ShellText::new("exec app"));
    let error = Image::new(last).render().unwrap_err();
    assert_eq!(error.problems().len(), 1);
    assert_eq!(error.problems()[0].location.unwrap().line(), line);
}

#[test]
fn each_target_runs_as_its_own_user() {
    let user = app();
    let base = debian().workdir("/data").writable("/data");
    let root = base.stage("dev").run_as_root("a container to work in");
    let dev = base.stage("other").user("33");
    let last = || base.stage("last").user(&user);
    assert_snapshot!(rendered(&Image::new(last()).target(root.stage("c")).target(dev)), @"
    tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 33 runs the container; write `user` before it, or make it before with `directory`
    tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; write `user` before it, or make it before with `directory`
    ");
    // Nobody runs a stage that is only copied from, and all that is known of it is its own user.
    let tool = debian().workdir("/data").user(&user).writable("/data");
    assert_snapshot!(rendered(&image_of(Stage::from_image("b", DEBIAN).copy(from(&tool, "/x"), "/x"))), @"tests/builder/ownership.rs: `/data` must be writable, and this line gives it to root, while 10001:10001 runs the container; write `user` before it, or make it before with `directory`");
}

#[test]
fn who_runs_the_container_must_be_known() {
    let stage = || debian().workdir("/data").writable("/data");
    assert!(Image::new(stage().run_as_root("an example")).render().is_ok());
    assert!(Image::new(stage().user(&Arg::new("UID").default("10001"))).render().is_ok());
    let named = stage().instruction(model::User::new("www-data".parse().unwrap())).user("www-data");
    assert!(Image::new(named).render().is_err());
}

#[test]
fn a_login_shell_of_each_distribution() {
    let user = User::new("app", 10001).home("/home/app").shell("/bin/bash");
    let line = |stage: Stage| {
        let text = rendered(&image_of(stage.create_user(&user)));
        text.lines().find(|line| line.contains("bash")).unwrap_or(&text).to_owned()
    };
    assert_snapshot!(line(debian()), @"RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --create-home --home-dir /home/app --shell /bin/bash app");
    assert_snapshot!(line(Stage::from_image("a", image_ref!("alpine:3.22"))), @"RUN addgroup -g 10001 app && adduser -u 10001 -G app -D -h /home/app -s /bin/bash app");
    assert_snapshot!(line(Stage::from_image("a", image_ref!("fedora:43"))), @"RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --create-home --home-dir /home/app --shell /bin/bash app");
    assert_snapshot!(line(Stage::from_scratch("a")), @"app:x:10001:10001::/home/app:/bin/bash");
    assert_snapshot!(rendered(&image_of(debian().create_user(&user.clone().shell("$(id)")))), @"tests/builder/ownership.rs: `$(id)` is not a login shell; expected an absolute path of letters, digits and `_./-`, as in `/bin/bash`");
}
