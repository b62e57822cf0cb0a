//! Packages of apt, with and without caches: what an image keeps, and what the next build finds again.

use dockerspec::{Image, ImageRef, Packages, Stage, image_ref};

use crate::docker::{BuiltImage, new_tag};

const BOOKWORM: ImageRef<'static> = image_ref!("debian:bookworm-slim");
const TRIXIE: ImageRef<'static> = image_ref!("debian:trixie-slim");

/// What apt has left, and how it is set up.
const STATE: &str = "find /var/lib/apt/lists /var/cache/apt -type f ! -name lock; cat /etc/apt/apt.conf.d/*";

/// How a build ends in which `apt-get` says that something is wrong.
const APT_FAILED: &str = "did not complete successfully: exit code: 100";

/// Layers of packages on a base, of which no earlier build has any.
fn text(base: &ImageRef<'static>, layers: &[Packages]) -> String {
    let stage = Stage::from_image("packages", base.clone()).env("BUILD", new_tag());
    let stage = layers.iter().cloned().fold(stage, Stage::packages);
    Image::new(stage.run_as_root("apt is asked what it has")).render().expect("the image has no problems")
}

fn build(text: &str) -> Result<BuiltImage, String> {
    let empty = tempfile::tempdir().expect("a directory can be made");
    BuiltImage::build(empty.path(), text, &[])
}

fn said(built: &BuiltImage, script: &str) -> String {
    let printed = built.run(&[], &["sh", "-c", script]).expect("the container runs");
    String::from_utf8_lossy(&printed).into_owned()
}

/// The same instructions where nothing can be downloaded.
fn offline(text: &str) -> String {
    assert!(text.contains("apt-get update\n"), "{text}");
    text.replace("apt-get update\n", "").replace("\nRUN ", "\nRUN --network=none ")
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn layers_hold_packages_and_nothing_else() {
    let [nano, less] = [["nano"], ["less"]].map(Packages::new);
    for base in [BOOKWORM, TRIXIE] {
        let state = said(&build(&text(&base, &[])).expect("the image builds"), STATE);
        assert!(
            state.contains("/var/cache/apt/archives/*.deb"),
            "the base drops packages as official ones do: {state}"
        );
        // In one image too, where a plain layer is not to be hurt by what a cached one has done.
        for layers in [[nano.clone(), less.clone()], [nano.clone().cached(), less.clone()]] {
            let built = build(&text(&base, &layers)).expect("the image builds");
            assert!(said(&built, "nano --version && less --version").contains("GNU nano"));
            assert_eq!(said(&built, STATE), state, "{base}");
        }
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn caches_hold_what_was_downloaded_for_this_release() {
    let cached = |names: &[&'static str]| Packages::new(names.to_vec()).cached();
    for base in [BOOKWORM, TRIXIE] {
        build(&text(&base, &[cached(&["nano"])])).expect("the image builds");
        build(&text(&base, &[cached(&["less"])])).expect("the image builds");
        // Another image than those two: what it installs has been downloaded for one or the other.
        let both = build(&offline(&text(&base, &[cached(&["nano", "less"])]))).expect("all of it is in the caches");
        assert!(said(&both, "nano --version && less --version").contains("GNU nano"));
        let error = build(&offline(&text(&base, &[cached(&["zsh"])]))).expect_err("it was never downloaded");
        assert!(error.contains(APT_FAILED), "{error}");
        let error = build(&offline(&text(&base, &[Packages::new(["nano"])]))).expect_err("no layer has lists");
        assert!(error.contains(APT_FAILED), "{error}");
    }
    // Each release has its own.
    let versions = [BOOKWORM, TRIXIE].map(|base| {
        let text = text(&base, &[cached(&["nano"])]);
        let list = "ls /var/cache/apt/packages/nano_* /var/lib/apt/lists > /listed\napt-get update\n";
        let listed = said(&build(&text.replace("apt-get update\n", list)).expect("the image builds"), "cat /listed");
        let nano = listed.lines().filter(|line| line.contains("/nano_")).map(str::to_owned).collect::<Vec<_>>();
        let lists = listed.lines().filter(|line| line.contains("_dists_")).map(str::to_owned).collect::<Vec<_>>();
        (nano, lists)
    });
    let [(old, old_lists), (new, new_lists)] = versions;
    assert_eq!((old.len(), new.len()), (1, 1), "{old:?} {new:?}");
    assert_ne!(old, new);
    assert!(!old_lists.is_empty() && old_lists.iter().all(|list| list.contains("bookworm")), "{old_lists:?}");
    assert!(!new_lists.is_empty() && new_lists.iter().all(|list| list.contains("trixie")), "{new_lists:?}");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn versions_are_those_that_were_pinned() {
    let newest = build(&text(&TRIXIE, &[Packages::new(["nano"])])).expect("the image builds");
    let version = said(&newest, "dpkg-query --show --showformat '${Version}' nano");
    let pinned = |version: &str| text(&TRIXIE, &[Packages::new(["nano"]).pinned("nano", version.to_owned())]);
    let built = build(&pinned(&version)).expect("the version is there");
    assert_eq!(said(&built, "dpkg-query --show --showformat '${Version}' nano"), version);
    let error = build(&pinned("0.1-1")).expect_err("the version is not there");
    assert!(error.contains(APT_FAILED), "{error}");
}
