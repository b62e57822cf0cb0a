use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Command, Instruction};
use crate::shell::Scripts;

rule! {
    /// ## What it does
    ///
    /// Finds `python -m` with something that cannot be the name of a module: it has a colon, parentheses, a slash or the
    /// ending `.py`.
    ///
    /// ## Why is this bad?
    ///
    /// Python finds no module of that name, and the container ends as soon as it begins. `module:callable` is how servers
    /// such as gunicorn and uvicorn are told what to run, and Python is not one of them.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY my_app my_app
    /// USER 10001
    /// CMD ["python3", "-m", "my_app:start_app()"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY my_app my_app
    /// USER 10001
    /// CMD ["python3", "-m", "my_app"]
    /// ```
    ///
    /// ## References
    ///
    /// - <https://docs.python.org/3/using/cmdline.html#cmdoption-m>
    invalid_module_name = Deny, aliases: [], fixes: Never, Hook::Step(&["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"], check)
}

fn check(_: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    match step.instruction {
        Instruction::Run(_) => step.scripts.iter().for_each(|scripts| look(scripts, report)),
        _ if step.command().is_some_and(has_option) => step.with_command_scripts(|scripts| look(scripts, report)),
        _ => {}
    }
}

/// Whether `-m` is somewhere in a command, so that it is worth reading.
fn has_option(command: &Command<'_>) -> bool {
    match command {
        Command::Exec(arguments) => arguments.iter().any(|argument| argument == "-m"),
        Command::Shell(text) => text.as_written().contains("-m"),
    }
}

fn look(scripts: &Scripts<'_>, report: &mut Report<'_>) {
    for call in scripts.calls() {
        let is_python = call
            .name
            .strip_prefix("python")
            .is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        if !is_python {
            continue;
        }
        let Some(option) = call.arguments.iter().position(|word| word.literal().is_none_or(|text| !is_flag(text)))
        else {
            continue;
        };
        let [option, module, ..] = &call.arguments[option..] else { continue };
        if !option.is("-m") {
            continue;
        }
        let Some(name) = module.literal() else { continue };
        let help = if let Some((file, _)) = name.split_once(':') {
            format!("name the module alone, `{file}`, or run a server that takes `module:callable`")
        } else if let Some(stem) = name.strip_suffix(".py") {
            format!("write `{}`, or run the file without `-m`", stem.trim_start_matches("./").replace('/', "."))
        } else if name.contains(is_never_in_names) {
            "write the names of packages and module with dots between them".to_owned()
        } else {
            continue;
        };
        report.add(
            Draft::new(module.span, format!("no module can be called `{name}`"))
                .label("what `python -m` looks for")
                .help(help),
        );
    }
}

/// Whether a word is an option of Python without a value, other than `-m`.
fn is_flag(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-') && !text.contains(['m', 'c', 'W', 'X'])
}

/// What is in no name of a module. A `-` is not what an import statement can say, but `python -m` finds such files.
fn is_never_in_names(character: char) -> bool {
    character.is_ascii()
        && !character.is_ascii_alphanumeric()
        && !matches!(character, '_' | '.' | '-' | '$' | '%' | '{' | '}')
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, &format!("FROM python:3.13\n{text}\n"))
    }

    #[test]
    fn what_is_no_name_in_every_form() {
        insta::assert_snapshot!(found(r#"CMD ["python3", "-m", "my-app:start_app()"]"#), @"2:24 `my-app:start_app()` what `python -m` looks for: no module can be called `my-app:start_app()`; help: name the module alone, `my-app`, or run a server that takes `module:callable`");
        insta::assert_snapshot!(found("ENTRYPOINT python -u -m ./src/app.py --port 80"), @"2:25 `./src/app.py` what `python -m` looks for: no module can be called `./src/app.py`; help: write `src.app`, or run the file without `-m`");
        insta::assert_snapshot!(found("HEALTHCHECK --interval=3s CMD python -m 'a/b' || exit 1"), @"2:41 `'a/b'` what `python -m` looks for: no module can be called `a/b`; help: write the names of packages and module with dots between them");
        insta::assert_snapshot!(found("RUN make && python3.13 -m app/x"), @"2:27 `app/x` what `python -m` looks for: no module can be called `app/x`; help: write the names of packages and module with dots between them");
    }

    #[test]
    fn what_is_a_name_or_no_module() {
        for line in [
            r#"CMD ["python", "-m", "http.server", "8000:"]"#,
            r#"CMD ["python", "-m", "my-app"]"#,
            r#"CMD ["python", "app.py", "-m", "a:b"]"#,
            r#"CMD ["gunicorn", "-m", "a:b"]"#,
            "RUN python -c 'x' -m a:b",
            "CMD python -m $APP:app",
        ] {
            assert_eq!(found(line), "", "{line}");
        }
    }
}
