use crate::check::facts::{CallFacts, FileFacts, StageFacts, StepFacts, started_by};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{ConstructKind, Element, Joint, Part, Script, Text};

rule! {
    /// ## What it does
    ///
    /// Finds commands of a RUN behind which the shell goes on although they failed: `;` or a line feed stands behind
    /// them, and neither `set -e` nor an option of the shell says that a failure ends the script.
    ///
    /// Silent are commands that cannot fail, and those whose failure is taken care of by `||`.
    ///
    /// ## Why is this bad?
    ///
    /// The RUN has the status of its last command. The build is green, and the image lacks what the first one should have
    /// made. In a heredoc every line but the last one is such a command.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN <<EOF
    /// make
    /// make install
    /// EOF
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make; make install
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN <<EOF
    /// set -e
    /// make
    /// make install
    /// EOF
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make && make install
    /// USER 10001
    /// ```
    script_without_errexit = Warn, aliases: [], fixes: Sometimes, Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some(scripts) = &step.scripts else { return };
    for (number, nested) in scripts.all.iter().enumerate() {
        let script = &nested.script;
        let goes_on = |joint: Joint| joint == Joint::Sequence;
        if !script.commands.iter().any(|command| goes_on(command.joint))
            && !script.constructs.iter().any(|construct| goes_on(construct.joint))
        {
            continue;
        }
        let Some((_, options)) = started_by(step, scripts, number) else { continue };
        let Some(index) = lost(script) else { continue };
        if script.options(options)[index].errexit {
            continue;
        }
        let command = &script.commands[index];
        let message = match command.name() {
            Some(name) => format!("the script goes on when `{name}` fails"),
            None => "the script goes on when this command fails".to_owned(),
        };
        let draft = Draft::new(command.span, message).label("a failure nobody notices");
        let draft = if number == 0 {
            let front = step.front(file.source);
            let change = front.map(|(at, behind)| Replacement::new(Span::new(at, at), format!("set -e{behind}")));
            draft.help("begin with `set -e`, or put `&&` between the commands").fix_where("add `set -e`", change)
        } else {
            let call = scripts.origin(number);
            let change = call.and_then(|call| {
                let program = call.program;
                CallFacts { file, stage, step, call }.insert_behind(program, &["-e"])
            });
            draft.help("start the shell with `-e`, or put `&&` between the commands").fix_where("add `-e`", change)
        };
        report.add(draft);
    }
}

/// The first command whose failure is lost: it can fail, and the script goes on behind its chain of `&&`.
fn lost(script: &Script<'_>) -> Option<usize> {
    let elements = script.elements(None);
    let begins = |element: &Element| matches!(script.joint(*element), Joint::Sequence | Joint::Background);
    let mut rest = &*elements;
    while let Some(first) = rest.first() {
        let length = rest[1..].iter().position(begins).map_or(rest.len(), |length| length + 1);
        let (chain, behind) = rest.split_at(length);
        // What runs in the background is waited for, or not, by other means.
        let goes_on = behind.first().is_some_and(|next| script.joint(*next) == Joint::Sequence);
        let is_handled = chain[1..].iter().any(|element| script.joint(*element) == Joint::Or);
        if goes_on && !is_handled && !is_negated(script, *first) {
            let found = chain.iter().find_map(|element| failing(script, *element));
            if found.is_some() && !is_excused(script, behind) {
                return found;
            }
        }
        rest = behind;
    }
    None
}

/// Whether what is behind a command says that its failure does not matter: `; exit 0` or `; true` at the end.
fn is_excused(script: &Script<'_>, behind: &[Element]) -> bool {
    let [Element::Command(index)] = behind else { return false };
    let command = &script.commands[*index];
    match command.name() {
        Some("true" | ":") => true,
        Some("exit") => command.words.get(1).is_some_and(|word| word.literal() == Some("0")),
        _ => false,
    }
}

fn is_negated(script: &Script<'_>, element: Element) -> bool {
    match element {
        Element::Command(index) => script.commands[index].is_negated,
        Element::Construct(index) => script.constructs[index].is_negated,
    }
}

/// A command of an element that can fail, if there is one.
fn failing(script: &Script<'_>, element: Element) -> Option<usize> {
    match element {
        Element::Command(index) => can_fail(script, index).then_some(index),
        Element::Construct(index) => {
            let construct = &script.constructs[index];
            if matches!(construct.kind, ConstructKind::Function { .. }) {
                return None;
            }
            (construct.commands.start as usize..construct.commands.end as usize).find(|index| {
                let is_looked_at = |kind: &ConstructKind<'_>| {
                    matches!(kind, ConstructKind::Condition | ConstructKind::Function { .. })
                };
                can_fail(script, *index) && !script.is_inside(&script.commands[*index], is_looked_at)
            })
        }
    }
}

fn can_fail(script: &Script<'_>, index: usize) -> bool {
    let command = &script.commands[index];
    match command.words.first() {
        Some(word) => !matches!(
            word.literal(),
            Some(
                ":" | "alias"
                    | "break"
                    | "continue"
                    | "declare"
                    | "echo"
                    | "exit"
                    | "export"
                    | "kill"
                    | "local"
                    | "printf"
                    | "return"
                    | "set"
                    | "shopt"
                    | "sleep"
                    | "trap"
                    | "true"
                    | "ulimit"
                    | "umask"
                    | "unset"
                    | "wait"
            )
        ),
        None => command.assignments.iter().any(|assignment| {
            matches!(&assignment.value.text, Text::Parts(parts)
                if parts.iter().any(|part| matches!(part, Part::Substitution { .. })))
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn scripts_that_stop_are_silent() {
        for command in [
            "a && b",
            "a || true; b",
            "a; exit 0",
            "a; true",
            "set -e; a; b",
            "set -eux && a; b",
            "set -o errexit; a; b",
            "<<E\n#!/bin/bash -e\na\nb\nE",
            "<<E\nset -e\na\nb\nE",
            "<<E\na\nE",
            "<<E bash -e\na\nb\nE",
            "<<E\n#!/usr/bin/env python3\na\nb\nE",
            "A=1; export B=2; echo c; d",
            "if a; then echo b; fi; c",
            "f() { a; }; f",
            "a & b",
            "[\"sh\", \"-ec\", \"a; b\"]",
            "for f in a b; do c; done",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
        let with_shell = "FROM a:1 AS x\nSHELL [\"/bin/bash\", \"-euc\"]\nFROM x\nRUN a; b\n";
        assert_eq!(findings(&super::RULE, with_shell), "");
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("echo x; \\\n  apt-get update; \\\n  b"), @r"3:3 `apt-get update` a failure nobody notices: the script goes on when `apt-get` fails; help: begin with `set -e`, or put `&&` between the commands; fix: add `set -e` -> RUN set -e; echo x; \");
        insta::assert_snapshot!(run("<<E\n#!/bin/bash\n# x\ncd /x\nmake\nE"), @"5:1 `cd /x` a failure nobody notices: the script goes on when `cd` fails; help: begin with `set -e`, or put `&&` between the commands; fix: add `set -e` -> set -e");
        insta::assert_snapshot!(run("<<E bash\na\nb\nE"), @"3:1 `a` a failure nobody notices: the script goes on when `a` fails; help: start the shell with `-e`, or put `&&` between the commands; fix: add `-e` -> RUN <<E bash -e");
        insta::assert_snapshot!(run("if a; then b; fi; c"), @"2:16 `b` a failure nobody notices: the script goes on when `b` fails; help: begin with `set -e`, or put `&&` between the commands; fix: add `set -e` -> RUN set -e; if a; then b; fi; c");
        insta::assert_snapshot!(run("V=$(a); b"), @"2:5 `V=$(a)` a failure nobody notices: the script goes on when this command fails; help: begin with `set -e`, or put `&&` between the commands; fix: add `set -e` -> RUN set -e; V=$(a); b");
        insta::assert_snapshot!(run("[\"sh\", \"-c\", \"a; b\"]"), @r#"2:19 `a` a failure nobody notices: the script goes on when `a` fails; help: start the shell with `-e`, or put `&&` between the commands; fix: add `-e` -> RUN ["sh", "-e", "-c", "a; b"]"#);
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nONBUILD RUN a; b\n"), @"2:13 `a` a failure nobody notices: the script goes on when `a` fails; help: begin with `set -e`, or put `&&` between the commands");
    }
}
