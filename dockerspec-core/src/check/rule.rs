//! What a rule is.

use super::facts::{CallFacts, FileFacts, StageFacts, StepFacts};
use super::report::Report;
use super::suppression::Suppressions;

/// A rule: its name, its level, its page, and where it looks.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its name, in words with `_` between them, which reads well after "allow": `unpinned_base`.
    pub name: &'static str,
    /// The level that it has without a policy.
    pub level: RuleLevel,
    /// What other tools call it: codes of hadolint, names of BuildKit's checks.
    pub aliases: &'static [&'static str],
    /// Whether its findings have a [`Fix`](crate::finding::Fix).
    pub fixes: Fixes,
    /// Its page, as Markdown.
    pub docs: &'static str,
    pub(super) hook: Hook,
}

impl Rule {
    /// What BuildKit calls it, if it is one of its checks.
    ///
    /// ```
    /// # use dockerspec_core::check::rules;
    /// let rule = rules().iter().find(|rule| rule.name == "duplicate_stage_name").expect("there is one");
    /// assert_eq!(rule.buildkit_name(), Some("DuplicateStageName"));
    /// ```
    pub fn buildkit_name(&self) -> Option<&'static str> {
        self.aliases.iter().find(|alias| !alias.ends_with(|last: char| last.is_ascii_digit())).copied()
    }

    /// Its page, as Markdown whose headings are of the second level.
    ///
    /// ```
    /// # use dockerspec_core::check::rule;
    /// let page = rule("unpinned_base").expect("there is one").page();
    /// assert!(page.starts_with("## What it does\n\nFinds bases"));
    /// ```
    pub fn page(&self) -> String {
        let mut page = String::with_capacity(self.docs.len());
        for line in self.docs.trim_end().lines() {
            page.push_str(line.strip_prefix(' ').unwrap_or(line));
            page.push('\n');
        }
        page
    }

    /// What it does, in a sentence or two, as Markdown on one line.
    ///
    /// ```
    /// # use dockerspec_core::check::rule;
    /// let rule = rule("unknown_rule").expect("there is one");
    /// assert_eq!(rule.summary(), "Finds names in `allow(…)` that no rule has.");
    /// ```
    pub fn summary(&self) -> String {
        let lines = self.docs.lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with("## "));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Where its page is on the web.
    ///
    /// ```
    /// # use dockerspec_core::check::rule;
    /// assert!(rule("unpinned_base").expect("there is one").url().ends_with("/docs/rules.md#unpinned_base"));
    /// ```
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules.md#{}", env!("CARGO_PKG_REPOSITORY"), self.name)
    }
}

/// What becomes of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RuleLevel {
    /// They are not looked for.
    Allow,
    /// They are shown.
    Warn,
    /// They are errors.
    Deny,
}

/// Whether the findings of a rule can be mended by a change that the rule proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Fixes {
    /// Never.
    Never,
    /// Where it is sure what to write.
    Sometimes,
    /// Always.
    Always,
}

/// What a rule looks at. The more it says here, the less it has to search.
#[derive(Debug)]
pub(super) enum Hook {
    /// The whole file.
    File(fn(&FileFacts<'_>, &mut Report<'_>)),
    /// Each stage.
    Stage(fn(&FileFacts<'_>, &StageFacts<'_>, &mut Report<'_>)),
    /// Each instruction of each stage that has one of these keywords; behind ONBUILD, that of the trigger counts.
    Step(&'static [&'static str], StepCheck),
    /// Each call of one of these programs, in every RUN whose shell is understood.
    Call(&'static [&'static str], fn(&CallFacts<'_, '_>, &mut Report<'_>)),
    /// What comments say to the checks, when all other rules are done.
    Comments(fn(&Suppressions<'_>, &mut Report<'_>)),
}

/// What looks at an instruction.
type StepCheck = fn(&FileFacts<'_>, &StageFacts<'_>, &StepFacts<'_>, &mut Report<'_>);

/// Defines the rule of a file: its page is the doc comment.
macro_rules! rule {
    ($(#[doc = $doc:literal])+
     $name:ident = $level:ident, aliases: [$($alias:literal),*], fixes: $fixes:ident, $hook:expr) => {
        $(#[doc = $doc])+
        pub(super) static RULE: $crate::check::Rule = $crate::check::Rule {
            name: stringify!($name),
            level: $crate::check::RuleLevel::$level,
            aliases: &[$($alias),*],
            fixes: $crate::check::Fixes::$fixes,
            docs: concat!($($doc, "\n"),+),
            hook: $hook,
        };
    };
}

pub(super) use rule;
