//! What a policy takes, refuses and does.

use super::*;
use crate::check::{Allow, Checker, rule};

const TEXT: &str = "FROM debian AS one\nFROM debian AS two\nUSER 10001\n";

/// The lines of unpinned bases.
fn unpinned(policy: &Policy) -> usize {
    Checker::new(policy).check(TEXT).iter().filter(|finding| finding.code == "unpinned_base").count()
}

#[test]
fn a_level_is_that_of_a_name_or_an_alias() {
    let policy = Policy::default().with_level("dl3006", RuleLevel::Allow).unwrap();
    assert_eq!(policy.level(rule("unpinned_base").unwrap()), RuleLevel::Allow);
    assert_eq!(unpinned(&policy), 0);
    assert_eq!(unpinned(&Policy::default()), 2);
}

#[test]
fn exceptions_are_for_all_or_for_stages_of_a_name() {
    let allow = || Allow::new("unpinned_base", "why").unwrap();
    assert_eq!(unpinned(&Policy::default().allow(allow())), 0);
    assert_eq!(unpinned(&Policy::default().allow(Exception::from(allow()).in_stage("ONE").unwrap())), 1);
    assert_eq!(unpinned(&Policy::default().allow(Exception::from(allow()).in_stage("three").unwrap())), 2);
    assert_eq!(unpinned(&Policy::default().allow(Allow::new("unanswered_prompt", "why").unwrap())), 2);
}

#[test]
fn what_a_policy_cannot_say() {
    let level = |name: &str| Policy::default().with_level(name, RuleLevel::Warn).unwrap_err().to_string();
    insta::assert_snapshot!(level("unpined_base"), @"`unpined_base` is not a rule; write `unpinned_base`");
    insta::assert_snapshot!(level("DL9999"), @"`DL9999` is not a rule; `check::rules()` and docs/rules.md list them");
    insta::assert_snapshot!(Allow::new("DL3006", " \n").unwrap_err(), @"the reason to allow `unpinned_base` is blank; say why it is fine");
    insta::assert_snapshot!(Exception::from(Allow::new("DL3006", "x").unwrap()).in_stage("a b").unwrap_err(), @"`a b` is no name of a stage; write the one behind `AS`");
}

#[cfg(feature = "serde")]
mod form {
    use super::*;

    fn read(text: &str) -> Result<Policy, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_written_is_read() {
        let exception = Exception::from(Allow::new("DL3014", "why").unwrap()).in_stage("one").unwrap();
        let policy = Policy::default().with_level("DL3006", RuleLevel::Deny).unwrap().allow(exception);
        let text = serde_json::to_string(&policy).unwrap();
        insta::assert_snapshot!(text, @r#"{"levels":{"unpinned_base":"deny"},"allow":[{"rule":"unanswered_prompt","reason":"why","stage":"one"}]}"#);
        assert_eq!(read(&text), Ok(policy));
        assert_eq!(read("{}"), Ok(Policy::default()));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        insta::assert_snapshot!(read(r#"{"levels": {"unpined_base": "warn"}}"#).unwrap_err(), @"`unpined_base` is not a rule; write `unpinned_base` at line 1 column 36");
        insta::assert_snapshot!(read(r#"{"levels": {"unpinned_base": "warn", "DL3006": "deny"}}"#).unwrap_err(), @"the level of `unpinned_base` is set twice, by its name and by an alias; keep one of them at line 1 column 55");
        insta::assert_snapshot!(read(r#"{"levels": {"unpinned_base": "error"}}"#).unwrap_err(), @"unknown variant `error`, expected one of `allow`, `warn`, `deny` at line 1 column 36");
        insta::assert_snapshot!(read(r#"{"level": {}}"#).unwrap_err(), @"unknown field `level`, expected one of `levels`, `allow`, `bases`, `trusted_registries`, `labels`, `strict_labels` at line 1 column 8");
        insta::assert_snapshot!(read(r#"{"allow": [{"rule": "unpinned_base"}]}"#).unwrap_err(), @"missing field `reason` at line 1 column 36");
        insta::assert_snapshot!(read(r#"{"allow": [{"rule": "unpinned_base", "reason": ""}]}"#).unwrap_err(), @"the reason to allow `unpinned_base` is blank; say why it is fine at line 1 column 51");
        insta::assert_snapshot!(read(r#"{"allow": [{"rule": "unpinned_base", "reason": "x", "stages": "a"}]}"#).unwrap_err(), @"unknown field `stages`, expected one of `rule`, `reason`, `stage` at line 1 column 60");
    }

    #[test]
    fn labels_and_registries_as_json() {
        let text = r#"{"trusted_registries":["ghcr.io"],"labels":{"a":"rfc3339","b":"url"},"strict_labels":true}"#;
        let policy: Policy = serde_json::from_str(text).unwrap();
        assert_eq!(policy.labels["a"], LabelType::Rfc3339);
        assert_eq!(serde_json::to_string(&policy).unwrap(), text);
        assert_eq!(serde_json::to_string(&Policy::default()).unwrap(), "{}");
        let error = serde_json::from_str::<Policy>(r#"{"labels":{"a":"uri"}}"#).unwrap_err();
        assert!(error.to_string().starts_with("unknown variant `uri`, expected one of `text`, `url`,"), "{error}");
    }
}
