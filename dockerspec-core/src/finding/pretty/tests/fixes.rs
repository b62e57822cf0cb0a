//! What a fix looks like.

use super::*;

#[test]
fn two_labels_and_a_fix() {
    let mut shown = finding(span(TWO_BASES, "base2"));
    shown.label.text = "no such stage".into();
    shown.others.push(Label { span: span(TWO_BASES, "base"), text: "there is this one".into() });
    shown.fix = Some(Fix::new("write `base`", [Replacement::new(shown.label.span, "base")]));
    insta::assert_snapshot!(of(&shown, TWO_BASES), @"
    error[some_code]: it is wrong
     --> Dockerfile:4:6
      |
    1 | FROM alpine:3.22 AS base
      |                     ---- there is this one
    ...
    4 | FROM base2 AS base
      |      ^^^^^ no such stage
      |
    help: write `base`
      |
    4 - FROM base2 AS base
    4 + FROM base AS base
      |
    ");
}

#[test]
fn the_lines_of_a_fix() {
    let fixed = |title: &'static str, replacements: &[(&str, &'static str)]| {
        let mut shown = finding(span(TWO_BASES, "CMD"));
        let replacements = replacements.iter().map(|(part, text)| Replacement::new(span(TWO_BASES, part), *text));
        shown.fix = Some(Fix::new(title, replacements));
        of(&shown, TWO_BASES)
    };
    insta::assert_snapshot!(fixed("remove the line", &[("CMD [\"app\"]\n", "")]), @r#"
    error[some_code]: it is wrong
     --> Dockerfile:5:1
      |
    5 | CMD ["app"]
      | ^^^
      |
    help: remove the line
      |
    5 - CMD ["app"]
      |
    "#);
    insta::assert_snapshot!(fixed("add a line", &[("CMD", "USER 10001\nCMD")]), @r#"
    error[some_code]: it is wrong
     --> Dockerfile:5:1
      |
    5 | CMD ["app"]
      | ^^^
      |
    help: add a line
      |
    5 + USER 10001
      |
    "#);
    insta::assert_snapshot!(fixed("run it", &[("]\n", "]\nUSER 10001\n")]), @r#"
    error[some_code]: it is wrong
     --> Dockerfile:5:1
      |
    5 | CMD ["app"]
      | ^^^
      |
    help: run it
      |
    5 ~ CMD ["app"]
    6 + USER 10001
      |
    "#);
    insta::assert_snapshot!(fixed("rename the stage", &[("AS base\n", "AS build\n"), ("base2", "build")]), @r#"
    error[some_code]: it is wrong
     --> Dockerfile:5:1
      |
    5 | CMD ["app"]
      | ^^^
      |
    help: rename the stage
      |
    1 ~ FROM alpine:3.22 AS build
    2 | RUN make \
    3 |     install
    4 ~ FROM build AS base
      |
    "#);
}

#[test]
fn a_fix_at_the_end() {
    let text = "FROM scratch\n";
    let mut shown = finding(Span::new(13, 13));
    shown.fix = Some(Fix::new("end with a command", [Replacement::new(shown.label.span, "CMD [\"app\"]\n")]));
    insta::assert_snapshot!(of(&shown, text), @r#"
    error[some_code]: it is wrong
     --> Dockerfile:2:1
      |
    2 |
      | ^
      |
    help: end with a command
      |
    2 + CMD ["app"]
      |
    "#);
}

#[test]
fn a_fix_that_does_not_fit_is_not_shown() {
    let mut shown = finding(Span::new(0, 4));
    shown.fix = Some(Fix::new("write `FROM`", [Replacement::new(Span::new(0, 400), "FROM")]));
    assert!(!of(&shown, TWO_BASES).contains("write"));
    shown.fix = Some(Fix::new("write `FROM`", []));
    assert!(!of(&shown, TWO_BASES).contains("write"));
}
