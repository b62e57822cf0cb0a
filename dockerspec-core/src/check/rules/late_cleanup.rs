use std::collections::{BTreeMap, BTreeSet};

use crate::check::facts::{CallFacts, FileFacts, StageFacts, StepFacts, base_name};
use crate::check::packages::{Family, empties_surely, fills, leftovers, package_calls};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::parse::Span;
use crate::shell::{Call, RedirectionOperator, Word};
use crate::value::AbsPath;

rule! {
    /// ## What it does
    ///
    /// Finds RUN instructions of stages that ship which remove what an earlier instruction added: caches of package
    /// managers, copied archives, downloads.
    ///
    /// ## Why is this bad?
    ///
    /// What was added stays in the layer below. The image does not shrink, and whoever has it can read the files.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl
    /// RUN apt-get clean && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY app.deb /tmp/
    /// RUN dpkg --install /tmp/app.deb && rm /tmp/app.deb
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update \
    ///  && apt-get install --yes --no-install-recommends curl \
    ///  && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN --mount=type=bind,source=app.deb,target=/tmp/app.deb dpkg --install /tmp/app.deb
    /// USER 10001
    /// ```
    late_cleanup = Warn, aliases: [], fixes: Never, Hook::File(check)
}

/// Who added a file.
#[derive(Debug, Clone, Copy)]
enum Origin {
    /// COPY or ADD of something in the build context.
    Transfer,
    /// ADD of something that is downloaded.
    Download,
    /// A command of a RUN.
    Run,
}

/// What is in the layers so far.
#[derive(Default)]
struct Layers {
    /// The last call of each package manager that left its caches there.
    caches: Vec<(Family, Span)>,
    /// Files and directories, by their paths.
    files: BTreeMap<String, (Span, Origin)>,
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    // Stages that ship are built one on the other.
    let steps = || {
        let stages = file.stages.iter().filter(|stage| stage.ships);
        stages.flat_map(|stage| stage.steps.iter().map(move |step| (stage, step))).filter(|(_, step)| !step.is_trigger)
    };
    // What nothing is removed behind stays as it is.
    let Some((_, last)) = steps().rev().find(|(_, step)| may_clean(step)) else { return };
    let mut layers = Layers::default();
    for (stage, step) in steps() {
        if step.is_run() {
            cleans(file, stage, step, &layers, report);
            if std::ptr::eq(step, last) {
                return;
            }
            layers.add_run(file, stage, step);
        } else {
            layers.add_transfer(file, stage, step);
        }
    }
}

/// Whether a RUN may remove anything that is told of here.
fn may_clean(step: &StepFacts<'_>) -> bool {
    step.has_package_calls || step.calls().any(|call| matches!(call.name, "rm" | "find"))
}

/// Reports the first thing in a RUN that is removed too late.
fn cleans(
    file: &FileFacts<'_>,
    stage: &StageFacts<'_>,
    step: &StepFacts<'_>,
    layers: &Layers,
    report: &mut Report<'_>,
) {
    if layers.caches.is_empty() && layers.files.is_empty() {
        return;
    }
    let filled: Vec<Family> = match layers.caches.as_slice() {
        [] => Vec::new(),
        _ => package_calls(file, stage, step).filter(fills).map(|call| call.program.family).collect(),
    };
    let mut has_moved = false;
    for call in step.calls() {
        let facts = CallFacts { file, stage, step, call };
        for (family, added) in &layers.caches {
            if !filled.contains(family) && empties_surely(&facts, *family) {
                let draft = Draft::new(facts.call.command.span, "what is removed here stays in an earlier layer")
                    .label("no byte less")
                    .other(*added, "files added here")
                    .help("clean up in the RUN that installs");
                return report.add(draft);
            }
        }
        let call = facts.call;
        has_moved |= matches!(call.name, "cd" | "pushd");
        if call.name != "rm" || layers.files.is_empty() {
            continue;
        }
        for word in call.arguments.iter().filter(|word| !word.literal_prefix().starts_with('-')) {
            let Some(path) =
                removed(file, stage, step, word).filter(|_| !has_moved || word.literal_prefix().starts_with('/'))
            else {
                continue;
            };
            let Some((path, (span, origin))) = layers.file(&path).filter(|_| !step.is_mounted(&path)) else { continue };
            let help = match origin {
                Origin::Transfer => "mount it for the RUN that needs it: `RUN --mount=type=bind,source=…,target=…`",
                Origin::Download => "download it in the RUN that removes it",
                Origin::Run => "remove it in the RUN that adds it",
            };
            let draft = Draft::new(word.span, format!("`{path}` stays in the layer that added it"))
                .label("no byte less")
                .other(span, "added here")
                .help(help);
            return report.add(draft);
        }
    }
}

/// All paths that a RUN removes by `rm`.
fn all_removed(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>) -> BTreeSet<String> {
    let words = step.calls().filter(|call| call.name == "rm").flat_map(|call| call.arguments);
    words.filter_map(|word| removed(file, stage, step, word)).collect()
}

/// The path that `rm` removes, or whose content it removes.
fn removed(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, word: &Word<'_>) -> Option<String> {
    let text = word.literal()?;
    let text = if word.has_glob { text.strip_suffix("/*")? } else { text };
    if text.contains(['*', '?', '[', '{', '~']) {
        return None;
    }
    absolute(file, stage, step, text)
}

/// A path of a RUN, clean. None for what is the whole file system.
fn absolute(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, text: &str) -> Option<String> {
    let path = match text.strip_prefix('/') {
        Some(_) => AbsPath::new(text).ok()?.normalized(),
        None => file.workdir(stage, step.number)?.join(text).as_str().to_owned(),
    };
    let path = path.trim_end_matches('/');
    (!path.is_empty()).then(|| path.to_owned())
}

impl Layers {
    /// A file that is at a path, or below it.
    fn file(&self, path: &str) -> Option<(&str, (Span, Origin))> {
        let below = format!("{path}/");
        let first = self.files.range(below.clone()..).next().filter(|(file, _)| file.starts_with(&below));
        self.files.get_key_value(path).or(first).map(|(file, added)| (file.as_str(), *added))
    }

    fn add_run(&mut self, file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>) {
        for call in leftovers(file, stage, step) {
            self.caches.retain(|(family, _)| *family != call.program.family);
            self.caches.push((call.program.family, call.operation_span));
        }
        // In a directory that is not known, or for a moment only, files are not told of.
        let is_alone = |path: &str| path.starts_with('/') && !step.is_mounted(path);
        let mut removed_here: Option<BTreeSet<String>> = None;
        for call in step.calls() {
            for word in written(&call) {
                let Some(path) = word.literal().filter(|path| is_alone(path)) else { continue };
                let Some(path) = absolute(file, stage, step, path) else { continue };
                let is_system = ["/dev/", "/proc/", "/sys/"].iter().any(|system| path.starts_with(system));
                let mut outer = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
                let removed_here = removed_here.get_or_insert_with(|| all_removed(file, stage, step));
                let is_removed = outer.any(|end| removed_here.contains(&path[..end]));
                if !is_system && !is_removed {
                    self.files.insert(path, (word.span, Origin::Run));
                }
            }
        }
    }

    fn add_transfer(&mut self, file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>) {
        let Some(transfer) = step.transfer() else { return };
        let Some(destination) = file.path(stage, step.number, transfer.destination) else { return };
        let destination = destination.as_str().trim_end_matches('/');
        let is_directory = transfer.sources.len() > 1
            || transfer.destination.as_literal().is_none_or(|text| text.ends_with('/') || text.ends_with('.'));
        for (number, source) in transfer.literal_sources() {
            let name = base_name(source);
            let is_one = !source.contains(['*', '?', '[']) && !matches!(name, "" | "." | "..");
            let path = match (is_directory, is_one) {
                (true, true) => format!("{destination}/{name}"),
                (false, true) => destination.to_owned(),
                _ => continue,
            };
            if !path.is_empty() {
                self.files.insert(
                    path,
                    (step.word(number), if source.contains("://") { Origin::Download } else { Origin::Transfer }),
                );
            }
        }
    }
}

/// The words that name files which a call writes.
fn written<'s, 'f>(call: &Call<'s, 'f>) -> Vec<&'s Word<'f>> {
    let mut written: Vec<&Word<'_>> = Vec::new();
    for redirection in &call.command.redirections {
        if matches!(redirection.operator, RedirectionOperator::Write | RedirectionOperator::Clobber) {
            written.push(&redirection.target);
        }
    }
    let behind = |options: &[&str]| {
        let at = call.arguments.iter().position(|word| {
            word.literal().is_some_and(|text| {
                let is_cluster = !text.starts_with("--") && text.starts_with('-');
                options
                    .iter()
                    .any(|option| text == *option || is_cluster && option.len() == 2 && text.ends_with(&option[1..]))
            })
        });
        at.and_then(|at| call.arguments.get(at + 1))
    };
    match call.name {
        "curl" => written.extend(behind(&["-o", "--output"])),
        "wget" => written.extend(behind(&["-O", "--output-document"])),
        "git" if call.arguments.first().is_some_and(|word| word.is("clone")) => {
            let operands: Vec<_> =
                call.arguments[1..].iter().filter(|word| !word.literal_prefix().starts_with('-')).collect();
            written.extend(operands.last().filter(|last| last.literal_prefix().starts_with('/')));
        }
        _ => {}
    }
    written
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, &format!("FROM debian:13 AS one\n{text}"))
    }

    #[test]
    fn what_is_no_waste() {
        for text in [
            "RUN apt-get update && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/*\n",
            "RUN apt-get update\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\n",
            "RUN rm -rf /var/lib/apt/lists/*\nRUN apt-get update\n",
            "RUN apt-get install -y a\nRUN apt-get clean\n",
            "RUN apk add --no-cache a\nRUN rm -rf /var/cache/apk/*\n",
            "RUN apt-get update\nFROM one AS two\nRUN apt-get clean\nFROM debian:13\nCOPY --from=two /x /x\n",
            "RUN curl -o /tmp/a $URL && rm /tmp/a\nRUN rm -f /tmp/a\n",
            "COPY a /tmp/a\nRUN rm /tmp/b\n",
            "COPY . /app\nRUN rm -rf /app/tests\n",
            "COPY a /tmp/a\nRUN cd /x && rm a\n",
            "COPY a /a\nRUN rm -f $A \"/b\" /*.bak\n",
            "RUN curl -o /tmp/a $URL\nRUN --mount=type=tmpfs,target=/tmp rm -f /tmp/a\n",
            "ONBUILD COPY a /tmp/a\nONBUILD RUN rm /tmp/a\n",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }

    #[test]
    fn caches_of_package_managers() {
        insta::assert_snapshot!(found("RUN apt-get update && apt-get install\nRUN apt-get clean && rm -rf /var/lib/apt/lists/*\n"), @"3:22 `rm -rf /var/lib/apt/lists/*` no byte less: what is removed here stays in an earlier layer; 2:13 `update` files added here; help: clean up in the RUN that installs");
        insta::assert_snapshot!(found("RUN yum install -y a\nFROM one\nRUN yum clean all\n"), @"4:5 `yum clean all` no byte less: what is removed here stays in an earlier layer; 2:9 `install` files added here; help: clean up in the RUN that installs");
    }

    #[test]
    fn files() {
        insta::assert_snapshot!(found("COPY a b.tar /tmp/\nRUN make && rm -rf \\\n  /tmp/*\n"), @"4:3 `/tmp/*` no byte less: `/tmp/a` stays in the layer that added it; 2:6 `a` added here; help: mount it for the RUN that needs it: `RUN --mount=type=bind,source=…,target=…`");
        insta::assert_snapshot!(found("WORKDIR /src\nADD a.zip .\nRUN unzip a.zip && rm a.zip\n"), @"4:23 `a.zip` no byte less: `/src/a.zip` stays in the layer that added it; 3:5 `a.zip` added here; help: mount it for the RUN that needs it: `RUN --mount=type=bind,source=…,target=…`");
        insta::assert_snapshot!(found("RUN curl -fsSLo /tmp/a.tar $URL\nRUN tar -xf /tmp/a.tar && rm /tmp/a.tar\n"), @"3:30 `/tmp/a.tar` no byte less: `/tmp/a.tar` stays in the layer that added it; 2:17 `/tmp/a.tar` added here; help: remove it in the RUN that adds it");
        insta::assert_snapshot!(found("ADD https://example.com/x.tar /x.tar\nRUN tar -xf /x.tar && rm /x.tar\n"), @"3:26 `/x.tar` no byte less: `/x.tar` stays in the layer that added it; 2:5 `https://example.com/x.tar` added here; help: download it in the RUN that removes it");
        insta::assert_snapshot!(found("RUN git clone --depth 1 https://example.com/x /src/x\nRUN rm -rf /src\n"), @"3:12 `/src` no byte less: `/src/x` stays in the layer that added it; 2:47 `/src/x` added here; help: remove it in the RUN that adds it");
    }
}
