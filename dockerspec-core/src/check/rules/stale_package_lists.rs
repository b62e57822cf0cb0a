use crate::check::facts::{CallFacts, FileFacts, StageFacts, StepFacts};
use crate::check::packages::{Operation, PackageCall, PackageProgram, may_be_emptied, package_calls};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::Call;

rule! {
    /// ## What it does
    ///
    /// Finds packages that are installed in one RUN with the lists that an earlier RUN fetched: `apt-get update` and
    /// `apt-get install` in two layers.
    ///
    /// ## Why is this bad?
    ///
    /// The first layer comes from the cache for weeks, while the second one changes. The lists then name versions that
    /// the archive no longer has, and the build fails; or they name old ones with known holes.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update
    /// RUN apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [Building best practices: apt-get](https://docs.docker.com/build/building/best-practices/#apt-get)
    stale_package_lists = Warn, aliases: [], fixes: Sometimes, Hook::File(check)
}

/// Where the lists were fetched that are there.
#[derive(Clone, Copy)]
struct Fetched<'s> {
    program: &'static PackageProgram,
    span: Span,
    /// Whether they were removed again.
    is_gone: bool,
    /// The instruction, if it does nothing else, and is of this stage.
    alone: Option<&'s StepFacts<'s>>,
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    // What is there behind the last instruction of each stage.
    let mut behind: Vec<Option<Fetched<'_>>> = Vec::with_capacity(file.stages.len());
    for stage in &file.stages {
        let parent = file.parent(stage).and_then(|parent| behind[parent.number]);
        let mut fetched = parent.map(|fetched| Fetched { alone: None, ..fetched });
        for step in stage.steps.iter().filter(|step| step.is_run() && !step.is_trigger) {
            if let Some(before) = fetched.filter(|_| step.has_package_calls) {
                installs(file, stage, step, before, report);
            }
            fetched = fetches(file, stage, step).or(fetched);
        }
        behind.push(fetched);
    }
}

/// The last call in a RUN that fetches lists into a layer.
fn fetches<'s>(file: &'s FileFacts<'_>, stage: &'s StageFacts<'_>, step: &'s StepFacts<'_>) -> Option<Fetched<'s>> {
    let mut calls = 0;
    let fetching = package_calls(file, stage, step).inspect(|_| calls += 1).filter(|call| {
        let is_mounted = || call.program.caches.iter().any(|cache| step.is_mounted(cache));
        call.program.has_lists && call.operation == Some(Operation::Refresh) && !is_mounted()
    });
    let call = fetching.last()?;
    let alone = (calls == 1 && step.calls().count() == 1).then_some(step);
    Some(Fetched { program: call.program, span: call.operation_span, is_gone: may_be_emptied(&call), alone })
}

/// Reports the first call in a RUN that installs with lists of before.
fn installs(
    file: &FileFacts<'_>,
    stage: &StageFacts<'_>,
    step: &StepFacts<'_>,
    before: Fetched<'_>,
    report: &mut Report<'_>,
) {
    for call in step.calls() {
        let Some(program) = PackageProgram::of(call.name) else {
            if may_fetch(&call) {
                return;
            }
            continue;
        };
        if program.family != before.program.family {
            continue;
        }
        let facts = CallFacts { file, stage, step, call };
        let Some(call) = PackageCall::of(&facts) else { continue };
        let fetches_itself = call.has_option(&["--no-cache", "-U", "--update-cache", "--update"]);
        if call.operation == Some(Operation::Refresh) || fetches_itself && program.without_cache.is_some() {
            return;
        }
        let is_mounted = program.caches.iter().any(|cache| step.is_mounted(cache));
        let has_packages = call.has_unknown() || call.installed().any(|word| !is_file(word.literal_prefix()));
        let installs = call.operation == Some(Operation::Install) || call.lacks_operation();
        if installs && has_packages && !is_mounted && !call.is_elsewhere() {
            report.add(draft(&call, step, before));
            return;
        }
    }
}

fn draft(call: &PackageCall<'_, '_>, step: &StepFacts<'_>, before: Fetched<'_>) -> Draft {
    let name = call.name();
    let command = call.facts.with_same_rights(&format!("{} update", call.program.name)).into_owned();
    let (message, label, place) = if before.is_gone {
        (format!("`{name}` has no lists of packages to look into"), "no lists", "lists that are removed again")
    } else {
        let message = format!("`{name}` looks into lists of packages that an earlier layer holds");
        (message, "packages of old lists", "lists of the day of that layer")
    };
    let title = format!("put `{command} &&` in front");
    let draft = Draft::new(call.operation_span, message).label(label).other(before.span, place).help(title.clone());
    let Some(insertion) = call.facts.prepend_to_command(&command) else { return draft };
    let mut replacements = vec![insertion];
    if call.program.without_cache.is_none() && call.facts.stage.ships && !may_be_emptied(call) {
        // The lists would stay in this layer then.
        replacements.extend(call.facts.append_to_list(&call.facts.with_same_rights(call.program.clean)));
    }
    if let Some(alone) = before.alone.filter(|alone| alone.number + 1 == step.number && !before.is_gone) {
        // What fetches them for nobody any longer goes, with its line.
        let span = alone.span();
        let source = call.facts.file.source;
        let is_line = source.get(span.end as usize..).is_some_and(|rest| rest.starts_with('\n'));
        replacements.push(Replacement::new(Span::new(span.start, span.end + u32::from(is_line)), ""));
    }
    draft.fix(title, replacements)
}

/// Whether a call may fetch lists in a way that is not seen: it runs a script, or adds a source of packages.
fn may_fetch(call: &Call<'_, '_>) -> bool {
    let is_shell = matches!(call.name, "sh" | "bash" | "dash" | "ash" | "zsh" | "eval" | "source" | "." | "make");
    is_shell
        || call.name == "add-apt-repository"
        || call.name.contains("update")
        || call.name.contains("install")
        || call.name.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "sh" | "py" | "pl"))
        || call.program.literal().is_some_and(|path| path.starts_with("./") || path.starts_with("/tmp/"))
}

/// Whether a package is a file.
fn is_file(package: &str) -> bool {
    package.starts_with(['/', '.']) || package.contains("://")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn lists_of_the_same_layer() {
        for text in [
            "RUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get install -y b\n",
            "RUN apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y b\n",
            "RUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN apt-get install -y b\n",
            "RUN apt-get update\nRUN curl -fsSL https://deb.example.com/setup | bash - && apt-get install -y nodejs\n",
            "RUN apt-get update\nRUN apt-get install -y ./x.deb\n",
            "RUN apt-get update\nRUN ./add-source.sh && apt-get install -y x\n",
            "RUN apk update\nRUN apk add --no-cache a\n",
            "RUN apk update\nRUN apk -U add a\n",
            "RUN apt-get update\nRUN apt-get remove -y a\n",
            "RUN apt-get install -y a\nRUN apt-get update\n",
            "RUN dnf makecache\nRUN dnf install -y a\n",
            "RUN apt-get update\nRUN apt-get install\n",
            "RUN apt-get update\nFROM a:1\nRUN apt-get install -y a\n",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM a:1\n{text}")), "", "{text}");
        }
    }

    #[test]
    fn lists_of_earlier_layers() {
        let found = |text: &str| findings(&super::RULE, &format!("FROM a:1 AS one\n{text}"));
        insta::assert_snapshot!(found("RUN apt-get update\nENV A=1\nRUN apt-get install -y a && apt-get install -y b\n"), @"4:13 `install` packages of old lists: `apt-get install` looks into lists of packages that an earlier layer holds; 2:13 `update` lists of the day of that layer; help: put `apt-get update &&` in front; fix: put `apt-get update &&` in front -> RUN apt-get update && apt-get install -y a && apt-get install -y b && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("RUN sudo apt-get update\nRUN sudo apt-get install -y a\n"), @"3:18 `install` packages of old lists: `apt-get install` looks into lists of packages that an earlier layer holds; 2:18 `update` lists of the day of that layer; help: put `sudo apt-get update &&` in front; fix: put `sudo apt-get update &&` in front -> RUN sudo apt-get update && sudo apt-get install -y a && sudo rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("RUN apt-get update && rm -rf /var/lib/apt/lists/*\nRUN apt-get install -y a\n"), @"3:13 `install` no lists: `apt-get install` has no lists of packages to look into; 2:13 `update` lists that are removed again; help: put `apt-get update &&` in front; fix: put `apt-get update &&` in front -> RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("RUN apt-get update\nFROM one\nRUN set -e; apt-get install -y a\n"), @"4:21 `install` packages of old lists: `apt-get install` looks into lists of packages that an earlier layer holds; 2:13 `update` lists of the day of that layer; help: put `apt-get update &&` in front; fix: put `apt-get update &&` in front -> RUN set -e; apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("RUN apk update\nRUN if true; then apk add a; fi\n"), @"3:23 `add` packages of old lists: `apk add` looks into lists of packages that an earlier layer holds; 2:9 `update` lists of the day of that layer; help: put `apk update &&` in front");
        insta::assert_snapshot!(found("RUN apt-get update && apt-get install\nRUN apt-get python3\n"), @"3:13 `python3` packages of old lists: `apt-get python3` looks into lists of packages that an earlier layer holds; 2:13 `update` lists of the day of that layer; help: put `apt-get update &&` in front; fix: put `apt-get update &&` in front -> RUN apt-get update && apt-get python3 && rm -rf /var/lib/apt/lists/*");
    }
}
