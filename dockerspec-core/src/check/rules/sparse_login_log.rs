use crate::check::facts::{Argument, CallFacts, arguments};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds `useradd` with a user id of 100000 or more and without `--no-log-init`.
    ///
    /// ## Why is this bad?
    ///
    /// `useradd` writes an entry into `/var/log/lastlog` and `/var/log/faillog`, whose places are the user id times some
    /// hundred bytes. The files are sparse on disk, but a layer is an archive that is not: with a large id the image
    /// becomes gigabytes larger.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN useradd --uid 1000680000 app
    /// USER app
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN useradd --no-log-init --uid 1000680000 app
    /// USER app
    /// ```
    ///
    /// ## References
    ///
    /// - [Best practices of Docker](https://docs.docker.com/build/building/best-practices/#user)
    sparse_login_log = Warn, aliases: ["DL3046"], fixes: Sometimes, Hook::Call(&["useradd"], check)
}

/// The smallest id for which the files are worth a finding: some 30 MB.
const LARGE: u64 = 100_000;

/// The options of `useradd` whose value can be the next word.
const WITH_VALUE: &[&str] = &[
    "-b",
    "-c",
    "-d",
    "-e",
    "-f",
    "-g",
    "-G",
    "-k",
    "-K",
    "-p",
    "-P",
    "-R",
    "-s",
    "-u",
    "-Z",
    "--base-dir",
    "--comment",
    "--expiredate",
    "--gid",
    "--groups",
    "--home",
    "--home-dir",
    "--inactive",
    "--key",
    "--password",
    "--prefix",
    "--root",
    "--selinux-range",
    "--selinux-user",
    "--shell",
    "--skel",
    "--uid",
];

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let mut large = None;
    for (number, argument) in arguments(call.call.arguments, WITH_VALUE).enumerate() {
        let Argument::Option { word, name, value } = argument else { continue };
        match name {
            "l" | "--no-log-init" => return,
            "u" | "--uid" => {
                let place = call.call.arguments.iter().position(|argument| std::ptr::eq(argument, word));
                let value = match value {
                    Some(value) if !value.is_empty() => Some(value),
                    _ => place.and_then(|at| call.call.arguments.get(at + 1)).and_then(|next| call.text_of(next)),
                };
                let id = value.and_then(|value| value.parse().ok()).filter(|id: &u64| *id >= LARGE);
                large = id.map(|id| (id, word, number));
            }
            _ => {}
        }
    }
    let Some((id, word, _)) = large else { return };
    report.add(
        Draft::new(
            word.span,
            format!("`useradd` writes a login log of {} MB for the user id {id}", id * 292 / 1_000_000),
        )
        .label("a large id")
        .help("add `--no-log-init`")
        .fix_where("add `--no-log-init`", call.insert_behind(call.call.program, &["--no-log-init"])),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nARG LARGE=200000 SMALL=2000\nRUN {command}\n"))
    }

    #[test]
    fn ids_of_every_spelling() {
        for command in ["-u 123456", "-u123456", "--uid 123456", "--uid=123456", "-mu 123456", "-u $LARGE"] {
            assert_ne!(run(&format!("useradd {command} app")), "", "{command}");
            assert_eq!(run(&format!("useradd -l {command} app")), "", "{command}");
        }
        for command in ["-u 99999", "-u \"$ANYTHING_AT_ALL\"", "-u $SMALL", "--gid 123456", "-c 'a -u 123456'"] {
            assert_eq!(run(&format!("useradd {command} app")), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("groupadd app && \\\n  useradd -u 1000680000 app"), @"4:11 `-u` a large id: `useradd` writes a login log of 292198 MB for the user id 1000680000; help: add `--no-log-init`; fix: add `--no-log-init` ->   useradd --no-log-init -u 1000680000 app");
        insta::assert_snapshot!(run("[\"/usr/sbin/useradd\", \"-u\", \"123456\", \"app\"]"), @r#"3:27 `"-u"` a large id: `useradd` writes a login log of 36 MB for the user id 123456; help: add `--no-log-init`; fix: add `--no-log-init` -> RUN ["/usr/sbin/useradd", "--no-log-init", "-u", "123456", "app"]"#);
    }
}
