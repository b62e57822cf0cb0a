//! What tests of rules show of findings.

use std::fmt::Write as _;

use super::{Checker, Policy, Rule, RuleLevel};
use crate::finding::{Finding, LineColumn, Source};
use crate::parse::Span;

/// The findings of one rule alone in a file, one a line: places, labels, message, help, and what the fix makes of the
/// lines that it changes.
pub(super) fn findings(rule: &Rule, text: &str) -> String {
    findings_with(Policy::default(), rule, text)
}

/// The same with a policy.
pub(super) fn findings_with(mut policy: Policy, rule: &Rule, text: &str) -> String {
    for other in super::rules() {
        policy.set_level(other.name, RuleLevel::Allow).unwrap();
    }
    policy.set_level(rule.name, RuleLevel::Warn).unwrap();
    let found = Checker::new(&policy).check(text);
    let source = Source::new("Dockerfile", text);
    found.iter().map(|finding| shown(finding, &source)).collect::<Vec<_>>().join("\n")
}

fn shown(finding: &Finding, source: &Source<'_>) -> String {
    let place = |span: Span| {
        let LineColumn { line, column } = source.line_column(span.start);
        format!("{line}:{column} `{}`", &source.text()[span.range()])
    };
    let mut shown = format!("{} {}: {}", place(finding.label.span), finding.label.text, finding.message);
    for other in &finding.others {
        let _ = write!(shown, "; {} {}", place(other.span), other.text);
    }
    if let Some(help) = &finding.help {
        let _ = write!(shown, "; help: {help}");
    }
    if let Some(fix) = &finding.fix {
        let fixed = fix.apply(source.text()).unwrap();
        let old: Vec<&str> = source.text().lines().collect();
        let changed: Vec<&str> = fixed.lines().filter(|line| !old.contains(line)).collect();
        let _ = write!(shown, "; fix: {} -> {}", fix.title, changed.join(" | "));
    }
    shown
}
