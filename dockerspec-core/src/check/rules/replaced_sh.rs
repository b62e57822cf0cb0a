use crate::check::facts::CallFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::shell::Word;

rule! {
    /// ## What it does
    ///
    /// Finds `ln`, `cp` and `mv` that put another shell in the place of `/bin/sh`.
    ///
    /// ## Why is this bad?
    ///
    /// The shell of RUN is chosen by SHELL. With another `/bin/sh` every script of the distribution runs in a shell that
    /// it was not written for, and the next upgrade of the package may put the old one back.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN ln -sf /bin/bash /bin/sh
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// SHELL ["/bin/bash", "-c"]
    /// USER 10001
    /// ```
    replaced_sh = Warn, aliases: ["DL4005"], fixes: Sometimes, Hook::Call(&["cp", "ln", "mv"], check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let mut operands = call.call.arguments.iter().filter(|word| !word.literal_prefix().starts_with('-'));
    let [first, .., target] = call.call.arguments else { return };
    let is_sh = |word: &Word<'_>| word.is("/bin/sh") || word.is("/usr/bin/sh");
    if !is_sh(target) || std::ptr::eq(first, target) || call.call.literals().any(|word| word == "-t") {
        return;
    }
    let source = operands.next().and_then(Word::literal).unwrap_or_default();
    let alone = call.call.script_index == 0 && call.call.script.commands.len() == 1 && !call.step.is_trigger;
    let shell = match source {
        "bash" => Some("/bin/bash"),
        "/bin/bash" | "/usr/bin/bash" => Some(source),
        _ => None,
    };
    let fix = shell
        .filter(|_| alone && call.step.mounts().is_empty())
        .map(|shell| Replacement::new(call.step.span(), format!("SHELL [\"{shell}\", \"-c\"]")));
    let replaced = target.literal().unwrap_or_default();
    report.add(
        Draft::new(target.span, format!("`{}` replaces `{replaced}`", call.call.name))
            .label("the shell of the whole system")
            .help("choose the shell of RUN by SHELL")
            .fix_where("write SHELL", fix),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn only_what_comes_last_is_replaced() {
        for command in ["ln -s /bin/sh /x", "cp /bin/sh /usr/local/bin/", "ln /bin/sh", "ls /bin/sh", "ln -t /bin/sh x"]
        {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("rm /bin/sh && ln -s bash /bin/sh"), @"2:30 `/bin/sh` the shell of the whole system: `ln` replaces `/bin/sh`; help: choose the shell of RUN by SHELL");
        insta::assert_snapshot!(run("mv /bin/zsh /bin/sh"), @"2:17 `/bin/sh` the shell of the whole system: `mv` replaces `/bin/sh`; help: choose the shell of RUN by SHELL");
        insta::assert_snapshot!(run("[\"ln\", \"-sf\", \"bash\", \"/bin/sh\"]"), @r#"2:27 `"/bin/sh"` the shell of the whole system: `ln` replaces `/bin/sh`; help: choose the shell of RUN by SHELL; fix: write SHELL -> SHELL ["/bin/bash", "-c"]"#);
    }
}
