//! Files as JSON: the model, and what is wrong.

use std::path::Path;

use dockerspec::finding::{Finding, Source};
use dockerspec::model::Dockerfile;
use dockerspec::parse::Parsed;
use serde::Serialize;

/// A file.
#[derive(Debug, Serialize)]
pub(super) struct Document<'a> {
    path: String,
    dockerfile: Dockerfile<'a>,
    findings: Vec<Placed>,
}

/// A finding, and where people find it. The end is the place behind its last character.
#[derive(Debug, Serialize)]
struct Placed {
    #[serde(flatten)]
    finding: Finding,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'a> Document<'a> {
    pub(super) fn new(path: &Path, parsed: Parsed<'a>, source: &Source<'_>) -> Self {
        let findings = parsed.findings.into_iter().map(|finding| {
            let (start, end) = (finding.label.span.start, finding.label.span.end);
            let (start, end) = (source.line_column(start), source.line_column(end));
            Placed { finding, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
        });
        Self { path: path.to_string_lossy().into_owned(), dockerfile: parsed.dockerfile, findings: findings.collect() }
    }
}
