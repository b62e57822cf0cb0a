//! What hadolint finds, we find, in the same line; or it is written down why not.
//!
//! The probes are small files with what hadolint 2.15.1 said of them, mistakes included. What its parser takes for a
//! mistake and `ShellCheck` finds is out of scope; where our parser refuses what a rule of hadolint finds, that counts.

mod better;
mod codes;
mod probe;
mod table;

use std::collections::BTreeSet;

use better::BETTER;
use codes::rule_of;
use probe::{Probe, probes};

/// A finding that only one of the two has: the line, and the rule or code.
type Difference = (u64, &'static str);

#[test]
fn findings_are_those_of_hadolint_or_better() {
    let mut stray = Vec::new();
    let mut used = vec![BTreeSet::new(); BETTER.len()];
    let (mut same, mut better) = (0, 0);
    let probes = probes();
    assert_eq!(probes.len(), 691);
    for probe in &probes {
        let [missing, extra] = differences(probe);
        let mut is_same = true;
        for ((line, rule), sign) in missing.iter().map(|d| (d, '-')).chain(extra.iter().map(|d| (d, '+'))) {
            is_same = false;
            match reason(rule, probe) {
                Some(number) => {
                    used[number].insert(probe.name.as_str());
                }
                None => stray
                    .push(format!("{sign}{rule}:{line} in {:?} {:?}: {:?}", probe.name, probe.arguments, probe.text)),
            }
        }
        if is_same { same += 1 } else { better += 1 }
    }
    for (better, used) in BETTER.iter().zip(&used) {
        for name in better.probes.iter().filter(|name| !used.contains(*name)) {
            stray.push(format!("{} is the same in {name:?}", better.code));
        }
    }
    assert!(stray.is_empty(), "{} differ:\n{}\n({same} the same, {better} not)", stray.len(), stray.join("\n"));
}

/// The number of the reason why it is better to differ in a rule.
fn reason(rule: &str, probe: &Probe) -> Option<usize> {
    let name = probe.name.as_str();
    BETTER.iter().position(|better| rule_of(better.code) == rule && better.probes.contains(&name))
}

/// What only hadolint finds in a probe, and what only we find.
fn differences(probe: &Probe) -> [BTreeSet<Difference>; 2] {
    let (theirs, ours) = (probe.theirs(), probe.ours());
    if theirs.iter().any(|(_, code)| *code == "DL1000") {
        // It says nothing else then.
        let is_refused = ours.iter().any(|(_, code)| code.starts_with("DL"));
        return [if is_refused { BTreeSet::new() } else { theirs }, BTreeSet::new()];
    }
    // hadolint wants a USER to be somebody else than root. That there is one at all is more, in nearly every probe.
    let line =
        |number: u64| probe.text.lines().nth(usize::try_from(number).unwrap_or_default() - 1).unwrap_or_default();
    let is_default_user = |(at, rule): &Difference| *rule == "root_user" && line(*at).trim_start().starts_with("FROM");
    let extra = (&ours - &theirs).into_iter().filter(|difference| !is_default_user(difference));
    [&theirs - &ours, extra.collect()]
}
