//! What differs between targets, built.

use dockerspec::{Healthcheck, Image, InlineFile, Stage, Variable, image_ref, model};
use serde_json::Value;

use crate::docker::BuiltImage;

/// The configuration of a target, with the environment sorted, which has no order.
fn config(dockerfile: &str, target: &str) -> Value {
    let empty = tempfile::tempdir().expect("a directory can be made");
    let built = BuiltImage::build(empty.path(), dockerfile, &["--target", target]);
    let mut config = built.unwrap_or_else(|error| panic!("{error}\n{dockerfile}")).inspect()["Config"].take();
    if let Some(environment) = config["Env"].as_array_mut() {
        environment.sort_by_key(Value::to_string);
    }
    if let Some(config) = config.as_object_mut() {
        // Only Windows looks at it, and it stays where a command has been taken away.
        config.remove("ArgsEscaped");
    }
    config
}

/// A stage that says what a target has and the other one has not is the same image as that target.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn a_difference_is_all_that_makes_one_target_of_another() {
    let path = || Variable::from_static("PATH");
    let debian = Stage::from_image("bare", image_ref!("debian:trixie-slim"));
    let base = debian
        .stage("base")
        .env("PATH", "/opt/bin:" + path())
        .env("MOTD", "say \"$5\"")
        .env("GREETING", "hello " + Variable::from_static("MOTD"))
        .label("a", "1")
        .label("b", "2")
        .workdir("/srv")
        .expose(8000)
        .expose("53/udp")
        .volume("/data")
        .healthcheck(Healthcheck::new(["true"]).interval("10s"))
        .maintainer("someone")
        .onbuild(model::Env::new("TRIGGERED", "1"))
        .cmd(["base"]);
    let dev = base
        .stage("dev")
        .env("PATH", "/dev/bin:" + path())
        .env("MOTD", "")
        .label("b", "3")
        .instruction(model::Workdir::new("app/sub"))
        .shell(["/bin/bash", "-c"])
        .healthcheck(Healthcheck::none())
        .copy(InlineFile::new("text\n"), "notes")
        .run("test -s notes")
        .onbuild(model::Run::shell("true"))
        .user("10001")
        .stop_signal("SIGINT");
    let prod = base.stage("prod").expose(80).user("33:33").entrypoint(["/usr/bin/env", "--"]);
    let image = Image::new(prod.stage("last")).target(dev).target(debian);
    let dockerfile = image.render_unchecked().expect("the image has no problems");
    let mut configs = Vec::new();
    for target in ["base", "dev", "prod", "last"] {
        let difference = image.difference("bare", target).expect("both targets are there");
        let lines: Vec<&str> = difference
            .changes()
            .iter()
            .map(|change| change.second.as_ref().expect("nothing is only in the bare base").text.as_str())
            .collect();
        let rebuilt = format!("{dockerfile}\nFROM bare AS rebuilt\n{}\n", lines.join("\n"));
        let config = (config(&rebuilt, target), config(&rebuilt, "rebuilt"));
        assert_eq!(config.0, config.1, "{target}\n{rebuilt}");
        configs.push(config.0);
    }
    assert_ne!(configs[0], configs[1]);
    assert_ne!(configs[0], configs[2]);
}
