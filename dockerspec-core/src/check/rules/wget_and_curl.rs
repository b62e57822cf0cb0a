use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds stages that use both `wget` and `curl`. What a stage is built on counts as a part of it; stages whose layers
    /// are not in the image that ships are not looked at.
    ///
    /// ## Why is this bad?
    ///
    /// Each of them can do what the other does, so one is installed, updated and scanned for nothing.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN wget -q https://example.com/a
    /// RUN curl --fail --remote-name https://example.com/b
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl --fail --remote-name https://example.com/a
    /// RUN curl --fail --remote-name https://example.com/b
    /// USER 10001
    /// ```
    wget_and_curl = Warn, aliases: ["DL4001"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if !stage.is_last {
        return;
    }
    let mut chain: Vec<&StageFacts<'_>> = file.ancestry(stage).collect();
    chain.reverse();
    let mut first: Option<(&str, Span)> = None;
    for stage in chain {
        for call in stage.steps.iter().flat_map(StepFacts::calls) {
            if !matches!(call.name, "curl" | "wget") {
                continue;
            }
            match first {
                None => first = Some((call.name, call.program.span)),
                Some((name, _)) if name == call.name => {}
                Some((name, span)) => {
                    report.add(
                        Draft::new(call.program.span, format!("both `{name}` and `{}` are used", call.name))
                            .label("does the same")
                            .other(span, "used here already")
                            .help(format!("use one of them, such as `{name}`")),
                    );
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn one_of_them_or_a_builder_is_silent() {
        for text in [
            "FROM a:1\nRUN wget -q a && wget -q b\n",
            "FROM a:1\nRUN apt-get install -y wget curl && curl x\n",
            "FROM a:1\nRUN wget -q a && curl b\nFROM b:1\nRUN curl c\n",
        ] {
            assert_eq!(findings(&super::RULE, text), "", "{text}");
        }
    }

    #[test]
    fn the_second_one_is_found() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nRUN curl a && \\\n  /usr/bin/wget b && curl c\n"), @"3:3 `/usr/bin/wget` does the same: both `curl` and `wget` are used; 2:5 `curl` used here already; help: use one of them, such as `curl`");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS x\nRUN wget -q a\nFROM x\nRUN [\"curl\", \"b\"]\n"), @r#"4:6 `"curl"` does the same: both `wget` and `curl` are used; 2:5 `wget` used here already; help: use one of them, such as `wget`"#);
    }
}
