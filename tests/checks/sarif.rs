//! SARIF logs of what the rules find in their own examples: the properties that the standard has, and places that are
//! the same in lines, columns and bytes.
//!
//! The schema of OASIS is not in this repository. The tables say what it says of the objects that we write.

use std::collections::BTreeSet;

use dockerspec::check::output::{Checked, json, sarif};
use dockerspec::check::{Checker, Policy, RuleLevel, rules};
use dockerspec::finding::{Fix, Replacement, Source};
use dockerspec::parse::Span;
use serde_json::{Map, Value};

/// An object of SARIF 2.1.0: its name, the properties that it must have, and the others that we write, each with what it
/// holds: a type of JSON, the name of an object, or that in brackets for a list.
type Object = (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const OBJECTS: &[Object] = &[
    ("log", &[("version", "string"), ("runs", "[run]")], &[("$schema", "string")]),
    ("run", &[("tool", "tool")], &[("columnKind", "string"), ("results", "[result]")]),
    ("tool", &[("driver", "driver")], &[]),
    (
        "driver",
        &[("name", "string")],
        &[("version", "string"), ("informationUri", "string"), ("rules", "[descriptor]")],
    ),
    (
        "descriptor",
        &[("id", "string")],
        &[
            ("shortDescription", "message"),
            ("help", "message"),
            ("helpUri", "string"),
            ("defaultConfiguration", "configuration"),
            ("properties", "properties"),
        ],
    ),
    ("configuration", &[], &[("enabled", "boolean"), ("level", "level")]),
    ("properties", &[], &[("tags", "[string]")]),
    ("message", &[("text", "string")], &[("markdown", "string")]),
    (
        "result",
        &[("message", "message")],
        &[
            ("ruleId", "string"),
            ("ruleIndex", "number"),
            ("level", "level"),
            ("locations", "[location]"),
            ("relatedLocations", "[location]"),
            ("partialFingerprints", "strings"),
            ("fixes", "[fix]"),
        ],
    ),
    ("location", &[], &[("id", "number"), ("message", "message"), ("physicalLocation", "place")]),
    ("place", &[("artifactLocation", "artifact"), ("region", "region")], &[]),
    ("artifact", &[], &[("uri", "string")]),
    (
        "region",
        &[],
        &[
            ("startLine", "number"),
            ("startColumn", "number"),
            ("endLine", "number"),
            ("endColumn", "number"),
            ("byteOffset", "number"),
            ("byteLength", "number"),
        ],
    ),
    ("fix", &[("artifactChanges", "[change]")], &[("description", "message")]),
    ("change", &[("artifactLocation", "artifact"), ("replacements", "[replacement]")], &[]),
    ("replacement", &[("deletedRegion", "region")], &[("insertedContent", "content")]),
    ("content", &[], &[("text", "string")]),
];

/// Lists in which the schema asks for an element or more.
const NEVER_EMPTY: &[&str] = &["change", "replacement"];

fn check(value: &Value, kind: &str, path: &str) {
    if let Some(kind) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        let list = value.as_array().unwrap_or_else(|| panic!("{path} is no list"));
        assert!(!list.is_empty() || !NEVER_EMPTY.contains(&kind), "{path} is empty");
        list.iter().enumerate().for_each(|(number, value)| check(value, kind, &format!("{path}[{number}]")));
        return;
    }
    match kind {
        "string" => assert!(value.as_str().is_some_and(|text| !text.is_empty()), "{path} is no text"),
        "number" => assert!(value.as_u64().is_some(), "{path} is no number"),
        "boolean" => assert!(value.is_boolean(), "{path} is no boolean"),
        "level" => assert!(matches!(value.as_str(), Some("error" | "warning")), "{path} is no level"),
        "strings" => assert!(value.as_object().is_some_and(|object| object.values().all(Value::is_string)), "{path}"),
        _ => check_object(value.as_object().unwrap_or_else(|| panic!("{path} is no {kind}")), kind, path),
    }
}

fn check_object(object: &Map<String, Value>, kind: &str, path: &str) {
    let (_, required, others) = OBJECTS.iter().find(|(name, ..)| *name == kind).expect("the kind is in the table");
    for (property, _) in *required {
        assert!(object.contains_key(*property), "{path} has no {property}");
    }
    for (property, value) in object {
        let known = required.iter().chain(*others).find(|(name, _)| name == property);
        let (_, kind) = known.unwrap_or_else(|| panic!("{path} has {property}"));
        check(value, kind, &format!("{path}.{property}"));
    }
}

/// The examples of all pages, with characters of several bytes in front.
fn examples() -> Vec<(String, String)> {
    let fences = |page: &str| {
        page.split("```dockerfile\n")
            .skip(1)
            .map(|part| part.split("```").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let pages = rules().iter().flat_map(|rule| fences(&rule.page()).into_iter().map(|text| (rule.name, text)));
    let named = |(number, (rule, text)): (usize, (&str, String))| {
        (format!("dir {number}/{rule}.Dockerfile"), format!("\u{feff}# é漢 \u{1f600}\n\n{text}"))
    };
    pages.enumerate().map(named).collect()
}

/// A policy with every rule on.
fn all_on() -> Policy {
    let mut policy = Policy::default();
    for rule in rules().iter().filter(|rule| rule.level == RuleLevel::Allow) {
        policy.set_level(rule.name, RuleLevel::Warn).expect("the rule is in the list");
    }
    policy
}

fn checked(files: &[(String, String)]) -> Vec<Checked<'_>> {
    let policy = all_on();
    let checker = Checker::new(&policy);
    files.iter().map(|(name, text)| checker.check_source(Source::new(name, text))).collect()
}

/// A number in an object.
fn number(object: &Value, name: &str) -> usize {
    let number = object[name].as_u64().and_then(|number| usize::try_from(number).ok());
    number.unwrap_or_else(|| panic!("{object} has no number {name}"))
}

fn span(start: usize, end: usize) -> Span {
    let place = |at| u32::try_from(at).expect("examples are short");
    Span::new(place(start), place(end))
}

/// The bytes of a region, by its lines and columns alone.
fn by_columns(region: &Value, text: &str) -> Span {
    let place = |line: &str, column: &str| {
        let before: usize = text.split_inclusive('\n').take(number(region, line) - 1).map(str::len).sum();
        let rest = &text[before..];
        let skipped = usize::from(before == 0 && rest.starts_with('\u{feff}'));
        let characters = rest.chars().take(number(region, column) - 1 + skipped);
        before + characters.map(char::len_utf8).sum::<usize>()
    };
    span(place("startLine", "startColumn"), place("endLine", "endColumn"))
}

fn by_bytes(region: &Value) -> Span {
    let start = number(region, "byteOffset");
    span(start, start + number(region, "byteLength"))
}

#[test]
fn logs_have_the_form_of_the_standard() {
    let files = examples();
    let log: Value = serde_json::from_str(&sarif(&checked(&files))).unwrap();
    check(&log, "log", "log");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "a rule stands there twice");
    for result in log["runs"][0]["results"].as_array().unwrap() {
        assert_eq!(rules[number(result, "ruleIndex")]["id"], result["ruleId"]);
    }
    let empty: Value = serde_json::from_str(&sarif(&[])).unwrap();
    check(&empty, "log", "log");
}

#[test]
fn places_are_the_same_in_every_form() {
    let files = examples();
    let checked = checked(&files);
    let log: Value = serde_json::from_str(&sarif(&checked)).unwrap();
    let list: Value = serde_json::from_str(&json(&checked)).unwrap();
    let mut results = log["runs"][0]["results"].as_array().unwrap().iter();
    let mut entries = list.as_array().unwrap().iter();
    for Checked { source, findings } in &checked {
        let mut fingerprints = BTreeSet::new();
        for finding in findings {
            let (result, entry) = (results.next().unwrap(), entries.next().unwrap());
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert_eq!(by_bytes(region), finding.label.span, "{finding:?}");
            assert_eq!(by_columns(region, source.text()), finding.label.span, "{finding:?}");
            assert_eq!((&entry["line"], &entry["column"]), (&region["startLine"], &region["startColumn"]));
            assert_eq!((&entry["end_line"], &entry["end_column"]), (&region["endLine"], &region["endColumn"]));
            assert!(fingerprints.insert(result["partialFingerprints"]["ruleAndLine/v1"].to_string()), "{finding:?}");
            let Some(fix) = &finding.fix else { continue };
            let change = &result["fixes"][0]["artifactChanges"][0];
            let replacements = change["replacements"].as_array().unwrap().iter().map(|replacement| {
                let region = &replacement["deletedRegion"];
                assert_eq!(by_columns(region, source.text()), by_bytes(region), "{finding:?}");
                Replacement::new(
                    by_bytes(region),
                    replacement["insertedContent"]["text"].as_str().unwrap_or_default().to_owned(),
                )
            });
            let replayed = Fix::new("", replacements).apply(source.text());
            assert_eq!(replayed, fix.apply(source.text()), "{finding:?}");
        }
    }
    assert!(results.next().is_none() && entries.next().is_none());
}
