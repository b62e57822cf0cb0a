use crate::check::facts::{CallFacts, is_within};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::{ConstructKind, Word};

rule! {
    /// ## What it does
    ///
    /// Finds `cd` and `pushd` in RUN.
    ///
    /// Silent are those that end with a subshell, those that go back, and those into a directory that the same RUN
    /// removes.
    ///
    /// ## Why is this bad?
    ///
    /// WORKDIR says where all commands of a stage run. With `cd` everybody has to follow the commands to know that.
    ///
    /// ## Why it is off
    ///
    /// People switch it off because a `cd` that matters to one RUN alone says more than two WORKDIRs around it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN cd /src && make
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR /src
    /// RUN make
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN (cd /src && make)
    /// USER 10001
    /// ```
    directory_change = Allow, aliases: ["DL3003"], fixes: Never, Hook::Call(&["cd", "pushd"], check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let (script, command) = (call.call.script, call.call.command);
    let Some(directory) = call.call.arguments.iter().find(|word| !word.literal_prefix().starts_with('-')) else {
        return;
    };
    let goes_back = matches!(directory.literal(), Some(".." | "../" | "/"));
    if goes_back || call.call.script_index > 0 || script.is_inside(command, ConstructKind::is_own_shell) {
        return;
    }
    let mut later = script.commands[call.call.index + 1..].iter();
    let is_removed = later.any(|later| {
        later.name() == Some("rm") && later.words[1..].iter().any(|removed| is_same_or_above(removed, directory))
    });
    if is_removed {
        return;
    }
    report.add(
        Draft::new(call.call.program.span, format!("`{}` changes the directory of one RUN", call.call.name))
            .label("ends with this RUN")
            .help("set the directory by WORKDIR, or put the commands into a subshell"),
    );
}

/// Whether what is removed is a directory, or one that it is in.
fn is_same_or_above(removed: &Word<'_>, directory: &Word<'_>) -> bool {
    match (removed.literal(), directory.literal()) {
        (Some(removed), Some(directory)) => {
            is_within(directory, removed)
                || removed.strip_prefix("./").is_some_and(|removed| is_within(directory, removed))
        }
        (None, None) => removed.parameters().eq(directory.parameters()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn scoped_and_removed_directories_are_silent() {
        for command in [
            "(cd /x && make)",
            "git clone x /t && cd /t/src && make && rm -rf /t",
            "git clone x t && cd t && make && cd .. && rm -r ./t",
            "mkdir \"$D\" && cd \"$D\" && make && rm -r \"$D\"",
            "V=$(cd /x && pwd)",
            "sh -c 'cd /x && make'",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn others_are_found() {
        insta::assert_snapshot!(run("cd /x && make && \\\n  pushd /y && rm -rf /z"), @r"
        2:5 `cd` ends with this RUN: `cd` changes the directory of one RUN; help: set the directory by WORKDIR, or put the commands into a subshell
        3:3 `pushd` ends with this RUN: `pushd` changes the directory of one RUN; help: set the directory by WORKDIR, or put the commands into a subshell
        ");
        insta::assert_snapshot!(run("<<E\ncd x\nmake\nE"), @"3:1 `cd` ends with this RUN: `cd` changes the directory of one RUN; help: set the directory by WORKDIR, or put the commands into a subshell");
    }
}
