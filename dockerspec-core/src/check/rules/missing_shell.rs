use crate::bases::BaseShell;
use crate::check::facts::{FileFacts, ShellInForce, StageBase, StageFacts, StepFacts, as_exec_form};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Command, Instruction, RunCommand};
use crate::finding::Replacement;
use crate::value::AbsPath;

rule! {
    /// ## What it does
    ///
    /// Finds commands in shell form where the image has no shell: on `scratch`, on distroless images, on others that are
    /// known to have none.
    ///
    /// ## Why is this bad?
    ///
    /// They run `/bin/sh -c`, which is not there. A RUN fails, a CMD or ENTRYPOINT ends the container as soon as it begins,
    /// a HEALTHCHECK is never healthy.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM gcr.io/distroless/base-debian12:nonroot@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY app /app
    /// ENTRYPOINT /app --serve
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM gcr.io/distroless/base-debian12:nonroot@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY app /app
    /// ENTRYPOINT ["/app", "--serve"]
    /// ```
    missing_shell = Deny, aliases: [], fixes: Sometimes, Hook::Step(&["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let is_run = matches!(step.instruction, Instruction::Run(_));
    let is_shell_form = match step.instruction {
        Instruction::Run(run) => match &run.command {
            RunCommand::Shell(_) | RunCommand::Heredocs(_) => true,
            RunCommand::Script(script) => !script.text.starts_with("#!"),
            RunCommand::Exec(_) => false,
        },
        _ => matches!(step.command(), Some(Command::Shell(text)) if !text.as_written().is_empty()),
    };
    if !is_shell_form || step.shell != ShellInForce::Default || step.is_trigger {
        return;
    }
    let Some(base) = file.base_of(stage) else { return };
    if base.has_default_shell() != Some(false)
        || base.distribution.as_deref() == Some("windows")
        || may_have_shell(file, stage, if is_run { step.number } else { stage.steps.len() })
    {
        return;
    }
    let root = file.root(stage);
    let name = match &root.base {
        StageBase::Image(image) => format!("`{image}`"),
        _ => "`scratch`".to_owned(),
    };
    let keyword = step.instruction.keyword();
    let message = format!("{keyword} in shell form needs `/bin/sh`, and {name} has none");
    let help = match (&base.shell, is_run) {
        (Some(BaseShell::Path(path)), _) => {
            format!("write `SHELL [\"{path}\", \"-c\"]` before it: that is where its shell is")
        }
        (_, false) => "write the command as an array, which needs no shell".to_owned(),
        (_, true) => "do it in a stage that has a shell, and copy what comes out".to_owned(),
    };
    let mut draft = Draft::new(if is_run { step.keyword() } else { step.command_span() }, message)
        .label("a command for a shell")
        .other(root.base_span(), "a base without one")
        .help(help);
    if matches!(base.shell, Some(BaseShell::None))
        && let Some(Command::Shell(text)) = step.command()
        && let Some(array) = as_exec_form(text.as_written())
    {
        draft = draft.fix(format!("write `{array}`"), [Replacement::new(step.command_span(), array)]);
    }
    report.add(draft);
}

/// Whether something before an instruction may have put a shell there.
fn may_have_shell(file: &FileFacts<'_>, stage: &StageFacts<'_>, number: usize) -> bool {
    const PATHS: [AbsPath<'static>; 2] = [AbsPath::from_static("/bin/sh"), AbsPath::from_static("/usr/bin/sh")];
    file.ancestry(stage).enumerate().any(|(generation, stage)| {
        let before = if generation == 0 { number } else { stage.steps.len() };
        stage.steps[..before].iter().any(|step| {
            // What needs the shell does not bring it.
            let is_possible = match step.instruction {
                Instruction::Run(run) => matches!(run.command, RunCommand::Exec(_)),
                _ => true,
            };
            is_possible && PATHS.iter().any(|path| file.may_provide(stage, step, path))
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn every_instruction() {
        insta::assert_snapshot!(found("FROM scratch\nCOPY app /app\nHEALTHCHECK CMD /app --health || exit 1\nCMD /app 80\n"), @r#"
        3:17 `/app --health || exit 1` a command for a shell: HEALTHCHECK in shell form needs `/bin/sh`, and `scratch` has none; 1:6 `scratch` a base without one; help: write the command as an array, which needs no shell
        4:5 `/app 80` a command for a shell: CMD in shell form needs `/bin/sh`, and `scratch` has none; 1:6 `scratch` a base without one; help: write the command as an array, which needs no shell; fix: write `["/app", "80"]` -> CMD ["/app", "80"]
        "#);
        insta::assert_snapshot!(found("FROM gcr.io/distroless/cc-debian12 AS a\nFROM a\nRUN echo x\n"), @"3:1 `RUN` a command for a shell: RUN in shell form needs `/bin/sh`, and `gcr.io/distroless/cc-debian12` has none; 1:6 `gcr.io/distroless/cc-debian12` a base without one; help: do it in a stage that has a shell, and copy what comes out");
        insta::assert_snapshot!(found("FROM gcr.io/distroless/cc-debian12:debug\nCMD app\n"), @r#"2:5 `app` a command for a shell: CMD in shell form needs `/bin/sh`, and `gcr.io/distroless/cc-debian12:debug` has none; 1:6 `gcr.io/distroless/cc-debian12:debug` a base without one; help: write `SHELL ["/busybox/sh", "-c"]` before it: that is where its shell is"#);
    }

    #[test]
    fn a_shell_that_is_there_or_may_be() {
        for text in [
            "FROM scratch\nADD rootfs.tar.xz /\nCMD app",
            "FROM scratch\nCOPY --from=busybox:1 /bin/busybox /bin/sh\nCMD app",
            "FROM gcr.io/distroless/cc-debian12:debug\nSHELL [\"/busybox/sh\", \"-c\"]\nRUN echo x",
            "FROM scratch\nCOPY app /app\nCMD [\"/app\"]",
            "FROM example.com/x:1\nCMD app",
            "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD app",
            "FROM debian:13\nCMD app",
        ] {
            assert_eq!(found(&format!("{text}\n")), "", "{text}");
        }
    }
}
