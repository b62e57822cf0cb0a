//! Findings in each form.

use super::*;
use crate::finding::{Fix, Label, Level, Replacement};

/// A finding as a rule makes it, with everything that a finding can have.
fn finding(code: &'static str, level: Level, span: Span) -> Finding {
    Finding {
        code: code.into(),
        level,
        pass: None,
        depends_on_arguments: false,
        message: "50%, `a`: b".into(),
        label: Label { span, text: "here".into() },
        others: Vec::new(),
        help: None,
        fix: None,
    }
}

/// A file with two findings: one in a line of a RUN behind characters of several bytes, one over two lines.
fn checked() -> Checked<'static> {
    let source = Source::new("a,b/Docker file", "FROM debian\nRUN echo é漢 && \\\n  apt-get install x\n");
    let (install, echo) = (Span::new(42, 49), Span::new(12, 49));
    let mut first = finding("unanswered_prompt", Level::Error, install);
    first.others.push(Label { span: Span::new(5, 11), text: "the base".into() });
    first.help = Some("add `--yes`".into());
    first.fix = Some(Fix::new("add `--yes`", [Replacement::new(Span::new(49, 49), " --yes")]));
    let mut second = finding("unknown_instruction", Level::Warning, echo);
    second.fix = Some(Fix::new("remove it", [Replacement::new(Span::new(12, 52), "")]));
    Checked { source, findings: vec![first, second] }
}

#[test]
fn workflow_commands() {
    insta::assert_snapshot!(github(&[checked()]), @r"
    ::error file=a%2Cb/Docker file,line=3,endLine=3,col=11,endColumn=18,title=unanswered_prompt::50%25, `a`: b; add `--yes`
    ::warning file=a%2Cb/Docker file,line=2,endLine=3,title=unknown_instruction::50%25, `a`: b
    ");
    assert_eq!(github(&[]), "");
}

#[test]
fn summaries() {
    let summary = |files: &[Checked<'_>]| Summary::of(files).to_string();
    assert_eq!(summary(&[]), "0 files: nothing found");
    assert_eq!(summary(&[checked()]), "1 file: 1 error, 1 warning, 2 with a fix");
    let clean = Checked { source: Source::new("x", ""), findings: Vec::new() };
    assert_eq!(summary(&[clean]), "1 file: nothing found");
}

#[cfg(feature = "pretty")]
#[test]
fn texts_of_files_with_findings() {
    let clean = Checked { source: Source::new("x", ""), findings: Vec::new() };
    insta::assert_snapshot!(text(&[checked(), clean]), @r"
    error[unanswered_prompt]: 50%, `a`: b
     --> a,b/Docker file:3:11
      |
    1 | FROM debian
      |      ------ the base
    2 | RUN echo é漢 && \
    3 |   apt-get install x
      |           ^^^^^^^ here
      |
    help: add `--yes`
      |
    3 |   apt-get install --yes x
      |                   +++++

    warning[unknown_instruction]: 50%, `a`: b
     --> a,b/Docker file:2:1
      |
    2 | / RUN echo é漢 && \
    3 | |   apt-get install x
      | |_________________^ here
      |
    help: remove it
      |
    2 - RUN echo é漢 && \
    3 -   apt-get install x
      |

    2 files: 1 error, 1 warning, 2 with a fix
    ");
    assert!(text_styled(&[checked()]).contains('\u{1b}'));
}

#[cfg(feature = "json")]
mod machines {
    use super::*;

    #[test]
    fn one_array_of_all_files() {
        insta::assert_snapshot!(json(&[checked()]), @r#"
        [
          {
            "file": "a,b/Docker file",
            "rule": "unanswered_prompt",
            "aliases": [
              "DL3014",
              "DL3030",
              "DL3034",
              "DL3038"
            ],
            "level": "error",
            "line": 3,
            "column": 11,
            "end_line": 3,
            "end_column": 18,
            "offset": 42,
            "length": 7,
            "message": "50%, `a`: b",
            "label": "here",
            "others": [
              {
                "line": 1,
                "column": 6,
                "end_line": 1,
                "end_column": 12,
                "offset": 5,
                "length": 6,
                "label": "the base"
              }
            ],
            "help": "add `--yes`",
            "fix": {
              "title": "add `--yes`",
              "replacements": [
                {
                  "line": 3,
                  "column": 18,
                  "end_line": 3,
                  "end_column": 18,
                  "offset": 49,
                  "length": 0,
                  "text": " --yes"
                }
              ]
            }
          },
          {
            "file": "a,b/Docker file",
            "rule": "unknown_instruction",
            "aliases": [],
            "level": "warning",
            "line": 2,
            "column": 1,
            "end_line": 3,
            "end_column": 18,
            "offset": 12,
            "length": 37,
            "message": "50%, `a`: b",
            "label": "here",
            "others": [],
            "help": null,
            "fix": {
              "title": "remove it",
              "replacements": [
                {
                  "line": 2,
                  "column": 1,
                  "end_line": 4,
                  "end_column": 1,
                  "offset": 12,
                  "length": 40,
                  "text": ""
                }
              ]
            }
          }
        ]
        "#);
        assert_eq!(json(&[]), "[]\n");
    }

    #[test]
    fn one_log_of_all_files() {
        let log = sarif(&[checked()]);
        // The page of a rule is shown elsewhere.
        let page = serde_json::to_string(&crate::check::rule("unanswered_prompt").unwrap().page()).unwrap();
        insta::assert_snapshot!("log", log.replace(&page, "PAGE").replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    }

    #[test]
    fn fingerprints_hold_when_lines_move() {
        let fingerprints = |text: &str| {
            let policy = crate::check::Policy::default();
            let checked = crate::check::Checker::new(&policy).check_source(Source::new("x", text));
            let log: serde_json::Value = serde_json::from_str(&sarif(&[checked])).unwrap();
            let results = log["runs"][0]["results"].as_array().unwrap();
            let results = results.iter().filter(|result| result["ruleId"] == "unanswered_prompt");
            results.map(|result| result["partialFingerprints"].to_string()).collect::<Vec<_>>()
        };
        let twice = "RUN apt-get install x\nRUN apt-get install x\n";
        let before = fingerprints(&format!("FROM a:1\n{twice}"));
        assert_eq!(before.len(), 2);
        assert_ne!(before[0], before[1]);
        assert_eq!(fingerprints(&format!("# more\nFROM a:1\n\n{twice}")), before);
    }
}
