//! Where rules put what they find.

use std::borrow::Cow;

use super::rule::{Rule, RuleLevel};
use super::suppression::Suppressions;
use crate::finding::{Finding, Fix, Label, Level, Replacement};
use crate::parse::Span;

/// As many findings as most files have.
const USUAL_FINDINGS: usize = 16;

/// The findings so far, and the rule that is at work.
#[derive(Debug)]
pub(super) struct Report<'r> {
    rule: Option<(&'static Rule, RuleLevel)>,
    pub(super) suppressions: &'r Suppressions<'r>,
    pub(super) findings: Vec<Finding>,
}

/// A finding that is being put together; it is reported when that is done.
#[derive(Debug)]
#[must_use = "a finding that is not put anywhere is lost"]
pub(super) struct Draft {
    finding: Finding,
    /// Whether it is a warning even where the rule denies.
    is_doubtful: bool,
}

impl<'r> Report<'r> {
    /// Nothing so far, and no rule at work.
    pub(super) fn new(suppressions: &'r Suppressions<'r>) -> Self {
        Self { rule: None, suppressions, findings: Vec::with_capacity(USUAL_FINDINGS) }
    }

    /// The same, with this rule at work.
    pub(super) fn of(&mut self, rule: &'static Rule, level: RuleLevel) -> &mut Self {
        self.rule = Some((rule, level));
        self
    }

    /// Adds a finding of the rule at work.
    #[cold]
    pub(super) fn add(&mut self, draft: Draft) {
        let (rule, level) = self.rule.expect("only rules at work add findings");
        let level = if draft.is_doubtful { level.min(RuleLevel::Warn) } else { level };
        let Some(level) = self.suppressions.admit(rule, level, draft.finding.label.span) else { return };
        self.findings.push(Finding { code: Cow::Borrowed(rule.name), level, ..draft.finding });
    }
}

impl Draft {
    /// What is wrong, in lower case and without a full stop, at a place.
    pub(super) fn new(span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        let finding = Finding {
            code: Cow::Borrowed(""),
            level: Level::Warning,
            pass: None,
            depends_on_arguments: false,
            message: message.into(),
            label: Label { span, text: Cow::Borrowed("") },
            others: Vec::new(),
            help: None,
            fix: None,
        };
        Self { finding, is_doubtful: false }
    }

    /// Says that it may be nothing, so that it is a warning even where the rule denies.
    pub(super) fn doubtful(mut self, is_doubtful: bool) -> Self {
        self.is_doubtful = is_doubtful;
        self
    }

    /// What stands at the place, as a noun phrase.
    pub(super) fn label(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.finding.label.text = text.into();
        self
    }

    /// Another place, and what stands there, as a noun phrase.
    pub(super) fn other(mut self, span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        self.finding.others.push(Label { span, text: text.into() });
        self
    }

    /// The same, if there is such a place.
    pub(super) fn other_if(self, span: Option<Span>, text: &'static str) -> Self {
        match span {
            Some(span) => self.other(span, text),
            None => self,
        }
    }

    /// What to do, as an imperative.
    pub(super) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    /// A change that makes it right, where one can be written.
    pub(super) fn fix_where(self, title: impl Into<Cow<'static, str>>, replacement: Option<Replacement>) -> Self {
        match replacement {
            Some(replacement) => self.fix(title, [replacement]),
            None => self,
        }
    }

    /// A change that makes it right.
    pub(super) fn fix(
        mut self,
        title: impl Into<Cow<'static, str>>,
        replacements: impl IntoIterator<Item = Replacement>,
    ) -> Self {
        self.finding.fix = Some(Fix::new(title, replacements));
        self
    }
}
