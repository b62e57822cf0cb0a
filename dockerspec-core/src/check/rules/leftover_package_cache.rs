use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::packages::{Operation, PackageCall, leftovers, package_calls};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds RUN instructions of stages that ship in which a package manager leaves its lists of packages, or packages
    /// themselves, in the layer.
    ///
    /// ## Why is this bad?
    ///
    /// They make the image tens of megabytes larger, nobody reads them again, and they are out of date the next day.
    /// What a later RUN removes stays in the layer below.
    ///
    /// Where the directory is a mount of the type `cache` or `tmpfs`, nothing is left.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install --yes --no-install-recommends curl
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk add curl
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
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM fedora:43
    /// RUN --mount=type=cache,target=/var/cache/libdnf5,sharing=locked dnf install --assumeyes curl
    /// USER 10001
    /// ```
    leftover_package_cache = Warn,
    aliases: ["DL3009", "DL3019", "DL3032", "DL3036", "DL3040"],
    fixes: Sometimes,
    Hook::Step(&["RUN"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    if stage.ships && step.is_run() {
        for call in leftovers(file, stage, step) {
            report.add(draft(&call));
        }
    }
}

fn draft(call: &PackageCall<'_, '_>) -> Draft {
    let program = call.program;
    let what = if program.has_lists { "its lists of packages" } else { "its cache" };
    let (title, fix) = remedy(call);
    Draft::new(call.operation_span, format!("`{}` leaves {what} in the layer", call.name()))
        .label(format!("files in `{}`", program.caches[0]))
        .help(title.clone())
        .fix_where(title, fix)
}

/// What to do about it, and the change that does it.
fn remedy(call: &PackageCall<'_, '_>) -> (String, Option<Replacement>) {
    let (program, facts) = (call.program, &call.facts);
    let Some(option) = program.without_cache else {
        let last = package_calls(facts.file, facts.stage, facts.step)
            .filter(|other| other.program.family == program.family && other.facts.call.script_index == 0)
            .last();
        let place = last.as_ref().map_or(facts, |last| &last.facts);
        let command = place.with_same_rights(program.clean);
        return (format!("add `&& {command}` to the same RUN"), place.append_to_list(&command));
    };
    if call.operation == Some(Operation::Refresh) {
        return (format!("leave it out, and use `{option}` where packages are added"), None);
    }
    (format!("add `{option}`"), facts.insert_behind(call.operation_word(), &[option]))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn every_way_to_clean_up() {
        for run in [
            "apt-get update && rm -r /var/lib/apt/lists",
            "apt-get update && rm -fr /var/lib/apt/*",
            "apt-get update; rm --recursive --force /tmp/* /var/lib/apt/lists/",
            "apt-get update && rm -rf /var/lib/{apt,dpkg}/",
            "apt-get update && rm -rf $LISTS",
            "apt-get update && apt-get dist-clean",
            "apt-get update && sh -c 'rm -rf /var/lib/apt/lists/*'",
            "bash -c 'apt-get update' && rm -rf /var/lib/apt/lists/*",
            "sudo apt-get update && sudo rm -rf /var/lib/apt/lists/*",
            "apt-get update && find /var/lib/apt/lists -mindepth 1 -delete",
            "trap 'rm -rf /var/lib/apt/lists/*' EXIT; apt-get update",
            "clean() { rm -rf /var/lib/apt/lists/*; }; apt-get update && clean",
            "apt-get update || { echo no; exit 1; } && rm -rf /var/lib/apt/lists/*",
            "--mount=type=cache,target=/var/lib/apt apt-get update",
            "--mount=type=tmpfs,target=/var/lib/apt/lists apt-get update",
            "--mount=type=cache,target=/x/$T apt-get update",
            "apt-get install -y curl",
            "apk --no-cache add curl",
            "apk add $OPTIONS curl",
            "apk add curl && rm -f /var/cache/apk/*",
            "--mount=type=cache,target=/var/cache/apk apk add curl",
            "dnf install -y curl && dnf clean all",
            "dnf install -y curl && dnf -y clean all",
            "yum install -y curl && dnf clean all",
            "yum install -y curl && rm -rf /var/cache/yum",
            "--mount=type=cache,target=/var/cache/dnf dnf install -y curl",
            "dnf install -y --installroot /mnt curl",
            "zypper -n in curl && zypper cc -a",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
    }

    #[test]
    fn only_what_ships() {
        assert_eq!(
            findings(&super::RULE, "FROM a:1 AS b\nRUN dnf install -y gcc\nFROM a:1\nCOPY --from=b /x /x\n"),
            ""
        );
        assert_ne!(findings(&super::RULE, "FROM a:1 AS b\nRUN dnf install -y gcc\nFROM b\n"), "");
    }

    #[test]
    fn what_does_not_clean_up() {
        insta::assert_snapshot!(found("apt-get update && rm -rf /tmp/x"), @"2:13 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN apt-get update && rm -rf /tmp/x && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("rm -rf /var/lib/apt/lists/* && apt-get update"), @"2:44 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN rm -rf /var/lib/apt/lists/* && apt-get update && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("apt-get update && apt-get install -y curl && apt-get clean"), @"2:13 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN apt-get update && apt-get install -y curl && apt-get clean && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("apt-get update || rm -rf /var/lib/apt/lists/*"), @"2:13 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN apt-get update || rm -rf /var/lib/apt/lists/* && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("--mount=type=cache,target=/var/cache/apt apt-get update"), @"2:54 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN --mount=type=cache,target=/var/cache/apt apt-get update && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("dnf install -y curl && dnf clean packages"), @"2:9 `install` files in `/var/cache/dnf`: `dnf install` leaves its cache in the layer; help: add `&& dnf clean all` to the same RUN; fix: add `&& dnf clean all` to the same RUN -> RUN dnf install -y curl && dnf clean packages && dnf clean all");
        insta::assert_snapshot!(found("dnf install -y curl && rm -rf /var/cache/yum"), @"2:9 `install` files in `/var/cache/dnf`: `dnf install` leaves its cache in the layer; help: add `&& dnf clean all` to the same RUN; fix: add `&& dnf clean all` to the same RUN -> RUN dnf install -y curl && rm -rf /var/cache/yum && dnf clean all");
        insta::assert_snapshot!(found("apk update && apk add --no-cache curl"), @"2:9 `update` files in `/var/cache/apk`: `apk update` leaves its lists of packages in the layer; help: leave it out, and use `--no-cache` where packages are added");
    }

    #[test]
    fn fixes_stand_where_they_work() {
        insta::assert_snapshot!(found("apt-get update && \\\n    apt-get install -y curl # for the test"), @"2:13 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN ->     apt-get install -y curl && rm -rf /var/lib/apt/lists/* # for the test");
        insta::assert_snapshot!(found("<<EOF\nset -e\napt-get update\napt-get install -y curl > /dev/null\necho done\nEOF"), @"4:9 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> apt-get install -y curl > /dev/null && rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("if true; then apt-get update; fi && echo done; make"), @"2:27 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN if true; then apt-get update; fi && echo done && rm -rf /var/lib/apt/lists/*; make");
        insta::assert_snapshot!(found("bash -c 'apt-get update'"), @"2:22 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN");
        insta::assert_snapshot!(found("sh -c 'rm -rf /var/lib/apt/lists/*'; sudo apt-get update"), @"2:55 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& sudo rm -rf /var/lib/apt/lists/*` to the same RUN; fix: add `&& sudo rm -rf /var/lib/apt/lists/*` to the same RUN -> RUN sh -c 'rm -rf /var/lib/apt/lists/*'; sudo apt-get update && sudo rm -rf /var/lib/apt/lists/*");
        insta::assert_snapshot!(found("bash <<EOF\napt-get update\nEOF"), @"3:9 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN");
        insta::assert_snapshot!(found("[\"apt-get\", \"update\"]"), @r#"2:17 `"update"` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN"#);
        insta::assert_snapshot!(found("apt-get update & wait"), @"2:13 `update` files in `/var/lib/apt/lists`: `apt-get update` leaves its lists of packages in the layer; help: add `&& rm -rf /var/lib/apt/lists/*` to the same RUN");
        insta::assert_snapshot!(found("microdnf install -y curl && make"), @"2:14 `install` files in `/var/cache/yum`: `microdnf install` leaves its cache in the layer; help: add `&& microdnf clean all` to the same RUN; fix: add `&& microdnf clean all` to the same RUN -> RUN microdnf install -y curl && make && microdnf clean all");
    }
}
