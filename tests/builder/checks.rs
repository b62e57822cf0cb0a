//! What the checks deny of an image, each with the line that wrote it, and what is allowed.

use dockerspec::check::{Policy, RuleLevel};
use dockerspec::{Image, Run, Stage, from};
use insta::assert_snapshot;

use crate::{DEBIAN, app, image_of, rendered};

#[test]
fn everything_that_is_denied_is_said_at_once() {
    let build = Stage::from_image("build", DEBIAN).run("apt-get update && apt-get install gcc");
    let stage = Stage::from_image("app", DEBIAN)
        .copy(from(&build, "/out/app"), "/usr/local/bin/app")
        .env("API_TOKEN", "not for everybody")
        .run(Run::lines(["set -e", "apt-get installl curl"]))
        .user(&app());
    assert_snapshot!(rendered(&Image::new(stage)), @"
    tests/builder/checks.rs: error[unanswered_prompt]: `apt-get install` waits for an answer; add `--yes`
    tests/builder/checks.rs: error[secret_in_arg_or_env]: ENV `API_TOKEN` looks like a secret, which the image would keep; mount it where it is used: `RUN --mount=type=secret,…`
    tests/builder/checks.rs: error[unknown_package_operation]: `apt-get` has no operation `installl`; write `install`
    ");
}

#[test]
fn a_finding_names_the_line_of_the_call() {
    let line = line!() + 1;
    let stage = Stage::from_image("app", DEBIAN).run("apt-get install gcc");
    let error = image_of(stage).render().unwrap_err();
    let location = error.problems()[0].location.unwrap();
    assert_eq!((location.file(), location.line()), (file!(), line));
}

#[test]
fn the_model_is_checked_as_the_text_is() {
    let stage = || Stage::from_image("app", DEBIAN).run("apt-get install gcc");
    assert!(image_of(stage()).dockerfile().is_err());
    assert!(image_of(stage()).render_unchecked().is_ok());
    let policy = Policy::default().with_level("unanswered_prompt", RuleLevel::Warn).unwrap();
    assert!(image_of(stage()).policy(policy).dockerfile().is_ok());
}

#[test]
fn what_a_stage_allows_is_found_in_others() {
    let build = Stage::from_image("build", DEBIAN).allow("DL3014", "answered by a file").run("apt-get install gcc");
    let stage = build.stage("app").run("apt-get install make").user(&app());
    assert_snapshot!(rendered(&Image::new(stage)), @"tests/builder/checks.rs: error[unanswered_prompt]: `apt-get install` waits for an answer; add `--yes`");
}

#[test]
fn a_rule_that_is_not_there_and_a_blank_reason() {
    let stage = Stage::from_image("app", DEBIAN).allow("unpined_base", "why not").allow("latest_tag", " ");
    assert_snapshot!(rendered(&image_of(stage)), @"
    tests/builder/checks.rs: `unpined_base` is not a rule; write `unpinned_base`
    tests/builder/checks.rs: the reason to allow `latest_tag` is blank; say why it is fine
    ");
}

#[test]
fn warnings_are_found_when_asked_for() {
    let stage = Stage::from_image("app", DEBIAN).run("apt-get update && apt-get install --yes gcc");
    let image = image_of(stage);
    assert!(image.render().is_ok());
    let findings: Vec<String> = image.findings().unwrap().into_iter().map(|found| found.kind.to_string()).collect();
    assert_snapshot!(findings.join("\n"), @"
    warning[leftover_package_cache]: `apt-get update` leaves its lists of packages in the layer; add `&& rm -rf /var/lib/apt/lists/*` to the same RUN
    warning[recommended_packages]: `apt-get install` brings recommended packages along; add `--no-install-recommends`
    warning[build_packages_in_image]: `gcc` stays in the image; build in a stage of its own, and copy the result from there
    ");
}
