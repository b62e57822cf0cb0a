use std::cell::LazyCell;

use crate::Distribution;
use crate::check::facts::{CallFacts, FileFacts, ShellInForce, StageFacts, StepFacts, started_by};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{ConstructKind, Element, Joint, Script, Scripts};

rule! {
    /// ## What it does
    ///
    /// Finds pipes whose first commands can fail without anybody noticing: `pipefail` is not set by SHELL, which stages
    /// inherit along FROM, nor by the RUN itself, by `set -o pipefail`, `bash -o pipefail -c` or the `#!` of a heredoc.
    ///
    /// Silent are pipes that begin with what cannot fail, such as `echo`, pipes that are a condition or followed by
    /// `|| true`, and those whose status is lost anyway. There is one finding for each script.
    ///
    /// ## Why is this bad?
    ///
    /// A pipe has the status of its last command. If the download in front of it breaks off, the build goes on with half
    /// a file.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl --fail https://example.com/list | sort > /list
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// RUN curl --fail https://example.com/list | sort > /list
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN set -o pipefail; wget -O - https://example.com/list | sort > /list
    /// USER 10001
    /// ```
    pipe_without_pipefail = Warn, aliases: ["DL4006"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let mut has_shell = false;
    for step in &stage.steps {
        let Some(scripts) = &step.scripts else { continue };
        for (number, nested) in scripts.all.iter().enumerate() {
            let script = &nested.script;
            let is_pipe = script.commands.iter().any(|command| command.joint.is_pipe())
                || script.constructs.iter().any(|construct| construct.joint.is_pipe());
            if !is_pipe {
                continue;
            }
            let Some((program, options)) = started_by(step, scripts, number) else { continue };
            let options = LazyCell::new(|| script.options(options));
            let mut pipes = (0..script.commands.len()).filter_map(|first| Some((first, lost(script, first)?)));
            let Some((_, (failing, last))) = pipes.find(|(first, _)| !options[*first].pipefail) else { continue };
            let (span, name) = named(script, failing);
            let (_, end) = named(script, last);
            let draft = Draft::new(span, format!("{name} can fail unnoticed: the pipe has the status of {end}"))
                .label("its failure is lost");
            let (help, title, change) = change(file, stage, step, scripts, number, program);
            let is_shell = title == "add SHELL";
            report.add(draft.help(help).fix_where(title, change.filter(|_| !(is_shell && has_shell))));
            has_shell |= is_shell;
        }
    }
}

/// The first element of the pipe that begins with a command, whose failure is lost, and the last one of the pipe.
fn lost(script: &Script<'_>, first: usize) -> Option<(Element, Element)> {
    let command = &script.commands[first];
    let is_first = !command.joint.is_pipe() && !command.is_negated;
    if !is_first || !script.is_in_pipeline(command.construct, command.joint, first) {
        return None;
    }
    let pipeline = script.pipeline(first);
    let [left @ .., last] = &*pipeline else { return None };
    let element = *left.iter().find(|element| can_fail(script, **element))?;
    if pipeline.first() != Some(&Element::Command(first)) || is_status_unused(script, first, *last) {
        return None;
    }
    Some((element, *last))
}

fn can_fail(script: &Script<'_>, element: Element) -> bool {
    let Element::Command(index) = element else { return true };
    let command = &script.commands[index];
    match command.name() {
        Some("echo" | "printf" | "true" | ":" | "yes") => false,
        // It prints what stands here.
        Some("cat") => command.redirections.iter().all(|redirection| redirection.heredoc.is_none()),
        _ => true,
    }
}

/// Whether nobody asks for the status of a pipe, or expects it to be another one.
fn is_status_unused(script: &Script<'_>, first: usize, last: Element) -> bool {
    let command = &script.commands[first];
    let is_unused = script.constructs_around(command).any(|construct| match construct.kind {
        ConstructKind::Condition | ConstructKind::Process { .. } => true,
        ConstructKind::Substitution => {
            construct.command.is_none_or(|around| !script.commands[around as usize].words.is_empty())
        }
        _ => false,
    });
    let elements = script.elements(command.construct);
    let next = elements.iter().skip_while(|element| **element != last).nth(1);
    let is_excused = next.is_some_and(|next| {
        let Element::Command(index) = *next else { return false };
        let command = &script.commands[index];
        command.joint == Joint::Or && matches!(command.name(), Some("true" | ":" | "echo"))
    });
    is_unused || is_excused
}

fn named(script: &Script<'_>, element: Element) -> (Span, String) {
    match element {
        Element::Command(index) => {
            let command = &script.commands[index];
            let name = command.words.first().and_then(|word| word.literal()).filter(|name| !name.is_empty());
            (command.span, name.map_or_else(|| "the command".to_owned(), |name| format!("`{name}`")))
        }
        Element::Construct(index) => (script.constructs[index].span, "the group".to_owned()),
    }
}

/// How it is mended, and where that is sure, with which change.
fn change(
    file: &FileFacts<'_>,
    stage: &StageFacts<'_>,
    step: &StepFacts<'_>,
    scripts: &Scripts<'_>,
    number: usize,
    program: &str,
) -> (&'static str, &'static str, Option<Replacement>) {
    const ADD_OPTION: &str = "add `-o pipefail`";
    const ADD_SET: &str = "add `set -o pipefail`";
    let knows_pipefail = matches!(program, "bash" | "zsh" | "ksh" | "mksh" | "ash" | "busybox");
    if number > 0 {
        let call = scripts.origin(number).filter(|_| knows_pipefail);
        let change = call.and_then(|call| {
            let program = call.program;
            CallFacts { file, stage, step, call }.insert_behind(program, &["-o", "pipefail"])
        });
        return ("start the shell with `-o pipefail`", ADD_OPTION, change);
    }
    let family = stage.distribution(file);
    let is_sh_enough = matches!(
        family,
        Some(
            Distribution::Alpine
                | Distribution::Wolfi
                | Distribution::Busybox
                | Distribution::RedHat
                | Distribution::Suse
                | Distribution::Arch
                | Distribution::AzureLinux
        )
    );
    if knows_pipefail || program == "sh" && is_sh_enough {
        let front = step.front(file.source);
        let change = front.map(|(at, behind)| Replacement::new(Span::new(at, at), format!("set -o pipefail{behind}")));
        return ("begin with `set -o pipefail`", ADD_SET, change);
    }
    let has_bash = family == Some(Distribution::Debian) && step.shell == ShellInForce::Default && program == "sh";
    let at = step.span().start;
    let is_own_line = file.source[..at as usize].ends_with('\n');
    let change = (has_bash && is_own_line && !step.is_trigger)
        .then(|| Replacement::new(Span::new(at, at), "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"));
    ("put `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` before it", "add SHELL", change)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn every_way_to_set_it() {
        for text in [
            "SHELL [\"/usr/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]\nRUN a | b\n",
            "SHELL [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]\nENV A=1\nRUN a | b\n",
            "RUN set -o pipefail && a | b\n",
            "RUN set -euo pipefail; a |& b\n",
            "RUN <<EOF bash\nset -euxo pipefail\na | b\nEOF\n",
            "RUN <<EOF\n#!/usr/bin/env bash\nset -eux -o pipefail\na | b\nEOF\n",
            "RUN <<EOF\n#!/bin/bash -o pipefail\na | b\nEOF\n",
            "RUN bash -o pipefail -c 'a | b'\n",
            "RUN [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\", \"a | b\"]\n",
            "SHELL [\"powershell\", \"-Command\"]\nRUN a | b\n",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM a:1\n{text}")), "", "{text}");
        }
        let inherited = "FROM a:1 AS x\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nFROM x\nRUN a | b\n";
        assert_eq!(findings(&super::RULE, inherited), "");
    }

    #[test]
    fn pipes_without_a_status_are_silent() {
        for command in [
            "echo a | b",
            "printf '%s' a | tee b | c > d || true",
            "yes | a",
            "if a | grep -q b; then c; fi",
            "! a | b",
            "echo \"$(a | b)\"",
            "[\"a\", \"|\", \"b\"]",
            "echo 'a | b'",
            "a || b",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("apt-get update && \\\n  curl -f x \\\n  | tar -x && a | b"), @r#"3:3 `curl -f x` its failure is lost: `curl` can fail unnoticed: the pipe has the status of `tar`; help: put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it"#);
        insta::assert_snapshot!(run("V=\"$(a | b)\"; while c | d; do (e; f) | g; done; h | while i; do j; done"), @r#"2:10 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it"#);
        let of = |base, text| findings(&super::RULE, &format!("FROM {base}\n{text}"));
        insta::assert_snapshot!(of("debian:13", "RUN a | b\nRUN c | d\n"), @r#"
        2:5 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it; fix: add SHELL -> SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        3:5 `c` its failure is lost: `c` can fail unnoticed: the pipe has the status of `d`; help: put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it
        "#);
        insta::assert_snapshot!(of("alpine:3", "RUN cd /x && \\\n  a | b\n"), @r"3:3 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: begin with `set -o pipefail`; fix: add `set -o pipefail` -> RUN set -o pipefail; cd /x && \");
        insta::assert_snapshot!(of("a:1", "SHELL [\"/bin/bash\", \"-c\"]\nRUN a | b\n"), @"3:5 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: begin with `set -o pipefail`; fix: add `set -o pipefail` -> RUN set -o pipefail; a | b");
        insta::assert_snapshot!(of("alpine:3", "RUN <<E\n# x\na | b\nE\n"), @"4:1 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: begin with `set -o pipefail`; fix: add `set -o pipefail` -> set -o pipefail");
        insta::assert_snapshot!(of("a:1", "RUN <<E bash\na | b\nE\nRUN [\"bash\", \"-c\", \"a | b\"]\nRUN bash -c 'a | b'\n"), @r#"
        3:1 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: start the shell with `-o pipefail`; fix: add `-o pipefail` -> RUN <<E bash -o pipefail
        5:21 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: start the shell with `-o pipefail`; fix: add `-o pipefail` -> RUN ["bash", "-o", "pipefail", "-c", "a | b"]
        6:14 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: start the shell with `-o pipefail`; fix: add `-o pipefail` -> RUN bash -o pipefail -c 'a | b'
        "#);
        insta::assert_snapshot!(of("debian:13", "ONBUILD RUN a | b\n"), @r#"2:13 `a` its failure is lost: `a` can fail unnoticed: the pipe has the status of `b`; help: put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it"#);
    }
}
