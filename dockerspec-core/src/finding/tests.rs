//! What findings say, and their JSON.

use super::*;

const TEXT: &str = "FROM alpine:3.22\nRUNN make\n";

fn plain() -> Finding {
    Finding {
        code: "unknown_instruction".into(),
        level: Level::Error,
        pass: None,
        depends_on_arguments: false,
        message: "`RUNN` is not an instruction".into(),
        label: Label { span: Span::new(17, 21), text: "".into() },
        others: Vec::new(),
        help: None,
        fix: None,
    }
}

fn full() -> Finding {
    Finding {
        level: Level::Warning,
        pass: Some(Pass::Instructions),
        depends_on_arguments: true,
        label: Label { span: Span::new(17, 21), text: "no keyword".into() },
        others: vec![Label { span: Span::new(0, 4), text: "this is one".into() }],
        help: Some("write `RUN`".into()),
        fix: Some(Fix::new("write `RUN`", [Replacement::new(Span::new(17, 21), "RUN")])),
        ..plain()
    }
}

#[test]
fn a_finding_is_one_line() {
    assert_eq!(plain().to_string(), "error[unknown_instruction]: `RUNN` is not an instruction");
    assert_eq!(full().to_string(), "warning[unknown_instruction]: `RUNN` is not an instruction; write `RUN`");
}

#[test]
fn a_finding_has_a_place_in_its_source() {
    let shown = |text| plain().display(&Source::new("a/Dockerfile", text)).to_string();
    assert_eq!(shown(TEXT), "a/Dockerfile:2:1: error[unknown_instruction]: `RUNN` is not an instruction");
    assert_eq!(shown("FROM a"), "a/Dockerfile:1:7: error[unknown_instruction]: `RUNN` is not an instruction");
}

#[test]
fn what_arguments_can_change_is_no_error() {
    assert!(plain().is_error());
    assert!(!Finding { depends_on_arguments: true, ..plain() }.is_error());
    assert!(!Finding { level: Level::Warning, ..plain() }.is_error());
    assert!(Level::Warning < Level::Error);
}

#[test]
fn the_fix_of_a_finding_makes_it_right() {
    let fixed = full().fix.unwrap().apply(TEXT).unwrap();
    assert_eq!(crate::dockerfile::Dockerfile::parse(&fixed).1, []);
}

#[cfg(feature = "serde")]
mod json {
    use super::*;

    fn json(finding: &Finding) -> String {
        serde_json::to_string_pretty(finding).unwrap()
    }

    #[test]
    fn what_is_absent_is_left_out() {
        insta::assert_snapshot!(json(&plain()), @r#"
        {
          "code": "unknown_instruction",
          "level": "error",
          "message": "`RUNN` is not an instruction",
          "label": {
            "span": {
              "start": 17,
              "end": 21
            }
          }
        }
        "#);
    }

    #[test]
    fn every_field() {
        insta::assert_snapshot!(json(&full()), @r#"
        {
          "code": "unknown_instruction",
          "level": "warning",
          "pass": "instructions",
          "depends_on_arguments": true,
          "message": "`RUNN` is not an instruction",
          "label": {
            "span": {
              "start": 17,
              "end": 21
            },
            "text": "no keyword"
          },
          "others": [
            {
              "span": {
                "start": 0,
                "end": 4
              },
              "text": "this is one"
            }
          ],
          "help": "write `RUN`",
          "fix": {
            "title": "write `RUN`",
            "replacements": [
              {
                "span": {
                  "start": 17,
                  "end": 21
                },
                "text": "RUN"
              }
            ]
          }
        }
        "#);
    }

    #[test]
    fn what_is_written_can_be_read() {
        let (_, mut findings) = crate::dockerfile::Dockerfile::parse("FROM a:1\nCOPY a\nENV A\nRUN <<E\n");
        assert!(findings.len() >= 3, "{findings:?}");
        findings.extend([plain(), full()]);
        for finding in findings {
            assert_eq!(serde_json::from_str::<Finding>(&json(&finding)).unwrap(), finding);
        }
        for (pass, name) in [(Pass::Parse, "parse"), (Pass::Instructions, "instructions"), (Pass::Convert, "convert")] {
            assert_eq!(serde_json::to_value(pass).unwrap(), name);
        }
        let place = LineColumn { line: 2, column: 6 };
        assert_eq!(serde_json::to_value(place).unwrap(), serde_json::json!({"line": 2, "column": 6}));
    }

    #[test]
    fn a_field_that_nothing_has_is_refused() {
        for field in ["place", "colour"] {
            let mut value = serde_json::to_value(full()).unwrap();
            value[field] = 1.into();
            let error = serde_json::from_value::<Finding>(value).unwrap_err().to_string();
            assert!(error.starts_with(&format!("unknown field `{field}`")), "{error}");
        }
    }
}
