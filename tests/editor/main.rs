//! What an editor sees inside `image!`: rust-analyzer is asked over its protocol.
//!
//! `cargo test -p dockerspec-tests --test editor -- --ignored`, with `rust-analyzer` in `PATH` or named by
//! `RUST_ANALYZER`.

#![expect(clippy::unwrap_used, reason = "a test that cannot talk to the server has failed")]

mod client;

use std::fs;
use std::path::Path;

use client::Editor;

/// The program that is edited.
const SOURCE: &str = r#"use dockerspec::{Image, image};

pub fn service(profile: &str) -> Image {
    image! {
        stage build from "rust:1.85-slim-trixie" {
            workdir "/src";
            run "cargo build --profile " (profile) {
                cache "/usr/local/cargo/registry";
            }
        }
        stage runtime from "debian:13.2-slim" {
            create_user app = 10001;
            copy from build "/src/target" => "/usr/local/bin/";
            user app;
            entrypoint ["app"];
        }
    }
}
"#;

fn package(folder: &Path) {
    let dockerspec = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("dockerspec");
    let manifest = format!(
        "[package]\nname = \"edited\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ndockerspec = {{ path = '{}' }}\n\n[workspace]\n",
        dockerspec.display()
    );
    fs::create_dir(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/lib.rs"), SOURCE).unwrap();
}

#[test]
#[ignore = "needs rust-analyzer"]
fn inside_an_image() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path());
    let mut editor = Editor::open(folder.path(), SOURCE);

    // Hover: the documentation of the builder's method.
    for (word, documentation) in [
        ("workdir", "the working directory of later instructions"),
        ("cache", "A cache that later builds see again"),
        ("create_user", "Creates a user and its group"),
        ("entrypoint", "the program of the container"),
        ("stage build", "A stage of an image"),
        ("from \"rust", "A stage on an image"),
        ("copy", "files from the build context"),
    ] {
        let hover = editor.hover(editor.offset(word));
        assert!(hover.contains(documentation), "{word}: {hover}");
    }

    // Definition: from where a stage is named to where it is declared.
    let declared = editor.offset("build from");
    assert_eq!(editor.definition(editor.offset("build \"/src/target")), Some(declared));
    assert_eq!(editor.definition(editor.offset("profile) {")), Some(editor.offset("profile: &str")));

    // Rename: a stage and a splice, in all places.
    let renamed = editor.rename(editor.offset("build \"/src/target"), "compile");
    assert_eq!(renamed, [declared, editor.offset("build \"/src/target")]);
    let renamed = editor.rename(editor.offset("profile) {"), "mode");
    assert_eq!(renamed, [editor.offset("profile: &str"), editor.offset("profile) {")]);

    // Completion after one letter: of an instruction, of an option, of a stage.
    let completed = editor.completed("workdir \"/src\";", "workdir \"/src\";\n            w");
    assert!(completed.iter().any(|name| name == "workdir"), "{completed:?}");
    let completed = editor.completed("cache \"/usr/local/cargo/registry\";", "c");
    assert!(completed.iter().any(|name| name == "cache"), "{completed:?}");
    let completed = editor.completed("copy from build", "copy from b");
    assert!(completed.iter().any(|name| name == "build"), "{completed:?}");
}
