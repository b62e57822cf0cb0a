//! What reaches a build through ignore files, derived and tricky ones.

use std::collections::BTreeSet;
use std::path::Path;

use dockerspec::{Bind, Files, Image, Run, Stage, literal_path};

use crate::archive::entries;
use crate::commands::busybox;
use crate::docker::BuiltImage;

/// What sources read, and decoys beside each of them.
const FILES: [&str; 30] = [
    "Cargo.toml",
    "Cargo.lock",
    "Cargo.toml.bak",
    "src/main.rs",
    "src/notes.md",
    "src/deep/more.md",
    "src/deep/lib.rs",
    "src/keep.md",
    "srcs/main.rs",
    "doc/a.md",
    "doc/b.txt",
    "doc/img/c.md",
    "conf.d/10.conf",
    "conf.d/20.conf",
    "conf.d/x.conf",
    "conf.d/sub/30.conf",
    "what?.txt",
    "what!.txt",
    "[a]/*",
    "[a]/b",
    "a/*",
    " lead",
    "lead",
    "!bang",
    "bang",
    "#hash",
    "a+b(c)|{d}^",
    "mounted/data/file",
    "mounted/other",
    ".git/HEAD",
];

fn context(files: &[&str]) -> tempfile::TempDir {
    let context = tempfile::tempdir().expect("a temporary directory");
    for file in files {
        let path = context.path().join(file);
        let parent = path.parent().expect("it is in a directory");
        std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&path, file)).expect("the context can be written");
    }
    context
}

fn stage() -> Stage<dockerspec::FileSystem, dockerspec::BaseUser> {
    Stage::from_image("app", busybox())
}

fn image_of<P>(stage: Stage<P, dockerspec::BaseUser>) -> Image
where
    P: dockerspec::FileSystemPhase,
{
    Image::new(stage.run_as_root("only a test"))
}

fn built(context: &Path, image: &Image, options: &[&str]) -> BuiltImage {
    let text = image.render_unchecked().expect("every instruction can be said");
    BuiltImage::build(context, &text, options).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// All files of the context, as `COPY .` finds them.
fn sent(context: &Path, options: &[&str]) -> BTreeSet<String> {
    let image = built(context, &image_of(stage().run("mkdir /out").copy(".", "/out/")), options);
    entries(&image).into_keys().map(|path| path.trim_start_matches("out/").to_owned()).collect()
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn a_derived_ignore_file_lets_through_what_is_read_and_nothing_else() {
    let literal = |path: &str| literal_path(path).into_owned();
    let image = image_of(
        stage()
            .copy(["Cargo.toml", "Cargo.lock"], "/out/cargo/")
            .copy(Files::new("src").exclude("**/*.md").exclude("!keep.md"), "/out/src/")
            .copy("src/deep/more.md", "/out/")
            .copy("conf.d/[0-9]*.conf", "/out/conf/")
            .copy("doc/*", "/out/doc/")
            .copy(vec![literal("what?.txt"), literal("[a]/*"), literal(" lead")], "/out/odd/")
            .copy(vec![literal("!bang"), literal("#hash"), literal("a+b(c)|{d}^")], "/out/odd/")
            .run(
                Run::sh("mkdir /out/mount && cp -r /mnt/. /out/mount/").bind(Bind::new("/mnt").source("mounted/data")),
            ),
    );
    let context = context(&FILES);
    let without = entries(&built(context.path(), &image, &[]));
    std::fs::write(context.path().join(".dockerignore"), image.ignore_file().expect("it can be said"))
        .expect("the context can be written");
    assert_eq!(without, entries(&built(context.path(), &image, &[])), "the image is the same");

    let proved = image.context(context.path()).expect("every source is there");
    let expected: BTreeSet<String> = proved.files().iter().cloned().collect();
    assert_eq!(sent(context.path(), &[]), expected);
    let read: BTreeSet<&str> = [
        "Cargo.toml",
        "Cargo.lock",
        "src/main.rs",
        "src/deep/more.md",
        "src/deep/lib.rs",
        "src/keep.md",
        "doc/a.md",
        "doc/b.txt",
        "doc/img/c.md",
        "conf.d/10.conf",
        "conf.d/20.conf",
        "what?.txt",
        "[a]/*",
        " lead",
        "!bang",
        "#hash",
        "a+b(c)|{d}^",
        "mounted/data/file",
    ]
    .into();
    assert_eq!(expected.iter().map(String::as_str).collect::<BTreeSet<_>>(), read);
}

/// What we say of files that people write is what reaches a build, also where a directory is in between.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn ignore_files_of_people_let_through_what_we_say() {
    for ignore_file in [
        "doc/*.md\n!doc\n",
        "doc\n!doc/img\n",
        "**/*.md\n!doc\n!src/**\n",
        "*\n!src\nsrc/deep\n!src/deep/lib.rs\n",
        "**\n!*/*.md\n",
        "!doc\n*\n!/conf.d/\n",
        "*.toml*\n!Cargo.toml\n**/deep\n[!a]*\n",
        "conf.d/[^1]*\n",
        ".*\n#doc\n what?.txt\n",
    ] {
        let context = context(&FILES);
        std::fs::write(context.path().join(".dockerignore"), ignore_file).expect("the context can be written");
        let image = image_of(stage().copy(".", "/out/"));
        let proved = image.context(context.path()).expect("the patterns are some");
        let expected: BTreeSet<String> = proved.files().iter().cloned().collect();
        assert_eq!(sent(context.path(), &[]), expected, "{ignore_file}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn the_ignore_file_of_a_named_dockerfile_comes_first() {
    let context = context(&["a", "b", "dev/c"]);
    let write = |name: &str, text: &str| {
        let path = context.path().join(name);
        std::fs::write(&path, text).expect("the context can be written");
        path.display().to_string()
    };
    write(".dockerignore", "*\n!a\n");
    write("dev/dev.Dockerfile.dockerignore", "*\n!b\n");
    let text = image_of(stage().run("mkdir /out").copy(".", "/out/"));
    let path = write("dev/dev.Dockerfile", &text.render_unchecked().expect("it can be said"));
    let image = image_of(stage().copy(".", "/out/"));
    let proved = image.context_for(context.path(), "dev/dev.Dockerfile").expect("the patterns are some");
    assert_eq!(proved.files(), ["b"]);
    assert_eq!(sent(context.path(), &["--file", &path]), BTreeSet::from(["b".to_owned()]));
    assert_eq!(image.context(context.path()).expect("the patterns are some").files(), ["a"]);
    assert_eq!(sent(context.path(), &[]), BTreeSet::from(["a".to_owned()]));
}
