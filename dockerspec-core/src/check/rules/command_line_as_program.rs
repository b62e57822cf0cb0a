use crate::check::facts::{FileFacts, StageFacts, StepFacts, as_exec_form};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds a command in exec form that is one string with blanks in it: `["python app.py"]`.
    ///
    /// ## Why is this bad?
    ///
    /// No shell splits it. The whole string is taken for the name of a program, there is none, and the container does not
    /// start.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY app.py /app/
    /// USER 10001
    /// CMD ["python /app/app.py"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY app.py /app/
    /// USER 10001
    /// CMD ["python", "/app/app.py"]
    /// ```
    command_line_as_program = Deny, aliases: [], fixes: Sometimes, Hook::Step(&["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some([line]) = step.exec_form() else { return };
    let mut words = line.split_ascii_whitespace();
    let (Some(program), Some(next)) = (words.next(), words.next()) else { return };
    // There are programs with blanks in their paths.
    let is_path = program.starts_with('/') && !next.starts_with(['-', '/']);
    let is_argument = matches!(step.instruction, Instruction::Cmd(_)) && may_be_argument(file, stage);
    if is_path || is_argument || line.starts_with([' ', '\t']) || step.is_trigger {
        return;
    }
    let place = step.exec_word(0);
    let mut draft = Draft::new(place, format!("no program is called `{line}`"))
        .label("one string, which nothing splits")
        .help("write each argument as a string of its own");
    if file.source.get(place.range()) == Some(&**line)
        && let Some(array) = as_exec_form(line)
    {
        // The place is between the quotes of the string.
        let inner = array[2..array.len() - 2].to_owned();
        draft = draft.fix(format!("write `{array}`"), [Replacement::new(place, inner)]);
    }
    report.add(draft);
}

/// Whether a CMD is, or may be, what an entry point is given.
fn may_be_argument(file: &FileFacts<'_>, stage: &StageFacts<'_>) -> bool {
    // The entry points of the known images run the CMD that they are given.
    file.base_of(stage).is_none()
        || file
            .ancestry(stage)
            .any(|stage| stage.steps.iter().any(|step| matches!(step.instruction, Instruction::Entrypoint(_))))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, &format!("FROM python:3.13\n{text}\n"))
    }

    #[test]
    fn every_instruction() {
        insta::assert_snapshot!(found(r#"ENTRYPOINT ["/app/run --port 80"]"#), @r#"2:14 `/app/run --port 80` one string, which nothing splits: no program is called `/app/run --port 80`; help: write each argument as a string of its own; fix: write `["/app/run", "--port", "80"]` -> ENTRYPOINT ["/app/run", "--port", "80"]"#);
        insta::assert_snapshot!(found(r#"HEALTHCHECK CMD ["curl -f 'http://localhost'"]"#), @"2:19 `curl -f 'http://localhost'` one string, which nothing splits: no program is called `curl -f 'http://localhost'`; help: write each argument as a string of its own");
        insta::assert_snapshot!(found(r#"RUN ["pip install x"]"#), @r#"2:7 `pip install x` one string, which nothing splits: no program is called `pip install x`; help: write each argument as a string of its own; fix: write `["pip", "install", "x"]` -> RUN ["pip", "install", "x"]"#);
    }

    #[test]
    fn what_is_a_program_or_an_argument() {
        for text in [
            r#"ENTRYPOINT ["/opt/My App/run"]"#,
            r#"CMD ["python", "a b"]"#,
            r#"CMD ["python"]"#,
            "ENTRYPOINT [\"sh\", \"-c\"]\nCMD [\"python app.py\"]",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
        assert_eq!(findings(&super::RULE, "FROM example.com/x:1\nCMD [\"a b\"]\n"), "");
    }
}
