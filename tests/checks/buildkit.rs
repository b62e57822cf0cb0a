//! BuildKit's own checks: the same rules on the same lines, over all files that it was asked about.
//!
//! BuildKit stops at the first thing that it refuses. Of a file that it refuses, its checks before that are compared,
//! and of those behind it that ours find at least as much.

use std::collections::{BTreeMap, BTreeSet};

use dockerspec::check::{Checker, Policy, RuleLevel, rules};
use dockerspec::finding::{Finding, Source};
use dockerspec::parse::{Node, Parsed, nodes};

#[expect(dead_code, reason = "one of its files says nothing of checks")]
#[path = "../conformance/rows.rs"]
mod rows;

use rows::Row;

/// Findings by BuildKit's name of the rule and the line, and how many there are.
type Lint = BTreeMap<(String, u64), usize>;

#[test]
fn conformance() {
    let (count, found) = all_agree(rows::conformance(), &Policy::default());
    assert_eq!((count, found), (4607, 787));
}

/// Other files with what BuildKit says of them, in the form of the data of the conformance tests.
#[test]
#[ignore = "needs files: DOCKERSPEC_CORPUS=FILE cargo test -p dockerspec-tests --test checks -- --ignored"]
fn corpus() {
    let path = std::env::var("DOCKERSPEC_CORPUS").expect("DOCKERSPEC_CORPUS names a file");
    let mut policy = Policy::default();
    if std::env::var_os("DOCKERSPEC_EXPERIMENTAL").is_some() {
        policy.levels.insert("mismatched_description".to_owned(), RuleLevel::Warn);
    }
    let (count, found) = all_agree(rows::of_file(&path), &policy);
    println!("{count} files with {found} findings agree");
}

/// Compares all files, and fails with the first differences. Says how many files there were, and how many findings
/// BuildKit had.
#[track_caller]
fn all_agree(rows: impl Iterator<Item = Row>, policy: &Policy) -> (usize, usize) {
    let checker = Checker::new(policy);
    let (mut count, mut found, mut differences) = (0, 0, Vec::new());
    for row in rows {
        count += 1;
        found += theirs(&row).values().sum::<usize>();
        if let Err(difference) = compare(&row, &checker) {
            differences.push(format!("-- {}\n{}\n{difference}", row.name(), row.dockerfile()));
        }
    }
    let number = differences.len();
    differences.truncate(12);
    assert!(differences.is_empty(), "{number} of {count} differ\n{}", differences.join("\n"));
    (count, found)
}

fn compare(row: &Row, checker: &Checker<'_>) -> Result<(), String> {
    let text = row.dockerfile();
    let file = File::new(text);
    let (ours, theirs) = (file.ours(checker), theirs(row));
    // With errors of the linter, all of it was done.
    let is_whole = row.accepts("convert") || is_lint_error(row);
    let reached = |rule: &str| is_whole || row.accepts("instructions") && EARLY.contains(&rule);
    let mut differences = Vec::new();
    for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
        let (ours, theirs) = (ours.get(key).copied().unwrap_or(0), theirs.get(key).copied().unwrap_or(0));
        let is_right = if reached(&key.0) { ours == theirs } else { ours >= theirs || !row.accepts("parse") };
        if !is_right && !(ours < theirs && file.is_refused(key.1)) {
            differences.push(format!("{} on line {}: ours {ours}, theirs {theirs}", key.0, key.1));
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// What BuildKit checks before it looks at stages and variables.
const EARLY: &[&str] = &[
    "ConsistentInstructionCasing",
    "DuplicateStageName",
    "FromAsCasing",
    "InvalidDefinitionDescription",
    "MaintainerDeprecated",
    "NoEmptyContinuation",
    "ReservedStageName",
    "StageNameCasing",
];

fn is_lint_error(row: &Row) -> bool {
    row.0["convert_error"].as_str().is_some_and(|error| error.starts_with("lint violation"))
}

fn theirs(row: &Row) -> Lint {
    let mut lint = Lint::new();
    for found in row.0["lint"].as_array().map_or(&[][..], Vec::as_slice) {
        let rule = found["rule"].as_str().expect("a check has a name").to_owned();
        *lint.entry((rule, found["line"].as_u64().unwrap_or(0))).or_default() += 1;
    }
    lint
}

/// A file, and where its instructions stand.
struct File<'f> {
    source: Source<'f>,
    nodes: Vec<Node<'f>>,
    /// The lines on which something is refused.
    refused: BTreeSet<u32>,
}

impl<'f> File<'f> {
    fn new(text: &'f str) -> Self {
        let source = Source::new("", text);
        let refused = Parsed::new(text).findings;
        let refused = refused.iter().map(|finding| source.line_column(finding.label.span.start).line).collect();
        Self { refused, nodes: nodes(text).0, source }
    }

    /// What our checks find, on the lines that BuildKit has for it.
    fn ours(&self, checker: &Checker<'_>) -> Lint {
        let mut lint = Lint::new();
        for finding in checker.check(self.source.text()) {
            let Some(name) = buildkit_name(&finding) else { continue };
            let line = self.source.line_column(finding.label.span.start).line;
            let node = self.node(line).unwrap_or_else(|| panic!("{finding:?} in no line of\n{}", self.source.text()));
            let line = match name {
                // Reported where the lines that are joined end, which is before heredocs.
                "NoEmptyContinuation" if node.heredocs.is_empty() => node.lines.1,
                "NoEmptyContinuation" => self.source.line_column(node.span.end).line,
                _ => node.lines.0,
            };
            *lint.entry((name.to_owned(), u64::from(line))).or_default() += 1;
        }
        lint
    }

    /// The instruction on a line.
    fn node(&self, line: u32) -> Option<&Node<'f>> {
        self.nodes.iter().find(|node| (node.lines.0..=node.lines.1).contains(&line))
    }

    /// Whether something in the instruction on a line is refused. It is not in the model then, and no rule sees it.
    fn is_refused(&self, line: u64) -> bool {
        let node = u32::try_from(line).ok().and_then(|line| self.node(line));
        node.is_some_and(|node| self.refused.range(node.lines.0..=node.lines.1).next().is_some())
    }
}

fn buildkit_name(finding: &Finding) -> Option<&'static str> {
    rules().iter().find(|rule| rule.name == finding.code)?.buildkit_name()
}

/// `# check=error=true` makes errors of BuildKit's checks, and of no others.
#[test]
fn errors_of_the_linter() {
    let mut count = 0;
    for row in rows::conformance().filter(is_lint_error) {
        let policy = Policy::default();
        let findings = Checker::new(&policy).check(row.dockerfile());
        let rules: BTreeSet<&str> =
            findings.iter().filter(|finding| finding.is_error()).filter_map(buildkit_name).collect();
        let names = Vec::from_iter(rules).join(", ");
        let theirs = row.0["convert_error"].as_str().unwrap_or_default();
        assert_eq!(theirs, format!("lint violation found for rules: {names}"), "{}", row.dockerfile());
        count += 1;
    }
    assert!(count > 0);
}
