//! Stages: their names, what they build on, who runs them, what may follow.

use insta::assert_snapshot;

use super::{each, mistakes};

#[test]
fn names() {
    assert_snapshot!(each(&[
        "stage from \"debian:13-slim\" { }",
        "stage \"app\" from \"debian:13-slim\" { }",
        "stage App from \"debian:13-slim\" { user 10001; }",
        "stage final from \"debian:13-slim\" { user 10001; }",
        "stage fn from \"debian:13-slim\" { user 10001; }",
        "stage scratch from \"debian:13-slim\" { user 10001; }",
        "stage a from \"debian:13-slim\" { }\nstage a from \"debian:13-slim\" { user 10001; }",
        "stage;",
        "stage",
        "stage app",
        "stage app from",
        "stage app from \"debian:13-slim\";",
        "stage app from \"debian:13-slim\"",
        "stage app { user 10001; }",
        "stage app \"debian:13-slim\" { user 10001; }",
        "stage app from \"debian:13-slim\" as b { user 10001; }",
        "stage app = build { user 10001; }",
    ]), @r#"
    error: expected `from` and what the stage builds on, and not `"debian:13-slim"`
      | stage from "debian:13-slim" { }
      |            ^^^^^^^^^^^^^^^^

    error: expected the name of the stage, and not `"app"`
      | stage "app" from "debian:13-slim" { }
      |       ^^^^^

    error: `App` is not a stage name: expected a stage name in lower case
    = help: write `app`
      | stage App from "debian:13-slim" { user 10001; }
      |       ^^^

    error: `final` is a keyword of Rust, and a stage is a variable
    = help: call it `final_stage`
      | stage final from "debian:13-slim" { user 10001; }
      |       ^^^^^

    error: `fn` is a keyword of Rust, and a stage is a variable
    = help: call it `fn_stage`
      | stage fn from "debian:13-slim" { user 10001; }
      |       ^^

    error: `scratch` is not a stage name: expected a stage name other than the reserved `scratch` and `context`
    = help: write `scratch-stage`
      | stage scratch from "debian:13-slim" { user 10001; }
      |       ^^^^^^^

    error: a stage named `a` already exists
    = help: give this one a name of its own
      | stage a from "debian:13-slim" { user 10001; }
      |       ^

    error: expected the name of the stage after this
      | stage;
      | ^^^^^

    error: expected the name of the stage after this
      | stage
      | ^^^^^

    error: expected `from` and what the stage builds on after this
      | stage app
      |       ^^^

    error: expected a stage, an image in double quotes, or `(expression)` after this
      | stage app from
      |           ^^^^

    error: expected `{` and the instructions of the stage after this
      | stage app from "debian:13-slim";
      |                ^^^^^^^^^^^^^^^^

    error: expected `{` and the instructions of the stage after this
      | stage app from "debian:13-slim"
      |                ^^^^^^^^^^^^^^^^

    error: expected `from` and what the stage builds on after this
      | stage app { user 10001; }
      |       ^^^

    error: expected `from` and what the stage builds on, and not `"debian:13-slim"`
      | stage app "debian:13-slim" { user 10001; }
      |           ^^^^^^^^^^^^^^^^

    error: expected `{` and the instructions of the stage before this
      | stage app from "debian:13-slim" as b { user 10001; }
      |                                 ^^

    error: expected a stage as a Rust value: `(expression)`, and not `build`
      | stage app = build { user 10001; }
      |             ^^^^^
    "#);
}

#[test]
fn bases() {
    assert_snapshot!(each(&[
        "stage app from \"debian\" { user 10001; }",
        "stage app from \"debian:latest\" { user 10001; }",
        "stage app from \"Debian:13\" { user 10001; }",
        "stage app from \"\" { user 10001; }",
        "stage app from \"debian:13-slim@sha256:12\" { user 10001; }",
        "stage app from biuld { user 10001; }",
        "stage build from \"debian:13-slim\" { }\nstage app from biuld { user 10001; }",
        "stage app from build { user 10001; }\nstage build from \"debian:13-slim\" { user 10001; }",
        "stage app from app { user 10001; }",
        "stage app from \"rust:\" $RUST { user 10001; }",
        "stage app from $ { user 10001; }",
        "stage app from context \"Base\" { user 10001; }",
        "stage app from 13 { user 10001; }",
        "stage app from [\"debian:13-slim\"] { user 10001; }",
    ]), @r#"
    error: expected an image reference with a tag or digest
    = help: write a version, as in `debian:13.2-slim`
      | stage app from "debian" { user 10001; }
      |                ^^^^^^^^

    error: expected an image reference with a tag other than `latest`, which moves
    = help: write a version, as in `debian:13.2-slim`
      | stage app from "debian:latest" { user 10001; }
      |                ^^^^^^^^^^^^^^^

    error: expected an image reference with its repository in lower case
    = help: write `debian:13`
      | stage app from "Debian:13" { user 10001; }
      |                ^^^^^^^^^^^

    error: expected an image reference, not nothing
    = help: write it as in `debian:13.2-slim` or `ghcr.io/acme/base:1.4`
      | stage app from "" { user 10001; }
      |                ^^

    error: expected an image reference with 64 digits after `sha256:`, or 128 after `sha512:`
    = help: copy the whole digest from the output of `docker buildx imagetools inspect`
      | stage app from "debian:13-slim@sha256:12" { user 10001; }
      |                ^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: no stage above is called `biuld`
    = help: an image is written in quotes, and a Rust value in `(…)`
      | stage app from biuld { user 10001; }
      |                ^^^^^

    error: no stage above is called `biuld`
    = help: write `build`
      | stage app from biuld { user 10001; }
      |                ^^^^^

    error: the stage `build` is used before it exists
    = help: move it up
      | stage app from build { user 10001; }
      |                ^^^^^

    error: the stage `app` needs itself
    = help: name a stage above it
      | stage app from app { user 10001; }
      |                ^^^

    error: no build argument above the stages is called `RUST`
    = help: declare it there: `arg RUST = "…";`
      | stage app from "rust:" $RUST { user 10001; }
      |                ^^^^^^^^^

    error: expected the name of a variable after this
      | stage app from $ { user 10001; }
      |                ^

    error: `Base` is not a build context name: expected an image reference with its repository in lower case
    = help: write `base`
      | stage app from context "Base" { user 10001; }
      |                        ^^^^^^

    error: expected an image reference with a tag or digest
    = help: write a version, as in `13:1.2.3`
      | stage app from 13 { user 10001; }
      |                ^^

    error: expected a stage, an image in double quotes, or `(expression)`, and not `[…]`
      | stage app from ["debian:13-slim"] { user 10001; }
      |                ^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn other_stages() {
    assert_snapshot!(each(&[
        "stage build from \"debian:13-slim\" { }\nstage app from \"debian:13-slim\" { user 10001; copy from biuld \"/a\" => \"/b\"; }",
        "stage app from \"debian:13-slim\" { user 10001; copy from build \"/a\" => \"/b\"; }\nstage build from \"debian:13-slim\" { user 10001; }",
        "stage app from \"debian:13-slim\" { user 10001; copy from app \"/a\" => \"/b\"; }",
        "stage app from \"debian:13-slim\" { user 10001; copy from \"build\" \"/a\" => \"/b\"; }",
        "stage app from \"debian:13-slim\" { user 10001; copy from \"/a\" => \"/b\"; }",
        "stage app from \"debian:13-slim\" { user 10001; run \"make\" { bind \"/x\" { from nobody; } } }",
        "stage app from \"debian:13-slim\" { user 10001; run \"make\" { cache \"/x\" { from 1; } } }",
    ]), @r#"
    error: no stage above is called `biuld`
    = help: write `build`
      | stage app from "debian:13-slim" { user 10001; copy from biuld "/a" => "/b"; }
      |                                                         ^^^^^

    error: the stage `build` is used before it exists
    = help: move it up
      | stage app from "debian:13-slim" { user 10001; copy from build "/a" => "/b"; }
      |                                                         ^^^^^

    error: the stage `app` needs itself
    = help: name a stage above it
      | stage app from "debian:13-slim" { user 10001; copy from app "/a" => "/b"; }
      |                                                         ^^^

    error: expected an image reference with a tag or digest
    = help: write a version, as in `build:1.2.3`
      | stage app from "debian:13-slim" { user 10001; copy from "build" "/a" => "/b"; }
      |                                                         ^^^^^^^

    error: expected an image reference with a name before, between and after its slashes
    = help: write `a`
      | stage app from "debian:13-slim" { user 10001; copy from "/a" => "/b"; }
      |                                                         ^^^^

    error: no stage above is called `nobody`
    = help: an image is written in quotes, and a Rust value in `(…)`
      | stage app from "debian:13-slim" { user 10001; run "make" { bind "/x" { from nobody; } } }
      |                                                                             ^^^^^^

    error: expected an image reference with a tag or digest
    = help: write a version, as in `1:1.2.3`
      | stage app from "debian:13-slim" { user 10001; run "make" { cache "/x" { from 1; } } }
      |                                                                              ^
    "#);
}

#[test]
fn root() {
    assert_snapshot!(each(&[
        "stage app from \"debian:13-slim\" { }",
        "stage app from \"debian:13-slim\" { user root; }",
        "stage app from \"debian:13-slim\" { user \"root\"; }",
        "stage app from \"debian:13-slim\" { user 0; }",
        "stage app from \"debian:13-slim\" { user \"0:0\"; }",
        "stage base from \"debian:13-slim\" { user 10001; }\nstage app from base { user \"root\"; }",
        "stage base from \"debian:13-slim\" { }\nstage app from base { }",
        "stage app from \"debian:13-slim\" { run_as_root \"\"; }",
        "stage app from \"debian:13-slim\" { run_as_root; }",
        "stage app from \"debian:13-slim\" { create_user app = 0; user app; }",
    ]), @r#"
    error: this image would run as root: its last stage names no user
    = help: create one and name it: `create_user app = 10001;` and `user app;`
    = help: where it must be root, say why: `run_as_root "reason";`
      | stage app from "debian:13-slim" { }
      |       ^^^

    error: no user above is called `root`
    = help: create one with `create_user root = 10001;`
    = help: for one that the base has, write `"root"`
      | stage app from "debian:13-slim" { user root; }
      |                                        ^^^^

    error: the last stage runs as `root`; create a user and name it with `user`, or say `run_as_root("reason")`
      | stage app from "debian:13-slim" { user "root"; }
      |       ^^^

    error: the last stage runs as `0`; create a user and name it with `user`, or say `run_as_root("reason")`
      | stage app from "debian:13-slim" { user 0; }
      |       ^^^

    error: the last stage runs as `0:0`; create a user and name it with `user`, or say `run_as_root("reason")`
      | stage app from "debian:13-slim" { user "0:0"; }
      |       ^^^

    error: the last stage runs as `root`; create a user and name it with `user`, or say `run_as_root("reason")`
      | stage app from base { user "root"; }
      |       ^^^

    error: this image would run as root: its last stage names no user
    = help: create one and name it: `create_user app = 10001;` and `user app;`
    = help: where it must be root, say why: `run_as_root "reason";`
      | stage app from base { }
      |       ^^^

    error: `run_as_root` has no reason; say why this image must run as root
      | stage app from "debian:13-slim" { run_as_root ""; }
      |                                               ^^

    error: expected text in double quotes, or `(expression)` after this
      | stage app from "debian:13-slim" { run_as_root; }
      |                                   ^^^^^^^^^^^

    error: the user `app` cannot have the id 0, which is root; take one from 10000 on, as in `User::new("app", 10001)`
      | stage app from "debian:13-slim" { create_user app = 0; user app; }
      |                                               ^^^^^^^
    "#);
}

#[test]
fn who_runs_is_said_somewhere() {
    assert_snapshot!(each(&[
        "stage base from \"debian:13-slim\" { user 10001; }\nstage app from base { }",
        "stage app from \"debian:13-slim\" { run_as_root \"it mounts file systems\"; }",
        "stage dev from \"debian:13-slim\" { }\nstage app from \"debian:13-slim\" { user 10001; }",
        "stage app = (other()) { }",
        "stage app = (other()) { expose 8080; }",
        "stage app from (base()) { user (me); }",
    ]), @r"
    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake
    ");
}

#[test]
fn behind_the_process_only_metadata_may_follow() {
    assert_snapshot!(mistakes("stage app from \"debian:13-slim\" {
    user 10001;
    entrypoint [\"app\"];
    env A = \"1\";
    run \"make\";
    copy \"a\" => \"/b\";
    entrypoint [\"app\"];
    cmd [\"--serve\"];
    cmd [\"--serve\"];
    workdir \"/x\";
    label a = \"b\";
}"), @r#"
    error: `run` must come before `entrypoint`
    = help: after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`
      |     run "make";
      |     ^^^
    error: `copy` must come before `entrypoint`
    = help: after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`
      |     copy "a" => "/b";
      |     ^^^^
    error: a stage has one `entrypoint`, and this is the second one
    = help: after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`
      |     entrypoint ["app"];
      |     ^^^^^^^^^^
    error: the stage has a second CMD, and only the last one counts; leave one out
      |     cmd ["--serve"];
      |         ^^^^^^^^^^^
    error: `workdir` must come before `cmd`
    = help: after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`
      |     workdir "/x";
      |     ^^^^^^^
    "#);
}

#[test]
fn allowed() {
    assert_snapshot!(each(&[
        "#[allow(unpined_base, reason = \"x\")] stage app from \"debian:13-slim\" { user 10001; }",
        "#[allow(unpinned_base)] stage app from \"debian\" { user 10001; }",
        "#[allow(unpinned_base, reason = \"\")] stage app from \"debian\" { user 10001; }",
        "#[allow(reason = \"x\")] stage app from \"debian:13-slim\" { user 10001; }",
        "#[deny(unpinned_base, reason = \"x\")] stage app from \"debian:13-slim\" { user 10001; }",
        "#[cfg(test)] stage app from \"debian:13-slim\" { user 10001; }",
        "#[allow] stage app from \"debian:13-slim\" { user 10001; }",
        "#[allow(unpinned_base; reason = \"x\")] stage app from \"debian:13-slim\" { user 10001; }",
        "#[allow(DL3006, reason = \"our mirror has one tag\")] stage app from \"debian\" { user 10001; }",
        "#[allow(latest_tag, unpinned_base, reason = \"our mirror has one tag\")] stage app from \"debian:latest\" { user 10001; }",
        "stage app from \"debian:13-slim\" { user 10001; run \"make\" { #[allow(unpinned_base, reason = \"x\")] cache \"/x\"; } }",
        "stage app from \"debian:13-slim\" { #[allow(unanswered_prompt, reason = \"a file answers\")] run \"apt-get install curl\"; user 10001; }",
    ]), @r#"
    error: `unpined_base` is not a rule; write `unpinned_base`
      | #[allow(unpined_base, reason = "x")] stage app from "debian:13-slim" { user 10001; }
      |         ^^^^^^^^^^^^

    error: expected a reason: `#[allow(rule, reason = "…")]`
      | #[allow(unpinned_base)] stage app from "debian" { user 10001; }
      |        ^^^^^^^^^^^^^^^

    error: the reason to allow `unpinned_base` is blank; say why it is fine
      | #[allow(unpinned_base, reason = "")] stage app from "debian" { user 10001; }
      |                                 ^^

    error: expected the name of a rule before the reason
      | #[allow(reason = "x")] stage app from "debian:13-slim" { user 10001; }
      |        ^^^^^^^^^^^^^^

    error: expected `#[allow(rule, reason = "…")]`
      | #[deny(unpinned_base, reason = "x")] stage app from "debian:13-slim" { user 10001; }
      |   ^^^^

    error: expected `#[allow(rule, reason = "…")]`
      | #[cfg(test)] stage app from "debian:13-slim" { user 10001; }
      |   ^^^

    error: expected `#[allow(rule, reason = "…")]`
      | #[allow] stage app from "debian:13-slim" { user 10001; }
      |   ^^^^^

    error: expected `#[allow(rule, reason = "…")]`
      | #[allow(unpinned_base; reason = "x")] stage app from "debian:13-slim" { user 10001; }
      |                      ^

    no mistake

    no mistake

    error: an option has no attributes; expected it before the instruction
      | stage app from "debian:13-slim" { user 10001; run "make" { #[allow(unpinned_base, reason = "x")] cache "/x"; } }
      |                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    no mistake
    "#);
}
