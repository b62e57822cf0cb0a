//! What `check_dockerfile` prints and changes, and its exit codes.

mod outcome;

use std::fs;
use std::path::Path;

use dockerspec_examples::checking::run;
use dockerspec_examples::streams::Colours;
use outcome::Outcome;

fn with_input(arguments: &[&str], input: &[u8], colours: Colours) -> Outcome {
    Outcome::of(run, arguments, input, colours)
}

/// Calls the program in a folder with these files; `DIR` in the arguments is the folder, and in what is printed.
fn check(files: &[(&str, &str)], arguments: &[&str]) -> (Outcome, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    let name = folder.path().to_str().expect("it is UTF-8").to_owned();
    let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace("DIR", &name)).collect();
    let mut outcome = with_input(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), b"", Colours::None);
    for text in [&mut outcome.output, &mut outcome.errors] {
        *text = text.replace(&name, "DIR");
    }
    (outcome, folder)
}

const UNPINNED: &str = "FROM debian\nUSER 10001\n";
const CLEAN: &str = "FROM debian:13-slim\nUSER 10001\n";
const UNUSED: &str = "# hadolint ignore=DL3006\nFROM debian:13-slim\nUSER 10001\n";

#[test]
fn directories_and_files_as_text() {
    let files = [
        ("Dockerfile", UNUSED),
        ("Dockerfile.dockerignore", "*"),
        ("api/api.Dockerfile", UNPINNED),
        ("api/Containerfile", CLEAN),
        ("target/Dockerfile", UNPINNED),
        ("node_modules/a/Dockerfile", UNPINNED),
        (".git/Dockerfile", UNPINNED),
        ("other", CLEAN),
    ];
    let (outcome, _folder) = check(&files, &["DIR", "DIR/other"]);
    insta::assert_snapshot!(outcome.output, @r"
    warning[unused_allow]: `DL3006`, which is `unpinned_base`, finds nothing here
     --> DIR/Dockerfile:1:19
      |
    1 | # hadolint ignore=DL3006
      |                   ^^^^^^
      |
    help: remove it
      |
    1 - # hadolint ignore=DL3006
      |

    error[unpinned_base]: the base `debian` has no tag
     --> DIR/api/api.Dockerfile:1:6
      |
    1 | FROM debian
      |      ^^^^^^ an image that changes
      |
      = help: name the version, or pin it by its digest

    4 files: 1 error, 1 warning, 1 with a fix
    ");
    assert_eq!((outcome.code, &*outcome.errors), (1, ""));
}

#[test]
fn forms_for_programs() {
    let files = [("Dockerfile", UNPINNED)];
    let (outcome, _folder) = check(&files, &["--format", "github", "DIR"]);
    insta::assert_snapshot!(outcome.output, @"::error file=DIR/Dockerfile,line=1,endLine=1,col=6,endColumn=12,title=unpinned_base::the base `debian` has no tag; name the version, or pin it by its digest");
    assert_eq!((outcome.code, &*outcome.errors), (1, "1 file: 1 error\n"));
    for form in ["json", "sarif"] {
        let (outcome, _folder) = check(&files, &["--format", form, "DIR"]);
        let value: serde_json::Value = serde_json::from_str(&outcome.output).unwrap();
        let finding = if form == "json" { &value[0]["rule"] } else { &value["runs"][0]["results"][0]["ruleId"] };
        assert_eq!(finding, "unpinned_base");
        assert_eq!((outcome.code, &*outcome.errors), (1, "1 file: 1 error\n"));
    }
    let (outcome, _folder) = check(&[("Dockerfile", CLEAN)], &["--format", "json", "DIR"]);
    assert_eq!((outcome.code, &*outcome.output, &*outcome.errors), (0, "[]\n", "1 file: nothing found\n"));
}

#[test]
fn a_policy_decides_what_is_denied() {
    let files = [
        ("Dockerfile", UNPINNED),
        ("policy.json", r#"{"levels": {"DL3006": "warn"}}"#),
        ("wrong.json", r#"{"levels": {"DL3006": "warning"}}"#),
    ];
    let (outcome, _folder) = check(&files, &["--policy", "DIR/policy.json", "DIR"]);
    assert!(outcome.output.starts_with("warning[unpinned_base]"), "{}", outcome.output);
    assert_eq!(outcome.code, 0);
    let (outcome, _folder) = check(&files, &["--policy", "DIR/wrong.json", "DIR"]);
    insta::assert_snapshot!(outcome.errors, @"error: `DIR/wrong.json` is no policy: unknown variant `warning`, expected one of `allow`, `warn`, `deny` at line 1 column 31");
    assert_eq!((outcome.code, &*outcome.output), (2, ""));
    let (outcome, _folder) = check(&files, &["--policy", "DIR/none.json", "DIR"]);
    assert!(outcome.errors.starts_with("error: `DIR/none.json` cannot be read: "), "{}", outcome.errors);
}

#[test]
fn files_are_mended_in_place() {
    let files = [("Dockerfile", UNUSED), ("Dockerfile.dev", UNPINNED), ("Dockerfile.old", CLEAN)];
    let (outcome, folder) = check(&files, &["--fix", "DIR"]);
    assert_eq!((outcome.code, &*outcome.errors), (1, "DIR/Dockerfile: 1 fix\n"));
    assert!(outcome.output.ends_with("3 files: 1 error\n"), "{}", outcome.output);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!((&*read("Dockerfile"), &*read("Dockerfile.dev")), (CLEAN, UNPINNED));
}

#[test]
fn what_cannot_be_read_does_not_stop_the_rest() {
    let files = [("Dockerfile", UNPINNED), ("empty/file", "")];
    let (outcome, _folder) = check(&files, &["DIR/none", "DIR/empty", "DIR/Dockerfile"]);
    insta::assert_snapshot!(outcome.errors, @r"
    error: there is no Dockerfile in `DIR/empty`; name the file if it has another name
    error: `DIR/none` cannot be read: there is no such file
    ");
    assert!(outcome.output.starts_with("error[unpinned_base]"), "{}", outcome.output);
    assert_eq!(outcome.code, 2);
}

#[test]
fn what_the_context_leaves_out_is_known() {
    let copy = "FROM debian:13-slim\nCOPY target/app /app\nUSER 10001\n";
    let files = [("Dockerfile", copy), (".dockerignore", "target\n"), ("a.Dockerfile", copy)];
    let own = ("a.Dockerfile.dockerignore", "other\n");
    let (outcome, _folder) = check(&[&files[..], &[own]].concat(), &["--format", "github", "DIR"]);
    assert_eq!(outcome.output.matches("title=ignored_copy_source").count(), 1, "{}", outcome.output);
    assert!(outcome.output.contains("file=DIR/Dockerfile,line=2"), "{}", outcome.output);
    let (outcome, _folder) = check(&[files[0], (".dockerignore", "[\n")], &["DIR"]);
    assert!(outcome.errors.starts_with("error: `DIR/.dockerignore` cannot be used: "), "{}", outcome.errors);
    assert_eq!(outcome.code, 2);
}

#[cfg(unix)]
#[test]
fn links_make_no_circles() {
    let (_, folder) = check(&[("a/Dockerfile", CLEAN)], &["DIR"]);
    let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, folder.path().join("a").join(at)).unwrap();
    link(folder.path(), "up");
    link(Path::new("nowhere"), "Dockerfile.broken");
    link(Path::new("Dockerfile"), "Dockerfile.link");
    let outcome = with_input(&[folder.path().to_str().unwrap()], b"", Colours::None);
    assert_eq!((outcome.code, &*outcome.output), (0, "2 files: nothing found\n"));
}

#[test]
fn the_standard_input() {
    let outcome = with_input(&["-"], UNPINNED.as_bytes(), Colours::None);
    assert!(outcome.output.contains("--> <stdin>:1:6"), "{}", outcome.output);
    assert_eq!(outcome.code, 1);
    let outcome = with_input(&["--format", "json", "-"], UNPINNED.as_bytes(), Colours::Terminal);
    assert!(outcome.output.contains(r#""file": "<stdin>""#), "{}", outcome.output);
    assert!(with_input(&["-"], UNPINNED.as_bytes(), Colours::Terminal).output.contains("\u{1b}["));
}

#[test]
fn a_wrong_call_is_told_the_right_one() {
    let outcome = with_input(&["--yaml"], b"", Colours::None);
    assert!(outcome.errors.starts_with("error: `--yaml` is not expected\nusage: "), "{}", outcome.errors);
    assert_eq!((outcome.code, &*outcome.output), (2, ""));
    let help = with_input(&["--help"], b"", Colours::None);
    assert!(help.output.starts_with("usage: "), "{}", help.output);
    assert_eq!((help.code, &*help.errors), (0, ""));
}
