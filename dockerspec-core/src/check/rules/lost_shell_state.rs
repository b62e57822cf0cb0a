use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{Command, Element, Joint, Script};

rule! {
    /// ## What it does
    ///
    /// Finds commands at the end of a RUN that only change its shell: `cd`, `export`, variables, `alias`, `umask`,
    /// `ulimit`, `. venv/bin/activate`; and `su` and `newgrp` without a command.
    ///
    /// ## Why is this bad?
    ///
    /// Every RUN has a shell of its own. What such a command changes is gone when the RUN ends, and the next instruction
    /// runs in the old directory, without the variable, as the same user.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN cd /app
    /// RUN export LANG=C.UTF-8
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR /app
    /// ENV LANG=C.UTF-8
    /// USER 10001
    /// ```
    lost_shell_state = Warn, aliases: [], fixes: Sometimes, Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some(scripts) = &step.scripts else { return };
    for call in scripts.calls().filter(|call| matches!(call.name, "su" | "newgrp")) {
        let has_command = call.literals().any(|word| word.starts_with("-c") || word.starts_with("--command"))
            || call.arguments.len() > 2
            || !call.command.redirections.is_empty()
            || call.command.joint.is_pipe();
        if !has_command {
            report.add(
                Draft::new(call.program.span, format!("`{}` changes the user of nothing", call.name))
                    .label("a shell that ends at once")
                    .help("write USER before the instructions that another user should run"),
            );
        }
    }
    let Some(nested) = scripts.all.first() else { return };
    let script = &nested.script;
    if script.problem.is_some() || step.is_exec_form() {
        return;
    }
    let Some(Element::Command(last)) = script.last_element(None) else { return };
    let command = &script.commands[last];
    if !matches!(command.joint, Joint::First | Joint::And | Joint::Sequence) || !command.redirections.is_empty() {
        return;
    }
    let Some((what, help)) = changed(command) else { return };
    report.add(
        Draft::new(command.span, format!("{what} ends with this RUN"))
            .label("nothing comes behind it")
            .help(help)
            .fix_where("write the instruction", instruction(file, step, script)),
    );
}

/// What a command changes of its shell, and what to do instead.
fn changed(command: &Command<'_>) -> Option<(String, &'static str)> {
    const ENV: &str = "set the variable by ENV";
    let Some(word) = command.words.first() else {
        let first = command.assignments.first()?;
        return Some((format!("the variable `{}`", first.name), ENV));
    };
    let name = word.literal()?;
    let help = match name {
        "cd" | "pushd" => "set the directory by WORKDIR",
        "export" => {
            let variable = command.words.get(1)?.literal_prefix().split('=').next()?;
            return (!variable.starts_with('-')).then(|| (format!("the variable `{variable}`"), ENV));
        }
        "." | "source" if is_environment(command.words.get(1)?.literal_suffix()) => {
            "put it in front of the commands that need it, with `&&` between them, or set its variables by ENV"
        }
        "alias" | "umask" | "ulimit" if command.words.len() > 1 => {
            "put it in front of the commands that need it, with `&&` between them"
        }
        _ => return None,
    };
    Some((format!("what `{name}` changes"), help))
}

/// Whether a script does nothing but set variables and functions, as its name says.
fn is_environment(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "activate" | "env" | "env.sh" | "nvm.sh" | "profile" | "environment" | "setup.bash")
        || name.starts_with(".bash")
        || matches!(name, ".profile" | ".zshrc" | ".env")
}

/// The instruction to write for the whole RUN.
fn instruction(file: &FileFacts<'_>, step: &StepFacts<'_>, script: &Script<'_>) -> Option<Replacement> {
    let [command] = &*script.commands else { return None };
    let is_alone = script.constructs.is_empty() && !step.is_trigger && step.mounts().is_empty();
    let is_line = matches!(step.instruction, Instruction::Run(_)) && step.front(file.source)?.1 == "; ";
    if !is_alone || !is_line || !command.assignments.is_empty() {
        return None;
    }
    let [program, argument] = &*command.words else { return None };
    let written = file.source.get(argument.span.range())?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:@%+=,".contains(&byte);
    let text = match program.literal()? {
        "cd" if written.starts_with('/') && written.bytes().all(is_plain) => format!("WORKDIR {written}"),
        "export" if written.contains('=') && written.replace("$PATH", "").bytes().all(is_plain) => {
            format!("ENV {written}")
        }
        _ => return None,
    };
    let span = step.span();
    Some(Replacement::new(Span::new(span.start, span.end), text))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn what_is_used_is_silent() {
        for command in [
            "cd /x && make",
            "export A=1 && make",
            "A=1 make",
            "(cd /x)",
            "make || cd /x",
            "cd /x | make",
            ". /opt/install.sh",
            ". venv/bin/activate && pip list",
            "su app -c make",
            "su - app <<E\nmake\nE",
            "[\"cd\"]",
            "sh -c 'cd /x'; make",
            "ulimit -n; umask",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("mkdir /x && \\\n  cd /x"), @"3:3 `cd /x` nothing comes behind it: what `cd` changes ends with this RUN; help: set the directory by WORKDIR");
        insta::assert_snapshot!(run("cd /x/y"), @"2:5 `cd /x/y` nothing comes behind it: what `cd` changes ends with this RUN; help: set the directory by WORKDIR; fix: write the instruction -> WORKDIR /x/y");
        insta::assert_snapshot!(run("cd x"), @"2:5 `cd x` nothing comes behind it: what `cd` changes ends with this RUN; help: set the directory by WORKDIR");
        insta::assert_snapshot!(run("export PATH=$PATH:/x/bin"), @"2:5 `export PATH=$PATH:/x/bin` nothing comes behind it: the variable `PATH` ends with this RUN; help: set the variable by ENV; fix: write the instruction -> ENV PATH=$PATH:/x/bin");
        insta::assert_snapshot!(run("export A=$(b)"), @"2:5 `export A=$(b)` nothing comes behind it: the variable `A` ends with this RUN; help: set the variable by ENV");
        insta::assert_snapshot!(run("A=1"), @"2:5 `A=1` nothing comes behind it: the variable `A` ends with this RUN; help: set the variable by ENV");
        insta::assert_snapshot!(run("source venv/bin/activate"), @"2:5 `source venv/bin/activate` nothing comes behind it: what `source` changes ends with this RUN; help: put it in front of the commands that need it, with `&&` between them, or set its variables by ENV");
        insta::assert_snapshot!(run("su - app"), @"2:5 `su` a shell that ends at once: `su` changes the user of nothing; help: write USER before the instructions that another user should run");
        insta::assert_snapshot!(run("umask 022"), @"2:5 `umask 022` nothing comes behind it: what `umask` changes ends with this RUN; help: put it in front of the commands that need it, with `&&` between them");
    }
}
