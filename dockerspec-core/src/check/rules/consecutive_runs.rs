use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Run, RunCommand};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::Joint;

rule! {
    /// ## What it does
    ///
    /// Finds RUN behind RUN, with the same flags, where both are lines of one or two commands.
    ///
    /// Silent are stages whose layers are not in the image that ships, and heredocs.
    ///
    /// ## Why is this bad?
    ///
    /// Every RUN is a layer. What one writes and the next one removes is in the image all the same.
    ///
    /// ## Why it is off
    ///
    /// People switch it off because a RUN of its own is built again alone, and a layer costs next to nothing.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make
    /// RUN make install
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make && \
    ///     make install
    /// USER 10001
    /// ```
    consecutive_runs = Allow, aliases: ["DL3059"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if !stage.ships {
        return;
    }
    let mut before: Option<(&StepFacts<'_>, &Run<'_>)> = None;
    for step in &stage.steps {
        let run = match step.instruction {
            Instruction::Comment(_) => continue,
            Instruction::Run(run) if !step.is_trigger && is_short(step, run) => Some((step, &**run)),
            _ => None,
        };
        if let (Some((first, first_run)), Some((_, run))) = (before, run)
            && has_same_flags(first_run, run)
        {
            report.add(
                Draft::new(step.keyword(), "this RUN makes another layer behind the one above")
                    .label("a layer of its own")
                    .other(first.keyword(), "the RUN above")
                    .help("join them by `&&`")
                    .fix_where("join them by `&&`", joined(file, first, step)),
            );
        }
        before = run;
    }
}

/// Whether a RUN is one that can be joined with another one: a line, or an array, with at most two commands.
fn is_short(step: &StepFacts<'_>, run: &Run<'_>) -> bool {
    let is_line = matches!(run.command, RunCommand::Shell(_) | RunCommand::Exec(_));
    is_line && step.scripts.as_ref().is_some_and(|scripts| scripts.all[0].script.commands.len() <= 2)
}

fn has_same_flags(first: &Run<'_>, second: &Run<'_>) -> bool {
    first.mounts == second.mounts
        && first.network == second.network
        && first.security == second.security
        && first.devices == second.devices
}

/// The change that joins two RUNs, where nothing stands between them, and nothing in the first one changes the shell.
fn joined(file: &FileFacts<'_>, first: &StepFacts<'_>, second: &StepFacts<'_>) -> Option<Replacement> {
    let is_plain = |step: &StepFacts<'_>| {
        let Some(scripts) = &step.scripts else { return false };
        let script = &scripts.all[0].script;
        !step.is_exec_form()
            && script.problem.is_none()
            && script.constructs.is_empty()
            && script.commands.iter().all(|command| {
                let changes_shell = matches!(
                    command.name(),
                    None | Some(
                        "." | "cd" | "eval" | "exec" | "exit" | "export" | "pushd" | "set" | "source" | "umask"
                    )
                );
                matches!(command.joint, Joint::First | Joint::And) && !command.is_negated && !changes_shell
            })
    };
    let between = Span::new(first.span().end, second.word(0).start);
    let text = file.source.get(between.start as usize..second.span().start as usize)?;
    (is_plain(first) && is_plain(second) && text.trim().is_empty() && !file.escapes_otherwise)
        .then(|| Replacement::new(between, " && \\\n    "))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn of(text: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\n{text}"))
    }

    #[test]
    fn what_differs_or_is_long_is_silent() {
        for text in [
            "RUN a && b && c\nRUN d\n",
            "RUN --mount=type=ssh a\nRUN b\n",
            "RUN a\nENV A=1\nRUN b\n",
            "RUN <<E\na\nE\nRUN b\n",
            "ONBUILD RUN a\nONBUILD RUN b\n",
            "RUN a\nRUN b\nFROM c:1\nRUN d\n",
        ] {
            assert_eq!(of(text), "", "{text}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(of("RUN a\n\n# x\nRUN b\n"), @"5:1 `RUN` a layer of its own: this RUN makes another layer behind the one above; 2:1 `RUN` the RUN above; help: join them by `&&`");
        insta::assert_snapshot!(of("RUN --network=none a\n\nRUN --network=none b && \\\n  c\n"), @r"4:1 `RUN` a layer of its own: this RUN makes another layer behind the one above; 2:1 `RUN` the RUN above; help: join them by `&&`; fix: join them by `&&` -> RUN --network=none a && \ |     b && \");
        insta::assert_snapshot!(of("RUN cd /x\nRUN [\"b\"]\n"), @"3:1 `RUN` a layer of its own: this RUN makes another layer behind the one above; 2:1 `RUN` the RUN above; help: join them by `&&`");
    }
}
