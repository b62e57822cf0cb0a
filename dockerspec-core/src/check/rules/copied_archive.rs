use crate::check::facts::{Argument, FileFacts, StageFacts, StepFacts, TransferOrigin, arguments, base_name};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::shell::{Call, Word};

rule! {
    /// ## What it does
    ///
    /// Finds archives that COPY brings from the build context, and that a later RUN of the stage unpacks with `tar`.
    ///
    /// Silent is what ADD cannot do: parts of an archive, `--strip-components`, and `.zip`.
    ///
    /// ## Why is this bad?
    ///
    /// The archive stays in a layer beside what was in it. ADD unpacks archives of the build context itself, and keeps
    /// nothing else.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY tools.tar.gz /tmp/
    /// RUN tar xzf /tmp/tools.tar.gz -C /opt
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD tools.tar.gz /opt/
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [ADD or COPY](https://docs.docker.com/build/building/best-practices/#add-or-copy)
    copied_archive = Warn, aliases: ["DL3010"], fixes: Never, Hook::Stage(check)
}

/// The ends of names of archives that ADD unpacks.
const ENDS: &[&str] = &[".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst"];

fn check(_: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    for (number, step) in stage.steps.iter().enumerate() {
        let Instruction::Copy(copy) = step.instruction else { continue };
        let Some(transfer) = step.transfer() else { continue };
        if transfer.origin != TransferOrigin::Context || transfer.has_chown || copy.chmod.is_some() {
            continue;
        }
        let target = base_name(transfer.destination.literal_suffix());
        for (source, path) in transfer.literal_sources() {
            let name = if is_archive(target) { target } else { base_name(path) };
            if !is_archive(name) {
                continue;
            }
            let mut later = stage.steps[number + 1..].iter().flat_map(StepFacts::calls);
            if let Some(unpacked) = later.find_map(|call| unpacked(&call).filter(|word| names(word, name))) {
                let place = if stage.ships { "image" } else { "stage" };
                report.add(
                    Draft::new(
                        step.word(source),
                        format!("the archive `{name}` stays in the {place} beside what is in it"),
                    )
                    .label("copied as it is")
                    .other(unpacked.span, "unpacked here")
                    .help("let ADD unpack it"),
                );
            }
        }
    }
}

fn is_archive(name: &str) -> bool {
    ENDS.iter().any(|end| name.len() > end.len() && name.ends_with(end))
}

fn names(word: &Word<'_>, archive: &str) -> bool {
    base_name(word.literal_suffix()) == archive
}

/// The archive that a call unpacks as a whole.
fn unpacked<'s, 'a>(call: &Call<'s, 'a>) -> Option<&'s Word<'a>> {
    if !matches!(call.name, "tar" | "bsdtar") {
        return None;
    }
    let (first, rest) = call.arguments.split_first()?;
    // `tar xzf archive` is `tar -x -z -f archive`.
    let (old, words) = match first.literal() {
        Some(letters) if !letters.starts_with('-') => (letters, rest),
        _ => ("", call.arguments),
    };
    let mut unpacks = old.contains('x');
    let mut archive = if old.contains('f') { words.first() } else { None };
    for argument in arguments(words, &["-f", "-C", "--file", "--directory"]) {
        match argument {
            Argument::Option { name, .. } => match name {
                "x" | "--extract" | "--get" => unpacks = true,
                "f" | "--file" => {
                    archive = archive.or_else(|| words.iter().find(|word| is_archive(word.literal_suffix())));
                }
                "C"
                | "--directory"
                | "z"
                | "j"
                | "J"
                | "v"
                | "p"
                | "--gzip"
                | "--xz"
                | "--bzip2"
                | "--zstd"
                | "--verbose"
                | "--auto-compress"
                | "a"
                | "--preserve-permissions" => {}
                // It does something that ADD does not.
                _ => return None,
            },
            Argument::Operand(word) | Argument::Unknown(word)
                if archive.is_some_and(|found| std::ptr::eq(found, word)) => {}
            Argument::Operand(_) | Argument::Unknown(_) => return None,
        }
    }
    archive.filter(|_| unpacks)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn after(copy: &str, command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\n{copy}\nRUN {command}\n"))
    }

    #[test]
    fn what_add_cannot_do_is_silent() {
        for (copy, command) in [
            ("COPY a.tgz /t/", "echo"),
            ("COPY a.tgz /t/", "tar -tf /t/a.tgz"),
            ("COPY a.tgz /t/", "tar -xf /t/b.tgz"),
            ("COPY a.tgz /t/", "tar -xf /t/a.tgz --strip-components=1"),
            ("COPY a.tgz /t/", "tar -xf /t/a.tgz bin/x"),
            ("COPY a.zip /t/", "unzip /t/a.zip"),
            ("COPY a.gz /t/", "gunzip /t/a.gz"),
            ("COPY --from=b:1 a.tgz /t/", "tar -xf /t/a.tgz"),
            ("COPY --chown=app a.tgz /t/", "tar -xf /t/a.tgz"),
            ("ADD a.tgz /t/", "tar -xf /t/a.tgz"),
        ] {
            assert_eq!(after(copy, command), "", "{copy} {command}");
        }
    }

    #[test]
    fn every_spelling_is_found_in_every_stage() {
        for command in
            ["tar xf /t/a.tgz", "cd /t && tar -zxvf a.tgz", "tar --extract --file=/t/a.tgz", "tar -C /x -xf $T/a.tgz"]
        {
            assert_ne!(after("COPY a.tgz /t/", command), "", "{command}");
        }
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nCOPY x y.tar.zst /t/\nRUN a && \\\n  tar xf /t/y.tar.zst\nFROM c:1\nCOPY a /t/x.tgz\nRUN [\"tar\", \"xf\", \"/t/x.tgz\"]\n"), @r#"
        2:8 `y.tar.zst` copied as it is: the archive `y.tar.zst` stays in the stage beside what is in it; 4:10 `/t/y.tar.zst` unpacked here; help: let ADD unpack it
        6:6 `a` copied as it is: the archive `x.tgz` stays in the image beside what is in it; 7:19 `"/t/x.tgz"` unpacked here; help: let ADD unpack it
        "#);
        insta::assert_snapshot!(after("COPY *.tar.gz /t/", "tar -xf /t/*.tar.gz"), @"2:6 `*.tar.gz` copied as it is: the archive `*.tar.gz` stays in the image beside what is in it; 3:13 `/t/*.tar.gz` unpacked here; help: let ADD unpack it");
    }
}
