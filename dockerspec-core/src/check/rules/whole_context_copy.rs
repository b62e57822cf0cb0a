use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a COPY or ADD of the whole build context in the last stage of a file with several stages.
    ///
    /// ## Why is this bad?
    ///
    /// The image that ships has everything that happens to be in the directory: tests, `.git`, local settings, keys. A
    /// `.dockerignore` takes away what somebody thought of. A file with several stages has a place for sources, which is not
    /// the last one.
    ///
    /// In a file with one stage there is no other place, and this rule is silent.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM golang:1.25-trixie@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS build
    /// WORKDIR /src
    /// COPY . .
    /// RUN CGO_ENABLED=0 go build -o /out/app .
    ///
    /// FROM gcr.io/distroless/static-debian12:nonroot@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY --from=build /out/app /app
    /// COPY . /srv
    /// ENTRYPOINT ["/app"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM golang:1.25-trixie@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS build
    /// WORKDIR /src
    /// COPY . .
    /// RUN CGO_ENABLED=0 go build -o /out/app .
    ///
    /// FROM gcr.io/distroless/static-debian12:nonroot@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY --from=build /out/app /app
    /// COPY templates /srv/templates
    /// ENTRYPOINT ["/app"]
    /// ```
    whole_context_copy = Warn, aliases: [], fixes: Never, Hook::Step(&["ADD", "COPY"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    if !stage.is_last || file.stages.len() < 2 || step.is_trigger {
        return;
    }
    let Some(transfer) = step.transfer() else { return };
    let Some(source) = transfer.whole_context().filter(|_| !transfer.is_selective) else { return };
    report.add(
        Draft::new(step.word(source), "the whole build context goes into the image that ships")
            .label("everything in the directory")
            .help("copy what the application needs by name, or copy what another stage built of it"),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_is_the_whole_context() {
        for (copy, is_found) in [
            ("COPY . /app", true),
            ("ADD ./ /app", true),
            ("COPY --link * /app", true),
            ("COPY src .", false),
            ("COPY --from=c:1 . .", false),
            ("COPY --exclude=.git . .", false),
        ] {
            assert_eq!(
                !findings(&super::RULE, &format!("FROM b:1 AS a\nFROM b:1\n{copy}\n")).is_empty(),
                is_found,
                "{copy}"
            );
            assert_eq!(findings(&super::RULE, &format!("FROM b:1\n{copy}\n")), "");
            assert_eq!(findings(&super::RULE, &format!("FROM b:1 AS a\n{copy}\nFROM b:1\n")), "");
        }
    }
}
