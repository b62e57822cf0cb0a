use std::ptr;

use crate::check::facts::{Dispatched, FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::nodes;
use crate::render::spelled;

rule! {
    /// ## What it does
    ///
    /// Finds `ENV NAME value` and `LABEL key value`, without `=`.
    ///
    /// ## Why is this bad?
    ///
    /// Everything behind the first blank is one value: `ENV A 1 B=2` sets one variable. BuildKit wants to take the form
    /// away.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ENV LANG C.UTF-8
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ENV LANG=C.UTF-8
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [LegacyKeyValueFormat](https://docs.docker.com/reference/build-checks/legacy-key-value-format/)
    legacy_key_value = Warn, aliases: ["LegacyKeyValueFormat"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    for dispatched in file.dispatched(stage) {
        match dispatched.instruction {
            Instruction::Env(env) if env.pairs.len() == 1 => {}
            Instruction::Label(label) if label.pairs.len() == 1 => {}
            _ => continue,
        }
        let is_legacy = match dispatched.step {
            Some(step) => is_legacy(file, step),
            None => is_legacy_trigger(file, stage, dispatched),
        };
        if is_legacy {
            found(file, dispatched, report);
        }
    }
}

#[cold]
fn found(file: &FileFacts<'_>, dispatched: Dispatched<'_, '_>, report: &mut Report<'_>) {
    let keyword = dispatched.instruction.keyword();
    let span = dispatched.step.map_or(dispatched.span, |step| step.word(0));
    let draft = Draft::new(span, [keyword, " has a blank where a `=` belongs"].concat())
        .label("a key without `=`")
        .help(["write `", keyword, " key=value`"].concat());
    let spelled = match dispatched.instruction {
        Instruction::Env(env) => spelled(env),
        Instruction::Label(label) => spelled(label),
        _ => None,
    };
    let source = &file.source[dispatched.span.range()];
    let rest = spelled.filter(|text| !source.contains('\n') && (!text.contains('\\') || !file.escapes_otherwise));
    report.add(match (dispatched.step, rest) {
        (Some(step), Some(text)) => {
            let keyword = file.written(step.keyword());
            let text = [&*keyword, &text[keyword.len()..]].concat();
            draft.fix("put `=` between them", [Replacement::new(step.span(), text)])
        }
        _ => draft,
    });
}

/// Whether no `=` stands between the key and the value.
fn is_legacy(file: &FileFacts<'_>, step: &StepFacts<'_>) -> bool {
    let [key, value] = *step.place.words() else { return false };
    if file.source.as_bytes().get(key.end as usize) == Some(&b'=') {
        return false;
    }
    // Lines can be joined here, with comments between them.
    let between = &file.source[key.end as usize..value.start.max(key.end) as usize];
    between.lines().all(|line| line.trim_start().starts_with('#') || !line.contains('='))
}

/// The same of a trigger, which has to be read again.
fn is_legacy_trigger(file: &FileFacts<'_>, stage: &StageFacts<'_>, dispatched: Dispatched<'_, '_>) -> bool {
    let Some(parent) = file.parent(stage) else { return false };
    let step = parent.steps.iter().find(|step| step.is_trigger && ptr::eq(step.instruction, dispatched.instruction));
    let text = step.map(|step| file.written(step.span())).unwrap_or_default();
    let (nodes, _) = nodes(&text);
    let trigger = nodes.first().and_then(|node| node.trigger.as_deref());
    trigger.is_some_and(|trigger| trigger.values.get(2).is_some_and(|equals| equals.is_empty()))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn of(lines: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\n{lines}\n"))
    }

    #[test]
    fn the_value_stays_what_it_was() {
        for line in [
            "ENV A  b  c",
            "ENV A \"b c\"",
            "ENV A b=c",
            "env A $B'$C'",
            "LABEL a.b \"x\\\"y\"",
            "ENV A \\$",
            "ENV A ${B:-c d}",
        ] {
            assert!(of(line).contains("fix:"), "{line}: {}", of(line));
        }
        insta::assert_snapshot!(of("env A $B'$C' d"), @r#"2:5 `A` a key without `=`: ENV has a blank where a `=` belongs; help: write `ENV key=value`; fix: put `=` between them -> env A="${B}\$C d""#);
        insta::assert_snapshot!(of("ENV A \\\n  b"), @"2:5 `A` a key without `=`: ENV has a blank where a `=` belongs; help: write `ENV key=value`");
    }

    #[test]
    fn pairs_are_silent() {
        assert_eq!(of("ENV A=b\nENV A=b C=d\nLABEL \"a b\"=c\nENV A=\nENV A\\\n=b\nARG A b\nENV A\\\n# x\n=c"), "");
    }

    #[test]
    fn triggers() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nONBUILD ENV A b\nONBUILD ENV A=b\nFROM b\n"), @"4:1 `FROM b` a key without `=`: ENV has a blank where a `=` belongs; help: write `ENV key=value`");
    }
}
