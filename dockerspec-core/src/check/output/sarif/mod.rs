//! Findings as SARIF, for code scanning of GitHub and others.

mod fingerprint;
mod log;
mod uri;

use std::collections::BTreeMap;

use super::{Checked, Region, written};
use crate::check::rule::{Rule, RuleLevel};
use crate::finding::{Finding, Fix, Label, Level, Replacement, Source};
use crate::parse::Span;
use fingerprint::Fingerprints;
use log::{
    ArtifactChange, ArtifactLocation, Configuration, Descriptor, Driver, Level as SarifLevel, Location, Log, Markdown,
    Mending, Message, PhysicalLocation, RegionForm, Removal, Run, SarifResult, Tool,
};

/// The findings of all files as one SARIF 2.1.0 log of one run, with the pages of the rules that found something.
///
/// ```
/// # use dockerspec_core::check::{Checker, Policy, output};
/// # use dockerspec_core::finding::Source;
/// let policy = Policy::default();
/// let checked = [Checker::new(&policy).check_source(Source::new("Dockerfile", "FROM debian\nUSER 10001\n"))];
/// let log: serde_json::Value = serde_json::from_str(&output::sarif(&checked))?;
/// assert_eq!(log["runs"][0]["results"][0]["ruleId"], "unpinned_base");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Names of files are relative to the root of the repository, as code scanning expects them, or absolute. The
/// fingerprint of a finding holds as long as its rule finds the same line, wherever that goes.
///
/// Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS Standard.
pub fn sarif(files: &[Checked<'_>]) -> String {
    let codes = files.iter().flat_map(|file| &file.findings).map(|finding| (&*finding.code, finding.level));
    let mut rules: Vec<(&str, Level)> = codes.collect::<BTreeMap<_, _>>().into_iter().collect();
    rules.sort_unstable();
    let mut results = Vec::new();
    for Checked { source, findings } in files {
        let (mut fingerprints, uri) = (Fingerprints::default(), uri::of_path(source.name()));
        results.extend(findings.iter().map(|finding| {
            let index = rules.partition_point(|(code, _)| *code < &*finding.code);
            result(finding, index, source, &uri, fingerprints.next(finding, source))
        }));
    }
    let driver = Driver {
        name: "dockerspec",
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules.into_iter().map(|(code, level)| descriptor(code, level)).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    written(&Log::new(run))
}

/// What is known of a rule, or of what BuildKit refuses, which has no page.
fn descriptor(code: &str, level: Level) -> Descriptor {
    let Some(rule) = crate::check::rule(code) else {
        return Descriptor {
            id: code.to_owned(),
            short_description: Message { text: "BuildKit refuses it.".to_owned() },
            help: None,
            help_uri: None,
            default_configuration: Configuration { enabled: true, level: level.into() },
            properties: None,
        };
    };
    let page = rule.page();
    Descriptor {
        id: code.to_owned(),
        short_description: Message { text: rule.summary() },
        help: Some(Markdown { text: page.clone(), markdown: page }),
        help_uri: Some(rule.url()),
        default_configuration: configuration(rule),
        properties: log::Properties::of(rule.aliases),
    }
}

fn configuration(rule: &Rule) -> Configuration {
    let level = if rule.level == RuleLevel::Deny { SarifLevel::Error } else { SarifLevel::Warning };
    Configuration { enabled: rule.level != RuleLevel::Allow, level }
}

fn result(finding: &Finding, rule: usize, source: &Source<'_>, uri: &str, fingerprint: String) -> SarifResult {
    let place = |span: Span| PhysicalLocation {
        artifact_location: ArtifactLocation { uri: uri.to_owned() },
        region: region(span, source),
    };
    let other = |(number, Label { span, text }): (usize, &Label)| Location {
        id: Some(number + 1),
        message: Some(text).filter(|text| !text.is_empty()).map(|text| Message { text: text.clone().into_owned() }),
        physical: place(*span),
    };
    let text = match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone().into_owned(),
    };
    SarifResult {
        rule_id: finding.code.clone().into_owned(),
        rule_index: rule,
        level: finding.level.into(),
        message: Message { text },
        locations: vec![Location { id: None, message: None, physical: place(finding.label.span) }],
        related_locations: finding.others.iter().enumerate().map(other).collect(),
        partial_fingerprints: BTreeMap::from([(fingerprint::KEY, fingerprint)]),
        fixes: finding.fix.iter().filter_map(|fix| mending(fix, source, uri)).collect(),
    }
}

/// A fix; none when it changes nothing, which SARIF cannot say.
fn mending(fix: &Fix, source: &Source<'_>, uri: &str) -> Option<Mending> {
    let removal = |Replacement { span, text }: &Replacement| Removal {
        deleted_region: region(*span, source),
        inserted_content: Some(text)
            .filter(|text| !text.is_empty())
            .map(|text| Message { text: text.clone().into_owned() }),
    };
    let change = ArtifactChange {
        artifact_location: ArtifactLocation { uri: uri.to_owned() },
        replacements: fix.replacements.iter().map(removal).collect(),
    };
    let is_empty = change.replacements.is_empty();
    (!is_empty).then(|| Mending {
        description: Message { text: fix.title.clone().into_owned() },
        artifact_changes: vec![change],
    })
}

fn region(span: Span, source: &Source<'_>) -> RegionForm {
    let Region { start, end, bytes } = Region::new(span, source);
    RegionForm {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: bytes.start,
        byte_length: bytes.len(),
    }
}
