use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Source};
use crate::finding::Replacement;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds COPY and ADD of several files to a destination without a `/` at its end.
    ///
    /// ## Why is this bad?
    ///
    /// Where no directory is there yet, BuildKit writes one file after the other to the same name, and the last one is
    /// all that is left. The legacy builder refuses it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY package.json package-lock.json /app
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY package.json package-lock.json /app/
    /// USER 10001:10001
    /// ```
    ///
    /// ## References
    ///
    /// `Copy` in [fsutil](https://github.com/tonistiigi/fsutil/blob/master/copy/copy.go), which BuildKit copies with
    ambiguous_destination = Warn, aliases: ["DL3021"], fixes: Sometimes, Hook::Step(&["ADD", "COPY"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let (sources, destination) = match step.instruction {
        // With `--parents` the destination is a directory.
        Instruction::Copy(copy) if !copy.parents => (&copy.sources, &copy.destination),
        Instruction::Add(add) => (&add.sources, &add.destination),
        _ => return,
    };
    let end = destination.literal_suffix();
    if sources.len() < 2 || end.is_empty() || end.ends_with(['/', '\\']) || matches!(last_part(end), "." | "..") {
        return;
    }
    let is_add = matches!(step.instruction, Instruction::Add(_));
    if sources.iter().filter(|source| is_file(source, is_add)).count() < 2 {
        return;
    }
    let span = step.word(sources.len());
    let text = &file.source[span.range()];
    let path = destination.as_literal().unwrap_or(text);
    let draft = Draft::new(span, format!("`{path}` may become one file for all sources"))
        .label("no directory for sure")
        .help("write `/` behind it");
    report.add(if step.is_trigger {
        draft
    } else {
        let end = span.end - u32::from(text.ends_with(['"', '\'']));
        draft.fix("write `/` behind it", [Replacement::new(Span::new(end, end), "/")])
    });
}

/// The part of a path behind the last slash.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a source could be a file: not what says that it is a directory, nor an archive that becomes one.
fn is_file(source: &Source<'_>, is_add: bool) -> bool {
    let Source::Path(path) = source else { return true };
    let end = path.literal_suffix();
    let is_archive = || [".tar", ".tgz", ".txz"].iter().any(|ending| end.ends_with(ending)) || end.contains(".tar.");
    !(end.is_empty() || end.ends_with('/') || matches!(last_part(end), "." | "..") || is_add && is_archive())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_is_a_directory_is_silent() {
        for text in [
            "COPY a b .",
            "COPY a b ./",
            "COPY a b x/..",
            "COPY a b $X",
            "COPY a b ${X}/",
            "COPY a* /c",
            "COPY a/ b/. /c",
            "COPY --parents a b /c",
            "ADD a.tar b.tar.gz /c",
            "COPY [\"a\", \"b\", \"/c/\"]",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM a:1\n{text}\n")), "", "{text}");
        }
        assert_eq!(findings(&super::RULE, "# escape=`\nFROM a:1\nCOPY a b C:\\x\\\n"), "");
    }

    #[test]
    fn what_could_be_a_file() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nCOPY a b \"/c\"\nCOPY [\"a\", \"b\", \"/c d\"]\nADD a b $X/c\nCOPY <<a <<b /c\na\nb\nONBUILD COPY a b /c\n"), @r#"
        2:10 `"/c"` no directory for sure: `/c` may become one file for all sources; help: write `/` behind it; fix: write `/` behind it -> COPY a b "/c/"
        3:18 `/c d` no directory for sure: `/c d` may become one file for all sources; help: write `/` behind it; fix: write `/` behind it -> COPY ["a", "b", "/c d/"]
        4:9 `$X/c` no directory for sure: `$X/c` may become one file for all sources; help: write `/` behind it; fix: write `/` behind it -> ADD a b $X/c/
        5:14 `/c` no directory for sure: `/c` may become one file for all sources; help: write `/` behind it; fix: write `/` behind it -> COPY <<a <<b /c/
        8:9 `COPY a b /c` no directory for sure: `/c` may become one file for all sources; help: write `/` behind it
        "#);
    }
}
