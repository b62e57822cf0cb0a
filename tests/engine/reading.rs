//! What people write, read and rendered again, is the same image: the second build does nothing that the first one has
//! not done.

use dockerspec::parse::Parsed;

use crate::docker::BuiltImage;

/// Builds `source` and what it is rendered to, and compares; `changed` are the parts of the image that may differ.
fn assert_same_image(name: &str, source: &str, changed: &[(&str, &str)]) {
    let parsed = Parsed::new(source);
    assert_eq!(parsed.findings, [], "{name}");
    let rendered = parsed.dockerfile.render().expect("what was read can be rendered");
    assert_ne!(rendered, source, "{name} is rendered already, so it proves nothing");
    let context = tempfile::tempdir().expect("a temporary directory");
    let build = |text: &str| {
        let built = BuiltImage::build_with_steps(context.path(), text);
        built.unwrap_or_else(|error| panic!("{name}\n{error}\n{text}"))
    };
    let (before, _) = build(source);
    let (after, steps) = build(&rendered);
    let does_something = |name: &str| ["RUN", "COPY", "ADD", "WORKDIR"].iter().any(|keyword| name.contains(keyword));
    let again: Vec<_> = steps.iter().filter(|step| does_something(&step.name) && !step.cached).collect();
    assert!(again.is_empty(), "{name} does {again:?} again\n{rendered}");
    let (mut before, after) = (before.inspect(), after.inspect());
    for (path, value) in changed {
        *before.pointer_mut(path).expect("it is there") = serde_json::from_str(value).expect("it is JSON");
    }
    for part in ["Config", "RootFS", "Author", "Architecture", "Os"] {
        assert_eq!(before[part], after[part], "{name}: {part}\n{rendered}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn what_people_write() {
    let whole = include_str!("dockerfiles/plain.Dockerfile");
    assert_same_image("plain", whole, &[]);
    let (base, _) = whole.split_once("\nFROM base").expect("the file has two stages");
    // A trigger is kept in the spelling of the renderer.
    let triggers = r#"["RUN echo \"later\" > /later", "COPY <<E /e\nlater ${A}\nE"]"#;
    assert_same_image("base", base, &[("/Config/OnBuild", triggers)]);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn another_escape_token() {
    assert_same_image("backtick", include_str!("dockerfiles/backtick.Dockerfile"), &[]);
}
