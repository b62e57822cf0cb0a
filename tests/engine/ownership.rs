//! Directories that belong to a user, asked who can write them.

use dockerspec::{Cache, Files, Image, ImageRef, InlineFile, Run, Stage, User, image_ref};

use crate::docker::{BuiltImage, Volume};

/// What the user of an image finds at each path: its owner, and whether it can be written.
fn report(built: &BuiltImage, options: &[&str], paths: &[&str]) -> Vec<String> {
    let script =
        "for path; do set -- $(ls -dn $path); touch $path/new 2>/dev/null && echo $3:$4 writable || echo $3:$4; done";
    let mut command = vec!["sh", "-c", script, "sh"];
    command.extend(paths);
    let printed = built.run(options, &command).expect("the container runs");
    String::from_utf8_lossy(&printed).lines().map(str::to_owned).collect()
}

fn build(image: &Image) -> BuiltImage {
    let empty = tempfile::tempdir().expect("a directory can be made");
    let text = image.render().unwrap_or_else(|error| panic!("{error}"));
    BuiltImage::build(empty.path(), &text, &[]).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn app() -> User {
    User::new("app", 10001).gid(20001)
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn directories_of_debian() {
    let stage = Stage::from_image("app", image_ref!("debian:trixie-slim"))
        .create_user(&app().home("/home/app").shell("/bin/bash"))
        .workdir("/mine/deep")
        .directory("/mine/deep", &app())
        .directory("/a b/c", &app())
        .directory("/named", "www-data")
        .copy(Files::new(InlineFile::new("x\n")).chown(&app()), "/copied/deep/file")
        .user(&app())
        .directory("/later", &app())
        .workdir("/here/deep")
        .run(
            Run::sh("touch /cached/x && rm /cached/x")
                .cache(Cache::new("/cached").id("owner-of-a-cache").owner(&app())),
        )
        .writable("/mine/deep")
        .writable("/a b/c")
        .writable("/copied/deep")
        .writable("/later")
        .writable("/here/deep")
        .writable("/home/app");
    let built = build(&Image::new(stage));
    let ours = "10001:20001 writable";
    let paths = ["/mine/deep", "/copied", "/copied/deep", "/later", "/here", "/here/deep", "/home/app"];
    assert_eq!(report(&built, &[], &paths), [ours; 7]);
    assert_eq!(report(&built, &[], &["/mine", "/named"]), ["0:0", "33:33"]);
    assert_eq!(built.run(&[], &["sh", "-c", "touch '/a b/c/x' && ls '/a b/c'"]).as_deref(), Ok(&b"x\n"[..]));
    assert_eq!(built.run(&[], &["sh", "-c", "getent passwd app | cut -d: -f7"]).as_deref(), Ok(&b"/bin/bash\n"[..]));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn directories_of_busybox_and_of_nothing() {
    // The only tag that the stand-in of this base has.
    let busybox = || {
        let image = ImageRef::new("busybox:latest").expect("this is an image");
        Stage::from_image("tools", image).allow("latest_tag", "nothing here depends on the version")
    };
    let ours = "10001:20001 writable";
    let made = busybox().directory("/srv/data", &app()).directory("/it's", &app()).user(&app()).writable("/srv/data");
    let made = build(&Image::new(made));
    assert_eq!(report(&made, &[], &["/srv/data", "/it's", "/srv"]), [ours, ours, "0:0"]);

    let tools = busybox();
    let empty = Stage::from_scratch("app")
        .create_user(&app())
        .copy(dockerspec::from(&tools, "/bin"), "/bin")
        .directory("/srv/data", &app())
        .user(&app())
        .directory("/later", &app())
        .writable("/srv/data");
    let empty = build(&Image::new(empty));
    assert_eq!(report(&empty, &[], &["/srv/data", "/later"]), [ours; 2]);
    assert_eq!(empty.run(&[], &["ls", "-A", "/srv/data"]).as_deref(), Ok(&b""[..]));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn volumes_belong_to_whoever_owns_the_directory() {
    let stage = Stage::from_image("app", image_ref!("debian:trixie-slim"))
        .directory("/mine", &app())
        .volume("/mine")
        .volume("/roots")
        .user(&app());
    let built = build(&Image::new(stage.stage("checked").writable("/mine")));
    let volumes = [Volume::new(), Volume::new()];
    let [mine, roots] = [format!("{}:/mine", volumes[0].0), format!("{}:/other", volumes[1].0)];
    let paths = ["/mine", "/roots", "/other"];
    let owners = report(&built, &["--volume", &mine, "--volume", &roots], &paths);
    assert_eq!(owners, ["10001:20001 writable", "0:0", "0:0"]);
    let error = Image::new(stage.writable("/roots")).render().expect_err("the volume is one of root");
    assert!(error.to_string().contains("`/roots` must be writable, and the volume"), "{error}");
}

/// What the builder takes for granted of instructions.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn what_instructions_do_to_owners() {
    let dockerfile = "FROM debian:trixie-slim AS tree\n\
        RUN mkdir -p /tree/sub && touch /tree/sub/file\n\
        FROM debian:trixie-slim\n\
        WORKDIR /root/there\n\
        WORKDIR /roots\n\
        COPY --chown=10001 --from=tree /tree /roots\n\
        WORKDIR /mixed/sub\n\
        COPY --chown=10001 --from=tree /tree /mixed\n\
        USER 10001\n\
        WORKDIR /mine/sub\n\
        COPY --from=tree /tree/sub /mine/sub\n\
        WORKDIR /taken\n\
        COPY --link --from=tree /tree/sub /taken/\n\
        WORKDIR /roots/deep\n";
    let empty = tempfile::tempdir().expect("a directory can be made");
    let built = BuiltImage::build(empty.path(), dockerfile, &[]).expect("the image builds");
    let paths = ["/roots", "/mixed", "/mixed/sub", "/mine/sub", "/roots/deep"];
    let ours = "10001:10001 writable";
    assert_eq!(report(&built, &[], &paths), ["0:0", "0:0", ours, ours, ours]);
    // Without a store that merges layers the flag does nothing.
    let taken = report(&built, &[], &["/taken"]);
    assert!(taken == ["0:0"] || taken == [ours], "{taken:?}");
}
