use crate::check::facts::CallFacts;
use crate::check::packages::{Family, Operation, PROGRAMS, PackageCall};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds commands that bring all packages of the base up to date: `apt-get upgrade`, `apk upgrade`, `dnf upgrade`,
    /// `zypper dist-upgrade` and the like.
    ///
    /// ## Why is this bad?
    ///
    /// Another build upgrades to other versions, unless the cache of layers holds it back, in which case nothing is
    /// upgraded at all. What is upgraded is in the image twice, once in the base and once in the new layer.
    ///
    /// The maintainers of the base publish new ones with the same upgrades.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get --yes upgrade && rm -rf /var/lib/apt/lists/*
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// A newer base, and a build that pulls it: `docker build --pull`. Single packages can be upgraded by name.
    ///
    /// ```dockerfile
    /// FROM debian:13.1-slim
    /// USER 10001
    /// ```
    system_upgrade = Warn, aliases: ["DL3035"], fixes: Never, Hook::Call(PROGRAMS, check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(call) = PackageCall::of(facts) else { return };
    let upgrades = call.operation.is_some_and(Operation::upgrades) && !call.is_elsewhere();
    // APT upgrades everything whatever is named.
    let is_of_all = call.program.family == Family::Apt || call.names_nothing();
    if upgrades && is_of_all {
        report.add(
            Draft::new(call.operation_span, format!("`{}` makes another image with every build", call.name()))
                .label("whatever is new today")
                .help("take a newer base instead, and pin it"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {run}\n"))
    }

    #[test]
    fn packages_by_name_are_not_the_system() {
        for run in [
            "apt-get install --only-upgrade -y openssl",
            "apk upgrade --no-cache openssl",
            "dnf upgrade -y openssl",
            "dnf upgrade -y $PACKAGES",
            "zypper -n update openssl",
            "pip install --upgrade pip",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
    }

    #[test]
    fn every_package_manager() {
        insta::assert_snapshot!(found("apt-get update && sudo apt-get -y dist-upgrade"), @"2:39 `dist-upgrade` whatever is new today: `apt-get dist-upgrade` makes another image with every build; help: take a newer base instead, and pin it");
        insta::assert_snapshot!(found("apk --no-cache upgrade"), @"2:20 `upgrade` whatever is new today: `apk upgrade` makes another image with every build; help: take a newer base instead, and pin it");
        insta::assert_snapshot!(found("yum -y update && yum clean all"), @"2:12 `update` whatever is new today: `yum update` makes another image with every build; help: take a newer base instead, and pin it");
        insta::assert_snapshot!(found("zypper -n dup"), @"2:15 `dup` whatever is new today: `zypper dup` makes another image with every build; help: take a newer base instead, and pin it");
    }
}
