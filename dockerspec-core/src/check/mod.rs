//! The checks: what builds and should not be built like that, found, named, explained, and where possible mended.
//!
//! A rule is one file in `rules/` and one line in its registry. It looks at the [`Parsed`](crate::parse::Parsed) file through facts that are
//! worked out once: which stage needs which, which shell and which user are in force, what each RUN does. A built image
//! is checked as the text that it renders to.
//!
//! # Comments that allow findings
//!
//! ```dockerfile
//! # dockerspec: allow(unpinned_base, DL3008, reason = "our mirror has one version of everything") and prose
//! FROM debian
//! ```
//!
//! allows rules, by their names or aliases, for the instruction below, whatever blank lines and comments stand between.
//! Between the lines of an instruction it is for the line below, in a RUN with the commands of it to their ends.
//! `allow_stage(…)` is for the stage that it stands in or above, `allow_file(…)` for the file. Several of them can
//! stand in one comment, and comments add up. `# hadolint ignore=…`, `stage ignore=…` and `global ignore=…` are obeyed in
//! the same way, and `# check=skip=…` as BuildKit does. What BuildKit refuses cannot be allowed.

mod allow;
mod checker;
mod edit;
mod facts;
mod language_packages;
mod licenses;
pub mod output;
mod packages;
mod policy;
mod report;
mod rule;
mod rules;
mod suppression;
#[cfg(test)]
mod testing;
mod tokens;

pub use allow::Allow;
pub use checker::Checker;
pub use policy::{Exception, LabelType, Policy, PolicyError};
pub use rule::{Fixes, Rule, RuleLevel};

/// All rules, sorted by name.
///
/// ```
/// # use dockerspec_core::check::{RuleLevel, rules};
/// let rule = rules().iter().find(|rule| rule.name == "unpinned_base").expect("there is one");
/// assert_eq!(rule.aliases, ["DL3006"]);
/// assert_eq!(rule.level, RuleLevel::Deny);
/// ```
pub fn rules() -> &'static [&'static Rule] {
    rules::ALL
}

/// A rule by its name or an alias, whose case does not matter.
///
/// ```
/// # use dockerspec_core::check::rule;
/// assert_eq!(rule("DL3006").map(|rule| rule.name), Some("unpinned_base"));
/// assert!(rule("unpinned").is_none());
/// ```
pub fn rule(name: &str) -> Option<&'static Rule> {
    let by_name = rules::ALL.binary_search_by(|rule| rule.name.cmp(name)).ok();
    let is_alias = |rule: &&&'static Rule| rule.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name));
    by_name.map(|found| rules::ALL[found]).or_else(|| rules::ALL.iter().find(is_alias).copied())
}

/// Whether the name of a variable says that its value is a secret, as `secret_in_arg_or_env` sees it.
///
/// ```
/// # use dockerspec_core::check::is_name_of_secret;
/// assert!(is_name_of_secret("DATABASE_PASSWORD"));
/// assert!(!is_name_of_secret("DATABASE_PASSWORD_FILE"));
/// ```
pub fn is_name_of_secret(name: &str) -> bool {
    rules::is_name_of_secret(name)
}

/// What the first secret in a text is, as a noun phrase, if it looks like one to `secret_value`.
///
/// ```
/// # use dockerspec_core::check::secret_in;
/// assert_eq!(secret_in("postgres://shop:hx7Kq2vR9p@db/shop"), Some("a password in a URL"));
/// assert_eq!(secret_in("postgres://db/shop"), None);
/// ```
pub fn secret_in(text: &str) -> Option<&'static str> {
    tokens::tokens(text).first().map(|found| found.kind)
}
