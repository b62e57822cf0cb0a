//! All rules over one file.

use super::facts::{CallFacts, FileFacts, Texts};
use super::output::Checked;
use super::policy::Policy;
use super::report::Report;
use super::rule::{Hook, Rule, RuleLevel};
use super::rules;
use super::suppression::Suppressions;
use crate::finding::{Finding, Source};
use crate::ignore::IgnoreFile;
use crate::names::ByName;
use crate::parse::Parsed;

/// Checks files against a policy.
///
/// ```
/// # use dockerspec_core::check::{Checker, Policy};
/// # use dockerspec_core::finding::Source;
/// let policy = Policy::default();
/// let checker = Checker::new(&policy);
/// let text = "FROM debian\nUSER 10001\n";
/// let findings = checker.check(text);
/// assert_eq!(findings[0].code, "unpinned_base");
/// ```
#[derive(Debug)]
pub struct Checker<'p> {
    policy: &'p Policy,
    contexts: Vec<String>,
    /// The rules that are not off, by what they look at.
    files: Vec<(&'static Rule, RuleLevel)>,
    stages: Vec<(&'static Rule, RuleLevel)>,
    /// By the keywords of instructions.
    keywords: ByName<Vec<(&'static Rule, RuleLevel)>>,
    /// By the programs that are called.
    programs: ByName<Vec<(&'static Rule, RuleLevel)>>,
    /// Rules that are off until a file asks for them.
    asked: Vec<&'static Rule>,
    ignore: Option<IgnoreFile>,
    comments: Vec<(&'static Rule, RuleLevel)>,
}

impl<'p> Checker<'p> {
    /// A checker of a policy.
    pub fn new(policy: &'p Policy) -> Self {
        let mut checker = Self {
            policy,
            contexts: Vec::new(),
            files: Vec::new(),
            stages: Vec::new(),
            keywords: ByName::default(),
            programs: ByName::default(),
            asked: Vec::new(),
            ignore: None,
            comments: Vec::new(),
        };
        for &rule in rules::ALL {
            let level = policy.level(rule);
            if level == RuleLevel::Allow {
                if policy.levels.get(rule.name).is_none() && rule.buildkit_name().is_some() {
                    checker.asked.push(rule);
                }
                continue;
            }
            match rule.hook {
                Hook::File(_) => checker.files.push((rule, level)),
                Hook::Stage(_) => checker.stages.push((rule, level)),
                Hook::Step(keywords, _) => {
                    for keyword in keywords {
                        checker.keywords.entry(keyword).push((rule, level));
                    }
                }
                Hook::Call(programs, _) => {
                    for program in programs {
                        checker.programs.entry(program).push((rule, level));
                    }
                }
                Hook::Comments(_) => checker.comments.push((rule, level)),
            }
        }
        checker
    }

    /// Says that builds are given named contexts, so that what looks like an image of such a name is none.
    ///
    /// ```
    /// # use dockerspec_core::check::{Checker, Policy};
    /// let policy = Policy::default();
    /// let text = "FROM company-base\nUSER 10001\n";
    /// assert_eq!(Checker::new(&policy).check(text)[0].code, "unpinned_base");
    /// assert_eq!(Checker::new(&policy).contexts(["company-base"]).check(text), []);
    /// ```
    ///
    /// Source: `--build-context` of `docker buildx build`.
    #[must_use]
    pub fn contexts<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.contexts.extend(names.into_iter().map(Into::into));
        self
    }

    /// The same checker for files with this `.dockerignore` beside them. Without it, nothing is known to be left out of
    /// the build context.
    ///
    /// ```
    /// # use dockerspec_core::check::{Checker, Policy};
    /// # use dockerspec_core::ignore::IgnoreFile;
    /// let policy = Policy::default();
    /// let checker = Checker::new(&policy).ignore_file(IgnoreFile::parse("target\n")?);
    /// let findings = checker.check("FROM debian:13-slim\nCOPY target/app /\nUSER 10001\n");
    /// assert_eq!(findings[0].code, "ignored_copy_source");
    /// # Ok::<(), dockerspec_core::ignore::IgnoreFileError>(())
    /// ```
    #[must_use]
    pub fn ignore_file(mut self, ignore: IgnoreFile) -> Self {
        self.ignore = Some(ignore);
        self
    }

    /// What is wrong with a Dockerfile, in the order of the source: what BuildKit refuses, and what the rules find.
    pub fn check(&self, source: &str) -> Vec<Finding> {
        self.check_parsed(source, &Parsed::new(source))
    }

    /// The same for a file with a name, to be shown together with others.
    pub fn check_source<'a>(&self, source: Source<'a>) -> Checked<'a> {
        let findings = self.check(source.text());
        Checked { source, findings }
    }

    /// The same for a file that was read from `source` before.
    pub fn check_parsed(&self, source: &str, parsed: &Parsed<'_>) -> Vec<Finding> {
        let mut findings = self.found(source, parsed);
        // Where both are of the same place, what BuildKit refuses comes first.
        findings.splice(..0, parsed.findings.iter().cloned());
        findings.sort_by_key(|finding| finding.label.span);
        findings
    }

    /// What the rules find.
    fn found(&self, source: &str, parsed: &Parsed<'_>) -> Vec<Finding> {
        let (texts, cut) = Texts::new(source, &parsed.dockerfile, &parsed.map);
        let file = FileFacts::new(source, parsed, (&texts, cut), self.policy, &self.contexts, self.ignore.as_ref());
        let suppressions = Suppressions::new(&file, parsed);
        let mut report = Report::new(&suppressions);
        for rule in self.asked.iter().filter(|rule| suppressions.skip.asks_for(rule)) {
            if let Hook::File(check) = rule.hook {
                check(&file, report.of(rule, RuleLevel::Allow));
            }
        }
        for (rule, level) in &self.files {
            if let Hook::File(check) = rule.hook {
                check(&file, report.of(rule, *level));
            }
        }
        for stage in &file.stages {
            for (rule, level) in &self.stages {
                if let Hook::Stage(check) = rule.hook {
                    check(&file, stage, report.of(rule, *level));
                }
            }
            for step in &stage.steps {
                for (rule, level) in self.keywords.get(step.instruction.keyword()).into_iter().flatten() {
                    if let Hook::Step(_, check) = rule.hook {
                        check(&file, stage, step, report.of(rule, *level));
                    }
                }
                for call in step.calls() {
                    let Some(rules) = self.programs.get(call.name) else { continue };
                    let call = CallFacts { file: &file, stage, step, call };
                    for (rule, level) in rules {
                        if let Hook::Call(_, check) = rule.hook {
                            check(&call, report.of(rule, *level));
                        }
                    }
                }
            }
        }
        for (rule, level) in &self.comments {
            if let Hook::Comments(check) = rule.hook {
                check(&suppressions, report.of(rule, *level));
            }
        }
        report.findings
    }
}
