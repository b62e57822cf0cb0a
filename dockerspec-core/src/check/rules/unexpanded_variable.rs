use std::borrow::Cow;

use crate::check::facts::{FileFacts, StageFacts, StepFacts, base_name, ending};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Command, Instruction};
use crate::finding::Replacement;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds variables in commands in exec form, which no shell runs: `["app", "--port", "$PORT"]`.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody puts in the value. The program gets the text `$PORT`.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// ENV PORT=8080
    /// USER node
    /// CMD ["node", "server.js", "--port", "$PORT"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// Let the program read the variable, or let a shell put it in and make way for the program:
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// ENV PORT=8080
    /// USER node
    /// CMD ["sh", "-c", "exec node server.js --port \"$PORT\""]
    /// ```
    unexpanded_variable = Warn, aliases: [], fixes: Sometimes, Hook::Step(&["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some(arguments) = step.exec_form() else { return };
    if !arguments.iter().any(|argument| argument.contains('$')) || step.is_trigger {
        return;
    }
    let is_cmd = matches!(step.instruction, Instruction::Cmd(_));
    if arguments.iter().any(|argument| expands(argument)) || is_cmd && has_expanding_entry_point(file, stage) {
        return;
    }
    let Some((number, name)) =
        arguments.iter().enumerate().find_map(|(number, argument)| Some((number, variable(argument)?)))
    else {
        return;
    };
    let keyword = step.instruction.keyword();
    let mut draft =
        Draft::new(step.exec_word(number), format!("nothing puts the value of `{name}` into this {keyword}"))
            .label("text, as it stands")
            .help("let the program read the variable, or run it with `sh -c`");
    let may_have_entry_point = || {
        file.ancestry(stage)
            .any(|stage| stage.steps.iter().any(|step| matches!(step.instruction, Instruction::Entrypoint(_))))
    };
    let has_shell = || file.base_of(stage).is_some_and(|base| base.has_default_shell() == Some(true));
    if is_cmd
        && has_shell()
        && !may_have_entry_point()
        && let Some(line) = command_line(arguments)
    {
        let (first, last) = (step.exec_word(0), step.exec_word(arguments.len() - 1));
        let text = format!("sh\", \"-c\", \"exec {line}");
        draft = draft.fix("run it with `sh -c`", [Replacement::new(Span::new(first.start, last.end), text)]);
    }
    report.add(draft);
}

/// Whether a program puts in variables itself, or runs something that does.
fn expands(program: &str) -> bool {
    let name = base_name(program);
    matches!(
        name,
        "sh" | "bash"
            | "ash"
            | "dash"
            | "ksh"
            | "zsh"
            | "busybox"
            | "cmd"
            | "powershell"
            | "pwsh"
            | "env"
            | "envsubst"
            | "eval"
            | "make"
    ) || ending(name) == "sh"
}

/// Whether an ENTRYPOINT may put variables into the CMD that it gets.
fn has_expanding_entry_point(file: &FileFacts<'_>, stage: &StageFacts<'_>) -> bool {
    file.ancestry(stage).flat_map(|stage| &stage.steps).any(|step| match step.instruction {
        Instruction::Entrypoint(entrypoint) => match &entrypoint.command {
            Command::Exec(arguments) => arguments.first().is_some_and(|program| expands(program)),
            Command::Shell(_) => true,
        },
        _ => false,
    })
}

/// The first `$NAME` or `${NAME…` in a text. Names in lower case are more often something else: patterns, templates.
fn variable(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        // `\$` and `$$` are meant as they stand.
        let is_escaped = rest[..at].ends_with('\\');
        let behind = &rest[at + 1..];
        let name = behind.strip_prefix('{').unwrap_or(behind);
        let length =
            name.bytes().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_').count();
        let is_name = length > 1 && name.as_bytes()[0].is_ascii_uppercase();
        let is_ended = !name[length..].starts_with(|next: char| next.is_ascii_alphanumeric());
        if is_name && is_ended && !is_escaped {
            return Some(&name[..length]);
        }
        rest = behind.strip_prefix('$').unwrap_or(behind);
    }
    None
}

/// The arguments as a line for a shell, in a JSON string; none if one of them needs a closer look.
fn command_line(arguments: &[Cow<'_, str>]) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@,+%".contains(&byte);
    let mut line = String::new();
    for argument in arguments {
        if !line.is_empty() {
            line.push(' ');
        }
        if !argument.is_empty() && argument.bytes().all(is_plain) {
            line.push_str(argument);
        } else if argument.bytes().all(|byte| is_plain(byte) || b"${}".contains(&byte)) && !argument.is_empty() {
            line.extend(["\\\"", argument, "\\\""]);
        } else {
            return None;
        }
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, &format!("FROM python:3.13\n{text}\n"))
    }

    #[test]
    fn every_instruction() {
        insta::assert_snapshot!(found(r#"CMD ["gunicorn", "--bind=0.0.0.0:${PORT:-80}", "app"]"#), @r#"2:19 `--bind=0.0.0.0:${PORT:-80}` text, as it stands: nothing puts the value of `PORT` into this CMD; help: let the program read the variable, or run it with `sh -c`; fix: run it with `sh -c` -> CMD ["sh", "-c", "exec gunicorn \"--bind=0.0.0.0:${PORT:-80}\" app"]"#);
        assert_ne!(found(r#"ENTRYPOINT ["java", "$JAVA_OPTS", "-jar", "app.jar"]"#), "");
        insta::assert_snapshot!(found(r#"ENTRYPOINT ["app", "$HOME/x"]"#), @"2:21 `$HOME/x` text, as it stands: nothing puts the value of `HOME` into this ENTRYPOINT; help: let the program read the variable, or run it with `sh -c`");
        insta::assert_snapshot!(found(r#"HEALTHCHECK CMD ["curl", "http://localhost:$PORT"]"#), @"2:27 `http://localhost:$PORT` text, as it stands: nothing puts the value of `PORT` into this HEALTHCHECK; help: let the program read the variable, or run it with `sh -c`");
    }

    #[test]
    fn what_a_shell_runs_or_is_no_variable() {
        for text in [
            r#"CMD ["sh", "-c", "app $PORT"]"#,
            r#"CMD ["/bin/bash", "-lc", "app $PORT"]"#,
            r#"CMD ["app", "--match", "^a$"]"#,
            r#"CMD ["app", "$1", "$$PORT", "${x}"]"#,
            r#"CMD ["/entrypoint.sh", "$PORT"]"#,
            r#"CMD ["tini", "--", "sh", "-c", "app $PORT"]"#,
            "ENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD [\"app\", \"$PORT\"]",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }
}
