//! BuildKit's own checks: the same rules on the same lines, over all files that it was asked about.
//!
//! BuildKit stops at the first thing that it refuses. Of a file that it refuses, its checks before that are compared,
//! and of those behind it that ours find at least as much.

use std::collections::{BTreeMap, BTreeSet};

use dockerspec::bases::{BaseFacts, ImagePattern};
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
    let compared = all_agree(rows::conformance(), &empty_images());
    assert_eq!(compared, Compared { files: 4607, findings: 787, refused: 60 });
}

/// Other files with what BuildKit says of them, in the form of the data of the conformance tests.
#[test]
#[ignore = "needs files: DOCKERSPEC_CORPUS=FILE cargo test -p dockerspec-tests --test checks -- --ignored"]
fn corpus() {
    let path = std::env::var("DOCKERSPEC_CORPUS").expect("DOCKERSPEC_CORPUS names a file");
    let mut policy = empty_images();
    if std::env::var_os("DOCKERSPEC_EXPERIMENTAL").is_some() {
        policy.set_level("mismatched_description", RuleLevel::Warn).unwrap();
    }
    println!("{:?}", all_agree(rows::of_file(&path), &policy));
}

/// BuildKit was asked where every image is there, and sets no variables.
fn empty_images() -> Policy {
    let mut policy = Policy::default();
    let mut facts = BaseFacts::default();
    facts.environment = Some(Vec::new());
    policy.bases.insert(ImagePattern::new("*").expect("it is a pattern"), facts);
    policy
}

/// What was compared.
#[derive(Debug, Default, PartialEq)]
struct Compared {
    files: usize,
    /// What BuildKit found.
    findings: usize,
    /// Those of them that are of an instruction that is refused: they are not in the model then, and no rule sees them.
    refused: usize,
}

/// Compares all files, and fails with the first differences.
#[track_caller]
fn all_agree(rows: impl Iterator<Item = Row>, policy: &Policy) -> Compared {
    let checker = Checker::new(policy);
    let (mut compared, mut differences) = (Compared::default(), Vec::new());
    for row in rows {
        compared.files += 1;
        compared.findings += theirs(&row).values().sum::<usize>();
        match compare(&row, &checker) {
            Ok(refused) => compared.refused += refused,
            Err(difference) => differences.push(format!("-- {}\n{}\n{difference}", row.name(), row.dockerfile())),
        }
    }
    let number = differences.len();
    differences.truncate(12);
    assert!(differences.is_empty(), "{number} of {} differ\n{}", compared.files, differences.join("\n"));
    compared
}

/// Compares one file. Says how many findings of BuildKit are of instructions that are refused.
fn compare(row: &Row, checker: &Checker<'_>) -> Result<usize, String> {
    let text = row.dockerfile();
    let file = File::new(text);
    let (ours, theirs) = (file.ours(checker), theirs(row));
    // With errors of the linter, all of it was done.
    let is_whole = row.accepts("convert") || is_lint_error(row);
    // A directive that it does not know stops it before all checks.
    let is_begun = row.accepts("instructions") && !error(row).starts_with("failed to parse check options");
    let reached = |rule: &str| is_whole || is_begun && EARLY.contains(&rule);
    let (mut differences, mut refused) = (Vec::new(), 0);
    for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
        let (ours, theirs) = (ours.get(key).copied().unwrap_or(0), theirs.get(key).copied().unwrap_or(0));
        let is_right = if reached(&key.0) { ours == theirs } else { ours >= theirs || !row.accepts("parse") };
        if is_right {
            continue;
        }
        // What is refused is not in the model, and so none of what most keywords are.
        let is_miscounted = key.0 == "ConsistentInstructionCasing" && !file.refused.is_empty();
        if ours < theirs && file.is_refused(key.1) {
            refused += theirs - ours;
        } else if !is_miscounted && !file.is_refused_before(key.1) {
            differences.push(format!("{} on line {}: ours {ours}, theirs {theirs}", key.0, key.1));
        }
    }
    if differences.is_empty() { Ok(refused) } else { Err(differences.join("\n")) }
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
    error(row).starts_with("lint violation")
}

fn error(row: &Row) -> &str {
    row.0["convert_error"].as_str().unwrap_or_default()
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
        // BuildKit does not know the comments of hadolint, which switch rules off.
        let text = self.source.text().replace("hadolint", "no_lints");
        for finding in checker.check(&text) {
            let Some(name) = buildkit_name(&finding) else { continue };
            let at = self.source.line_column(finding.label.span.start);
            let node =
                self.node(at.line).unwrap_or_else(|| panic!("{finding:?} in no line of\n{}", self.source.text()));
            let reported = match name {
                // Reported where the lines that are joined end, which is before heredocs.
                "NoEmptyContinuation" if node.heredocs.is_empty() => node.lines.1,
                "NoEmptyContinuation" => self.source.line_column(node.span.end).line,
                _ => node.lines.0,
            };
            *lint.entry((name.to_owned(), u64::from(reported))).or_default() += 1;
        }
        lint
    }

    /// The instruction on a line.
    fn node(&self, line: u32) -> Option<&Node<'f>> {
        self.nodes.iter().find(|node| (node.lines.0..=node.lines.1).contains(&line))
    }

    /// Whether the instruction before the one on a line is refused. The comments above that one stay, and stand above
    /// what comes next.
    fn is_refused_before(&self, line: u64) -> bool {
        let before = self.nodes.iter().rev().find(|node| u64::from(node.lines.1) < line);
        before.is_some_and(|node| self.is_refused(u64::from(node.lines.0)))
    }

    /// Whether something in the instruction on a line is refused.
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
        assert_eq!(error(&row), format!("lint violation found for rules: {names}"), "{}", row.dockerfile());
        count += 1;
    }
    assert!(count > 0);
}
