use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::convert::is_remote;
use crate::dockerfile::{Add, Instruction, Source, Unpack};
use crate::finding::Replacement;
use crate::word::Word;

rule! {
    /// ## What it does
    ///
    /// Finds ADD of files of the build context that are no archives. What ADD downloads, clones and unpacks is left
    /// alone: `http` and `https`, git repositories, and tar archives, be they compressed with gzip, bzip2, xz or zstd.
    ///
    /// ## Why is this bad?
    ///
    /// ADD unpacks what looks like an archive inside, whatever its name is. COPY does nothing but copy.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD app /usr/local/bin/
    /// USER 10001:10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD app.zip /opt/
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY app /usr/local/bin/
    /// ADD rootfs.tar.zst /
    /// USER 10001:10001
    /// ```
    ///
    /// ## References
    ///
    /// [ADD or COPY](https://docs.docker.com/build/building/best-practices/#add-or-copy)
    add_for_local_files = Warn, aliases: ["DL3020"], fixes: Sometimes, Hook::Step(&["ADD"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Instruction::Add(add) = step.instruction else { return };
    let is_local = |source: &Source<'_>| match source {
        Source::File(_) => true,
        Source::Path(path) => is_local_file(path, add.unpack),
    };
    let Some(number) = add.sources.iter().position(is_local) else { return };
    let span = step.word(number);
    let message = match &add.sources[number] {
        Source::Path(path) => format!("ADD copies `{}`", path.as_literal().unwrap_or(&file.source[span.range()])),
        Source::File(_) => "ADD copies what stands in the Dockerfile".to_owned(),
    };
    let draft = Draft::new(span, message).label("a local file").help(if is_packed(add, number) {
        "unpack it in a RUN that mounts it, or use COPY"
    } else {
        "use COPY"
    });
    let keyword = step.keyword();
    let copy = match &file.source[keyword.range()] {
        "ADD" => "COPY",
        "add" => "copy",
        _ => "",
    };
    let has_own_flags = add.checksum.is_some() || add.keep_git_dir.is_some() || add.unpack != Unpack::Local;
    report.add(if copy.is_empty() || has_own_flags || !add.sources.iter().all(is_local) {
        draft
    } else {
        draft.fix("use COPY", [Replacement::new(keyword, copy)])
    });
}

/// Whether a path is known to be a file of the context that ADD does not unpack.
fn is_local_file(path: &Word<'_>, unpack: Unpack) -> bool {
    let (begin, end) = (path.literal_prefix(), path.literal_suffix());
    let is_remote = path.as_literal().map_or(begin.is_empty() || begin.contains(':'), is_remote);
    // Without an end, a variable could name an archive.
    let could_be_archive = end.is_empty() || ENDINGS.iter().any(|ending| has_ending(end, ending));
    !is_remote && (unpack == Unpack::No || !could_be_archive)
}

/// Whether a source is an archive that ADD does not unpack, by its name.
fn is_packed(add: &Add<'_>, number: usize) -> bool {
    let Source::Path(path) = &add.sources[number] else { return false };
    [".zip", ".7z", ".rar", ".lz", ".lzma", ".tlz", ".Z"].iter().any(|ending| has_ending(path.literal_suffix(), ending))
}

/// How archives end that ADD unpacks. What it does depends on what is inside; one compressed file alone is copied.
const ENDINGS: &[&str] =
    &[".tar", ".gz", ".bz2", ".xz", ".zst", ".tgz", ".taz", ".tbz", ".tbz2", ".tb2", ".tz2", ".txz", ".tzst"];

fn has_ending(path: &str, ending: &str) -> bool {
    path.len()
        .checked_sub(ending.len())
        .and_then(|at| path.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_add_is_for_is_silent() {
        for sources in [
            "https://example.com/app",
            "git@github.com:a/b.git",
            "https://github.com/a/b.git#main",
            "ssh://git@example.com/a.git",
            "*.tar.gz",
            "a.TGZ b.tar.zst",
            "a.xz",
            "$X",
            "${URL}/app.jar",
            "app-$VERSION",
            "app-${VERSION}.tar.gz",
            "https://example.com/${VERSION}.jar",
            "[\"a b.tar\", \"/x\"]",
        ] {
            let text = format!("FROM a:1\nADD {sources}{}\n", if sources.starts_with('[') { "" } else { " /x/" });
            assert_eq!(findings(&super::RULE, &text), "", "{sources}");
        }
    }

    #[test]
    fn local_files() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nadd --chown=1 . \"b\" /x/\nADD a.tar b /x/\nADD --unpack=false a.tar /x\nADD a.zip /x\nADD app-${VERSION}.jar /x\nADD ftp://x/y /z\nADD <<E /x\nE\nONBUILD ADD a /x\n"), @r#"
        2:15 `.` a local file: ADD copies `.`; help: use COPY; fix: use COPY -> copy --chown=1 . "b" /x/
        3:11 `b` a local file: ADD copies `b`; help: use COPY
        4:20 `a.tar` a local file: ADD copies `a.tar`; help: use COPY
        5:5 `a.zip` a local file: ADD copies `a.zip`; help: unpack it in a RUN that mounts it, or use COPY; fix: use COPY -> COPY a.zip /x
        6:5 `app-${VERSION}.jar` a local file: ADD copies `app-${VERSION}.jar`; help: use COPY; fix: use COPY -> COPY app-${VERSION}.jar /x
        7:5 `ftp://x/y` a local file: ADD copies `ftp://x/y`; help: use COPY; fix: use COPY -> COPY ftp://x/y /z
        8:5 `<<E` a local file: ADD copies what stands in the Dockerfile; help: use COPY; fix: use COPY -> COPY <<E /x
        10:9 `ADD a /x` a local file: ADD copies `a`; help: use COPY
        "#);
    }
}
