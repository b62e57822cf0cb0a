//! What `RUN --mount` makes of hostile targets, and of the owners and modes of what it mounts.

use std::fmt::Write as _;

use dockerspec::model::{
    BindMount, CacheMount, Dockerfile, Instruction, Mount, Run, SecretMount, Stage, TmpfsMount, Value as Typed,
};
use dockerspec::value::{EnvName, Gid, OctalMode, Uid};

use crate::archive::read;
use crate::build::build_in;
use crate::commands::{busybox, quoted};
use crate::copies::names;
use crate::refusals::accepted;

fn mounted(mount: impl Into<Mount<'static>>) -> Run<'static> {
    let mut run = Run::shell("true");
    run.mounts.push(mount.into());
    run
}

/// The names that a mount of this kind can have.
fn targets(mount: impl Fn(String) -> Mount<'static>) -> Vec<String> {
    let targets = names(0, 260).into_iter().chain(names(8, 100)).enumerate();
    let targets = targets.map(|(number, name)| (format!("/m{number}{name}"), name));
    let targets = targets.filter(|(target, name)| accepted(&Instruction::from(mounted(mount(target.clone()))), name));
    let targets: Vec<_> = targets.map(|(target, _)| target).collect();
    assert!(targets.len() > 100, "{} targets can be said", targets.len());
    targets
}

/// Runs `say` for each target in a command that has 30 such mounts, and gives what it printed.
fn printed(
    context: &std::path::Path,
    targets: &[String],
    mount: impl Fn(&str) -> Mount<'static>,
    say: impl Fn(&str) -> String,
    options: &[&str],
) -> Vec<String> {
    let mut stage = Stage::new(busybox().into());
    let mut number = 0;
    for group in targets.chunks(30) {
        let mut script = "mkdir -p /out\n".to_owned();
        for target in group {
            writeln!(script, "{} > /out/{number} 2>&1 || true", say(&quoted(target)))
                .expect("a `String` takes all text");
            number += 1;
        }
        let mut run = Run::script(script);
        run.mounts = group.iter().map(|target| mount(target)).collect();
        stage.instructions.push(run.into());
    }
    let image = build_in(context, &Dockerfile::from(stage), options);
    let files: Vec<_> = (0..targets.len()).map(|number| format!("out/{number}")).collect();
    read(&image, &files).iter().map(|read| String::from_utf8_lossy(read).into_owned()).collect()
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn temporary_file_systems() {
    let mount = |target: &str| TmpfsMount::new(target.to_owned()).into();
    let targets = targets(|target| mount(&target));
    let context = tempfile::tempdir().expect("a temporary directory");
    let kinds = printed(context.path(), &targets, mount, |target| format!("stat -f -c %T {target}"), &[]);
    for (target, kind) in targets.iter().zip(kinds) {
        assert_eq!(kind, "tmpfs\n", "{target:?}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn files_of_the_context() {
    // BuildKit cannot ask the client for such a file, but it can mount another one there.
    let has_control = |target: &str| target.contains(|character: char| character.is_ascii_control());
    let bind = |target: &str| {
        let mut mount = BindMount::new(target.to_owned());
        mount.source = Some(if has_control(target) { "plain".into() } else { target[1..].to_owned().into() });
        mount.into()
    };
    let targets = targets(|target| bind(&target));
    let context = tempfile::tempdir().expect("a temporary directory");
    std::fs::write(context.path().join("plain"), "plain").expect("the context can be written");
    for target in &targets {
        std::fs::write(context.path().join(&target[1..]), target).expect("the context can be written");
    }
    let contents = printed(context.path(), &targets, bind, |target| format!("cat {target}"), &[]);
    for (target, content) in targets.iter().zip(contents) {
        assert_eq!(content, if has_control(target) { "plain" } else { target }, "{target:?}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn caches_with_owner_and_mode() {
    let mount = |target: &str| {
        let mut mount = CacheMount::new(target.to_owned());
        mount.id = Some(format!("dockerspec test {target}").into());
        mount.uid = Some(Typed::Fixed(Uid::new(7)));
        mount.gid = Some(Typed::Fixed(Gid::new(8)));
        mount.mode = Some(Typed::Fixed(OctalMode::octal(0o750)));
        mount.into()
    };
    let targets = targets(|target| mount(&target));
    let context = tempfile::tempdir().expect("a temporary directory");
    let printed = printed(context.path(), &targets, mount, |target| format!("stat -c '%a %u %g' {target}"), &[]);
    for (target, line) in targets.iter().zip(printed) {
        assert_eq!(line, "750 7 8\n", "{target:?}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn secrets_as_file_and_variable() {
    let context = tempfile::tempdir().expect("a temporary directory");
    let value = "say \"$HOME\" \\ 'é' <<EOF";
    let secret = context.path().join("secret");
    std::fs::write(&secret, value).expect("the context can be written");
    let option = format!("id=a.b-c,src={}", secret.display());
    let mount = |target: &str| {
        let mut mount = SecretMount::new("a.b-c");
        mount.target = Some(target.to_owned().into());
        mount.required = true;
        mount.uid = Some(Typed::Fixed(Uid::new(7)));
        mount.gid = Some(Typed::Fixed(Gid::new(8)));
        mount.mode = Some(Typed::Fixed(OctalMode::octal(0o440)));
        mount.into()
    };
    let targets = targets(|target| mount(&target));
    let say = |target: &str| format!("{{ stat -c '%a %u %g' {target}; cat {target}; }}");
    let printed = printed(context.path(), &targets, mount, say, &["--secret", &option]);
    for (target, text) in targets.iter().zip(printed) {
        assert_eq!(text, format!("440 7 8\n{value}"), "{target:?}");
    }

    let mut variable = SecretMount::new("a.b-c");
    variable.env = Some(EnvName::from_static("TOKEN"));
    let mut run =
        Run::script("mkdir /out\nprintf %s \"$TOKEN\" > /out/variable\nls /run/secrets > /out/none 2>&1 || true\n");
    run.mounts.push(variable.into());
    let mut stage = Stage::new(busybox().into());
    stage.instructions.push(run.into());
    let image = build_in(context.path(), &Dockerfile::from(stage), &["--secret", &option]);
    assert_eq!(read(&image, &["out/variable".to_owned()])[0], value.as_bytes());
}
