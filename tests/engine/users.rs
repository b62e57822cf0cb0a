//! Users that the builder creates, asked who they are.

use dockerspec::check::{Checker, Policy};
use dockerspec::{Distribution, Image, ImageRef, PackageManager, Stage, User, image_ref};

use crate::docker::BuiltImage;

/// What the container of this image says of the user that runs it.
fn report(image: &Image) -> String {
    let empty = tempfile::tempdir().expect("a directory can be made");
    let text = image.render().expect("the image has no problems");
    let built = BuiltImage::build(empty.path(), &text, &[]).expect("the image builds");
    let script = "echo $(id -u):$(id -g) $(id -un):$(id -gn) $HOME $([ -w $HOME ] && echo writable)";
    let printed = built.run(&[], &["sh", "-c", script]).expect("the container runs");
    String::from_utf8_lossy(&printed).trim().to_owned()
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn users_of_debian() {
    let housed = User::new("housed", 10001).home("/home/housed");
    let homeless = User::new("homeless", 10002).gid(20002);
    let stage = || {
        let debian = image_ref!("debian:trixie-slim");
        Stage::from_image("users", debian).create_user(&housed).create_user(&homeless)
    };
    assert_eq!(report(&Image::new(stage().user(&housed))), "10001:10001 housed:housed /home/housed writable");
    assert_eq!(report(&Image::new(stage().user(&homeless))), "10002:20002 homeless:homeless /nonexistent");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn a_user_of_an_empty_base() {
    let app = User::new("app", 10001).home("/tmp");
    // The only tag that the stand-in of this base has.
    let tools = Stage::from_image("tools", ImageRef::new("busybox:latest").unwrap())
        .allow("latest_tag", "nothing here depends on the version");
    let last = Stage::from_scratch("last")
        .create_user(&app)
        .copy(dockerspec::from(&tools, "/bin"), "/bin")
        .copy(dockerspec::from(&tools, "/tmp").chown(&app), "/tmp")
        .user(&app);
    assert_eq!(report(&Image::new(last)), "10001:10001 app:app /tmp writable");
}

/// What is written for small images of Red Hat and its kin, which have no `useradd`.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn users_where_nothing_creates_them() {
    let housed = User::new("housed", 10001).home("/home/housed");
    let homeless = User::new("homeless", 10002).gid(20002);
    let stage = || {
        let debian = image_ref!("debian:trixie-slim");
        let stage = Stage::from_image("users", debian).distribution(Distribution::RedHat);
        stage.package_manager(PackageManager::Microdnf).create_user(&housed).create_user(&homeless)
    };
    assert_eq!(report(&Image::new(stage().user(&housed))), "10001:10001 housed:housed /home/housed writable");
    assert_eq!(report(&Image::new(stage().user(&homeless))), "10002:20002 homeless:homeless /nonexistent");
}

/// What the checks say only root can do.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn packages_without_root() {
    let empty = tempfile::tempdir().expect("a directory can be made");
    let policy = Policy::default();
    let find = |text: &str| {
        let mut found = Checker::new(&policy).check(text).into_iter();
        found.find(|finding| finding.code == "install_without_root")
    };
    for command in ["apt-get update", "apt-get upgrade --yes", "apt-get autoremove --yes", "apt-get clean"] {
        let text = format!("FROM debian:13-slim\nUSER 10001\nRUN {command}\nCMD [\"id\"]\n");
        let fix = find(&text).and_then(|finding| finding.fix).unwrap_or_else(|| panic!("{command} is not found"));
        assert!(BuiltImage::build(empty.path(), &text, &[]).is_err(), "{command}");
        let fixed = fix.apply(&text).expect("the fix is of this text");
        assert!(find(&fixed).is_none(), "{fixed}");
        let built = BuiltImage::build(empty.path(), &fixed, &[]).expect("root can do it");
        assert_eq!(built.inspect()["Config"]["User"], "10001");
    }
}
