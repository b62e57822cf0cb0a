//! The page of every rule holds: its examples are found, what it says to use instead is not, and its fixes mend.

use dockerspec::check::{Checker, Fixes, Policy, Rule, RuleLevel, rules};
use dockerspec::finding::Finding;
use dockerspec::ignore::IgnoreFile;

/// A heading of a page, in the order in which pages have them, and whether all have it.
const HEADINGS: &[(&str, bool)] = &[
    ("What it does", true),
    ("Why is this bad?", true),
    ("Why it is off", false),
    ("Example", true),
    ("Use instead", true),
    ("Policy", false),
    ("References", false),
];

#[test]
fn rules_are_sorted_and_named_once() {
    for pair in rules().windows(2) {
        assert!(pair[0].name < pair[1].name, "{} stands before {}", pair[0].name, pair[1].name);
    }
    let mut aliases: Vec<&str> = rules().iter().flat_map(|rule| rule.aliases).copied().collect();
    aliases.sort_unstable();
    for pair in aliases.windows(2) {
        assert_ne!(pair[0], pair[1], "two rules have the alias");
    }
}

#[test]
fn pages_have_their_headings_in_order() {
    for rule in rules() {
        let found: Vec<&str> = headings(rule).map(|(heading, _)| heading).collect();
        let is_there = |heading: &str, always| {
            always || found.contains(&heading) || heading == "Why it is off" && rule.level == RuleLevel::Allow
        };
        let wanted: Vec<&str> = HEADINGS
            .iter()
            .filter(|(heading, always)| is_there(heading, *always))
            .map(|(heading, _)| *heading)
            .collect();
        assert_eq!(found, wanted, "{}", rule.name);
        for (heading, text) in headings(rule) {
            assert!(!text.trim().is_empty(), "{}: nothing below `{heading}`", rule.name);
        }
        for heading in ["Example", "Use instead"] {
            assert_ne!(blocks(rule, heading, "dockerfile"), [""; 0], "{}: no Dockerfile below `{heading}`", rule.name);
        }
    }
}

#[test]
fn examples_are_found_and_what_to_use_instead_is_not() {
    for rule in rules() {
        for example in blocks(rule, "Example", "dockerfile") {
            let found = findings(rule, "Example", &example);
            assert_ne!(found, [], "{}: not found in\n{example}", rule.name);
            for finding in found {
                assert_eq!(finding.fix.is_some(), has_fix(rule, &finding), "{}: {finding:?}", rule.name);
            }
        }
        for instead in blocks(rule, "Use instead", "dockerfile") {
            assert_eq!(findings(rule, "Use instead", &instead), [], "{}: found in\n{instead}", rule.name);
        }
    }
}

#[test]
fn fixes_mend_and_bring_nothing_new() {
    for rule in rules() {
        for example in blocks(rule, "Example", "dockerfile") {
            let Some(finding) = findings(rule, "Example", &example).into_iter().find(|finding| finding.fix.is_some())
            else {
                continue;
            };
            let fixed = finding.fix.as_ref().unwrap().apply(&example).unwrap();
            let count = |text: &str| findings(rule, "Example", text).len();
            let (before, after) = (count(&example), count(&fixed));
            assert!(after < before, "{}: {after} of {before} findings stay in\n{fixed}", rule.name);
            let policy = policy(rule);
            let count = |text: &str, code: &str| {
                checker(rule, "Example", &policy).check(text).iter().filter(|finding| finding.code == code).count()
            };
            for new in checker(rule, "Example", &policy).check(&fixed) {
                let (before, after) = (count(&example, &new.code), count(&fixed, &new.code));
                assert!(after <= before, "{}: the fix brings {new:?} to\n{fixed}", rule.name);
            }
        }
        let is_mended = rule.fixes == Fixes::Never;
        assert!(
            is_mended
                || blocks(rule, "Example", "dockerfile")
                    .iter()
                    .any(|example| { findings(rule, "Example", example).iter().any(|finding| finding.fix.is_some()) }),
            "{}: no example has a fix",
            rule.name
        );
    }
}

/// What a rule says of its fixes, for one finding.
fn has_fix(rule: &Rule, finding: &Finding) -> bool {
    match rule.fixes {
        Fixes::Never => false,
        Fixes::Always => true,
        Fixes::Sometimes => finding.fix.is_some(),
    }
}

/// The policy of the page, with the rule on.
fn policy(rule: &Rule) -> Policy {
    let mut policy = match blocks(rule, "Policy", "json").as_slice() {
        [] => Policy::default(),
        [text] => serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error} in\n{text}", rule.name)),
        _ => panic!("{}: more than one policy", rule.name),
    };
    if rule.level == RuleLevel::Allow {
        policy.set_level(rule.name, RuleLevel::Warn).expect("the rule is there");
    }
    policy
}

/// The checker of a policy, with the `.dockerignore` below a heading of the page, if there is one.
fn checker<'p>(rule: &Rule, heading: &str, policy: &'p Policy) -> Checker<'p> {
    let checker = Checker::new(policy);
    match blocks(rule, heading, "dockerignore").first() {
        Some(ignore) => checker.ignore_file(IgnoreFile::parse(ignore).expect("pages have patterns that are some")),
        None => checker,
    }
}

/// The findings of one rule, in a Dockerfile below a heading of its page.
fn findings(rule: &Rule, heading: &str, text: &str) -> Vec<Finding> {
    let policy = policy(rule);
    let mut found = checker(rule, heading, &policy).check(text);
    found.retain(|finding| finding.code == rule.name);
    found
}

/// The headings of a page with the text below them.
fn headings(rule: &Rule) -> impl Iterator<Item = (&'static str, &'static str)> {
    let text = rule.docs.trim_start().strip_prefix("## ").unwrap_or_default();
    text.split("\n ## ").map(|part| part.split_once('\n').unwrap_or((part, "")))
}

/// The fenced blocks below a heading, of one language.
fn blocks(rule: &Rule, heading: &str, language: &str) -> Vec<String> {
    let Some((_, text)) = headings(rule).find(|(found, _)| *found == heading) else { return Vec::new() };
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match &mut block {
            None if line == format!("```{language}") => block = Some(String::new()),
            None => {}
            Some(_) if line == "```" => blocks.extend(block.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    blocks
}
