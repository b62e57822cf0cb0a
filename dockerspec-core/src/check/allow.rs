//! A rule whose findings are fine, and why.

use super::policy::{PolicyError, known};
use super::rule::Rule;
use crate::dockerfile::Comment;

/// A rule whose findings are fine at some place, and why: what a comment above the place says, and a policy.
///
/// ```
/// # use dockerspec_core::check::{Allow, Checker, Policy};
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Stage, User};
/// # use dockerspec_core::value::ImageRef;
/// let mut stage = Stage::new(Base::from(ImageRef::new("debian")?));
/// stage.comments.push(Allow::new("unpinned_base", "our mirror has \"one\" tag")?.comment());
/// let text = Dockerfile::from(stage).render()?;
/// assert_eq!(
///     text,
///     "# dockerspec: allow(unpinned_base, reason = \"our mirror has \\\"one\\\" tag\")\nFROM debian\n",
/// );
/// let policy = Policy::default();
/// assert!(Checker::new(&policy).check(&text).iter().all(|finding| finding.code != "unpinned_base"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Allow {
    rule: &'static Rule,
    reason: String,
}

impl PartialEq for Allow {
    fn eq(&self, other: &Self) -> bool {
        (self.rule.name, &self.reason) == (other.rule.name, &other.reason)
    }
}

impl Eq for Allow {}

impl Allow {
    /// A rule, by its name or an alias, and why its findings are fine.
    ///
    /// # Errors
    ///
    /// When no rule is called so, or the reason is blank.
    pub fn new(rule: &str, reason: impl Into<String>) -> Result<Self, PolicyError> {
        let (rule, reason) = (known(rule)?, reason.into());
        if reason.trim().is_empty() { Err(PolicyError::BlankReason(rule.name)) } else { Ok(Self { rule, reason }) }
    }

    /// The rule.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Why its findings are fine.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The comment that says so of the instruction below it. Line feeds in the reason become blanks.
    pub fn comment(&self) -> Comment<'static> {
        self.written("allow")
    }

    /// The comment that says so of the whole stage, above its FROM or anywhere in it.
    ///
    /// ```
    /// # use dockerspec_core::check::Allow;
    /// let allow = Allow::new("DL3006", "a toolbox")?;
    /// assert_eq!(allow.comment_for_stage().text, r#"dockerspec: allow_stage(unpinned_base, reason = "a toolbox")"#);
    /// # Ok::<(), dockerspec_core::check::PolicyError>(())
    /// ```
    pub fn comment_for_stage(&self) -> Comment<'static> {
        self.written("allow_stage")
    }

    /// The comment that says so of the whole file, anywhere in it.
    pub fn comment_for_file(&self) -> Comment<'static> {
        self.written("allow_file")
    }

    fn written(&self, word: &str) -> Comment<'static> {
        let mut reason = String::with_capacity(self.reason.len());
        for character in self.reason.trim().chars() {
            match character {
                '\n' | '\r' => reason.push(' '),
                '"' | '\\' => reason.extend(['\\', character]),
                _ => reason.push(character),
            }
        }
        Comment::new(format!("dockerspec: {word}({}, reason = \"{reason}\")", self.rule.name))
    }
}
