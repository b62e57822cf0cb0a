//! Statements that are none.

use insta::assert_snapshot;

use super::{each, in_stage, mistakes};

#[test]
fn no_instruction_of_this_name() {
    assert_snapshot!(in_stage(&[
        "wrokdir \"/src\";",
        "COPY \"a\" => \"/b\";",
        "foo;",
        "entry_point [\"app\"];",
        "frm \"x\";",
    ]), @r#"
    error: a stage has no instruction `wrokdir`
    = help: write `workdir`
      | wrokdir "/src";
      | ^^^^^^^

    error: a stage has no instruction `COPY`
    = help: write `copy`
      | COPY "a" => "/b";
      | ^^^^

    error: a stage has no instruction `foo`
    = help: there are `add`, `arg`, `cmd`, `comment`, `copy`, `create_user`, `describe`, `directory`, `distribution`, `entrypoint`, `env`, `expose`, `healthcheck`, `instruction`, `label`, `maintainer`, `onbuild`, `package_manager`, `packages`, `platform`, `run`, `run_as_root`, `shell`, `stop_signal`, `user`, `volume`, `workdir` and `writable`
      | foo;
      | ^^^

    error: a stage has no instruction `entry_point`
    = help: write `entrypoint`
      | entry_point ["app"];
      | ^^^^^^^^^^^

    error: a stage has no instruction `frm`
    = help: there are `add`, `arg`, `cmd`, `comment`, `copy`, `create_user`, `describe`, `directory`, `distribution`, `entrypoint`, `env`, `expose`, `healthcheck`, `instruction`, `label`, `maintainer`, `onbuild`, `package_manager`, `packages`, `platform`, `run`, `run_as_root`, `shell`, `stop_signal`, `user`, `volume`, `workdir` and `writable`
      | frm "x";
      | ^^^
    "#);
}

#[test]
fn no_word_of_an_image() {
    assert_snapshot!(each(&[
        "stge app from \"debian:13-slim\" { user 10001; }",
        "workdir \"/src\"; stage app from \"debian:13-slim\" { user 10001; }",
        "FROM \"debian\"; stage app from \"debian:13-slim\" { user 10001; }",
        "",
        "arg RUST = \"1.85\";",
        "#[allow(root_user, reason = \"x\")] arg RUST; stage app from \"debian:13-slim\" { user 10001; }",
        "check true; stage app from \"debian:13-slim\" { user 10001; }",
        "syntax \"docker/dockerfile\"; stage app from \"debian:13-slim\" { user 10001; }",
        "ignore \"[\"; ignore; stage app from \"debian:13-slim\" { user 10001; }",
        "syntax \"docker/dockerfile:1\" \"x\"; stage app from \"debian:13-slim\" { user 10001; }",
    ]), @r#"
    error: an image has no instruction `stge`
    = help: write `stage`
      | stge app from "debian:13-slim" { user 10001; }
      | ^^^^

    error: an image has no instruction `workdir`
    = help: `workdir` is said in a stage: `stage … from … { workdir …; }`
      | workdir "/src"; stage app from "debian:13-slim" { user 10001; }
      | ^^^^^^^

    error: an image has no instruction `FROM`
    = help: a stage begins with its name: `stage app from "debian:13-slim" { … }`
      | FROM "debian"; stage app from "debian:13-slim" { user 10001; }
      | ^^^^

    error: an image has at least one stage
    = help: write `stage app from "debian:13-slim" { … }`

    error: an image has at least one stage
    = help: write `stage app from "debian:13-slim" { … }`
      | arg RUST = "1.85";
      |     ^^^^^^^^^^^^^

    error: only a stage and its instructions have attributes
      | #[allow(root_user, reason = "x")] arg RUST; stage app from "debian:13-slim" { user 10001; }
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: expected a Rust value: `(expression)`, and not `true`
      | check true; stage app from "debian:13-slim" { user 10001; }
      |       ^^^^

    error: expected an image reference with a tag or digest
    = help: write a version, as in `docker/dockerfile:1.2.3`
      | syntax "docker/dockerfile"; stage app from "debian:13-slim" { user 10001; }
      |        ^^^^^^^^^^^^^^^^^^^

    error: line 1 of the ignore file is no pattern: expected a `]` behind `[`, with something in between; write `[[]` for a bracket
      | ignore "["; ignore; stage app from "debian:13-slim" { user 10001; }
      |        ^^^
    error: expected a pattern in double quotes, or `(expression)` after this
      | ignore "["; ignore; stage app from "debian:13-slim" { user 10001; }
      |             ^^^^^^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | syntax "docker/dockerfile:1" "x"; stage app from "debian:13-slim" { user 10001; }
      |                              ^^^
    "#);
}

#[test]
fn no_semicolon() {
    assert_snapshot!(in_stage(&[
        "workdir \"/src\"",
        "workdir \"/src\" copy \"a\" => \"/b\";",
        "copy [\"a\"] => \"/b\" run \"make\" { cache \"/x\" }",
        "run \"make\" { cache \"/x\" tmpfs \"/y\"; }",
        "expose (port) volume \"/data\";",
    ]), @r#"
    error: expected `;` after this
      | workdir "/src"
      |         ^^^^^^

    error: expected `;` after this
      | workdir "/src" copy "a" => "/b";
      |         ^^^^^^

    error: expected `;` after this
      | copy ["a"] => "/b" run "make" { cache "/x" }
      |               ^^^^
    error: expected `;` after this
      | copy ["a"] => "/b" run "make" { cache "/x" }
      |                                       ^^^^

    error: expected `;` after this
      | run "make" { cache "/x" tmpfs "/y"; }
      |                    ^^^^

    error: expected `;` after this
      | expose (port) volume "/data";
      |        ^^^^^^
    "#);
}

#[test]
fn no_statement() {
    assert_snapshot!(in_stage(&[
        "\"/src\"; workdir \"/a\";",
        "[1, 2]; workdir \"src\";",
        "= { workdir \"/a\"; } run (1) (2) \"a\" 7 \"b\" 8 9;",
        "8080;",
        "#; workdir \"/a\";",
        "#[allow(unpinned_base, reason = \"x\")]",
    ]), @r#"
    error: expected an instruction, and not `"/src"`
      | "/src"; workdir "/a";
      | ^^^^^^

    error: expected an instruction, and not `[…]`
      | [1, 2]; workdir "src";
      | ^^^^^^
    error: the working directory `src` is not absolute, so it depends on the base; write `/src`
      | [1, 2]; workdir "src";
      |                 ^^^^^

    error: expected an instruction, and not `=`
      | = { workdir "/a"; } run (1) (2) "a" 7 "b" 8 9;
      | ^
    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | = { workdir "/a"; } run (1) (2) "a" 7 "b" 8 9;
      |                                     ^

    error: expected an instruction, and not `8080`
      | 8080;
      | ^^^^

    error: expected `#[allow(rule, reason = "…")]`
      | #; workdir "/a";
      | ^

    error: expected the stage or the instruction that this is about
      | #[allow(unpinned_base, reason = "x")]
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn too_many_operands() {
    assert_snapshot!(in_stage(&[
        "workdir \"/src\" \"/b\";",
        "workdir \"/src\" foo;",
        "copy \"a\" \"b\" => \"/c\";",
        "copy \"a\" => \"/b\" \"/c\";",
        "user 10001 / 2 x;",
        "expose 8080 9090;",
        "expose 8080, 9090;",
        "entrypoint [\"a\"] [\"b\"];",
        "env A = \"1\" B = \"2\";",
        "run \"a\" \"b\";",
        "run [\"a\"] \"b\";",
        "packages [\"a\"], [\"b\"];",
    ]), @r#"
    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | workdir "/src" "/b";
      |                ^^^^

    error: unexpected `foo` in `workdir`
    = help: options stand in a block at the end: `{ … }`
      | workdir "/src" foo;
      |                ^^^

    error: expected `=>` and where to copy to, and not `"b"`
    = help: several sources are a list: `["a", "b"] => "…"`
      | copy "a" "b" => "/c";
      |          ^^^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | copy "a" => "/b" "/c";
      |                  ^^^^

    error: unexpected `x` in `user`
    = help: options stand in a block at the end: `{ … }`
      | user 10001 / 2 x;
      |                ^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | expose 8080 9090;
      |             ^^^^

    error: unexpected `,` in `expose`
    = help: options stand in a block at the end: `{ … }`
      | expose 8080, 9090;
      |            ^

    error: unexpected `[…]` in `entrypoint`
    = help: options stand in a block at the end: `{ … }`
      | entrypoint ["a"] ["b"];
      |                  ^^^^^

    error: unexpected `B` in `env`
    = help: options stand in a block at the end: `{ … }`
      | env A = "1" B = "2";
      |             ^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | run "a" "b";
      |         ^^^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | run ["a"] "b";
      |           ^^^

    error: unexpected `,` in `packages`
    = help: options stand in a block at the end: `{ … }`
      | packages ["a"], ["b"];
      |               ^
    "#);
}

#[test]
fn a_block_where_there_are_no_options() {
    assert_snapshot!(in_stage(&[
        "workdir \"/src\" { mode 1; }",
        "env A = \"1\" { b; }",
        "run \"make\" { cache \"/x\" { read_only { a; } } }",
        "entrypoint [\"app\"] { shell; }",
    ]), @r#"
    error: `workdir` has no options; expected `;`
      | workdir "/src" { mode 1; }
      |                ^

    error: `env` has no options; expected `;`
      | env A = "1" { b; }
      |             ^

    error: `read_only` has no options; expected `;`
      | run "make" { cache "/x" { read_only { a; } } }
      |                                     ^

    error: `entrypoint` has no options; expected `;`
      | entrypoint ["app"] { shell; }
      |                    ^
    "#);
}

#[test]
fn every_mistake_is_told_and_none_twice() {
    assert_snapshot!(mistakes(r#"stage build from "rust" {
    wrokdir "/src";
    copy ["Cargo.toml"] "./";
    run "make" { cahce "/x"; cache "/y" { sharing lcoked; } };
    run "apt-get install curl";
    workdir "src";
    expose "http";
    copy from biuld "/a" => "/b";
}
stage app from build {
    user nobody;
    healthcheck ["a"] { interval 10; }
    entrypoint "app --serve";
    env API_TOKEN = "x";
    #[allow(unanswered_prompt)] run "apt-get install curl";
}"#), @r#"
    error: expected an image reference with a tag or digest
    = help: write a version, as in `rust:1.2.3`
      | stage build from "rust" {
      |                  ^^^^^^
    error: a stage has no instruction `wrokdir`
    = help: write `workdir`
      |     wrokdir "/src";
      |     ^^^^^^^
    error: expected `=>` and where to copy to, and not `"./"`
    = help: several sources are a list: `["a", "b"] => "…"`
      |     copy ["Cargo.toml"] "./";
      |                         ^^^^
    error: `run` has no option `cahce`
    = help: write `cache`
      |     run "make" { cahce "/x"; cache "/y" { sharing lcoked; } };
      |                  ^^^^^
    error: expected one of `shared`, `private` and `locked`, and not `lcoked`
    = help: write `locked`
      |     run "make" { cahce "/x"; cache "/y" { sharing lcoked; } };
      |                                                   ^^^^^^
    error: the working directory `src` is not absolute, so it depends on the base; write `/src`
      |     workdir "src";
      |             ^^^^^
    error: `http` is not a port: expected digits for every port
    = help: write its number, as in `8080` or `53/udp`
      |     expose "http";
      |            ^^^^^^
    error: no stage above is called `biuld`
    = help: an image is written in quotes, and a Rust value in `(…)`
      |     copy from biuld "/a" => "/b";
      |               ^^^^^
    error: no user above is called `nobody`
    = help: create one with `create_user nobody = 10001;`
    = help: for one that the base has, write `"nobody"`
      |     user nobody;
      |          ^^^^^^
    error: `10` is not a duration: expected a unit after every number: `h`, `m`, `s`, `ms`, `us` or `ns`
    = help: write `10s`
      |     healthcheck ["a"] { interval 10; }
      |                                  ^^
    error: expected a list: `["…", "…"]`, and not `"app --serve"`
    = help: write `["app", "--serve"]`
    = help: without a shell in between, signals reach the program; where one is wanted, write `shell "…"`
      |     entrypoint "app --serve";
      |                ^^^^^^^^^^^^^
    error: expected a reason: `#[allow(rule, reason = "…")]`
      |     #[allow(unanswered_prompt)] run "apt-get install curl";
      |            ^^^^^^^^^^^^^^^^^^^
    error: `run` must come before `entrypoint`
    = help: after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`
      |     #[allow(unanswered_prompt)] run "apt-get install curl";
      |                                 ^^^
    error: `apt-get install` waits for an answer
    = help: add `--yes`
    = help: where it is fine, say so: `#[allow(unanswered_prompt, reason = "…")]`
      |     run "apt-get install curl";
      |         ^^^^^^^^^^^^^^^^^^^^^^
    error: ENV `API_TOKEN` looks like a secret, which the image would keep
    = help: mount it where it is used: `RUN --mount=type=secret,…`
    = help: where it is fine, say so: `#[allow(secret_in_arg_or_env, reason = "…")]`
      |     env API_TOKEN = "x";
      |         ^^^^^^^^^
    "#);
}
