//! A probe: a file, how hadolint was called, and what it said.

use std::collections::BTreeSet;

use dockerspec::check::{Checker, Policy, RuleLevel, rules};
use dockerspec::finding::{Finding, Source};
use dockerspec::parse::nodes;
use serde_json::Value as Json;

use super::Difference;
use super::codes::{CODES, REFUSED, rule, rule_of};

/// Rules that hadolint has off.
const OFF: &[&str] = &["DL1001", "DL3057"];

pub(super) struct Probe {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) arguments: Vec<String>,
    findings: Vec<(u64, String)>,
}

/// All probes but those of the command line alone.
pub(super) fn probes() -> Vec<Probe> {
    let lines = include_str!("../data/hadolint-probes.ndjson").lines();
    let rows = lines.map(|line| serde_json::from_str::<Json>(line).expect("each line is JSON"));
    rows.filter(|row| row["args"] != serde_json::json!(["-f", "xyz"])).map(|row| Probe::of(&row)).collect()
}

impl Probe {
    fn of(row: &Json) -> Self {
        let text = |json: &Json| json.as_str().expect("it is a string").to_owned();
        let list = |json: &Json| json.as_array().cloned().unwrap_or_default();
        let finding = |json: &Json| (json["line"].as_u64().expect("it is a number"), text(&json["code"]));
        Self {
            name: text(&row["name"]),
            text: text(&row["dockerfile"]),
            arguments: list(&row["args"]).iter().map(text).collect(),
            // Where it crashed, it found nothing.
            findings: list(&row["findings"]).iter().map(finding).collect(),
        }
    }

    /// What hadolint found.
    pub(super) fn theirs(&self) -> BTreeSet<Difference> {
        let known =
            |(line, code): &(u64, String)| CODES.iter().find(|known| *known == code).map(|code| (*line, rule_of(code)));
        self.findings.iter().filter_map(known).collect()
    }

    /// What we find, in the line that the instruction begins in.
    pub(super) fn ours(&self) -> BTreeSet<Difference> {
        let source = Source::new("Dockerfile", &self.text);
        let (nodes, _) = nodes(&self.text);
        let found = Checker::new(&self.policy()).check(&self.text);
        let known = found.iter().filter_map(|finding| {
            let line = source.line_column(finding.label.span.start).line;
            let node = nodes.iter().find(|node| (node.lines.0..=node.lines.1).contains(&line));
            Some((u64::from(node.map_or(line, |node| node.lines.0)), rule_or_code(finding)?))
        });
        known.collect()
    }

    /// The arguments as a policy, with all rules on that hadolint has on.
    fn policy(&self) -> Policy {
        let mut policy = Policy::default();
        for rule in rules() {
            let is_on = rule.aliases.iter().any(|code| CODES.contains(code) && !OFF.contains(code));
            let level = if is_on { RuleLevel::Warn } else { RuleLevel::Allow };
            policy.set_level(rule.name, level).expect("it is the name of a rule");
        }
        let mut arguments = self.arguments.iter().map(String::as_str);
        while let Some(argument) = arguments.next() {
            match argument {
                "--strict-labels" => policy.strict_labels = true,
                "--no-fail" | "--disable-ignore-pragma" => {}
                "--trusted-registry" => policy.trusted_registries.extend(arguments.next().map(str::to_owned)),
                "--require-label" => {
                    let (key, label_type) = arguments.next().and_then(|label| label.split_once(':')).expect("a label");
                    let label_type = serde_json::from_value(label_type.into()).expect("a type of labels");
                    policy.labels.insert(key.to_owned(), label_type);
                }
                "--info" | "--error" | "--style" | "--ignore" | "-t" => {
                    let level = if argument == "--ignore" { RuleLevel::Allow } else { RuleLevel::Warn };
                    if let Some(rule) = arguments.next().and_then(rule) {
                        policy.set_level(rule.name, level).expect("it is the name of a rule");
                    }
                }
                _ => panic!("{argument} is new"),
            }
        }
        policy
    }
}

/// The rule of a finding, or the code that hadolint has for what is refused.
fn rule_or_code(finding: &Finding) -> Option<&'static str> {
    if let Some(rule) = rules().iter().find(|rule| rule.name == finding.code) {
        return rule.aliases.iter().any(|code| CODES.contains(code)).then_some(rule.name);
    }
    let refused = REFUSED.iter().find(|(problem, _)| *problem == finding.code).map(|(_, code)| rule_of(code));
    refused.or(finding.is_error().then_some("DL1000"))
}
