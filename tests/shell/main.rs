//! Comparison with two shells: what we say cannot be read, neither `bash` nor `dash` reads.

mod shells;
mod snippets;
mod soup;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader};

use dockerspec_core::dockerfile::{Dockerfile, Instruction, RunCommand};
use dockerspec_core::shell::{Script, SyntaxProblemKind};
use flate2::read::GzDecoder;

use shells::{Verdict, verdicts};

/// What we say of a text, if we are sure of it.
fn problem(text: &str) -> Option<String> {
    let problem = Script::parse(text).problem?;
    (!matches!(problem.kind, SyntaxProblemKind::TooDeep { .. })).then(|| problem.to_string())
}

/// Fails for every text that we refuse and a shell takes. Says how many are refused by us, and by both shells.
#[track_caller]
fn none_is_refused_alone(texts: &[String]) -> (usize, usize) {
    let mut refused = (0, 0);
    let mut wrong = Vec::new();
    for (text, verdict) in texts.iter().zip(verdicts(texts)) {
        refused.1 += usize::from(verdict == Verdict { bash: false, dash: false });
        let Some(problem) = problem(text) else { continue };
        refused.0 += 1;
        if verdict.bash || verdict.dash {
            wrong.push(format!("{text:?}\n  {problem}, but {verdict:?}"));
        }
    }
    let count = wrong.len();
    wrong.truncate(12);
    assert!(wrong.is_empty(), "{count} of {} are refused by us alone\n{}", texts.len(), wrong.join("\n"));
    refused
}

/// The text of every RUN in the files of the conformance tests.
fn runs() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/data/conformance.jsonl.gz");
    let file = File::open(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut texts = BTreeSet::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let row: serde_json::Value = serde_json::from_str(&line.expect("it can be read")).expect("each line is JSON");
        let (dockerfile, _) = Dockerfile::parse(row["dockerfile"].as_str().expect("every row has a Dockerfile"));
        for instruction in dockerfile.stages.iter().flat_map(|stage| &stage.instructions) {
            let Instruction::Run(run) = instruction else { continue };
            match &run.command {
                RunCommand::Shell(text) => texts.insert(text.joined().into_owned()),
                RunCommand::Script(script) => texts.insert(script.text.clone().into_owned()),
                _ => false,
            };
        }
    }
    // A shell cannot be given it.
    texts.into_iter().filter(|text| !text.contains('\0')).collect()
}

#[test]
fn run_texts() {
    let texts = runs();
    let (ours, both) = none_is_refused_alone(&texts);
    assert_eq!((texts.len(), ours), (763, both));
}

#[test]
fn mutated_run_texts() {
    let texts = soup::mutants(&runs(), 4000);
    let (ours, both) = none_is_refused_alone(&texts);
    // Where we are not sure, we say nothing.
    assert!(ours * 100 > both * 95, "we refuse {ours} of {both}");
}

#[test]
fn token_soup() {
    let texts = soup::texts(6000);
    let (ours, both) = none_is_refused_alone(&texts);
    // Where we are not sure, we say nothing.
    assert!(ours * 100 > both * 95, "we refuse {ours} of {both}");
}

/// What both shells read, we read; what both refuse, we refuse.
#[test]
fn snippets() {
    let accepted: Vec<_> = snippets::ACCEPTED.iter().map(ToString::to_string).collect();
    for (text, verdict) in accepted.iter().zip(verdicts(&accepted)) {
        assert!(verdict.bash || verdict.dash, "{text:?} is taken by no shell");
        assert_eq!(problem(text), None, "{text:?}");
    }
    let refused: Vec<_> = snippets::REFUSED.iter().map(ToString::to_string).collect();
    for (text, verdict) in refused.iter().zip(verdicts(&refused)) {
        assert_eq!(verdict, Verdict { bash: false, dash: false }, "{text:?}");
        assert!(problem(text).is_some(), "{text:?} is refused by both shells");
    }
}
