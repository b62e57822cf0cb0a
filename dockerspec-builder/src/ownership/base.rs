//! What the images that people build upon have before anything is added.

use dockerspec_core::Distribution;
use dockerspec_core::bases::BaseFacts;

use super::Ownership;
use crate::lineage::is_below;

/// The directories that every distribution has, and that belong to root.
const OF_ROOT: [&str; 25] = [
    "/",
    "/bin",
    "/boot",
    "/etc",
    "/home",
    "/lib",
    "/lib64",
    "/media",
    "/mnt",
    "/opt",
    "/proc",
    "/root",
    "/sbin",
    "/srv",
    "/sys",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/cache",
    "/var/lib",
    "/var/log",
    "/var/spool",
];

/// Where images have directories that others than root can write: those for everybody, homes, and what the images of
/// languages give away.
const GIVEN_AWAY: [&str; 10] =
    ["/dev", "/go", "/home", "/run", "/tmp", "/usr/local", "/var/lock", "/var/run", "/var/tmp", "/var/www"];

/// The owner of the directory at `path` in a base.
pub(super) fn ownership(
    distribution: Option<Distribution>,
    facts: Option<&BaseFacts>,
    path: &str,
) -> Ownership<'static> {
    // What the images of applications have, most of which have a user of their own, nobody here knows, nor what private
    // ones do.
    let (Some(distribution), Some(facts)) = (distribution, facts) else { return Ownership::Unknown };
    if facts.user.as_deref() != Some("root") {
        return Ownership::Unknown;
    }
    if path == "/" {
        return Ownership::OfBase;
    }
    if distribution == Distribution::Scratch {
        return Ownership::Missing;
    }
    if OF_ROOT.contains(&path) {
        return Ownership::OfBase;
    }
    let workdir = facts.workdir.as_deref().filter(|workdir| *workdir != "/");
    if workdir.is_some_and(|workdir| is_below(path, workdir) || is_below(workdir, path))
        || GIVEN_AWAY.iter().any(|given| is_below(path, given))
    {
        return Ownership::Unknown;
    }
    Ownership::Missing
}
