use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::word::Word;

rule! {
    /// ## What it does
    ///
    /// Finds COPY and ADD to a relative path in a stage that has no WORKDIR before it, nor a base whose working
    /// directory is known.
    ///
    /// ## Why is this bad?
    ///
    /// The files go wherever the base has its working directory, today.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM registry.example.com/base:1.4
    /// COPY app .
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM registry.example.com/base:1.4
    /// WORKDIR /opt/app
    /// COPY app .
    /// USER 10001:10001
    /// ```
    relative_destination = Warn, aliases: ["DL3045"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    // Asked only once something is relative.
    let mut is_open = None;
    for step in stage.steps.iter().filter(|step| !step.is_trigger) {
        let (sources, destination) = match step.instruction {
            Instruction::Workdir(_) => return,
            Instruction::Copy(copy) => (copy.sources.len(), &copy.destination),
            Instruction::Add(add) => (add.sources.len(), &add.destination),
            _ => continue,
        };
        if !is_relative(destination) {
            continue;
        }
        if !*is_open.get_or_insert_with(|| is_directory_open(file, stage)) {
            return;
        }
        let span = step.word(sources);
        let path = destination.as_literal().unwrap_or(&file.source[span.range()]);
        let draft = Draft::new(span, format!("`{path}` is relative to a directory that the file does not set"))
            .label("a relative path");
        report.add(if path.starts_with('~') {
            draft.help("write the home directory in full; no shell replaces `~` here")
        } else {
            draft.help("write a WORKDIR above, or an absolute path")
        });
    }
}

/// Whether the beginning of a path is known, and no `/` or drive.
fn is_relative(path: &Word<'_>) -> bool {
    match path.literal_prefix().as_bytes() {
        [] | [b'/' | b'\\', ..] => false,
        [drive, b':', ..] => !drive.is_ascii_alphabetic(),
        _ => true,
    }
}

/// Whether neither the stages below a stage nor its base say what its working directory is.
fn is_directory_open(file: &FileFacts<'_>, stage: &StageFacts<'_>) -> bool {
    let mut steps = file.ancestry(stage).skip(1).flat_map(|stage| &stage.steps);
    !steps.any(|step| !step.is_trigger && matches!(step.instruction, Instruction::Workdir(_)))
        && file.base_of(stage).is_none_or(|base| base.workdir.is_none())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn where_the_directory_is_known_all_is_silent() {
        for text in [
            "FROM a:1\nWORKDIR foo\nCOPY a .",
            "FROM a:1\nCOPY a /x\nCOPY a C:/x\nCOPY a \\\\x\nCOPY a $X/\nONBUILD COPY a .",
            "FROM a:1 AS b\nWORKDIR /x\nFROM b\nCOPY a .",
            "FROM scratch\nCOPY a .",
            "FROM golang:1.25\nCOPY a .",
        ] {
            assert_eq!(findings(&super::RULE, text), "", "{text}");
        }
    }

    #[test]
    fn relative_paths() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nONBUILD WORKDIR /x\nFROM b\nCOPY --link a b c/\nADD [\"a\", \"x\"]\nCOPY <<E a$X\nE\nCOPY a ~/x\nWORKDIR /x\nCOPY a .\n"), @r"
        4:17 `c/` a relative path: `c/` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path
        5:12 `x` a relative path: `x` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path
        6:10 `a$X` a relative path: `a$X` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path
        8:8 `~/x` a relative path: `~/x` is relative to a directory that the file does not set; help: write the home directory in full; no shell replaces `~` here
        ");
    }
}
