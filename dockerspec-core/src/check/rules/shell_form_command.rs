use crate::check::facts::{FileFacts, ShellInForce, StageFacts, StepFacts, as_exec_form};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Command, Instruction};
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds CMD and ENTRYPOINT in shell form, where no SHELL says which shell is meant.
    ///
    /// ## Why is this bad?
    ///
    /// A shell is process 1 then. It hands signals on to nobody, and so `docker stop` waits, and kills. Arguments behind
    /// `docker run IMAGE` do not reach an ENTRYPOINT in shell form either.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-trixie
    /// USER 10001
    /// CMD python -m app --port 8080
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-trixie
    /// USER 10001
    /// CMD ["python", "-m", "app", "--port", "8080"]
    /// ```
    ///
    /// Where a shell is meant, say which one:
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-trixie
    /// USER 10001
    /// SHELL ["/bin/sh", "-c"]
    /// CMD exec python -m app --port "$PORT"
    /// ```
    ///
    /// ## References
    ///
    /// - [JSONArgsRecommended](https://docs.docker.com/reference/build-checks/json-args-recommended/)
    shell_form_command = Warn, aliases: ["DL3025", "JSONArgsRecommended"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let mut has_shell = file.parent(stage).is_some_and(|parent| parent.shell != ShellInForce::Default);
    for dispatched in file.dispatched(stage) {
        let command = match dispatched.instruction {
            Instruction::Shell(_) => {
                has_shell = true;
                continue;
            }
            Instruction::Cmd(cmd) => &cmd.command,
            Instruction::Entrypoint(entrypoint) => &entrypoint.command,
            _ => continue,
        };
        let Command::Shell(text) = command else { continue };
        if has_shell {
            continue;
        }
        let keyword = dispatched.instruction.keyword();
        let span = dispatched.step.map_or(dispatched.span, StepFacts::keyword);
        let draft = Draft::new(span, format!("{keyword} runs its command in a shell")).label("shell form").help(
            if as_exec_form(text.as_written()).is_some() {
                format!("write the arguments as an array: `{keyword} [\"…\"]`")
            } else {
                format!("write a script that ends with `exec`, and the arguments as an array: `{keyword} [\"…\"]`")
            },
        );
        let fix = dispatched.step.filter(|_| stands_alone(file, stage, keyword)).and_then(|step| {
            let array = as_exec_form(text.as_written())?;
            let [command] = *step.place.words() else { return None };
            Some(Replacement::new(command, array))
        });
        report.add(match fix {
            Some(fix) => draft.fix("write the arguments as an array", [fix]),
            None => draft,
        });
    }
}

/// Whether no CMD and ENTRYPOINT come together here. The one is an argument of the other only in exec form.
fn stands_alone(file: &FileFacts<'_>, stage: &StageFacts<'_>, keyword: &str) -> bool {
    let is_other = |step: &StepFacts<'_>| {
        let other = step.instruction.keyword();
        other != keyword && matches!(other, "CMD" | "ENTRYPOINT")
    };
    let is_base = stage.users.iter().any(|user| user.step.is_none());
    !is_base && !file.ancestry(stage).any(|stage| stage.steps.iter().any(is_other))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn of(lines: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\n{lines}\n"))
    }

    #[test]
    fn what_needs_a_shell_goes_into_a_script() {
        insta::assert_snapshot!(of("CMD cd /app && node main.js"), @r#"2:1 `CMD` shell form: CMD runs its command in a shell; help: write a script that ends with `exec`, and the arguments as an array: `CMD ["…"]`"#);
    }

    #[test]
    fn only_plain_words_have_a_fix() {
        insta::assert_snapshot!(of("CMD a -b --c=d /e"), @r#"2:1 `CMD` shell form: CMD runs its command in a shell; help: write the arguments as an array: `CMD ["…"]`; fix: write the arguments as an array -> CMD ["a", "-b", "--c=d", "/e"]"#);
        for line in [
            "CMD a $B",
            "CMD a 'b'",
            "CMD a > b",
            "CMD a; b",
            "CMD exec a",
            "CMD A=b c",
            "CMD a ~",
            "CMD a *",
            "CMD a \\\n b",
            "CMD",
            "ENTRYPOINT a && b",
            "CMD cd /a",
            "CMD if a",
            "CMD a\nENTRYPOINT [\"b\"]",
            "ENTRYPOINT a\nCMD [\"b\"]",
        ] {
            assert!(of(line).contains("in a shell") && !of(line).contains("fix:"), "{line}: {}", of(line));
        }
        let base = findings(&super::RULE, "FROM a:1 AS b\nCMD a\nFROM b\nENTRYPOINT [\"c\"]\n");
        assert!(base.contains("in a shell") && !base.contains("fix:"), "{base}");
    }

    #[test]
    fn a_shell_that_was_chosen_is_silent() {
        assert_eq!(of("SHELL [\"a\"]\nCMD b\nFROM a:1 AS c\nSHELL [\"a\"]\nFROM c\nENTRYPOINT d"), "");
        assert_eq!(of("HEALTHCHECK CMD a\nRUN b\nCMD []\nENTRYPOINT [\"a\"]\nONBUILD CMD a"), "");
    }

    #[test]
    fn triggers_run_below_from() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nONBUILD CMD c\nFROM b\nUSER 1\n"), @r#"3:1 `FROM b` shell form: CMD runs its command in a shell; help: write the arguments as an array: `CMD ["…"]`"#);
    }
}
