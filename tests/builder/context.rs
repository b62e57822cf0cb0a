//! Build contexts: the ignore file that is derived of an image lets through what its sources read, and what is said of
//! directories that are none.

use std::collections::BTreeSet;
use std::path::Path;

use dockerspec::ignore::IgnoreFile;
use dockerspec::{Arg, Bind, Files, Image, Remote, Run, Stage, literal_path};
use proptest::prelude::*;

use crate::context_reference::{Kind, Source, let_through, read};
use crate::{DEBIAN, image_of};

/// Names that are near each other, and names that mean something to patterns.
const NAMES: [&str; 13] = ["a", "b", "ab", "a.md", "b.md", "b.rs", "a*b", "[a]", " x", "x ", "!n", "#h", "a|b"];

/// Patterns of COPY, below a directory or not.
const PATTERNS: [&str; 12] =
    ["*", "*.md", "?", "a*", "*.[mr]?", "[^a]*", "a[^z]b", "*/a.md", "**", "a/*", "[a-b]", "{a}*"];

const EXCLUDED: [&str; 9] = ["*.md", "**/*.md", "a", "**/b", "b/**", "!a.md", "!**/b.md", "*/a", "#h"];

const DEEP_PATTERNS: [&str; 5] = ["**/*.md", "a/**", "**/a/*", "*.md", "b/**/ab"];

fn trees() -> impl Strategy<Value = BTreeSet<String>> {
    let path = proptest::collection::vec(proptest::sample::select(&NAMES[..]), 1..4).prop_map(|names| names.join("/"));
    proptest::collection::btree_set(path, 1..24).prop_map(|paths| {
        // What has files in it is a directory.
        let is_directory = |path: &String| paths.iter().any(|other| other.starts_with(&format!("{path}/")));
        paths.iter().filter(|path| !is_directory(path)).cloned().collect()
    })
}

fn path() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&NAMES[..]), 1..3).prop_map(|names| names.join("/"))
}

fn sources() -> impl Strategy<Value = Vec<Source>> {
    let literal = || path().prop_map(|path| literal_path(&path).into_owned());
    let pattern = |patterns: &'static [&'static str]| {
        let below = prop_oneof![Just(String::new()), Just("a/".to_owned()), Just("b/ab/".to_owned())];
        (below, proptest::sample::select(patterns)).prop_map(|(below, pattern)| format!("{below}{pattern}"))
    };
    let exclude = || {
        prop_oneof![
            2 => Just(Vec::new()),
            1 => proptest::collection::vec(proptest::sample::select(&EXCLUDED[..]).prop_map(str::to_owned), 1..3),
        ]
    };
    let copied = prop_oneof![2 => literal(), 1 => pattern(&PATTERNS)];
    let pivot = prop_oneof![Just(""), Just("a/./"), Just("*/./")];
    let with_parents =
        (pivot, proptest::sample::select(&DEEP_PATTERNS[..])).prop_map(|(pivot, pattern)| format!("{pivot}{pattern}"));
    let source = prop_oneof![
        1 => path().prop_map(|path| Source { path, kind: Kind::Mount, exclude: Vec::new() }),
        4 => (copied, exclude()).prop_map(|(path, exclude)| Source { path, kind: Kind::Copy, exclude }),
        1 => (with_parents, exclude()).prop_map(|(path, exclude)| Source { path, kind: Kind::CopyParents, exclude }),
    ];
    proptest::collection::vec(source, 1..5)
}

fn image(sources: &[Source]) -> Image {
    let mut stage = Stage::from_image("app", DEBIAN);
    for source in sources {
        let path = source.path.clone();
        if source.kind == Kind::Mount {
            stage = stage.run(Run::sh("make").bind(Bind::new("/src").source(path)));
            continue;
        }
        let mut files = Files::new(path);
        if source.kind == Kind::CopyParents {
            files = files.parents();
        }
        stage = stage.copy(source.exclude.iter().cloned().fold(files, Files::exclude), "/out/");
    }
    image_of(stage)
}

/// What a mount names is asked for as a pattern, and the renderer refuses names that are none.
fn is_sayable(sources: &[Source]) -> bool {
    image(sources).render_unchecked().is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Exactly what is read, unless two sources leave out something of each other: then no less.
    #[test]
    fn what_is_let_through_is_what_is_read(files in trees(), sources in sources()) {
        prop_assume!(is_sayable(&sources));
        let ignore_file = image(&sources).ignore_file().unwrap();
        let needed: BTreeSet<String> = sources.iter().flat_map(|source| read(&files, source)).collect();
        let sent = let_through(&files, &ignore_file);
        prop_assert!(needed.is_subset(&sent), "{needed:?} {sent:?}\n{ignore_file}");
        let leave_out = sources.iter().filter(|source| !source.exclude.is_empty()).count();
        if leave_out == 0 || leave_out == 1 && sources.iter().all(|source| source.kind != Kind::CopyParents) {
            prop_assert_eq!(&needed, &sent, "{}", ignore_file);
        }

        // The matcher of the product says the same.
        let ignore = IgnoreFile::parse(&ignore_file).unwrap();
        for file in &files {
            let mut above = None;
            for (end, _) in file.match_indices('/').chain([(file.len(), "")]) {
                above = Some(ignore.verdict(above.as_ref(), &file[..end]));
            }
            prop_assert_eq!(above.unwrap().is_excluded(), !sent.contains(file), "{}\n{}", file, ignore_file);
            // The client opens a file only if this question, which ignores the directories, has the same answer.
            prop_assert!(!sent.contains(file) || !ignore.excludes(file), "{file}\n{ignore_file}");
        }
    }

    /// No line can go.
    #[test]
    fn every_line_is_needed_by_some_tree(mut sources in sources()) {
        for source in &mut sources {
            source.exclude.clear();
        }
        prop_assume!(is_sayable(&sources));
        let ignore_file = image(&sources).ignore_file().unwrap();
        let lines: Vec<&str> = ignore_file.lines().filter(|line| line.starts_with('!')).collect();
        for (number, line) in lines.iter().enumerate() {
            let same = lines.iter().enumerate().find(|(other, text)| *other != number && text == &line);
            prop_assert!(same.is_none(), "{ignore_file}");
            // A line without a pattern names a file, which no other line lets through.
            let path = &line[1..];
            // A pattern of which a part can be a `/` covers some names by chance.
            if !path.contains(['*', '?', '[', '\\']) && !ignore_file.contains("[^") {
                let rest: Vec<&str> = ignore_file.lines().filter(|other| other != line).collect();
                let ignore = IgnoreFile::parse(&rest.join("\n")).unwrap();
                prop_assert!(ignore.excludes(path), "{line}\n{ignore_file}");
            }
        }
    }
}

/// A directory with these files, each of as many bytes as its name has.
fn directory(files: &[&str]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for file in files {
        let path = directory.path().join(file);
        let parent = path.parent().expect("it is in a directory");
        std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&path, file)).expect("there is room");
    }
    directory
}

/// The text without what differs between machines.
fn plain(text: &str, directory: &Path) -> String {
    let text = text.replace(&directory.display().to_string(), "DIR");
    let text = text
        .lines()
        .map(|line| line.split_once(": ").filter(|(place, _)| place.contains(".rs:")).map_or(line, |(_, rest)| rest));
    text.collect::<Vec<_>>().join("\n")
}

fn context(image: &Image, directory: &Path) -> String {
    match image.context(directory) {
        Ok(context) => {
            let mut lines = vec![format!("{context}: {}", context.files().join(" "))];
            lines.extend(context.findings().iter().map(ToString::to_string));
            plain(&lines.join("\n"), directory)
        }
        Err(error) => plain(&error.to_string(), directory),
    }
}

fn stage() -> Stage<dockerspec::FileSystem, dockerspec::BaseUser> {
    Stage::from_image("app", DEBIAN)
}

#[test]
fn how_large_it_is() {
    let directory = directory(&["src/main.rs", "src/lib.rs", "Cargo.toml", "target/debug/app", ".git/HEAD"]);
    let image = image_of(stage().copy("Cargo.toml", "./").copy("src", "src").copy("*.lock", "./"));
    insta::assert_snapshot!(context(&image, directory.path()), @r"
    the build context has 3 files (31 B); without an ignore file it would have 5 files (56 B): Cargo.toml src/lib.rs src/main.rs
    `*.lock` matches nothing in the build context `DIR`, and copies nothing
    ");
    let image = image_of(stage().copy(".", "/src"));
    insta::assert_snapshot!(context(&image, directory.path()), @"the build context has 3 files (31 B); without an ignore file it would have 5 files (56 B): Cargo.toml src/lib.rs src/main.rs");
}

#[test]
fn sources_that_are_missing_or_left_out() {
    let directory = directory(&["src/main.rs", "requirements.txt", "data/a.csv", "data/b.csv"]);
    let image = image_of(
        stage()
            .copy(["requirments.txt", "scr/main.rs", "nothing/like/it"], "./")
            .run(Run::sh("make").bind(Bind::new("/x").source("src/main.rs")))
            .add(Remote::new("data.tar"), "/data/")
            .copy("data/" + &Arg::new("NAME"), "/data/"),
    );
    insta::assert_snapshot!(context(&image, directory.path()), @r"
    the image has 4 problems
    `requirments.txt` is not in the build context `DIR`; write `requirements.txt`
    `scr/main.rs` is not in the build context `DIR`; write `src/main.rs`
    `nothing/like/it` is not in the build context `DIR`; name a path that is there
    `data.tar` is not in the build context `DIR`; name a path that is there
    ");
    let image = image_of(stage().copy(["src", "data/*.csv"], "./")).ignore("**/*.rs").ignore("data");
    insta::assert_snapshot!(context(&image, directory.path()), @"`src` is left out of the build context by `**/*.rs`; take that out of `Image::ignore`, or add `!src` behind it");
}

#[test]
fn a_problem_is_where_the_instruction_was_written() {
    let directory = directory(&[]);
    let line = line!() + 1;
    let image = image_of(stage().copy("src", "src"));
    let Err(dockerspec::ContextError::Image(error)) = image.context(directory.path()) else {
        panic!("no source is there")
    };
    assert_eq!(error.problems()[0].location.unwrap().line(), line);
}

#[test]
fn an_ignore_file_that_was_written_by_hand() {
    let directory = directory(&["src/main.rs", "src/main.md", "doc/a/b", "doc/a/c.txt", "notes.txt", "target/app"]);
    std::fs::write(directory.path().join(".dockerignore"), "target\n").unwrap();
    let image = image_of(stage().copy(Files::new("src").exclude("*.md"), "src"));
    insta::assert_snapshot!(context(&image, directory.path()), @r"
    the build context has 6 files (56 B); without an ignore file it would have 7 files (66 B): .dockerignore doc/a/b doc/a/c.txt notes.txt src/main.md src/main.rs
    `DIR/.dockerignore` lets through 4 files (38 B) that nothing in the image reads, such as `doc` (18 B), `src/main.md` (11 B), `notes.txt` (9 B); leave that out, or remove the file and have one generated
    ");
    // This one comes first.
    std::fs::write(directory.path().join("Dockerfile.dockerignore"), "# nothing\n*\n").unwrap();
    insta::assert_snapshot!(context(&image, directory.path()), @"`src` is left out of the build context by `*` in line 2 of `DIR/Dockerfile.dockerignore`; write `!src` below it");
    std::fs::write(directory.path().join("Dockerfile.dockerignore"), "[\n").unwrap();
    insta::assert_snapshot!(context(&image, directory.path()), @"`DIR/Dockerfile.dockerignore`: line 1 of the ignore file is no pattern: expected a `]` behind `[`, with something in between; write `[[]` for a bracket");
}

#[test]
#[cfg(unix)]
fn symbolic_links() {
    use std::os::unix::fs::symlink;
    let directory = directory(&["real/file", "other/file"]);
    symlink("real", directory.path().join("link")).unwrap();
    symlink("link/file", directory.path().join("second")).unwrap();
    symlink("/nowhere", directory.path().join("broken")).unwrap();
    symlink("circle", directory.path().join("circle")).unwrap();
    symlink("../other/file", directory.path().join("real/inside")).unwrap();
    let image = |source: &'static str| image_of(stage().copy(source, "/x"));
    insta::assert_snapshot!(context(&image("link"), directory.path()), @"`link` leads by symbolic links to `real`, and the ignore file leaves a part of that way out; copy that path instead, or add each part with `!` to `Image::ignore`");
    insta::assert_snapshot!(context(&image("link/file"), directory.path()), @"`link/file` leads by symbolic links to `real/file`, and the ignore file leaves a part of that way out; copy that path instead, or add each part with `!` to `Image::ignore`");
    insta::assert_snapshot!(context(&image("second"), directory.path()), @"`second` leads by symbolic links to `real/file`, and the ignore file leaves a part of that way out; copy that path instead, or add each part with `!` to `Image::ignore`");
    insta::assert_snapshot!(context(&image("broken"), directory.path()), @"`broken` leads by symbolic links to `nowhere`, which is not in the build context; copy a file that is");
    insta::assert_snapshot!(context(&image("circle"), directory.path()), @"`circle` leads by symbolic links to `circle`, which is not in the build context; copy a file that is");
    insta::assert_snapshot!(context(&image("link").ignore("!real"), directory.path()), @"the build context has 3 files (9 B); without an ignore file it would have 7 files (19 B): link real/file real/inside");
    // A link that is copied with its directory is not followed.
    insta::assert_snapshot!(context(&image("real"), directory.path()), @"the build context has 2 files (9 B); without an ignore file it would have 7 files (19 B): real/file real/inside");
    // What a link leads to is read too.
    std::fs::write(directory.path().join(".dockerignore"), "broken\n").unwrap();
    insta::assert_snapshot!(context(&image("second"), directory.path()), @r"
    the build context has 7 files (26 B); without an ignore file it would have 8 files (26 B): .dockerignore circle link other/file real/file real/inside second
    `DIR/.dockerignore` lets through 3 files (10 B) that nothing in the image reads, such as `other` (10 B), `circle` (0 B), `real/inside` (0 B); leave that out, or remove the file and have one generated
    ");
}
