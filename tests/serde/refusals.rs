//! Wrong JSON is told which value is wrong, and what was expected.

use dockerspec::model::Dockerfile;

/// What JSON of these instructions is told.
fn refused(instructions: &str) -> String {
    let json = format!(r#"{{"stages": [{{"base": "scratch", "instructions": [{instructions}]}}]}}"#);
    serde_json::from_str::<Dockerfile<'static>>(&json).expect_err("it is wrong").to_string()
}

/// What JSON of this stage is told.
fn refused_stage(stage: &str) -> String {
    let json = format!(r#"{{"stages": [{stage}]}}"#);
    serde_json::from_str::<Dockerfile<'static>>(&json).expect_err("it is wrong").to_string()
}

#[test]
fn values() {
    insta::assert_snapshot!(refused(r#"{"expose": ["80/http"]}"#), @"`80/http` is not a port: expected `/tcp`, `/udp` or `/sctp` after the port; write `80`, which is `80/tcp` at line 1 column 70");
    insta::assert_snapshot!(refused(r#"{"expose": [80800]}"#), @"`80800` is not a port: expected a port from 0 to 65535; write a smaller number, as in `8080` at line 1 column 66");
    insta::assert_snapshot!(refused(r#"{"stop_signal": "SIGTREM"}"#), @"`SIGTREM` is not a signal: expected a name that Linux knows, or a number; write `SIGTERM` at line 1 column 74");
    insta::assert_snapshot!(refused(r#"{"user": "app:"}"#), @"`app:` is not an owner: expected an account name, not nothing; write `app` at line 1 column 64");
    insta::assert_snapshot!(refused_stage(r#"{"base": "scratch", "name": "Build"}"#), @"`Build` is not a stage name: expected a stage name in lower case; write `build` at line 1 column 48");
    insta::assert_snapshot!(refused_stage(r#"{"base": {"image": "Debian:13"}}"#), @"`Debian:13` is not an image reference: expected an image reference with its repository in lower case; write `debian:13` at line 1 column 42");
}

#[test]
fn variants() {
    insta::assert_snapshot!(refused(r#"{"work_dir": "/app"}"#), @"unknown variant `work_dir`, expected one of `add`, `arg`, `cmd`, `comment`, `copy`, `entrypoint`, `env`, `expose`, `healthcheck`, `label`, `maintainer`, `onbuild`, `run`, `shell`, `stop_signal`, `user`, `volume`, `workdir` at line 1 column 60");
    insta::assert_snapshot!(refused_stage(r#"{"base": "debian"}"#), @"unknown variant `debian`, expected one of `scratch`, `stage`, `image`, `context` at line 1 column 29");
    insta::assert_snapshot!(refused(r#"{"run": {"command": "make"}}"#), @"unknown variant `make`, expected one of `shell`, `script`, `heredocs`, `exec` at line 1 column 75");
}

#[test]
fn fields() {
    insta::assert_snapshot!(refused(r#"{"copy": {"sources": [{"path": "a"}]}}"#), @"missing field `destination` at line 1 column 86");
    insta::assert_snapshot!(refused_stage(r#"{"name": "build"}"#), @"missing field `base` at line 1 column 29");
    insta::assert_snapshot!(refused(r#"{"env": [{"value": "a"}]}"#), @"missing field `name` at line 1 column 72");
}

#[test]
fn fields_that_nothing_has() {
    insta::assert_snapshot!(refused(r#"{"copy": {"sources": [], "destination": "/", "chmode": "0755"}}"#), @"unknown field `chmode`, expected one of `from`, `chown`, `chmod`, `link`, `parents`, `exclude`, `sources`, `destination` at line 1 column 102");
    insta::assert_snapshot!(refused(r#"{"env": [{"key": "A", "value": "1"}]}"#), @"unknown field `key`, expected `name` or `value` at line 1 column 64");
    insta::assert_snapshot!(refused(r#"{"env": [{"name": "A", "value": [{"variable": "B", "default": "1"}]}]}"#), @"unknown field `default`, expected one of `variable`, `modifier`, `arg` at line 1 column 109");
    insta::assert_snapshot!(refused_stage(r#"{"base": "scratch", "instruction": []}"#), @"unknown field `instruction`, expected one of `comments`, `base`, `platform`, `name`, `instructions` at line 1 column 45");
    insta::assert_snapshot!(serde_json::from_str::<Dockerfile<'static>>(r#"{"stage": []}"#).unwrap_err(), @"unknown field `stage`, expected one of `directives`, `preamble`, `stages` at line 1 column 8");
}

#[test]
fn shapes() {
    insta::assert_snapshot!(refused(r#"{"expose": 8080}"#), @"invalid type: integer `8080`, expected a sequence at line 1 column 64");
    insta::assert_snapshot!(refused(r#"{"expose": [{"port": 8080}]}"#), @"invalid type: map, expected a value, or a list of strings and variables at line 1 column 62");
    insta::assert_snapshot!(refused(r#"{"expose": [[{"variable": "A-B"}]]}"#), @"`A-B` is not a variable name: expected letters, digits and `_`; only digits behind a digit; or one of `@*#?-$!`; write `A_B` at line 1 column 81");
    insta::assert_snapshot!(refused(r#"{"workdir": {"path": "/app"}}"#), @"invalid type: map, expected a string, a whole number, a boolean, or a list of strings and variables at line 1 column 62");
    insta::assert_snapshot!(refused(r#"{"workdir": [1]}"#), @r#"invalid type: integer `1`, expected a string, or a variable such as `{"variable": "HOME"}` at line 1 column 63"#);
    insta::assert_snapshot!(refused(r#"{"workdir": 1.5}"#), @"invalid type: floating point `1.5`, expected a string, a whole number, a boolean, or a list of strings and variables at line 1 column 64");
    insta::assert_snapshot!(refused(r#"{"copy": {"sources": [], "destination": "/", "chmod": 644}}"#), @"invalid type: integer `644`, expected a string at line 1 column 106");
}
