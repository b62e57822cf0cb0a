use crate::Distribution;
use crate::check::facts::{Argument, CallFacts, arguments};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::Redirection;

rule! {
    /// ## What it does
    ///
    /// Finds `wget` that shows its progress in the log of the build.
    ///
    /// Silent is the `wget` of BusyBox, which Alpine has and which knows no such option.
    ///
    /// ## Why is this bad?
    ///
    /// Without a terminal `wget` writes a line for every 50 KB: two thousand lines for 100 MB, in which the message that
    /// somebody looks for is hard to find.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN wget https://example.com/a.tar.gz
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN wget --progress=dot:giga https://example.com/a.tar.gz
    /// USER 10001
    /// ```
    download_progress = Warn, aliases: ["DL3047"], fixes: Sometimes, Hook::Call(&["wget"], check)
}

/// The options of `wget` whose value can be the next word.
const WITH_VALUE: &[&str] = &[
    "-A",
    "-B",
    "-D",
    "-I",
    "-O",
    "-P",
    "-Q",
    "-R",
    "-T",
    "-U",
    "-X",
    "-a",
    "-e",
    "-i",
    "-l",
    "-o",
    "-t",
    "-w",
    "--header",
    "--output-document",
    "--tries",
    "--timeout",
    "--user",
    "--password",
    "--user-agent",
    "--directory-prefix",
    "--wait",
];

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let is_quiet = |argument: &Argument<'_, '_>| match argument {
        Argument::Option { word, name, .. } => {
            let word = word.literal_prefix();
            matches!(*name, "q" | "--quiet" | "--no-verbose" | "o" | "--output-file" | "a" | "--append-output" | "V")
                || matches!(*name, "--progress" | "--spider" | "--version" | "--help")
                || word.starts_with("-nv")
        }
        // Options may be in there.
        Argument::Unknown(word) => word.may_split(),
        Argument::Operand(_) => false,
    };
    let is_of_busybox = || {
        call.call.involves("busybox")
            || matches!(
                call.stage.distribution(call.file),
                Some(Distribution::Alpine | Distribution::Wolfi | Distribution::Busybox)
            )
    };
    let found = arguments(call.call.arguments, WITH_VALUE);
    let is_download = found.clone().any(|argument| !matches!(argument, Argument::Option { .. }));
    if !is_download || found.clone().any(|argument| is_quiet(&argument)) || is_of_busybox() {
        return;
    }
    let drops_log = |redirection: &Redirection<'_>| redirection.target.is("/dev/null");
    if call.call.command.redirections.iter().any(drops_log) {
        return;
    }
    report.add(
        Draft::new(call.call.program.span, "`wget` fills the log with its progress")
            .label("a line for every 50 KB")
            .help("add `--progress=dot:giga`, or `-nv`")
            .fix_where("add `--progress=dot:giga`", call.insert_behind(call.call.program, &["--progress=dot:giga"])),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn quiet_calls_and_busybox_are_silent() {
        for command in [
            "wget -q https://x/y",
            "wget -qO- https://x/y | tar -x",
            "wget -nv https://x/y",
            "wget -a log https://x/y",
            "wget --progress dot:mega https://x/y",
            "wget $OPTIONS https://x/y",
            "wget --version",
            "wget https://x/y 2> /dev/null",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
        assert_eq!(findings(&super::RULE, "FROM python:3.13-alpine AS a\nFROM a\nRUN wget https://x/y\n"), "");
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("cd /tmp && \\\n  wget -O x https://x/y"), @"3:3 `wget` a line for every 50 KB: `wget` fills the log with its progress; help: add `--progress=dot:giga`, or `-nv`; fix: add `--progress=dot:giga` ->   wget --progress=dot:giga -O x https://x/y");
        insta::assert_snapshot!(run("[\"wget\", \"https://x/y\"]"), @r#"2:6 `"wget"` a line for every 50 KB: `wget` fills the log with its progress; help: add `--progress=dot:giga`, or `-nv`; fix: add `--progress=dot:giga` -> RUN ["wget", "--progress=dot:giga", "https://x/y"]"#);
        insta::assert_snapshot!(run("wget \"$URL\"x -O - | sh"), @r#"2:5 `wget` a line for every 50 KB: `wget` fills the log with its progress; help: add `--progress=dot:giga`, or `-nv`; fix: add `--progress=dot:giga` -> RUN wget --progress=dot:giga "$URL"x -O - | sh"#);
    }
}
