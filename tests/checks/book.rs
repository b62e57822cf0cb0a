//! `docs/rules.md`, which is the pages of all rules.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use dockerspec::check::{Fixes, Rule, RuleLevel, rules};

/// What writes the file anew.
const WRITE: &str = "DOCKERSPEC_DOCS=write cargo test -p dockerspec-tests --test checks book";

#[test]
fn the_book_of_rules_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let book = book();
    if std::env::var_os("DOCKERSPEC_DOCS").is_some_and(|value| value == "write") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &book).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(book.lines()).position(|(written, now)| written != now);
    let line = differs.unwrap_or(written.lines().count().min(book.lines().count())) + 1;
    assert!(written == book, "docs/rules.md is stale from line {line} on; write it anew: {WRITE}");
}

#[test]
fn every_rule_has_the_heading_that_its_url_names() {
    let book = book();
    for rule in rules() {
        let url = rule.url();
        let (page, anchor) = url.split_once('#').unwrap();
        assert!(page.ends_with("/docs/rules.md"));
        assert_eq!(book.lines().filter(|line| line.strip_prefix("## ") == Some(anchor)).count(), 1, "{anchor}");
    }
}

fn book() -> String {
    let mut book = String::from(
        "# Rules\n\n\
         What `dockerspec::check` looks for, beside everything that BuildKit refuses. A policy changes levels, by the\n\
         name of a rule or by what other tools call it: hadolint by a code, BuildKit by the name of a check.\n\n\
         A comment allows a rule for the instruction below it, or in a RUN for the commands of the next line:\n\
         `# dockerspec: allow(rule, reason = \"…\")`. `allow_stage` does so for a stage, `allow_file` for the file.\n\
         `# hadolint ignore=…` and `# check=skip=…` are obeyed too.\n\n\
         | rule | level | elsewhere | fix |\n|---|---|---|---|\n",
    );
    for rule in rules() {
        let Rule { name, .. } = rule;
        let _ =
            writeln!(book, "| [`{name}`](#{name}) | {} | {} | {} |", level(rule), rule.aliases.join(", "), fixes(rule));
    }
    for rule in rules() {
        let aliases: Vec<String> = rule.aliases.iter().map(|alias| format!(", `{alias}`")).collect();
        let aliases = aliases.concat();
        let _ = write!(book, "\n## {}\n\nLevel `{}`{aliases}; fix: {}.\n\n", rule.name, level(rule), fixes(rule));
        let mut is_code = false;
        for line in rule.page().lines() {
            is_code ^= line.starts_with("```");
            let heading = if line.starts_with("## ") && !is_code { "#" } else { "" };
            let _ = writeln!(book, "{heading}{line}");
        }
    }
    book
}

fn level(rule: &Rule) -> &'static str {
    match rule.level {
        RuleLevel::Allow => "allow",
        RuleLevel::Warn => "warn",
        RuleLevel::Deny => "deny",
    }
}

fn fixes(rule: &Rule) -> &'static str {
    match rule.fixes {
        Fixes::Never => "never",
        Fixes::Sometimes => "sometimes",
        Fixes::Always => "always",
    }
}
