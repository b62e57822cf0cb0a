use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::nearest;
use crate::value::{ImageRef, StageName};

rule! {
    /// ## What it does
    ///
    /// Finds origins of COPY and mounts that are no stage and nearly the name of one. Images and named contexts are
    /// left alone: other names, and all that have a registry, a tag or a digest.
    ///
    /// ## Why is this bad?
    ///
    /// BuildKit takes the name for an image, and asks Docker Hub for it. What anybody may have put there is copied.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM rust:1.91 AS build
    /// RUN cargo build
    /// FROM debian:13-slim
    /// COPY --from=biuld /app /usr/local/bin/
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM rust:1.91 AS build
    /// RUN cargo build
    /// FROM debian:13-slim
    /// COPY --from=build /app /usr/local/bin/
    /// USER 10001:10001
    /// ```
    misspelled_stage = Warn, aliases: ["DL3022"], fixes: Sometimes, Hook::Step(&["COPY", "RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    file.each_origin(step, &mut |named| {
        let name = named.image.as_str();
        if !is_bare(named.image) || file.stages.iter().any(|stage| stage.image_repository() == Some(name)) {
            return;
        }
        let earlier = &file.stages[..stage.number];
        let names = earlier.iter().filter_map(|stage| stage.stage.name.as_ref()).map(StageName::as_str);
        let Some(meant) = nearest(name, names) else { return };
        let draft = Draft::new(named.span, format!("there is no stage `{name}`"))
            .label("an image of Docker Hub")
            .help(format!("write `{meant}`"));
        report.add(if file.source[named.span.range()] == *name {
            draft.fix(format!("write `{meant}`"), [Replacement::new(named.span, meant.to_owned())])
        } else {
            draft
        });
    });
}

/// Whether a reference is one word.
fn is_bare(image: &ImageRef<'_>) -> bool {
    !image.as_str().contains(['/', ':', '@'])
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn images_and_contexts_are_silent() {
        for from in ["nginx", "ctx", "x", "ghcr.io/acme/biuld", "biuld:1", "golang", "Build", "0", "0abc"] {
            let text = format!("FROM golang:1 AS build\nFROM go AS golan\nFROM a:1\nCOPY --from={from} /a /b\n");
            assert_eq!(findings(&super::RULE, &text), "", "{from}");
        }
    }

    #[test]
    fn near_misses() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS builder\nFROM a:1 AS tests\nFROM a:1\nCOPY --from=\"bulder\" /a /b\nRUN --mount=from=test,target=/x x\nONBUILD COPY --from=build3r /a /b\n"), @r#"
        4:14 `bulder` an image of Docker Hub: there is no stage `bulder`; help: write `builder`; fix: write `builder` -> COPY --from="builder" /a /b
        5:18 `test` an image of Docker Hub: there is no stage `test`; help: write `tests`; fix: write `tests` -> RUN --mount=from=tests,target=/x x
        6:21 `build3r` an image of Docker Hub: there is no stage `build3r`; help: write `builder`; fix: write `builder` -> ONBUILD COPY --from=builder /a /b
        "#);
    }
}
