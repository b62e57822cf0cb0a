use crate::check::facts::{FileFacts, StageBase, StageFacts};
use crate::check::packages::{Family, language, package_calls};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds stages that ship, begin with Debian or Ubuntu itself, and install one language with `apt-get`, where there
    /// is an official image of that language.
    ///
    /// ## Why is this bad?
    ///
    /// The distribution decides which version of the language it is, and keeps that for years. The packages are cut
    /// into pieces, need more of each other than the language does, and make the image larger than that of the
    /// language.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM ubuntu:24.04
    /// RUN apt-get update \
    ///  && apt-get install --yes --no-install-recommends python3 python3-pip \
    ///  && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// USER 10001
    /// ```
    language_from_distribution = Warn, aliases: [], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let root = file.root(stage);
    let StageBase::Image(image) = &root.base else { return };
    if !stage.ships || !is_general(file, stage, image.repository()) {
        return;
    }
    let mut found = None;
    for step in stage.steps.iter().filter(|step| step.is_run()) {
        for call in package_calls(file, stage, step).filter(|call| call.program.family == Family::Apt) {
            for word in call.installed() {
                let Some(language) = language(word.literal_prefix()) else { continue };
                match found {
                    // Several of them are in no official image.
                    Some((other, _)) if other != language => return,
                    None => found = Some((language, word.span)),
                    _ => {}
                }
            }
        }
    }
    let Some((language, span)) = found else { return };
    report.add(
        Draft::new(span, format!("{} comes from the packages of the distribution", language.name))
            .label("the version of the distribution")
            .other(root.base_span(), "a general base")
            .help(format!("begin with `{}` of the version that is needed", language.image)),
    );
}

/// Whether the base is Debian or Ubuntu itself.
fn is_general(file: &FileFacts<'_>, stage: &StageFacts<'_>, repository: &str) -> bool {
    let distribution = file.base_of(stage).and_then(|base| base.distribution.as_deref());
    let name = repository.rsplit('/').next().unwrap_or(repository);
    matches!(name, "debian" | "ubuntu") && distribution == Some(name)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_is_no_language_alone() {
        for text in [
            "FROM python:3.13-slim\nRUN apt-get install -y python3-pip\n",
            "FROM ubuntu:24.04\nRUN apt-get install -y python3 nodejs\n",
            "FROM ubuntu:24.04\nRUN apt-get install -y python3\nRUN apt-get install -y ruby\n",
            "FROM ubuntu:24.04\nRUN apt-get install -y nginx python3-apt\n",
            "FROM ubuntu:24.04 AS b\nRUN apt-get install -y golang\nFROM scratch\nCOPY --from=b /x /x\n",
            "FROM example.com/ubuntu:24.04\nRUN apt-get install -y python3\n",
        ] {
            assert_eq!(findings(&super::RULE, text), "", "{text}");
        }
    }

    #[test]
    fn every_language() {
        let found =
            |packages| findings(&super::RULE, &format!("FROM debian:13-slim\nRUN apt-get install -y {packages}\n"));
        insta::assert_snapshot!(found("curl nodejs npm"), @"2:29 `nodejs` the version of the distribution: Node.js comes from the packages of the distribution; 1:6 `debian:13-slim` a general base; help: begin with `node:…-slim` of the version that is needed");
        insta::assert_snapshot!(found("openjdk-21-jre-headless"), @"2:24 `openjdk-21-jre-headless` the version of the distribution: Java comes from the packages of the distribution; 1:6 `debian:13-slim` a general base; help: begin with `eclipse-temurin:…-jre` of the version that is needed");
        insta::assert_snapshot!(found("python3.13=3.13.5-2"), @"2:24 `python3.13=3.13.5-2` the version of the distribution: Python comes from the packages of the distribution; 1:6 `debian:13-slim` a general base; help: begin with `python:…-slim` of the version that is needed");
        insta::assert_snapshot!(findings(&super::RULE, "FROM ubuntu:latest AS base\nFROM base\nRUN apt-get python3 python3-pip\n"), @"3:13 `python3` the version of the distribution: Python comes from the packages of the distribution; 1:6 `ubuntu:latest` a general base; help: begin with `python:…-slim` of the version that is needed");
    }
}
