use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{Command, Word};

rule! {
    /// ## What it does
    ///
    /// Finds instructions inside of a RUN: `RUN`, `COPY`, `ENV` and the like as a program, or at the beginning of a line
    /// that continues the one above.
    ///
    /// ## Why is this bad?
    ///
    /// The shell looks for a program with this name, or the command above gets the line as its arguments. Either way it is
    /// no instruction.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make \
    /// RUN make install
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make && RUN make install
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make
    /// RUN make install
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN make && make install
    /// USER 10001
    /// ```
    stray_instruction = Deny, aliases: [], fixes: Sometimes, Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some(script) = step.scripts.as_ref().and_then(|scripts| scripts.all.first()) else { return };
    for command in &script.script.commands {
        for (number, word) in command.words.iter().enumerate() {
            if word.is_quoted || !word.literal().is_some_and(is_keyword) || !file.stands(word) {
                continue;
            }
            let is_last = number + 1 == command.words.len();
            let line = line_above(file.source, word.span.start);
            if is_last || number > 0 && line.is_none() {
                continue;
            }
            add(file, step, command, (number, word), line, report);
            break;
        }
    }
}

fn add(
    file: &FileFacts<'_>,
    step: &StepFacts<'_>,
    command: &Command<'_>,
    (number, word): (usize, &Word<'_>),
    line: Option<Span>,
    report: &mut Report<'_>,
) {
    let keyword = word.literal().unwrap_or_default();
    let message = if number == 0 {
        format!("`{keyword}` is an instruction, and no program that a RUN can call")
    } else {
        format!("`{keyword}` is an argument of the command above")
    };
    let draft = Draft::new(word.span, message).label("no instruction here");
    let is_one_line = step.front(file.source).is_some_and(|(_, behind)| behind == "; ");
    let draft = match line {
        // The line above is cut, and its command is whole without this one.
        Some(cut) if number > 0 && is_one_line && !cut.is_empty() => draft
            .help("remove the cut at the end of the line above")
            .fix_where("remove the cut", Some(Replacement::new(cut, ""))),
        _ if number == 0 && keyword == "RUN" => {
            let change = command.words.get(1).map(|next| Span::new(word.span.start, next.span.start));
            let change = change.filter(|span| file.source.get(span.range()).is_some_and(|text| !text.contains('\n')));
            draft.help("remove `RUN`").fix_where("remove `RUN`", change.map(|span| Replacement::new(span, "")))
        }
        _ => draft.help("end the RUN above it"),
    };
    report.add(draft);
}

fn is_keyword(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && matches!(
            word,
            "ADD"
                | "ARG"
                | "CMD"
                | "COPY"
                | "ENTRYPOINT"
                | "ENV"
                | "EXPOSE"
                | "FROM"
                | "HEALTHCHECK"
                | "LABEL"
                | "MAINTAINER"
                | "ONBUILD"
                | "RUN"
                | "SHELL"
                | "STOPSIGNAL"
                | "USER"
                | "VOLUME"
                | "WORKDIR"
        )
}

/// The cut at the end of the line above, with the blanks in front of it, if a byte is the first one of a line that
/// continues that one. Comments between do not count; the cut is empty if nothing but it stands on its line.
fn line_above(source: &str, at: u32) -> Option<Span> {
    let mut before = source.get(..at as usize)?.trim_end_matches([' ', '\t']);
    loop {
        let above = before.strip_suffix('\n')?;
        let start = above.rfind('\n').map_or(0, |end| end + 1);
        let line = above[start..].trim();
        if line.starts_with('#') {
            before = &above[..start];
            continue;
        }
        let whole = line.strip_suffix(['\\', '`'])?.trim_end();
        let end = start + above[start..].trim_end().len();
        let begin = above[..end - 1].trim_end_matches([' ', '\t']).len();
        return Some(if whole.is_empty() { Span::of(end, end) } else { Span::of(begin, end) });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn words_are_silent() {
        for command in [
            "echo RUN x",
            "grep \\\n  \"RUN\" x",
            "make run",
            "psql \\\n  -c USER",
            "<<E\nmake\nrun x\nE",
            "USER=x make",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("RUN make"), @"2:5 `RUN` no instruction here: `RUN` is an instruction, and no program that a RUN can call; help: remove `RUN`; fix: remove `RUN` -> RUN make");
        insta::assert_snapshot!(run("make && \\\n  RUN make install"), @"3:3 `RUN` no instruction here: `RUN` is an instruction, and no program that a RUN can call; help: remove `RUN`; fix: remove `RUN` ->   make install");
        insta::assert_snapshot!(run("make \\\n  \\\nCOPY a b\nCMD [\"x\"]"), @"4:1 `COPY` no instruction here: `COPY` is an argument of the command above; help: end the RUN above it");
        insta::assert_snapshot!(run("make \\\n  # c\n  install \\ \n # d\n COPY a b"), @"6:2 `COPY` no instruction here: `COPY` is an argument of the command above; help: remove the cut at the end of the line above; fix: remove the cut ->   install");
        insta::assert_snapshot!(run("<<E\nmake\nCOPY a b\nE"), @"4:1 `COPY` no instruction here: `COPY` is an instruction, and no program that a RUN can call; help: end the RUN above it");
    }
}
