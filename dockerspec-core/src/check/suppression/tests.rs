//! What is allowed where, and what is left over.

use crate::check::{Checker, Policy, RuleLevel, rules};
use crate::finding::Source;

/// Two rules, and those about comments.
const ON: &[&str] =
    &["allow_without_reason", "malformed_allow", "unanswered_prompt", "unknown_rule", "unpinned_base", "unused_allow"];

fn policy() -> Policy {
    let mut policy = Policy::default();
    for rule in rules().iter().filter(|rule| !ON.contains(&rule.name)) {
        policy.set_level(rule.name, RuleLevel::Allow).unwrap();
    }
    policy
}

/// The findings in a file with their places, and what is left when an unused permission is removed.
fn found(text: &str) -> String {
    let policy = policy();
    let source = Source::new("x", text);
    let findings = Checker::new(&policy).check(text);
    let shown = findings.iter().map(|finding| {
        let fixed = finding.fix.as_ref().filter(|_| finding.code == "unused_allow");
        let fixed = fixed.map_or(String::new(), |fix| format!(" -> {:?}", fix.apply(text).unwrap()));
        format!("{} {} {}{fixed}", source.line_column(finding.label.span.start), finding.code, finding.message)
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_instruction_below_whatever_stands_between() {
    assert_eq!(found("# dockerspec: allow(unpinned_base, reason = \"x\")\n\n# more\n\n# and more\nFROM a\n"), "");
    assert_eq!(found("FROM a:1\n# hadolint ignore=DL3014\n# hadolint ignore=SC2086\n\nRUN apt-get install x\n"), "");
    insta::assert_snapshot!(found("FROM a:1\n# hadolint ignore=DL3014\nRUN a\nRUN apt-get install x\n"), @r#"
    2:19 unused_allow `DL3014`, which is `unanswered_prompt`, finds nothing here -> "FROM a:1\nRUN a\nRUN apt-get install x\n"
    4:13 unanswered_prompt `apt-get install` waits for an answer
    "#);
    insta::assert_snapshot!(found("ARG A=1\n# hadolint ignore=DL3006\nARG B=1\nFROM a\n"), @r#"
    2:19 unused_allow `DL3006`, which is `unpinned_base`, finds nothing here -> "ARG A=1\nARG B=1\nFROM a\n"
    4:6 unpinned_base the base `a` has no tag
    "#);
    insta::assert_snapshot!(found("FROM a:1\nRUN apt-get install x\n# hadolint ignore=DL3014"), @r#"
    2:13 unanswered_prompt `apt-get install` waits for an answer
    3:19 unused_allow `DL3014`, which is `unanswered_prompt`, finds nothing here -> "FROM a:1\nRUN apt-get install x\n"
    "#);
}

#[test]
fn whole_stages_and_files() {
    let two = "FROM a AS one\nRUN apt-get install x\nFROM b\nRUN apt-get install x\n";
    let below = |comment: &str| format!("{comment}\n{two}");
    insta::assert_snapshot!(found(&below("# dockerspec: allow_stage(unanswered_prompt, DL3006, reason = \"x\")")), @r"
    4:6 unpinned_base the base `b` has no tag
    5:13 unanswered_prompt `apt-get install` waits for an answer
    ");
    assert_eq!(found(&below("# dockerspec: allow_file(unanswered_prompt, DL3006, reason = \"x\")")), "");
    assert_eq!(found(&below("# hadolint global ignore=DL3014,DL3006")), "");
    insta::assert_snapshot!(found(&format!("{two}# hadolint stage ignore=DL3014,DL3006 since\n")), @r"
    1:6 unpinned_base the base `a` has no tag
    2:13 unanswered_prompt `apt-get install` waits for an answer
    ");
    insta::assert_snapshot!(found(&format!("ARG A=1\n{}", below("# hadolint stage ignore=DL3014,DL3006"))), @r"
    5:6 unpinned_base the base `b` has no tag
    6:13 unanswered_prompt `apt-get install` waits for an answer
    ");
}

#[test]
fn commands_of_a_line() {
    let run = |before: &str, between: &str, behind: &str| {
        found(&format!(
            "FROM a:1\nRUN apt-get install a && \\\n{before} apt-get install \\\n{between} b && \\\n{behind} apt-get install c\n"
        ))
    };
    let comment = "  # dockerspec: allow(unanswered_prompt, reason = \"x\")\n";
    insta::assert_snapshot!(run(comment, "", ""), @r"
    2:13 unanswered_prompt `apt-get install` waits for an answer
    6:10 unanswered_prompt `apt-get install` waits for an answer
    ");
    insta::assert_snapshot!(run("", comment, ""), @r"
    2:13 unanswered_prompt `apt-get install` waits for an answer
    6:10 unanswered_prompt `apt-get install` waits for an answer
    ");
    insta::assert_snapshot!(run("", "\n# more\n", &format!("{comment}\n # more\n")), @r"
    2:13 unanswered_prompt `apt-get install` waits for an answer
    3:10 unanswered_prompt `apt-get install` waits for an answer
    ");
    insta::assert_snapshot!(found("FROM a:1\nRUN <<E\n# hadolint ignore=DL3014\napt-get install a\napt-get install b\nE\n"), @"5:9 unanswered_prompt `apt-get install` waits for an answer");
    insta::assert_snapshot!(found("FROM a:1\nCOPY <<E /\n# hadolint ignore=DL3014\nE\nENV A=1 \\\n # hadolint ignore=DL3014\n B=2\n"), @r#"6:20 unused_allow `DL3014`, which is `unanswered_prompt`, finds nothing here -> "FROM a:1\nCOPY <<E /\n# hadolint ignore=DL3014\nE\nENV A=1 \\\n B=2\n""#);
}

#[test]
fn the_narrowest_counts_and_the_others_are_unused() {
    insta::assert_snapshot!(
        found("# dockerspec: allow_file(unpinned_base, reason = \"x\")\n# hadolint ignore=DL3006\n# hadolint ignore=DL3006\nFROM a\n"),
        @r##"
    1:26 unused_allow `unpinned_base` finds nothing here -> "# hadolint ignore=DL3006\n# hadolint ignore=DL3006\nFROM a\n"
    3:19 unused_allow `DL3006`, which is `unpinned_base`, finds nothing here -> "# dockerspec: allow_file(unpinned_base, reason = \"x\")\n# hadolint ignore=DL3006\nFROM a\n"
    "##
    );
}

#[test]
fn what_is_unused_is_taken_out() {
    let fixed = |comment: &str| found(&format!("{comment}\nFROM a\n"));
    insta::assert_snapshot!(fixed("# dockerspec: allow(unanswered_prompt, DL3006, unknown_rule, reason = \"x\")"), @r##"
    1:21 unused_allow `unanswered_prompt` finds nothing here -> "# dockerspec: allow(DL3006, unknown_rule, reason = \"x\")\nFROM a\n"
    1:48 unused_allow `unknown_rule` finds nothing here -> "# dockerspec: allow(unanswered_prompt, DL3006, reason = \"x\")\nFROM a\n"
    "##);
    insta::assert_snapshot!(fixed("## dockerspec: allow(unanswered_prompt, reason = \"x\")  then prose"), @r###"
    1:22 unused_allow `unanswered_prompt` finds nothing here -> "## then prose\nFROM a\n"
    2:6 unpinned_base the base `a` has no tag
    "###);
    insta::assert_snapshot!(fixed("# dockerspec: allow(unanswered_prompt, reason = \"x\"), allow(DL3006, reason = \"x\")"), @r##"1:21 unused_allow `unanswered_prompt` finds nothing here -> "# dockerspec: allow(DL3006, reason = \"x\")\nFROM a\n""##);
    insta::assert_snapshot!(fixed("\t# hadolint ignore=DL3014,SC1090 # why"), @r#"
    1:20 unused_allow `DL3014`, which is `unanswered_prompt`, finds nothing here -> "\t# hadolint ignore=SC1090 # why\nFROM a\n"
    2:6 unpinned_base the base `a` has no tag
    "#);
    insta::assert_snapshot!(fixed("# hadolint ignore=DL3006\n  # hadolint global ignore=DL3014 # why"), @r##"2:28 unused_allow `DL3014`, which is `unanswered_prompt`, finds nothing here -> "# hadolint ignore=DL3006\nFROM a\n""##);
}

#[test]
fn what_cannot_be_known_is_not_unused() {
    let policy = policy().with_level("unanswered_prompt", RuleLevel::Allow).unwrap();
    let of_a_rule_that_is_off = "# hadolint ignore=DL3014\nFROM a:1\nUSER 1\n";
    assert_eq!(Checker::new(&policy).check(of_a_rule_that_is_off), []);
    assert_eq!(found("# dockerspec: allow(unused_allow, reason = \"x\")\nFROM a:1\n"), "");
    assert_eq!(
        found("# dockerspec: allow_file(unused_allow, reason = \"x\")\n# hadolint ignore=DL3014\nFROM a:1\n"),
        ""
    );
    insta::assert_snapshot!(found("# hadolint ignore=DL3014\nFROM a:1\nRUNN apt-get install x\n"), @"3:1 unknown_instruction `RUNN` is not an instruction");
}

#[test]
fn what_does_not_build_cannot_be_allowed() {
    insta::assert_snapshot!(found("# dockerspec: allow_file(unknown_instruction, reason = \"x\")\nFRM a\n"), @r"
    1:26 unknown_rule `unknown_instruction` is not a rule
    2:1 unknown_instruction `FRM` is not an instruction
    ");
}
