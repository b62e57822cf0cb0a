use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::{Scripts, SyntaxProblemKind};

rule! {
    /// ## What it does
    ///
    /// Finds RUNs whose text neither `sh` nor `bash` takes: quotes that are not closed, `if` without `fi`, `&&` with
    /// nothing behind it. Text that is given to another shell, by `bash -c` for example, counts too.
    ///
    /// ## Why is this bad?
    ///
    /// The build fails when it gets there, which may be after many minutes.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN if [ -e /etc/motd ]; then rm /etc/motd
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN if [ -e /etc/motd ]; then rm /etc/motd; fi
    /// USER 10001
    /// ```
    shell_syntax_error = Deny, aliases: [], fixes: Never, Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some(scripts) = &step.scripts else { return };
    for (number, nested) in scripts.all.iter().enumerate() {
        let Some(problem) = &nested.script.problem else { continue };
        if matches!(problem.kind, SyntaxProblemKind::TooDeep { .. }) || !is_known(program(scripts, step, number)) {
            continue;
        }
        if is_template(file.source) {
            return;
        }
        report.add(
            Draft::new(problem.span, problem.to_string())
                .label("the shell stops here")
                .help("write what `sh` reads: close what is open, and put commands between operators"),
        );
    }
}

/// The program that runs a script.
fn program<'s>(scripts: &'s Scripts<'_>, step: &StepFacts<'s>, number: usize) -> &'s str {
    if scripts.all[number].origin.is_none() {
        return step.interpreter().0;
    }
    // `eval` is run by the shell around it.
    scripts.origin(number).map_or("", |call| call.name)
}

/// Whether what a program refuses is known.
fn is_known(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "dash" | "ash" | "busybox" | "eval" | "su")
}

/// Whether a file may be one that a template engine makes a Dockerfile of, which is what the shell reads.
fn is_template(source: &str) -> bool {
    source.contains("{{") || source.contains("<%")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn what_one_of_the_shells_takes_is_silent() {
        for command in ["[[ a =~ (b|c) ]] && a=(1 2)", "a <(b) |& c", "echo 'it'\\''s'", "[\"a\", \"'\"]"] {
            assert_eq!(run(command), "", "{command}");
        }
        for text in [
            "FROM a:1\nSHELL [\"zsh\", \"-c\"]\nRUN a && &\n",
            "FROM a:1\nSHELL [\"powershell\", \"-c\"]\nRUN if ($a) { b\n",
            "FROM a:1\nRUN <<E\n#!/usr/bin/env python3\nprint('\nE\n",
            "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN if a ( b )\n",
            "# escape=`\nFROM a:1\nRUN if a ( b )\n",
            "FROM a:1\nRUN {{install([\"a\"])}} && \\\n  b\n",
            "FROM a:1\nRUN apk add <%= packages %> && b\n",
            "ARG BASE=a:1\nFROM $BASE\nUSER ContainerAdministrator\nRUN FOR %i IN ('dir /B') DO del %i\n",
            "FROM a:1\nRUN <<E\n#!/bin/zsh\na && &\nE\n",
        ] {
            assert_eq!(findings(&super::RULE, text), "", "{text}");
        }
    }

    #[test]
    fn the_place_is_exact() {
        insta::assert_snapshot!(run("apt-get update && \\\n  echo it's"), @"3:10 `'` the shell stops here: the quote ' is not closed; help: write what `sh` reads: close what is open, and put commands between operators");
        insta::assert_snapshot!(run("a && \\\n  && b"), @"3:3 `&&` the shell stops here: `&&` cannot stand here; help: write what `sh` reads: close what is open, and put commands between operators");
        insta::assert_snapshot!(run("for f in a b; do\\\n  echo $f;"), @"2:19 `do` the shell stops here: `do` is not closed: expected `done`; help: write what `sh` reads: close what is open, and put commands between operators");
        insta::assert_snapshot!(run("<<E\na\nif b; then\nc\nE"), @"4:7 `then` the shell stops here: `then` is not closed: expected `fi`; help: write what `sh` reads: close what is open, and put commands between operators");
    }
}
