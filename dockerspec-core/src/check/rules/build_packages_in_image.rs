use crate::check::facts::{CallFacts, FileFacts, StageFacts, StepFacts};
use crate::check::packages::{Operation, PackageCall, is_for_building, package_name};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds compilers, headers and what belongs to them (`build-essential`, `gcc`, `…-dev`, `…-devel`) that are
    /// installed in a stage that ships, and not removed by the same RUN.
    ///
    /// ## Why is this bad?
    ///
    /// Nothing needs them once everything is built. They make up most of many images, and help whoever breaks in.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// RUN apt-get update \
    ///  && apt-get install --yes --no-install-recommends gcc libpq-dev \
    ///  && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim AS build
    /// RUN apt-get update \
    ///  && apt-get install --yes --no-install-recommends gcc libpq-dev \
    ///  && rm -rf /var/lib/apt/lists/*
    ///
    /// FROM python:3.13-slim
    /// COPY --from=build /opt/venv /opt/venv
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.13-alpine
    /// RUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del --no-cache .build
    /// USER 10001
    /// ```
    build_packages_in_image = Warn, aliases: [], fixes: Never, Hook::Step(&["RUN"], check)
}

/// A package for building that is there, and the name under which it was installed with others.
struct Installed<'s> {
    name: &'s str,
    span: Span,
    group: Option<&'s str>,
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    if !stage.ships || !step.has_package_calls {
        return;
    }
    let mut installed: Vec<Installed<'_>> = Vec::new();
    let mut is_marked = false;
    for call in step.calls() {
        // What is marked so is removed with what needs it, as the official images do it.
        is_marked |= call.name == "apt-mark" && call.literals().next() == Some("auto");
        let facts = CallFacts { file, stage, step, call };
        let Some(call) = PackageCall::of(&facts) else { continue };
        if call.is_elsewhere() {
            continue;
        }
        match call.operation {
            Some(Operation::Remove | Operation::RemoveUnneeded) => remove(&mut installed, &call, is_marked),
            Some(Operation::Install | Operation::InstallGroup) | None => install(&mut installed, &call),
            _ => {}
        }
    }
    let Some(first) = installed.first() else { return };
    let message = match installed.len() {
        1 => format!("`{}` stays in the image", first.name),
        2 => format!("`{}` and one more package for building stay in the image", first.name),
        count => format!("`{}` and {} more packages for building stay in the image", first.name, count - 1),
    };
    report.add(
        Draft::new(first.span, message)
            .label("a package for building")
            .help("build in a stage of its own, and copy the result from there"),
    );
}

fn install<'s>(installed: &mut Vec<Installed<'s>>, call: &PackageCall<'s, '_>) {
    let mut group = None;
    let groups = (call.operation == Some(Operation::InstallGroup)).then(|| call.operands());
    for word in call.installed().chain(groups.into_iter().flatten()) {
        let Some(text) = word.literal().filter(|text| is_for_building(text, call.program.family)) else { continue };
        let group = *group.get_or_insert_with(|| call.option_value(&["-t", "--virtual"]));
        installed.push(Installed { name: package_name(text), span: word.span, group });
    }
}

fn remove(installed: &mut Vec<Installed<'_>>, call: &PackageCall<'_, '_>, is_marked: bool) {
    let removes_any = call.has_unknown() || call.facts.call.involves("xargs") || is_marked;
    if removes_any || call.operands().any(|word| word.has_glob || word.literal_prefix().contains('*')) {
        installed.clear();
        return;
    }
    for word in call.operands() {
        let name = package_name(word.literal_prefix());
        installed.retain(|package| package.name != name && package.group != Some(name));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn what_is_removed_does_not_stay() {
        for run in [
            "apt-get install -y gcc libpq-dev && make && apt-get purge -y --auto-remove gcc libpq-dev",
            "apt-get install -y gcc && make && apt-get remove -y $BUILD",
            "apt-get install -y gcc && make && apt-mark auto '.*' && apt-get purge -y --auto-remove",
            "B='gcc make'; apt-get install -y $B && make && apt-get purge -y $B",
            "apk add --no-cache -t .build gcc musl-dev && make && apk del .build",
            "apk add --no-cache --virtual=.build gcc && make && apk del .build",
            "dnf install -y gcc && make && dnf remove -y gcc",
            "dnf install -y --installroot /mnt gcc",
            "apt-get install -y libpq5 curl",
            "apt-get download gcc",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
        assert_eq!(findings(&super::RULE, "FROM a:1 AS b\nRUN apk add gcc\nFROM a:1\nCOPY --from=b /x /x\n"), "");
    }

    #[test]
    fn what_stays() {
        insta::assert_snapshot!(found("apt-get install -y curl \\\n  build-essential libpq-dev g++-13"), @"3:3 `build-essential` a package for building: `build-essential` and 2 more packages for building stay in the image; help: build in a stage of its own, and copy the result from there");
        insta::assert_snapshot!(found("apt-get install -y gcc make && apt-get purge -y gcc"), @"2:28 `make` a package for building: `make` stays in the image; help: build in a stage of its own, and copy the result from there");
        insta::assert_snapshot!(found("apk add --virtual .build gcc && apk del .other"), @"2:30 `gcc` a package for building: `gcc` stays in the image; help: build in a stage of its own, and copy the result from there");
        insta::assert_snapshot!(found("dnf group install -y 'Development Tools'"), @"2:26 `'Development Tools'` a package for building: `Development Tools` stays in the image; help: build in a stage of its own, and copy the result from there");
        insta::assert_snapshot!(found("apt-get python3 python3-dev python3-pip"), @"2:21 `python3-dev` a package for building: `python3-dev` stays in the image; help: build in a stage of its own, and copy the result from there");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1 AS b\nRUN apk add gcc\nFROM b\n"), @"2:13 `gcc` a package for building: `gcc` stays in the image; help: build in a stage of its own, and copy the result from there");
    }
}
