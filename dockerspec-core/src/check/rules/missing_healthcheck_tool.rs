use crate::bases::BaseFacts;
use crate::check::facts::{Argument, FileFacts, StageFacts, StepFacts, TransferOrigin, arguments, ending};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Command, Instruction};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::Call;
use crate::value::AbsPath;

rule! {
    /// ## What it does
    ///
    /// Finds a HEALTHCHECK that calls `curl` or `wget` where the base has no such program, and nothing installs it.
    ///
    /// ## Why is this bad?
    ///
    /// The check fails each time, and the container is never healthy.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM node:24-alpine3.22@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY server.js /app/
    /// USER node
    /// HEALTHCHECK CMD curl --fail http://localhost:3000/health
    /// CMD ["node", "/app/server.js"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM node:24-alpine3.22@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY server.js /app/
    /// USER node
    /// HEALTHCHECK CMD wget -q -O /dev/null http://localhost:3000/health
    /// CMD ["node", "/app/server.js"]
    /// ```
    missing_healthcheck_tool = Warn, aliases: [], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if !stage.is_last {
        return;
    }
    let is_check = |step: &&StepFacts<'_>| matches!(step.instruction, Instruction::Healthcheck(_)) && !step.is_trigger;
    let Some(step) = file.ancestry(stage).find_map(|stage| stage.steps.iter().rev().find(is_check)) else { return };
    let Some(base) = file.base_of(stage) else { return };
    step.with_command_scripts(|scripts| {
        for call in scripts.calls() {
            let is_asked = matches!(call.name, "curl" | "wget");
            if !is_asked || base.has_tool(call.name) != Some(false) || may_come(file, stage, call.name) {
                continue;
            }
            let other = if call.name == "curl" { "wget" } else { "curl" };
            let has_other = base.has_tool(other) == Some(true);
            let help = if has_other {
                format!("ask with `{other}`, which is there, or install `{}`", call.name)
            } else {
                format!("let the application ask itself, or install `{}`", call.name)
            };
            let mut draft = Draft::new(call.program.span, format!("`{}` is not in the image", call.name))
                .label("a program that is not there")
                .other(file.root(stage).base_span(), "a base without it")
                .help(help);
            if has_other
                && matches!(step.command(), Some(Command::Shell(text)) if text.as_written().len() == step.command_span().len() as usize)
                && let Some((place, text)) = asked_with_wget(&call, base)
            {
                draft = draft.fix("ask with `wget`", [Replacement::new(place, text)]);
            }
            report.add(draft);
            return;
        }
    });
}

/// Whether an instruction of the image may bring a program.
fn may_come(file: &FileFacts<'_>, stage: &StageFacts<'_>, program: &str) -> bool {
    let paths =
        ["/usr/local/bin", "/usr/bin", "/bin"].map(|directory| AbsPath::from_static("/").join(directory).join(program));
    file.ancestry(stage).any(|stage| {
        stage.steps.iter().any(|step| match step.instruction {
            Instruction::Run(_) => step.scripts.as_ref().is_none_or(|scripts| {
                scripts.all.iter().any(|nested| nested.script.problem.is_some())
                    || scripts.calls().any(|call| may_install(&call, program))
            }),
            Instruction::Onbuild(_) => true,
            _ => step.transfer().is_some_and(|transfer| {
                // Sources of the context that go elsewhere are the application.
                let is_context =
                    transfer.origin == TransferOrigin::Context && !matches!(step.instruction, Instruction::Add(_));
                let is_covered = paths.iter().any(|path| file.may_provide(stage, step, path));
                is_covered && !(is_context && transfer.destination.as_literal() == Some("/"))
            }),
        })
    })
}

/// Whether a call may install a program: a package manager that is given its name or something unknown, or a script.
fn may_install(call: &Call<'_, '_>, program: &str) -> bool {
    let is_unknown = call.arguments.iter().any(|word| word.literal().is_none() || word.has_glob || word.has_braces);
    let is_named =
        || call.literals().any(|word| word.split(['=', '~', '>', '<', '@', '/']).any(|part| part == program));
    match call.name {
        "apt-get" | "apt" | "apk" | "dnf" | "microdnf" | "yum" | "tdnf" | "zypper" | "pacman" | "aptitude" => {
            is_unknown || is_named()
        }
        "sh" | "bash" | "source" | "." | "eval" | "busybox" => true,
        _ => is_named() || call.program.literal_prefix().contains('/') || ending(call.name) == "sh",
    }
}

/// A call of `curl` as one of the `wget` of BusyBox, if it does nothing but ask.
fn asked_with_wget(call: &Call<'_, '_>, base: &BaseFacts) -> Option<(Span, String)> {
    if call.name != "curl"
        || base.has_tool("busybox") != Some(true)
        || call.arguments.iter().any(|word| word.literal().is_none())
    {
        return None;
    }
    let mut address = None;
    for argument in arguments(call.arguments, &[]) {
        match argument {
            Argument::Option {
                name: "f" | "s" | "S" | "--fail" | "--silent" | "--show-error", value: None, ..
            } => {}
            Argument::Operand(word) if address.is_none() && !word.is_quoted => address = word.literal(),
            _ => return None,
        }
    }
    let place = Span::new(call.program.span.start, call.arguments.last()?.span.end);
    Some((place, format!("wget -q -O /dev/null {}", address?)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn what_is_not_there() {
        insta::assert_snapshot!(found("FROM alpine:3.22\nRUN apk add --no-cache nodejs\nHEALTHCHECK --interval=5s CMD curl -fsS localhost:80/x || exit 1\n"), @"3:31 `curl` a program that is not there: `curl` is not in the image; 1:6 `alpine:3.22` a base without it; help: ask with `wget`, which is there, or install `curl`; fix: ask with `wget` -> HEALTHCHECK --interval=5s CMD wget -q -O /dev/null localhost:80/x || exit 1");
        insta::assert_snapshot!(found("FROM python:3.13-slim AS a\nHEALTHCHECK CMD [\"curl\", \"-f\", \"http://x\"]\nFROM a\nCOPY app /app\n"), @"2:19 `curl` a program that is not there: `curl` is not in the image; 1:6 `python:3.13-slim` a base without it; help: let the application ask itself, or install `curl`");
        insta::assert_snapshot!(found("FROM gcr.io/distroless/nodejs22-debian12\nHEALTHCHECK CMD [\"wget\", \"http://x\"]\n"), @"2:19 `wget` a program that is not there: `wget` is not in the image; 1:6 `gcr.io/distroless/nodejs22-debian12` a base without it; help: let the application ask itself, or install `wget`");
    }

    #[test]
    fn what_is_or_may_be_there() {
        for text in [
            "FROM node:24\nHEALTHCHECK CMD curl -f x",
            "FROM alpine:3.22\nHEALTHCHECK CMD wget -q x",
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f x",
            "FROM debian:13\nHEALTHCHECK CMD curl -f x\nARG P\nRUN apt-get install -y $P",
            "FROM debian:13\nCOPY --from=curl /usr/bin/curl /usr/bin/\nHEALTHCHECK CMD curl -f x",
            "FROM debian:13\nCOPY x.sh /tmp/\nRUN /tmp/x.sh\nHEALTHCHECK CMD curl -f x",
            "FROM debian:13\nHEALTHCHECK CMD curl -f x\nHEALTHCHECK NONE",
            "FROM example.com/x:1\nHEALTHCHECK CMD curl -f x",
            "FROM debian:13 AS a\nHEALTHCHECK CMD curl -f x\nFROM node:24",
        ] {
            assert_eq!(found(&format!("{text}\n")), "", "{text}");
        }
    }
}
