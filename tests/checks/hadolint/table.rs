//! The table of `docs/hadolint.md` says what the comparison says.

use dockerspec::check::{Fixes, RuleLevel, rules};

use super::better::BETTER;
use super::codes::{CODES, NOT_DONE, REFUSED, rule};

const PAGE: &str = include_str!("../../../docs/hadolint.md");

#[test]
fn the_page_has_a_row_for_every_code() {
    let rows: Vec<Vec<&str>> = PAGE.lines().filter(|line| line.starts_with("| DL")).map(cells).collect();
    let found: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(found, CODES);
    let wrong = rows.iter().filter_map(|row| {
        let expected = [row[0].to_owned(), here(row[0]), compared(row[0])];
        (row[..3] != expected).then(|| format!("| {} |", expected.join(" | ")))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "it should say\n{}", wrong.join("\n"));
}

#[test]
fn a_code_is_done_or_not() {
    for code in CODES {
        let is_there = rule(code).is_some() || REFUSED.iter().any(|(_, refused)| refused == code) || *code == "DL1000";
        let is_argued = NOT_DONE.iter().any(|(not_done, _)| not_done == code);
        assert_ne!(is_there, is_argued, "{code}");
    }
    for alias in rules().iter().flat_map(|rule| rule.aliases).filter(|alias| alias.starts_with("DL")) {
        assert!(CODES.contains(alias), "{alias} is no code of hadolint");
    }
}

/// What finds it here.
fn here(code: &str) -> String {
    let refused =
        REFUSED.iter().filter(|(_, refused)| *refused == code).map(|(problem, _)| format!("error `{problem}`"));
    let rule = rule(code).map(|rule| {
        let level = match rule.level {
            RuleLevel::Allow => "off",
            RuleLevel::Warn => "warning",
            RuleLevel::Deny => "error",
        };
        let fixes = match rule.fixes {
            Fixes::Never => "",
            Fixes::Sometimes => ", fixes",
            Fixes::Always => ", always fixes",
        };
        format!("`{}`, {level}{fixes}", rule.name)
    });
    let found: Vec<String> = rule.into_iter().chain(refused).collect();
    match found.as_slice() {
        [] if code == "DL1000" => "errors of the parser".to_owned(),
        [] => "none".to_owned(),
        found => found.join("; "),
    }
}

/// How it compares.
fn compared(code: &str) -> String {
    if let Some((_, why)) = NOT_DONE.iter().find(|(not_done, _)| *not_done == code) {
        return format!("not done: {why}");
    }
    let reasons: Vec<&str> = BETTER.iter().filter(|better| better.code == code).map(|better| better.why).collect();
    if reasons.is_empty() { "same".to_owned() } else { format!("better: {}", reasons.join("; ")) }
}

/// The cells of a row.
fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}
