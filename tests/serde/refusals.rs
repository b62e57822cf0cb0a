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
    insta::assert_snapshot!(refused(r#"{"expose": {"ports": [{"fixed": "80/http"}]}}"#), @"`80/http` is not a port: expected `/tcp`, `/udp` or `/sctp` after the port; write `80`, which is `80/tcp` at line 1 column 90");
    insta::assert_snapshot!(refused(r#"{"expose": {"ports": [{"fixed": 8080}]}}"#), @"invalid type: integer `8080`, expected a string at line 1 column 85");
    insta::assert_snapshot!(refused(r#"{"stop_signal": {"fixed": "SIGTREM"}}"#), @"`SIGTREM` is not a signal: expected a name that Linux knows, or a number; write `SIGTERM` at line 1 column 84");
    insta::assert_snapshot!(refused(r#"{"user": {"fixed": "app:"}}"#), @"`app:` is not an owner: expected an account name, not nothing; write `app` at line 1 column 74");
    insta::assert_snapshot!(refused_stage(r#"{"base": "scratch", "name": "Build"}"#), @"`Build` is not a stage name: expected a stage name in lower case; write `build` at line 1 column 48");
    insta::assert_snapshot!(refused_stage(r#"{"base": {"image": {"fixed": "Debian:13"}}}"#), @"`Debian:13` is not an image reference: expected an image reference with its repository in lower case; write `debian:13` at line 1 column 53");
}

#[test]
fn variants() {
    insta::assert_snapshot!(refused(r#"{"work_dir": "/app"}"#), @"unknown variant `work_dir`, expected one of `add`, `arg`, `cmd`, `comment`, `copy`, `entrypoint`, `env`, `expose`, `healthcheck`, `label`, `maintainer`, `onbuild`, `run`, `shell`, `stop_signal`, `user`, `volume`, `workdir` at line 1 column 60");
    insta::assert_snapshot!(refused_stage(r#"{"base": "debian"}"#), @"unknown variant `debian`, expected one of `scratch`, `stage`, `image`, `context` at line 1 column 29");
    insta::assert_snapshot!(refused(r#"{"run": {"command": "make"}}"#), @"unknown variant `make`, expected one of `shell`, `script`, `exec` at line 1 column 75");
    insta::assert_snapshot!(refused(r#"{"expose": {"ports": ["8080"]}}"#), @"unknown variant `8080`, expected `fixed` or `expanded` at line 1 column 77");
}

#[test]
fn fields() {
    insta::assert_snapshot!(refused(r#"{"copy": {"sources": [{"path": "a"}]}}"#), @"missing field `destination` at line 1 column 86");
    insta::assert_snapshot!(refused_stage(r#"{"name": "build"}"#), @"missing field `base` at line 1 column 29");
    insta::assert_snapshot!(refused(r#"{"env": {"pairs": [{"value": "a"}]}}"#), @"missing field `name` at line 1 column 82");
}
