//! Problems: all of them at once, each with the line that wrote it.

use dockerspec::{Cache, Files, Healthcheck, Image, Remote, Run, Secret, Stage, Tmpfs, model};
use insta::assert_snapshot;

use crate::{DEBIAN, app, image_of, rendered};

#[test]
fn a_problem_names_the_line_of_the_call() {
    let line = line!() + 1;
    let stage = Stage::from_image("app", DEBIAN).workdir("app");
    let error = image_of(stage).render().unwrap_err();
    let location = error.problems()[0].location.unwrap();
    assert_eq!((location.file(), location.line()), (file!(), line));
    assert!(error.to_string().starts_with(&format!("{}:{line}:", file!())));
}

#[test]
fn all_problems_are_reported_at_once() {
    let stage = Stage::from_image("Build", DEBIAN)
        .workdir("src")
        .env("MY VAR", "x")
        .env("MOTD", "two\nlines")
        .expose("80/http")
        .expose("9000-8000")
        .stop_signal("SIGTREM")
        .platform("linux/amd64/v8/x")
        .user("a:b:c")
        .healthcheck(Healthcheck::new(["true"]).interval("5").timeout("1d"))
        .volume("");
    assert_snapshot!(rendered(&Image::new(stage)), @"
    tests/builder/problems.rs: `Build` is not a stage name: expected a stage name in lower case; write `build`
    tests/builder/problems.rs: the working directory `src` is not absolute, so it depends on the base; write `/src`
    tests/builder/problems.rs: `MY VAR` is not an environment variable name: expected letters, digits and `_`, not a digit first; write `MY_VAR`
    tests/builder/problems.rs: `80/http` is not a port: expected `/tcp`, `/udp` or `/sctp` after the port; write `80`, which is `80/tcp`
    tests/builder/problems.rs: `9000-8000` is not a port: expected a range from the lower port to the higher; write `8000-9000`
    tests/builder/problems.rs: `SIGTREM` is not a signal: expected a name that Linux knows, or a number; write `SIGTERM`
    tests/builder/problems.rs: `linux/amd64/v8/x` is not a platform: expected a platform of at most three parts; write it as in `linux/amd64` or `linux/arm64`
    tests/builder/problems.rs: `a:b:c` is not an owner: expected an account name without `:`; write `a:bc`
    tests/builder/problems.rs: `5` is not a duration: expected a unit after every number: `h`, `m`, `s`, `ms`, `us` or `ns`; write `5s`
    tests/builder/problems.rs: `1d` is not a duration: expected hours instead of days or weeks; write `24h`
    tests/builder/problems.rs: ENV in stage 0: the value of `MOTD` has a line feed, which ENV cannot hold; replace it by a blank, or write a file with COPY
    tests/builder/problems.rs: VOLUME in stage 0: a path is empty; write `.` for the directory in force
    ");
}

#[test]
fn problems_of_files_and_mounts() {
    let stage = Stage::from_image("app", DEBIAN)
        .copy(Files::new("a").chown("a b:").chmod(0o17777), "/a")
        .copy("a", "")
        .add(Remote::new("https://example.com/a").checksum("md5:x"), "/a")
        .run(
            Run::sh("make")
                .cache(Cache::new("/c").mode(0o10000))
                .secret(&Secret::new("token").env("MY-TOKEN"))
                .tmpfs(Tmpfs::new("/t").size("many")),
        )
        .run(Run::shell_form("a\nb"))
        .cmd(["a"])
        .cmd(["b"]);
    assert_snapshot!(rendered(&image_of(stage)), @"
    tests/builder/problems.rs: `a b:` is not an owner: expected an account name, not nothing; write `a b`
    tests/builder/problems.rs: `17777` is not a file mode: expected an octal number up to `7777`; write it as in `0755` or `0644`
    tests/builder/problems.rs: `md5:x` is not a digest: expected a digest that begins with `sha256:` or `sha512:`; copy the whole digest from the output of `docker buildx imagetools inspect` or of `sha256sum`
    tests/builder/problems.rs: `10000` is not a file mode: expected an octal number up to `7777`; write it as in `0755` or `0644`
    tests/builder/problems.rs: `MY-TOKEN` is not an environment variable name: expected letters, digits and `_`, not a digit first; write `MY_TOKEN`
    tests/builder/problems.rs: `many` is not a size: expected a number and one unit of `b`, `k`, `m`, `g`, `t` and `p`; write it as in `64m` or `1.5g`
    tests/builder/problems.rs: the stage has a second CMD, and only the last one counts; leave one out
    tests/builder/problems.rs: COPY in stage `app`: the destination is empty; write `.` for the directory in force
    tests/builder/problems.rs: RUN in stage `app`: the shell form cannot hold this command: it has a line feed; use the exec form or, for RUN, a heredoc
    ");
}

#[test]
fn a_linked_copy_over_a_symbolic_link_is_refused() {
    let mut linked = model::Copy::new(["tool"], "/lib/tool");
    linked.link = true;
    let stage = Stage::from_image("app", DEBIAN)
        .copy(Files::new("tool").link(), "/bin/tool")
        .copy(Files::new("tool").link(), "/usr/bin/tool")
        .workdir("/lib64")
        .copy(Files::new("tool").link(), "x/")
        .add(Remote::new("https://example.com/tool").link(), "/sbin/")
        .instruction(linked)
        .user(&app());
    assert_snapshot!(rendered(&Image::new(stage)), @"
    tests/builder/problems.rs: a linked copy to `/bin/tool` would replace the symbolic link `/bin` of the base by a directory, and the image would have no shell and no programs any more; copy to `/usr/bin/tool`, or without `link`
    tests/builder/problems.rs: a linked copy to `/lib64/x/` would replace the symbolic link `/lib64` of the base by a directory, and the image would have no shell and no programs any more; copy to `/usr/lib64/x/`, or without `link`
    tests/builder/problems.rs: a linked copy to `/sbin/` would replace the symbolic link `/sbin` of the base by a directory, and the image would have no shell and no programs any more; copy to `/usr/sbin/`, or without `link`
    tests/builder/problems.rs: a linked copy to `/lib/tool` would replace the symbolic link `/lib` of the base by a directory, and the image would have no shell and no programs any more; copy to `/usr/lib/tool`, or without `link`
    ");
}
