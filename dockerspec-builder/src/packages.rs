//! Installing packages, as each distribution does it in one layer and without leftovers.

use dockerspec_core::Distribution;
use dockerspec_core::dockerfile::Run;

use crate::problem::ProblemKind;

/// The names that a package manager, or the shell in front of it, would take for something else.
pub(crate) fn strangers(packages: &[String]) -> impl Iterator<Item = ProblemKind> {
    let strangers = packages.iter().filter(|name| !is_package_name(name));
    strangers.map(|name| ProblemKind::PackageName { name: name.clone() })
}

/// The instruction that installs `packages`, of which none is a [stranger](strangers), where this distribution is.
pub(crate) fn installation(distribution: Distribution, packages: &[String]) -> Result<Run<'static>, ProblemKind> {
    let list = packages.join(" ");
    match distribution {
        Distribution::Debian => Ok(Run::script(format!(
            "set -e\n\
             apt-get update\n\
             apt-get install --yes --no-install-recommends {list}\n\
             rm -rf /var/lib/apt/lists/*\n"
        ))),
        Distribution::Alpine | Distribution::Wolfi => Ok(Run::shell(format!("apk add --no-cache {list}"))),
        Distribution::RedHat => Ok(Run::script(format!(
            "set -e\n\
             dnf install --assumeyes --setopt=install_weak_deps=False {list}\n\
             dnf clean all\n"
        ))),
        Distribution::Busybox | Distribution::Scratch => Err(ProblemKind::Unsupported {
            what: "packages were asked for",
            distribution: distribution.name(),
            lacks: "no package manager",
            way_out: "install them in a build stage and copy what they bring",
        }),
        _ => Err(ProblemKind::UnknownDistribution { what: "installing packages" }),
    }
}

fn is_package_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._:=~".contains(&byte))
}
