use crate::check::facts::{FileFacts, RunUser, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{Call, Wrapper};

rule! {
    /// ## What it does
    ///
    /// Finds `sudo` in RUN.
    ///
    /// ## Why is this bad?
    ///
    /// RUN is executed by root, or by the user of the last USER: what needs root belongs in front of that. `sudo` changes
    /// the environment, does not forward signals, and an image that has it lets its user become root again.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN sudo make install
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make install
    /// USER 10001
    /// ```
    sudo_command = Warn, aliases: ["DL3004"], fixes: Sometimes, Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    if !step.calls().any(|call| call.involves("sudo")) {
        return;
    }
    let user = file.run_user(stage, step);
    for call in step.calls() {
        if call.name == "sudo" {
            report.add(draft(call.program.span).help("remove it"));
            continue;
        }
        let Some(number) = call.wrappers.iter().position(|wrapper| wrapper.name == "sudo") else { continue };
        let sudo = &call.wrappers[number];
        let is_for_other = sudo.arguments.iter().any(|word| {
            let text = word.literal_prefix();
            text.starts_with("-u") || text.starts_with("--user")
        });
        let help = if is_for_other {
            "put it into a RUN of its own behind USER"
        } else if step.user.is_some() && user != RunUser::Root {
            "put it before USER, where RUN is executed by root"
        } else if user == RunUser::Root || step.is_trigger {
            "leave `sudo` out"
        } else {
            "leave `sudo` out, and write `USER root` above if the base has another user"
        };
        let change = (!is_for_other && user == RunUser::Root).then(|| removed(file, step, &call, sudo, number));
        report.add(draft(sudo.program.span).help(help).fix_where("leave `sudo` out", change.flatten()));
    }
}

fn draft(span: Span) -> Draft {
    Draft::new(span, "`sudo` is used while the image is built").label("RUN has a user already")
}

/// The change that removes `sudo` and its options from a call.
fn removed(
    file: &FileFacts<'_>,
    step: &StepFacts<'_>,
    call: &Call<'_, '_>,
    sudo: &Wrapper<'_, '_>,
    number: usize,
) -> Option<Replacement> {
    let next = call.wrappers.get(number + 1).map_or(call.program, |wrapper| wrapper.program);
    let is_plain = sudo.arguments.iter().all(|word| matches!(word.literal(), Some("-E" | "-H" | "-n" | "-EH" | "-HE")));
    let is_here = file.stands(sudo.program) && file.stands(next) && !(call.script_index == 0 && step.is_exec_form());
    let span = Span::new(sudo.program.span.start, next.span.start);
    let is_one_line = file.source.get(span.range()).is_some_and(|text| !text.contains('\n'));
    (is_plain && is_here && is_one_line).then(|| Replacement::new(span, ""))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM debian:13\nRUN {command}\n"))
    }

    #[test]
    fn words_are_silent() {
        for command in ["apt-get install --yes sudo", "echo sudo", "rm /usr/bin/sudo"] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("sudo apt-get update && \\\n  sudo -E env A=1 make | sudo tee /x"), @r"
        2:5 `sudo` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out; fix: leave `sudo` out -> RUN apt-get update && \
        3:3 `sudo` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out; fix: leave `sudo` out ->   env A=1 make | sudo tee /x
        3:26 `sudo` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out; fix: leave `sudo` out ->   sudo -E env A=1 make | tee /x
        ");
        insta::assert_snapshot!(run("sudo -u app make && sudo -v"), @r"
        2:5 `sudo` RUN has a user already: `sudo` is used while the image is built; help: put it into a RUN of its own behind USER
        2:25 `sudo` RUN has a user already: `sudo` is used while the image is built; help: remove it
        ");
        insta::assert_snapshot!(run("[\"sudo\", \"make\"]"), @r#"2:6 `"sudo"` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out"#);
        let of = |text| findings(&super::RULE, text);
        insta::assert_snapshot!(of("FROM a:1\nRUN sudo make\nUSER root\nRUN sudo make\nUSER app\nRUN sudo make\n"), @r"
        2:5 `sudo` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out, and write `USER root` above if the base has another user
        4:5 `sudo` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out; fix: leave `sudo` out -> RUN make
        6:5 `sudo` RUN has a user already: `sudo` is used while the image is built; help: put it before USER, where RUN is executed by root
        ");
        insta::assert_snapshot!(of("FROM debian:13\nONBUILD RUN sudo make\n"), @"2:13 `sudo` RUN has a user already: `sudo` is used while the image is built; help: leave `sudo` out");
    }
}
