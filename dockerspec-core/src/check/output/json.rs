//! Findings as JSON.

use serde::Serialize;

use super::{Checked, Region, written};
use crate::check::rule;
use crate::finding::{Finding, Fix, Label, Level, Replacement, Source};

/// The findings of all files as one array of JSON, a finding an object, in the order of the files.
///
/// ```
/// # use dockerspec_core::check::{Checker, Policy, output};
/// # use dockerspec_core::finding::Source;
/// let policy = Policy::default();
/// let checked = [Checker::new(&policy).check_source(Source::new("Dockerfile", "FROM debian\nUSER 10001\n"))];
/// let findings: serde_json::Value = serde_json::from_str(&output::json(&checked))?;
/// assert_eq!(findings[0]["rule"], "unpinned_base");
/// assert_eq!(findings[0]["aliases"][0], "DL3006");
/// assert_eq!((&findings[0]["line"], &findings[0]["column"]), (&1.into(), &6.into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `offset` and `length` count bytes. `help` and `fix` are `null` where there is none; a fix is applied as a whole.
pub fn json(files: &[Checked<'_>]) -> String {
    let entries: Vec<Entry<'_>> = files
        .iter()
        .flat_map(|Checked { source, findings }| findings.iter().map(|finding| Entry::new(finding, source)))
        .collect();
    written(&entries)
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    rule: &'a str,
    aliases: &'static [&'static str],
    level: Level,
    #[serde(flatten)]
    place: Place,
    message: &'a str,
    label: &'a str,
    others: Vec<Other<'a>>,
    help: Option<&'a str>,
    fix: Option<Mending<'a>>,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    offset: u32,
    length: u32,
}

#[derive(Serialize)]
struct Other<'a> {
    #[serde(flatten)]
    place: Place,
    label: &'a str,
}

#[derive(Serialize)]
struct Mending<'a> {
    title: &'a str,
    replacements: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

impl<'a> Entry<'a> {
    fn new(finding: &'a Finding, source: &'a Source<'_>) -> Self {
        let place = |span| Place::from(Region::new(span, source));
        let other = |Label { span, text }: &'a Label| Other { place: place(*span), label: text };
        let change = |Replacement { span, text }: &'a Replacement| Change { place: place(*span), text };
        let mending = |Fix { title, replacements }: &'a Fix| Mending {
            title,
            replacements: replacements.iter().map(change).collect(),
        };
        Self {
            file: source.name(),
            rule: &finding.code,
            aliases: rule(&finding.code).map_or(&[], |rule| rule.aliases),
            level: finding.level,
            place: place(finding.label.span),
            message: &finding.message,
            label: &finding.label.text,
            others: finding.others.iter().map(other).collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(mending),
        }
    }
}

impl From<Region> for Place {
    fn from(Region { start, end, bytes }: Region) -> Self {
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            offset: bytes.start,
            length: bytes.len(),
        }
    }
}
