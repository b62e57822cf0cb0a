use crate::check::facts::CallFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Mount, Security};
use crate::shell::Joint;

rule! {
    /// ## What it does
    ///
    /// Finds commands that do nothing useful while an image is built: `ps`, `top`, `free`, `kill`, `shutdown`, `reboot`,
    /// `mount`, `ifconfig`, `service`, `systemctl start`, `ssh`, and editors.
    ///
    /// Silent are those that can work: `kill` and `ps` in a RUN that starts a program in the background, `service` if the
    /// RUN goes on with something that needs the service, `mount` with `--security=insecure`, `ssh` with an SSH mount,
    /// and editors that are given commands.
    ///
    /// ## Why is this bad?
    ///
    /// While an image is built there is no system: no services, no processes of others, no terminal. What the command
    /// starts ends with its RUN, and what it prints nobody reads.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM nginx:1.29
    /// RUN service nginx start
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM nginx:1.29
    /// USER 10001
    /// CMD ["nginx", "-g", "daemon off;"]
    /// ```
    pointless_command = Warn, aliases: ["DL3001"], fixes: Never,
    Hook::Call(
        &[
            "free", "halt", "htop", "ifconfig", "kill", "mount", "nano", "poweroff", "ps", "reboot", "service", "shutdown",
            "ssh", "systemctl", "top", "vi", "vim",
        ],
        check,
    )
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let name = call.call.name;
    let why = match name {
        // A script that starts the service of this name.
        _ if call.call.program.literal().is_some_and(|program| program.starts_with("/etc/init.d/")) => {
            if !is_last(call) || ends_service(call) {
                return;
            }
            "no service outlives its RUN"
        }
        "kill" | "ps" if starts_in_background(call) => return,
        "service" if !is_last(call) || ends_service(call) => return,
        "mount" if is_insecure(call) => return,
        "ssh" if call.step.mounts().iter().any(|mount| matches!(mount, Mount::Ssh(_) | Mount::Secret(_))) => return,
        "vi" | "vim" | "nano" if has_commands(call) => return,
        "systemctl" if !is_of_running_system(call) => return,
        "service" | "systemctl" => "no service outlives its RUN",
        "free" | "htop" | "ps" | "top" | "ifconfig" => "it says something about the machine that builds",
        "nano" | "vi" | "vim" => "nobody sits at a terminal",
        "mount" => "nothing can be mounted, and nothing would stay mounted",
        "ssh" => "there is no key for it",
        _ => "there is nothing that it could end",
    };
    report.add(
        Draft::new(call.call.program.span, format!("`{name}` does nothing useful while an image is built"))
            .label(why)
            .help("remove it"),
    );
}

fn starts_in_background(call: &CallFacts<'_, '_>) -> bool {
    let script = call.call.script;
    script.commands.iter().any(|command| command.joint == Joint::Background)
        || script.constructs.iter().any(|construct| construct.joint == Joint::Background)
        || call.call.arguments.iter().any(|word| word.parameters().any(|name| name == "!"))
}

fn is_last(call: &CallFacts<'_, '_>) -> bool {
    let later = &call.call.script.commands[call.call.index + 1..];
    later.iter().all(|command| matches!(command.name(), Some("sleep" | "echo" | "true" | ":" | "service")))
}

/// Whether it ends a service that commands in front of it needed.
fn ends_service(call: &CallFacts<'_, '_>) -> bool {
    call.call.literals().any(|word| word == "stop")
        && call.call.script.commands[..call.call.index].iter().any(|command| command.name() == Some("service"))
}

fn is_insecure(call: &CallFacts<'_, '_>) -> bool {
    matches!(call.step.instruction, Instruction::Run(run) if run.security == Security::Insecure)
}

fn has_commands(call: &CallFacts<'_, '_>) -> bool {
    call.call.arguments.iter().any(|word| word.literal_prefix().starts_with(['+', '-']))
        || call.call.command.redirections.iter().any(|redirection| redirection.descriptor.is_none())
        || call.call.command.joint.is_pipe()
}

fn is_of_running_system(call: &CallFacts<'_, '_>) -> bool {
    let operation = call.call.literals().find(|word| !word.starts_with('-'));
    matches!(operation, Some("daemon-reload" | "reload" | "restart" | "start" | "status" | "stop"))
        && !call.call.literals().any(|word| word.starts_with("--root"))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn what_can_work_is_silent() {
        for command in [
            "mysqld & sleep 5; ps; kill $!",
            "service mysql start && mysql < init.sql",
            "service mysql start && mysql < init.sql && service mysql stop",
            "--security=insecure mount -t proc none /mnt",
            "--mount=type=ssh ssh -T git@github.com",
            "vim +PlugInstall +qall",
            "systemctl enable nginx",
            "echo kill ps top",
            "apt-get install --yes vim",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_cannot_is_found() {
        insta::assert_snapshot!(run("set -e; /bin/kill 1 && \\\n  ifconfig"), @r"
        2:13 `/bin/kill` there is nothing that it could end: `kill` does nothing useful while an image is built; help: remove it
        3:3 `ifconfig` it says something about the machine that builds: `ifconfig` does nothing useful while an image is built; help: remove it
        ");
        insta::assert_snapshot!(run("[\"top\", \"-b\"]"), @r#"2:6 `"top"` it says something about the machine that builds: `top` does nothing useful while an image is built; help: remove it"#);
        insta::assert_snapshot!(run("systemctl start x && service y start && vi /etc/x && mount -o bind a b"), @r"
        2:5 `systemctl` no service outlives its RUN: `systemctl` does nothing useful while an image is built; help: remove it
        2:45 `vi` nobody sits at a terminal: `vi` does nothing useful while an image is built; help: remove it
        2:58 `mount` nothing can be mounted, and nothing would stay mounted: `mount` does nothing useful while an image is built; help: remove it
        ");
        assert_eq!(run("/etc/init.d/ssh start && ssh-keyscan localhost"), "");
        insta::assert_snapshot!(run("/etc/init.d/ssh restart"), @"2:5 `/etc/init.d/ssh` no service outlives its RUN: `ssh` does nothing useful while an image is built; help: remove it");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nONBUILD RUN ssh x\n"), @"2:13 `ssh` there is no key for it: `ssh` does nothing useful while an image is built; help: remove it");
    }
}
