use crate::check::facts::{Argument, CallFacts, arguments};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::{ConstructKind, Element, RedirectionOperator};

rule! {
    /// ## What it does
    ///
    /// Finds `curl` whose output is used, and which does not say `--fail`.
    ///
    /// ## Why is this bad?
    ///
    /// Where the server answers `404` or `503`, `curl` writes the error page into the file or the pipe and succeeds. The
    /// page ends up in the image, or in a shell.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl --silent --show-error --location --output /usr/local/bin/tool https://example.com/tool
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl --fail --silent --show-error --location --output /usr/local/bin/tool https://example.com/tool
    /// USER 10001
    /// ```
    curl_without_fail = Warn, aliases: [], fixes: Sometimes, Hook::Call(&["curl"], check)
}

/// The options of `curl` whose value can be the next word.
const WITH_VALUE: &[&str] = &[
    "-A",
    "-C",
    "-D",
    "-E",
    "-F",
    "-H",
    "-K",
    "-P",
    "-Q",
    "-T",
    "-U",
    "-X",
    "-Y",
    "-b",
    "-c",
    "-d",
    "-e",
    "-h",
    "-m",
    "-o",
    "-r",
    "-t",
    "-u",
    "-w",
    "-x",
    "-y",
    "-z",
    "--cacert",
    "--capath",
    "--cert",
    "--config",
    "--connect-timeout",
    "--cookie",
    "--cookie-jar",
    "--data",
    "--data-raw",
    "--data-binary",
    "--form",
    "--header",
    "--key",
    "--limit-rate",
    "--max-time",
    "--netrc-file",
    "--oauth2-bearer",
    "--output",
    "--output-dir",
    "--proto",
    "--proto-redir",
    "--proxy",
    "--proxy-user",
    "--range",
    "--referer",
    "--request",
    "--resolve",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "--tls-max",
    "--unix-socket",
    "--upload-file",
    "--url",
    "--user",
    "--user-agent",
    "--write-out",
];

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let mut is_used = is_output_used(call);
    let mut is_download = false;
    for argument in arguments(call.call.arguments, WITH_VALUE) {
        match argument {
            Argument::Option { name, value, .. } => match name {
                "f" | "--fail" | "--fail-with-body" | "I" | "--head" | "w" | "--write-out" | "K" | "--config" | "V"
                | "--version" => return,
                "o" | "--output" if value == Some("/dev/null") => {}
                "o" | "--output" | "O" | "--remote-name" | "--remote-name-all" => is_used = true,
                "--url" => is_download = true,
                _ => {}
            },
            // Options may be in there.
            Argument::Unknown(word) if word.may_split() => return,
            Argument::Unknown(_) => is_download = true,
            Argument::Operand(word) => is_download |= !word.literal_prefix().starts_with("file:"),
        }
    }
    if !is_used || !is_download {
        return;
    }
    report.add(
        Draft::new(call.call.program.span, "`curl` takes an error page for the file")
            .label("succeeds whatever the server answers")
            .help("add `--fail`")
            .fix_where("add `--fail`", call.insert_behind(call.call.program, &["--fail"])),
    );
}

/// Whether the output goes into a pipe, a file or a word.
fn is_output_used(call: &CallFacts<'_, '_>) -> bool {
    let (script, command) = (call.call.script, call.call.command);
    let is_written = command.redirections.iter().any(|redirection| {
        let writes = matches!(
            redirection.operator,
            RedirectionOperator::Write | RedirectionOperator::Append | RedirectionOperator::Clobber
        );
        writes && redirection.descriptor.is_none() && !redirection.target.is("/dev/null")
    });
    is_written
        || is_piped(call)
        || script.is_inside(command, |kind| matches!(kind, ConstructKind::Substitution | ConstructKind::Process { .. }))
}

/// Whether a pipe is behind the command.
fn is_piped(call: &CallFacts<'_, '_>) -> bool {
    let (script, command, index) = (call.call.script, call.call.command, call.call.index);
    script.is_in_pipeline(command.construct, command.joint, index)
        && script.pipeline(index).last() != Some(&Element::Command(index))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn what_fails_or_is_not_used_is_silent() {
        for command in [
            "curl -fsSL https://x/y | tar -x",
            "curl -sSfLo y https://x/y",
            "curl --fail-with-body -O https://x/y",
            "curl -sS -X POST https://x/y",
            "curl -o /dev/null https://x/y",
            "curl -w '%{http_code}' -o y https://x/y",
            "curl $OPTIONS https://x/y > y",
            "curl -V | head -1",
            "curl -H f https://x/y; a | b",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("mkdir /x && \\\n  curl -sSL https://x/y \\\n  | tar -x -C /x"), @r"3:3 `curl` succeeds whatever the server answers: `curl` takes an error page for the file; help: add `--fail`; fix: add `--fail` ->   curl --fail -sSL https://x/y \");
        insta::assert_snapshot!(run("curl https://x/y > /y"), @"2:5 `curl` succeeds whatever the server answers: `curl` takes an error page for the file; help: add `--fail`; fix: add `--fail` -> RUN curl --fail https://x/y > /y");
        insta::assert_snapshot!(run("curl -H 'A: b' \"$URL\" | (cd /x && tar -x)"), @r#"2:5 `curl` succeeds whatever the server answers: `curl` takes an error page for the file; help: add `--fail`; fix: add `--fail` -> RUN curl --fail -H 'A: b' "$URL" | (cd /x && tar -x)"#);
        insta::assert_snapshot!(run("V=\"$(curl -s https://x/y)\""), @r#"2:10 `curl` succeeds whatever the server answers: `curl` takes an error page for the file; help: add `--fail`; fix: add `--fail` -> RUN V="$(curl --fail -s https://x/y)""#);
        insta::assert_snapshot!(run("[\"curl\", \"-o\", \"y\", \"https://x/y\"]"), @r#"2:6 `"curl"` succeeds whatever the server answers: `curl` takes an error page for the file; help: add `--fail`; fix: add `--fail` -> RUN ["curl", "--fail", "-o", "y", "https://x/y"]"#);
    }
}
