//! Files that nobody writes: what is checked of them grows with them. Nothing is timed here; what does not end says it.

use dockerspec::check::{Checker, Policy, RuleLevel, rules};

/// Stages, instructions, commands or comments of a file.
const MANY: usize = 10_000;

/// The same of what some rules compare with each other, or what makes paths longer with every instruction.
const SOME: usize = 1_000;

/// The number of findings with every rule on.
fn findings(text: &str) -> usize {
    let off = rules().iter().filter(|rule| rule.level == RuleLevel::Allow);
    let policy = off.fold(Policy::default(), |policy, rule| {
        policy.with_level(rule.name, RuleLevel::Warn).expect("the rule is in the list")
    });
    Checker::new(&policy).check(text).len()
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn many_stages() {
    assert!(findings(&"FROM debian\n".repeat(MANY)) >= MANY);
    findings(&numbered(MANY, |number| format!("FROM debian:13 AS s{number}\n")));
    let chain = numbered(MANY, |number| format!("FROM s{number} AS s{}\n", number + 1));
    findings(&format!("FROM debian:13 AS s0\n{chain}USER 1\n"));
    findings(&format!("FROM debian:13\nFROM debian:13\n{}", "COPY --from=0 /a /b\n".repeat(MANY)));
}

#[test]
fn many_instructions() {
    for line in [
        "RUN apt-get install curl\n",
        "RUN apt-get update\n",
        "ENV A=1\n",
        "USER root\n",
        "COPY . .\n",
        "COPY package.json .\n",
        "LABEL a=b\n",
        "CMD a\n",
        "HEALTHCHECK CMD a\n",
        "ARG A\n",
        "EXPOSE 80\n",
        "ADD http://a/b /c\n",
        "ONBUILD RUN a\n",
    ] {
        findings(&format!("FROM debian:13\n{}", line.repeat(MANY)));
    }
    findings(&format!("FROM debian:13\n{}", numbered(MANY, |number| format!("ENV A{number}=$A{}\n", number / 2))));
    findings(&format!("FROM debian:13\nENV{}\n", numbered(MANY, |number| format!(" A{number}=1"))));
    findings(&format!("FROM debian:13\n{}", "WORKDIR a\n".repeat(SOME)));
}

#[test]
fn many_commands() {
    let run = |command: &str, count: usize| {
        let text = command.repeat(count);
        findings(&format!("FROM debian:13\nRUN {}x\n", text.replace('\n', " \\\n")));
        findings(&format!("FROM debian:13\nRUN <<EOF\n{text}\nEOF\n"));
    };
    for command in [
        "apt-get install curl && ",
        "a | ",
        "X=1 ",
        "$(a) ",
        "a\n",
        "( ",
        "{ ",
        "$( ",
        "\"$( ",
        "if a; then ",
        "a <<E\n",
        "sudo ",
    ] {
        run(command, MANY / 4);
    }
    for command in ["cd /a; ", "curl a | sh; ", "pip install a; "] {
        run(command, SOME / 4);
    }
    findings(&format!("FROM debian:13\nRUN apt-get install {}\n", "curl ".repeat(MANY)));
}

#[test]
fn many_comments() {
    let allow = "# dockerspec: allow(unpinned_base, no_such_rule, unused_allow)\n";
    assert!(findings(&format!("{}FROM debian\n", allow.repeat(MANY / 4))) >= MANY / 4);
    findings(&format!("FROM debian:13\nRUN a \\\n{} b\n", "# hadolint ignore=DL3014\n".repeat(MANY)));
    findings(&format!("FROM debian:13\nRUN a \\\n{} b\n", "# hadolint ignore=DL3014\n && a \\\n".repeat(MANY)));
    findings(&format!("# hadolint ignore={}\nFROM debian\n", "DL3006,".repeat(MANY)));
    findings(&format!("# dockerspec: allow({})\nFROM debian\n", "unused_allow, ".repeat(MANY)));
    findings(&format!("# dockerspec: {}\nFROM debian\n", "allow(unpinned_base) ".repeat(MANY)));
    findings(&format!("{}FROM debian\n", "# check=skip=all\nARG A\n".repeat(MANY)));
}
