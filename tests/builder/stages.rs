//! Stages: order, targets, contexts, and where files come from.

use dockerspec::value::ContextName;
use dockerspec::{Bind, Cache, Image, InlineFile, Run, Stage, from, image_ref};
use insta::assert_snapshot;

use crate::{DEBIAN, app, image_of, rendered};

#[test]
fn an_image_is_its_last_stage_and_all_that_reaches_it_in_an_order_that_builds() {
    let shared = Stage::from_image("shared", DEBIAN);
    let left = shared.stage("left").run("make left");
    let right = Stage::from_image("right", DEBIAN).run(Run::sh("make right").bind(Bind::new("/s").from(&shared)));
    let cache = Stage::from_image("cache", DEBIAN);
    let _forgotten = Stage::from_image("forgotten", DEBIAN);
    let last = Stage::from_image("last", DEBIAN)
        .copy(from(&right, "/r"), "/r")
        .copy(from(&left, "/l"), "/l")
        .run(Run::sh("make").cache(Cache::new("/c").from(&cache).source("/warm")));
    assert_snapshot!(rendered(&image_of(last)), @"
    FROM debian:13-slim AS shared

    FROM debian:13-slim AS right
    RUN --mount=type=bind,target=/s,from=shared make right

    FROM shared AS left
    RUN make left

    FROM debian:13-slim AS cache

    FROM debian:13-slim AS last
    COPY --from=right /r /r
    COPY --from=left /l /l
    RUN --mount=type=cache,target=/c,from=cache,source=/warm make
    USER 10001:10001
    ");
}

#[test]
fn targets_stand_before_the_last_stage() {
    let base = Stage::from_image("base", DEBIAN);
    let dev = base.stage("dev").run("apt-get update");
    let last = base.stage("runtime").user(&app()).entrypoint(["app"]);
    let image = Image::new(last)
        .target(dev)
        .syntax(image_ref!("docker/dockerfile:1"))
        .check(dockerspec::model::Check { error: true, ..Default::default() });
    assert_snapshot!(rendered(&image), @r#"
    # syntax=docker/dockerfile:1
    # check=error=true

    FROM debian:13-slim AS base

    FROM base AS dev
    RUN apt-get update

    FROM base AS runtime
    USER 10001:10001
    ENTRYPOINT ["app"]
    "#);
    assert_eq!(image.dockerfile().unwrap().to_string(), image.render().unwrap());
}

#[test]
fn files_come_from_anywhere() {
    let docs = ContextName::from_static("docs");
    let base = Stage::from_context("base", &ContextName::from_static("parent"));
    let last = Stage::from_scratch("last")
        .copy(["a.txt", "b c.txt"], "/")
        .copy(from(&base, "/a"), "/a")
        .copy(from(image_ref!("busybox:1.37"), "/bin/busybox"), "/busybox")
        .copy(from(&docs, ["/x", "/y"]), "/docs/")
        .copy(InlineFile::new("[server]\nport = 8080\n"), "/etc/app.toml");
    assert_snapshot!(rendered(&image_of(last)), @r#"
    FROM parent AS base

    FROM scratch AS last
    COPY ["a.txt", "\"b c.txt\"", "/"]
    COPY --from=base /a /a
    COPY --from=busybox:1.37 /bin/busybox /busybox
    COPY --from=docs /x /y /docs/
    COPY <<'EOF' /etc/app.toml
    [server]
    port = 8080
    EOF
    USER 10001:10001
    "#);
}

#[test]
fn a_stage_that_was_used_and_then_changed_is_another_stage() {
    let base = Stage::from_image("base", DEBIAN);
    let child = base.stage("child");
    let changed = base.run("make").copy(from(&child, "/a"), "/a");
    assert_snapshot!(rendered(&image_of(changed)), @"tests/builder/stages.rs: another stage is called `base` too; give this one a name of its own");
}

#[test]
fn a_target_on_top_of_the_last_stage_is_refused() {
    let last = Stage::from_image("last", DEBIAN).user(&app());
    let test = last.stage("test").run("make test");
    assert_snapshot!(rendered(&Image::new(last).target(test)), @"tests/builder/stages.rs: the target `test` needs the last stage, which then is not the last one; make the image from a stage that builds on it");
}

#[test]
fn variables_of_the_environment_and_labels_in_a_row_share_an_instruction() {
    let stage = Stage::from_image("app", DEBIAN)
        .env("A", 1)
        .env("B", "two words")
        .env("C", "/opt:" + dockerspec::Variable::new(dockerspec::value::EnvName::from_static("PATH")))
        .env("D", "x")
        .label("a", "1")
        .label("b c", "2")
        .comment("two\nlines");
    assert_snapshot!(rendered(&image_of(stage)), @r#"
    FROM debian:13-slim AS app
    ENV A=1 \
        B="two words"
    ENV C=/opt:${PATH} \
        D=x
    LABEL a=1 \
          "b c"=2
    # two
    # lines
    USER 10001:10001
    "#);
}

#[test]
fn shell_text_gets_the_form_that_holds_it() {
    let stage = Stage::from_image("app", DEBIAN)
        .run("make install")
        .run("--odd")
        .run("[ -f a ] && rm a")
        .run("cat <<EOF >a\n$HOME\nEOF")
        .run("#!/usr/bin/env python3\nprint(1)\n")
        .run(Run::heredoc("make"))
        .run(Run::exec(["make", "a b"]))
        .shell(["pwsh", "-Command"])
        .run("Get-Item a\nGet-Item b");
    assert_snapshot!(rendered(&image_of(stage)), @r#"
    FROM debian:13-slim AS app
    RUN make install
    RUN -- --odd
    RUN [ -f a ] && rm a
    RUN <<'EOF1'
    set -e
    cat <<EOF >a
    $HOME
    EOF
    EOF1
    RUN <<'EOF'
    #!/usr/bin/env python3
    print(1)
    EOF
    RUN <<'EOF'
    set -e
    make
    EOF
    RUN ["make", "a b"]
    SHELL ["pwsh", "-Command"]
    RUN <<'EOF'
    Get-Item a
    Get-Item b
    EOF
    USER 10001:10001
    "#);
}
