use crate::check::facts::{FileFacts, StageBase, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::Span;
use crate::word::Word;

rule! {
    /// ## What it does
    ///
    /// Finds COPY and ADD to a relative path in a stage that has no WORKDIR before it. A base that is known to have a
    /// working directory of its own counts as one, `/` does not; on `scratch` nothing else is possible.
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
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY app usr/local/bin/
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
    relative_destination = Warn, aliases: ["DL3045"], fixes: Sometimes, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    // Asked only once something is relative.
    let mut directory = None;
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
        let directory = *directory.get_or_insert_with(|| directory_of(file, stage));
        if directory == Directory::Set {
            return;
        }
        let span = step.word(sources);
        let text = &file.source[span.range()];
        let path = destination.as_literal().unwrap_or(text);
        let draft = Draft::new(span, format!("`{path}` is relative to a directory that the file does not set"))
            .label(if directory == Directory::Root { "a path below `/`, as it happens" } else { "a relative path" });
        if path.starts_with('~') {
            report.add(draft.help("write the home directory in full; no shell replaces `~` here"));
            continue;
        }
        let fix = absolute(text, span).filter(|_| directory == Directory::Root);
        let help = "write a WORKDIR above, or an absolute path";
        report.add(draft.help(help).fix_where("write the absolute path", fix));
    }
}

/// What is known of the working directory of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Directory {
    /// Somebody chose it.
    Set,
    /// Nobody did, so it is `/`.
    Root,
    /// It is that of a base of which nothing is known.
    Unknown,
}

fn directory_of(file: &FileFacts<'_>, stage: &StageFacts<'_>) -> Directory {
    let mut below = file.ancestry(stage).skip(1).flat_map(|stage| &stage.steps);
    if file.root(stage).base == StageBase::Scratch
        || below.any(|step| !step.is_trigger && matches!(step.instruction, Instruction::Workdir(_)))
    {
        return Directory::Set;
    }
    match file.base_of(stage).and_then(|base| base.workdir.as_deref()) {
        None => Directory::Unknown,
        Some("/") => Directory::Root,
        Some(_) => Directory::Set,
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

/// The change that makes a path one below `/`, where it stands without quotes.
fn absolute(text: &str, span: Span) -> Option<Replacement> {
    let begin = if text == "." { 1 } else { u32::from(text.starts_with("./")) };
    let is_plain = !text.starts_with(['"', '\'', '<']) && !text.starts_with("..");
    is_plain.then(|| {
        Replacement::new(Span::new(span.start, span.start + begin), if text.starts_with("./") { "" } else { "/" })
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn where_the_directory_is_set_all_is_silent() {
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
        insta::assert_snapshot!(findings(&super::RULE, "FROM debian:13\nCOPY a b c/\nADD [\"a\", \"./x\"]\nCOPY a .\nCOPY b ./\nCOPY a \"x\"\nCOPY a ../x\n"), @r#"
        2:10 `c/` a path below `/`, as it happens: `c/` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path; fix: write the absolute path -> COPY a b /c/
        3:12 `./x` a path below `/`, as it happens: `./x` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path; fix: write the absolute path -> ADD ["a", "/x"]
        4:8 `.` a path below `/`, as it happens: `.` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path; fix: write the absolute path -> COPY a /
        5:8 `./` a path below `/`, as it happens: `./` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path; fix: write the absolute path -> COPY b /
        6:8 `"x"` a path below `/`, as it happens: `x` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path
        7:8 `../x` a path below `/`, as it happens: `../x` is relative to a directory that the file does not set; help: write a WORKDIR above, or an absolute path
        "#);
    }
}
