use crate::check::facts::{CallFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::{Call, ConstructKind, Element, Word};

rule! {
    /// ## What it does
    ///
    /// Finds scripts that are downloaded and executed at once: `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`.
    ///
    /// Silent are addresses with a version or a commit in them, and addresses that only the build knows.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever controls the address decides at any time what is in the image. Nothing checks the script, and two builds of
    /// one commit get two scripts.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// RUN curl --fail https://example.com/install.sh | sh
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/install.sh /tmp/
    /// RUN sh /tmp/install.sh
    /// USER 10001
    /// ```
    remote_script = Warn, aliases: [], fixes: Never, Hook::Call(&["curl", "wget", "fetch"], check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let CallFacts { step, call, .. } = facts;
    let Some(address) = call.arguments.iter().find(|word| is_address(word)) else { return };
    if is_pinned(address) {
        return;
    }
    let runner = if is_piped_on(call) { executed_behind(step, call) } else { None };
    let Some(runner) = runner.or_else(|| executed_around(call)) else { return };
    report.add(
        Draft::new(address.span, format!("`{runner}` executes whatever this address has today"))
            .label("a script that nothing checks")
            .help("take a version of it, and check it, as by `ADD --checksum`"),
    );
}

fn is_address(word: &Word<'_>) -> bool {
    let text = word.literal_prefix();
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("ftp://")
}

/// Whether an address names a version or a commit, or may do so.
fn is_pinned(address: &Word<'_>) -> bool {
    let Some(text) = address.literal() else { return true };
    let path = text.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let is_version = |part: &str| {
        let number = part.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let mut pieces = number.split('.');
        let is_number = |piece: &str| piece.starts_with(|first: char| first.is_ascii_digit());
        pieces.next().is_some_and(is_number) && pieces.next().is_some_and(is_number)
    };
    let is_commit = |part: &str| part.len() >= 40 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    path.split(['/', '=']).any(|part| is_version(part) || is_commit(part))
}

/// Whether a program executes what it reads.
fn is_interpreter(name: &str) -> bool {
    let name = name.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.');
    matches!(name, "ash" | "bash" | "dash" | "ksh" | "node" | "perl" | "php" | "python" | "ruby" | "sh" | "zsh")
}

/// Whether what is downloaded goes into the pipe.
fn is_piped_on(call: &Call<'_, '_>) -> bool {
    let writes_file = call.literals().any(|word| match call.name {
        "curl" => word == "-O" || word == "--remote-name",
        _ => false,
    });
    !writes_file
}

/// The program behind the pipe that executes what is downloaded.
fn executed_behind<'s>(step: &'s StepFacts<'_>, download: &Call<'s, '_>) -> Option<&'s str> {
    if !download.script.is_in_pipeline(download.command.construct, download.command.joint, download.index) {
        return None;
    }
    let pipeline = download.script.pipeline(download.index);
    let own = pipeline.iter().position(|element| *element == Element::Command(download.index))?;
    pipeline[own + 1..].iter().find_map(|element| {
        let Element::Command(index) = *element else { return None };
        let call = step.calls().find(|call| call.script_index == download.script_index && call.index == index)?;
        let name = step.scripts.as_ref()?.all[call.script_index].script.commands[index].words.iter();
        let name = name.filter_map(Word::literal).find(|word| word.ends_with(call.name))?;
        let name = name.rsplit('/').next()?;
        // `sh file` reads the file, `sh -s argument` what it is given.
        let reads_pipe = call.arguments.iter().all(|word| word.literal_prefix().starts_with('-'))
            || call
                .arguments
                .iter()
                .any(|word| matches!(word.literal(), Some("-s" | "-" | "-es" | "-xs" | "/dev/stdin")));
        let is_given = call.literals().any(|word| matches!(word, "-c" | "-e" | "-m"));
        (is_interpreter(call.name) && reads_pipe && !is_given).then_some(name)
    })
}

/// The program that executes the substitution that a download stands in.
fn executed_around<'s>(download: &Call<'s, '_>) -> Option<&'s str> {
    let around = download.script.constructs_around(download.command).find(|construct| {
        matches!(construct.kind, ConstructKind::Substitution | ConstructKind::Process { is_written: false })
    })?;
    let command = &download.script.commands[around.command? as usize];
    let name = command.words.iter().filter_map(Word::literal).map(|word| word.rsplit('/').next().unwrap_or(word));
    let is_substitution = matches!(around.kind, ConstructKind::Substitution);
    let is_given = command.words.iter().any(|word| word.is("-c"));
    name.take(2).find(|name| match *name {
        "eval" => is_substitution,
        "." | "source" => !is_substitution,
        name => is_interpreter(name) && (is_given || !is_substitution),
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn versions_and_other_pipes_are_silent() {
        for command in [
            "curl -f https://x/v1.2.3/install.sh | sh",
            "curl -f https://x/0123456789012345678901234567890123456789/i.sh | bash",
            "curl -f \"https://x/$VERSION/install.sh\" | sh",
            "curl -f https://x/y.tar.gz | tar -x",
            "curl -f https://x/y | python3 -m json.tool",
            "curl -f https://x/y | python3 -c 'import sys'",
            "curl -f https://x/y | sh ./z",
            "echo \"$(curl https://x/y)\"",
            "V=$(curl https://x/y)",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn every_way_to_execute_is_found() {
        insta::assert_snapshot!(run("apt-get update && \\\n  curl -fsSL https://x/setup_24.x | sudo -E bash -"), @"3:14 `https://x/setup_24.x` a script that nothing checks: `bash` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`");
        insta::assert_snapshot!(run("wget -qO- https://x/y | sh -s -- --yes"), @"2:15 `https://x/y` a script that nothing checks: `sh` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`");
        insta::assert_snapshot!(run("curl -sSL https://x/y | python3 -"), @"2:15 `https://x/y` a script that nothing checks: `python3` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`");
        insta::assert_snapshot!(run("sh -c \"$(curl -fsSL https://x/y)\" && bash <(curl https://x/z)"), @r"
        2:25 `https://x/y` a script that nothing checks: `sh` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`
        2:54 `https://x/z` a script that nothing checks: `bash` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`
        ");
        insta::assert_snapshot!(run("eval \"$(curl https://x/y)\"; . <(curl https://x/z)"), @r"
        2:18 `https://x/y` a script that nothing checks: `eval` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`
        2:42 `https://x/z` a script that nothing checks: `.` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`
        ");
        insta::assert_snapshot!(run("[\"bash\", \"-c\", \"curl https://x/y | bash\"]"), @"2:26 `https://x/y` a script that nothing checks: `bash` executes whatever this address has today; help: take a version of it, and check it, as by `ADD --checksum`");
    }
}
