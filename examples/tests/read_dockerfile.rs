//! What `read_dockerfile` prints, and its exit codes.

mod outcome;

use std::ffi::OsString;
use std::io::{self, Write};

use dockerspec_examples::reading::run;
use dockerspec_examples::streams::{Colours, Screen, Streams};
use outcome::Outcome;

fn with_input(arguments: &[&str], input: &[u8], colours: Colours) -> Outcome {
    Outcome::of(run, arguments, input, colours)
}

fn read(arguments: &[&str]) -> Outcome {
    with_input(arguments, b"", Colours::None)
}

fn read_text(text: &str) -> Outcome {
    with_input(&["-"], text.as_bytes(), Colours::None)
}

#[test]
fn every_instruction_as_a_tree() {
    let outcome = read(&["tests/dockerfiles/everything.Dockerfile"]);
    insta::assert_snapshot!("everything", outcome.output);
    assert_eq!((outcome.code, &*outcome.errors), (0, ""));
}

#[test]
fn every_instruction_as_json() {
    let outcome = read(&["--json", "tests/dockerfiles/everything.Dockerfile"]);
    insta::assert_snapshot!("everything_json", outcome.output);
    assert_eq!((outcome.code, &*outcome.errors), (0, ""));
}

#[test]
fn a_file_with_errors() {
    let outcome = read(&["tests/dockerfiles/wrong.Dockerfile"]);
    insta::assert_snapshot!(outcome.output, @"
    tests/dockerfiles/wrong.Dockerfile

               stage 0 base
      1:1-28     FROM
      1:6-20       image debian:13-slim
      1:24-28      name base
    ");
    insta::assert_snapshot!(outcome.errors, @r"
    error[unknown_flag]: RUN has no flag `--mout`
     --> tests/dockerfiles/wrong.Dockerfile:3:5
      |
    3 |     --mout=type=tmpfs,target=/tmp \
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
    help: write `--mount`
      |
    3 |     --mount=type=tmpfs,target=/tmp \
      |          +

    error[pair_without_equals]: `you` has no `=`
     --> tests/dockerfiles/wrong.Dockerfile:5:20
      |
    5 | ENV GREETING=hello you
      |                    ^^^
      |
      = help: write every pair as in `NAME=value`, with quotes around blanks
    ");
    assert_eq!(outcome.code, 1);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let errors = read(&["tests/dockerfiles/wrong.Dockerfile"]).errors.replace("tests/dockerfiles/wrong.", "");
    assert!(include_str!("../../README.md").contains(&format!("```text{errors}```\n")), "{errors}");
}

#[test]
fn a_file_with_errors_as_json() {
    let outcome = read(&["--json", "tests/dockerfiles/wrong.Dockerfile"]);
    insta::assert_snapshot!(outcome.output, @r#"
    [
      {
        "path": "tests/dockerfiles/wrong.Dockerfile",
        "dockerfile": {
          "stages": [
            {
              "base": {
                "image": "debian:13-slim"
              },
              "name": "base"
            }
          ]
        },
        "findings": [
          {
            "code": "unknown_flag",
            "level": "error",
            "pass": "instructions",
            "message": "RUN has no flag `--mout`",
            "label": {
              "span": {
                "start": 79,
                "end": 108
              }
            },
            "help": "write `--mount`",
            "fix": {
              "title": "write `--mount`",
              "replacements": [
                {
                  "span": {
                    "start": 79,
                    "end": 85
                  },
                  "text": "--mount"
                }
              ]
            },
            "line": 3,
            "column": 5,
            "end_line": 3,
            "end_column": 34
          },
          {
            "code": "pair_without_equals",
            "level": "error",
            "pass": "parse",
            "message": "`you` has no `=`",
            "label": {
              "span": {
                "start": 160,
                "end": 163
              }
            },
            "help": "write every pair as in `NAME=value`, with quotes around blanks",
            "line": 5,
            "column": 20,
            "end_line": 5,
            "end_column": 23
          }
        ]
      }
    ]
    "#);
    assert_eq!((outcome.code, &*outcome.errors), (1, ""));
}

#[test]
fn the_standard_input() {
    let outcome = read_text("FROM alpine:3.22\n\tENV é=1 \u{1b}\n");
    insta::assert_snapshot!(outcome.output, @"
    <stdin>

              stage 0
      1:1-17    FROM
      1:6-17      image alpine:3.22
    ");
    insta::assert_snapshot!(outcome.errors, @"

    error[pair_without_equals]: `␛` has no `=`
     --> <stdin>:2:10
      |
    2 |     ENV é=1 ␛
      |             ^
      |
      = help: write every pair as in `NAME=value`, with quotes around blanks
    ");
    assert_eq!(outcome.code, 1);
    let json = with_input(&["--json", "-"], b"FROM alpine:3.22\n", Colours::None);
    assert!(json.output.contains(r#""path": "-""#), "{}", json.output);
    assert_eq!(json.code, 0);
}

#[test]
fn several_files_stand_apart() {
    let outcome = with_input(&["-", "tests/dockerfiles/wrong.Dockerfile"], b"FROM scratch", Colours::None);
    let (first, second) = outcome.output.split_once("\n\ntests/dockerfiles/wrong.Dockerfile\n").unwrap();
    assert!(first.ends_with("base scratch") && second.contains("debian:13-slim"), "{}", outcome.output);
    assert_eq!(outcome.code, 1);
}

#[test]
fn what_hangs_on_arguments_is_an_error_without_them() {
    let outcome = read_text("ARG BASE\nFROM $BASE\n");
    insta::assert_snapshot!(outcome.errors, @"

    error[blank_base]: the base `${BASE}` is empty
     --> <stdin>:2:6
      |
    2 | FROM $BASE
      |      ^^^^^
      |
      = note: other build arguments can make it right
      = help: give the build argument a default before the first FROM, or a value with `--build-arg`
    ");
    assert_eq!(outcome.code, 1);
}

#[test]
fn what_cannot_be_read_does_not_stop_the_rest() {
    let paths =
        ["no/such", "tests/dockerfiles", "tests/dockerfiles/latin1.Dockerfile", "tests/dockerfiles/wrong.Dockerfile"];
    let outcome = read(&paths);
    insta::assert_snapshot!(outcome.errors.lines().take(4).collect::<Vec<_>>().join("\n"), @"
    error: `no/such` cannot be read: there is no such file
    error: `tests/dockerfiles` cannot be read: it is a folder; name the file in it, as in `tests/dockerfiles/Dockerfile`
    error: `tests/dockerfiles/latin1.Dockerfile` cannot be read: byte 38 is not UTF-8; save the file as UTF-8
    ");
    assert!(outcome.output.starts_with("tests/dockerfiles/wrong.Dockerfile\n"), "{}", outcome.output);
    assert_eq!(outcome.code, 2);

    let json = read(&[&["--json"], &paths[..]].concat());
    assert_eq!(json.output.matches("\"path\"").count(), 1);
    assert_eq!((json.code, json.errors.lines().count()), (2, 3));

    let input = with_input(&["-"], b"FROM a\n\xff", Colours::None);
    assert_eq!(input.errors, "error: `<stdin>` cannot be read: byte 7 is not UTF-8; save the file as UTF-8\n");
    assert_eq!((input.code, &*input.output), (2, ""));
}

#[test]
fn a_wrong_call_is_told_the_right_one() {
    let outcome = read(&["--yaml"]);
    assert!(outcome.errors.starts_with("error: `--yaml` is not expected\nusage: "), "{}", outcome.errors);
    assert_eq!((outcome.code, &*outcome.output), (2, ""));
    let help = read(&["--help"]);
    assert!(help.output.starts_with("usage: "), "{}", help.output);
    assert_eq!((help.code, &*help.errors), (0, ""));
}

#[test]
fn terminals_get_colours() {
    let styled = with_input(&["-"], b"FRM scratch\n", Colours::Terminal);
    assert!(styled.errors.contains("\u{1b}[") && !styled.output.contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_panic() {
    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    for form in ["--json", "--"] {
        let (input, output, errors) = (&mut &b"FROM scratch\n"[..], &mut Closed, &mut Vec::new());
        let streams = Streams { input, output, errors, colours: Colours::None, screen: Screen::File };
        assert_eq!(run([form, "-"].map(OsString::from), streams), 2);
    }
}
