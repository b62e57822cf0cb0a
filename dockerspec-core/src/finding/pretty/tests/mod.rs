//! What findings look like.

mod fixes;

use proptest::prelude::*;

use super::*;
use crate::finding::{Label, Pass};

const TWO_BASES: &str = "FROM alpine:3.22 AS base\nRUN make \\\n    install\nFROM base2 AS base\nCMD [\"app\"]\n";

fn of_source(text: &str) -> String {
    let parsed = crate::parse::Parsed::new(text);
    pretty(&parsed.findings, &Source::new("Dockerfile", text))
}

fn of(finding: &Finding, text: &str) -> String {
    pretty([finding], &Source::new("Dockerfile", text))
}

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("it is a part");
    Span::of(start, start + part.len())
}

fn finding(span: Span) -> Finding {
    Finding {
        code: "some_code".into(),
        level: Level::Error,
        pass: Some(Pass::Parse),
        depends_on_arguments: false,
        message: "it is wrong".into(),
        label: Label { span, text: "".into() },
        others: Vec::new(),
        help: None,
        fix: None,
    }
}

#[test]
fn one_line() {
    insta::assert_snapshot!(of_source("FROM alpine:3.22\nRUNN make\n"), @"
    error[unknown_instruction]: `RUNN` is not an instruction
     --> Dockerfile:2:1
      |
    2 | RUNN make
      | ^^^^
      |
    help: write `RUN`
      |
    2 - RUNN make
    2 + RUN make
      |
    ");
}

#[test]
fn a_place_far_away_stands_on_its_own() {
    let middle = "RUN make\n".repeat(1000);
    insta::assert_snapshot!(of_source(&format!("FROM a AS first\nCOPY --from=last x y\n{middle}FROM b AS last\n")), @"
    error[later_stage]: the stage `last` comes later
        --> Dockerfile:2:1
         |
       2 | COPY --from=last x y
         | ^^^^^^^^^^^^^^^^^^^^
         |
        ::: Dockerfile:1003:1
         |
    1003 | FROM b AS last
         | -------------- the stage
         |
         = help: move it up, above this stage
    ");
}

#[test]
fn a_place_in_a_continued_instruction() {
    let text =
        "FROM alpine:3.22\nRUN --mount=type=cache,target=/x \\\n    # the second flag\n    --mont=x \\\n    make\n";
    insta::assert_snapshot!(of_source(text), @r"
    error[unknown_flag]: RUN has no flag `--mont`
     --> Dockerfile:4:5
      |
    4 |     --mont=x \
      |     ^^^^^^^^
      |
    help: write `--mount`
      |
    4 |     --mount=x \
      |         +
    ");
}

#[test]
fn a_heredoc_that_never_ends() {
    insta::assert_snapshot!(of_source("FROM alpine:3.22\nRUN <<EOF\nmake\n EOF\n"), @"
    error[heredoc_end]: no line `EOF` ends the heredoc
     --> Dockerfile:2:1
      |
    2 | RUN <<EOF
      | ^^^^^^^^^
      |
      = help: write the delimiter on a line of its own, without blanks around it
    ");
}

#[test]
fn the_end_of_the_file() {
    insta::assert_snapshot!(of_source("# nothing\n"), @"
    error[no_instructions]: the file has no instructions
     --> Dockerfile:2:1
      |
    2 |
      | ^
      |
      = help: begin with `FROM` and an image
    ");
    insta::assert_snapshot!(of_source("# nothing"), @"
    error[no_instructions]: the file has no instructions
     --> Dockerfile:1:10
      |
    1 | # nothing
      |          ^
      |
      = help: begin with `FROM` and an image
    ");
    insta::assert_snapshot!(of_source(""), @"
    error[no_instructions]: the file has no instructions
     --> Dockerfile:1:1
      |
    1 |
      | ^
      |
      = help: begin with `FROM` and an image
    ");
}

#[test]
fn tabs_and_wide_characters_move_the_marks() {
    insta::assert_snapshot!(of_source("FROM alpine:3.22\nENV\tNAME=é漢 é漢\n"), @"
    error[pair_without_equals]: `é漢` has no `=`
     --> Dockerfile:2:13
      |
    2 | ENV    NAME=é漢 é漢
      |                 ^^^
      |
      = help: write every pair as in `NAME=value`, with quotes around blanks
    ");
}

#[test]
fn carriage_returns_and_a_byte_order_mark_are_not_shown() {
    insta::assert_snapshot!(of_source("\u{feff}FRM alpine:3.22\r\nRUNN make\r\n"), @"
    error[unknown_instruction]: `FRM` is not an instruction
     --> Dockerfile:1:1
      |
    1 | FRM alpine:3.22
      | ^^^
      |
    help: write `FROM`
      |
    1 | FROM alpine:3.22
      |   +

    error[unknown_instruction]: `RUNN` is not an instruction
     --> Dockerfile:2:1
      |
    2 | RUNN make
      | ^^^^
      |
    help: write `RUN`
      |
    2 - RUNN make
    2 + RUN make
      |
    ");
}

#[test]
fn control_characters_of_the_source_reach_no_terminal() {
    insta::assert_snapshot!(of_source("FROM alpine:3.22\nRUN\u{1b}[31mN \u{202e}\u{9b}make\n"), @r"
    error[unknown_instruction]: `RUN␛[31mN` is not an instruction
     --> Dockerfile:2:1
      |
    2 | RUN␛[31mN ��make
      | ^^^^^^^^^
      |
      = help: begin the line with an instruction, or end the line above with `\`
    ");
}

#[test]
fn a_long_line_is_cut() {
    insta::assert_snapshot!(of_source(&format!("FROM alpine:3.22\nENV {}B\n", "A=12 ".repeat(100))), @"
    error[pair_without_equals]: `B` has no `=`
     --> Dockerfile:2:505
      |
    2 | ...=12 A=12 A=12 A=12 A=12 A=12 A=12 A=12 A=12 A=12 A=12 A=12 A=12 B
      |                                                                    ^
      |
      = help: write every pair as in `NAME=value`, with quotes around blanks
    ");
}

#[test]
fn a_place_of_several_lines() {
    let shown = finding(span(TWO_BASES, "RUN make \\\n    install\n"));
    insta::assert_snapshot!(of(&shown, TWO_BASES), @r"
    error[some_code]: it is wrong
     --> Dockerfile:2:1
      |
    2 | / RUN make \
    3 | |     install
      | |___________^
    ");
}

#[test]
fn what_depends_on_arguments_says_so() {
    let mut shown = finding(span(TWO_BASES, "base2"));
    shown.depends_on_arguments = true;
    shown.level = Level::Warning;
    insta::assert_snapshot!(of(&shown, TWO_BASES), @"
    warning[some_code]: it is wrong
     --> Dockerfile:4:6
      |
    4 | FROM base2 AS base
      |      ^^^^^
      |
      = note: other build arguments can make it right
    ");
}

#[test]
fn findings_stand_apart() {
    let shown = of_source("FROM alpine:3.22\nRUNN make\nRUNN test\n");
    let (first, second) = shown.split_once("\n\n").unwrap();
    assert!(first.contains("make") && second.contains("test"), "{shown}");
    assert_eq!(pretty(&[], &Source::new("x", "")), "");
}

#[test]
fn colours_are_all_that_styles_add() {
    let (_, findings) = crate::dockerfile::Dockerfile::parse("FROM alpine:3.22\nRUNN make\n");
    let source = Source::new("Dockerfile", "FROM alpine:3.22\nRUNN make\n");
    let mut styled = pretty_styled(&findings, &source);
    while let Some(start) = styled.find('\u{1b}') {
        let length = styled[start..].find('m').expect("a colour ends with an m");
        styled.replace_range(start..=start + length, "");
    }
    assert_eq!(styled, pretty(&findings, &source));
}

fn spans() -> impl Strategy<Value = Span> {
    (0_u32..50, 0_u32..20).prop_map(|(start, length)| Span::new(start, start + length))
}

proptest! {
    #[test]
    fn every_finding_can_be_shown(
        text in "[a{\\r\n\t é漢\u{1f600}\u{feff}\u{202e}\u{9b}\0#]{0,40}",
        label in spans(),
        others in prop::collection::vec(spans(), 0..4),
        replacements in prop::collection::vec((spans(), "[a \r\n\té漢]{0,9}"), 0..4),
        words in "[a\n\t\u{1b}\u{9b}\r]{0,9}",
    ) {
        let mut shown = finding(label);
        shown.message = words.clone().into();
        shown.others = others.into_iter().map(|span| Label { span, text: words.clone().into() }).collect();
        shown.help = Some(words.clone().into());
        let replacements = replacements.into_iter().map(|(span, text)| Replacement::new(span, text));
        shown.fix = Some(Fix::new(words, replacements));
        let source = Source::new("x", &text);
        let place = source.line_column(label.start);
        let plain = pretty([&shown], &source);
        prop_assert!(plain.contains(&format!("--> x:{place}\n")), "{place} is not in\n{plain}");
        prop_assert!(!plain.contains(|character: char| character.is_control() && character != '\n'), "{plain:?}");
        pretty_styled([&shown], &source);
    }
}
