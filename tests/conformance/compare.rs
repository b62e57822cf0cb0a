//! What is compared, and how the model says what BuildKit says.

use dockerspec::check::{Checker, Policy, rules};
use dockerspec::finding::{Finding, Pass};
use dockerspec::parse::{self, Node, Parsed};
use serde_json::{Value as Json, json};

use crate::rows::Row;

/// The first pass: accepted or not, and every field of every node.
pub(crate) fn nodes(row: &Row) -> Result<(), String> {
    let (nodes, findings) = parse::nodes(row.dockerfile());
    let accepts = row.accepts("parse");
    if findings.is_empty() != accepts {
        return Err(format!("accepted: {accepts} {}, we find {findings:?}", row.0["parse_error"]));
    }
    if !accepts {
        return Ok(());
    }
    let ours: Vec<Json> = nodes.iter().map(node).collect();
    let theirs = row.0["nodes"].as_array().ok_or("no nodes")?;
    same("number of nodes", &json!(ours.len()), &json!(theirs.len()))?;
    for (ours, theirs) in ours.iter().zip(theirs) {
        same("node", ours, theirs)?;
    }
    Ok(())
}

/// All passes: accepted or not.
pub(crate) fn verdicts(row: &Row) -> Result<(), String> {
    let parsed = Parsed::new(row.dockerfile());
    // One image BuildKit was told does not exist.
    let theirs = row.accepts("convert")
        || row.0["convert_error"].as_str().is_some_and(|error| error.starts_with("oracle.test/missing"));
    // `RUN []` is refused behind all passes.
    let ours =
        parsed.findings.iter().all(|finding| finding.pass == Some(Pass::Build)) && !is_refused_by_checks(&parsed, row);
    if ours == theirs {
        return Ok(());
    }
    Err(format!("accepted: {theirs} {}, we find {:?}", row.0["convert_error"], parsed.findings))
}

/// Whether the file makes errors of BuildKit's checks, and one finds something.
fn is_refused_by_checks(parsed: &Parsed<'_>, row: &Row) -> bool {
    let is_check =
        |finding: &Finding| rules().iter().any(|rule| rule.name == finding.code && rule.buildkit_name().is_some());
    parsed.dockerfile.directives.check.as_ref().is_some_and(|check| check.error)
        && Checker::new(&Policy::default()).check(row.dockerfile()).iter().any(is_check)
}

pub(crate) fn same(what: &str, ours: &Json, theirs: &Json) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    if let (Some(ours), Some(theirs)) = (ours.as_object(), theirs.as_object()) {
        let keys: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            let (ours, theirs) = (ours.get(key).unwrap_or(&Json::Null), theirs.get(key).unwrap_or(&Json::Null));
            same(&format!("{what}.{key}"), ours, theirs)?;
        }
    }
    Err(format!("{what}:\n  ours   {ours}\n  theirs {theirs}"))
}

fn node(node: &Node<'_>) -> Json {
    let heredocs: Vec<Json> = node
        .heredocs
        .iter()
        .map(|heredoc| {
            json!({
                "name": heredoc.delimiter, "fd": heredoc.descriptor, "expand": heredoc.expands,
                "chomp": heredoc.strips_tabs, "content": heredoc.body,
            })
        })
        .collect();
    let mut fields = json!({
        "instr": node.keyword, "values": node.values, "flags": node.flags, "heredocs": heredocs,
        "json": node.is_json, "original": node.line, "start_line": node.lines.0, "end_line": node.lines.1,
    });
    if let Some(trigger) = &node.trigger {
        fields["sub"] = json!([self::node(trigger)]);
    }
    if !node.comments.is_empty() {
        fields["comments"] = json!(node.comments);
    }
    fields
}
