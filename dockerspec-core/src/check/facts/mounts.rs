//! What is mounted while a RUN runs, so that it is in no layer.

use super::StepFacts;
use crate::dockerfile::{Instruction, Mount};

impl<'f> StepFacts<'f> {
    /// The mounts of a RUN.
    pub(in crate::check) fn mounts(&self) -> &'f [Mount<'f>] {
        match self.instruction {
            Instruction::Run(run) => &run.mounts,
            _ => &[],
        }
    }

    /// Whether a directory is, or may be, below a mount of a RUN, so that no layer keeps what is written there.
    ///
    /// `~/…` is in the home directory of anyone.
    pub(in crate::check) fn is_mounted(&self, directory: &str) -> bool {
        self.mounts().iter().any(|mount| {
            let target = match mount {
                Mount::Bind(mount) => &mount.target,
                Mount::Cache(mount) => &mount.target,
                Mount::Tmpfs(mount) => &mount.target,
                Mount::Secret(_) | Mount::Ssh(_) => return false,
                Mount::Expanded(_) => return true,
            };
            target.as_literal().is_none_or(|target| is_within(directory, target))
        })
    }
}

/// Whether `directory` is `outer` or below it, where `~/…` is in the home directory of anyone.
pub(in crate::check) fn is_within(directory: &str, outer: &str) -> bool {
    let outer = if outer == "/" { outer } else { outer.trim_end_matches('/') };
    if let Some(below) = directory.strip_prefix(outer)
        && (below.is_empty() || below.starts_with('/') || outer == "/")
    {
        return true;
    }
    let Some(below_home) = directory.strip_prefix("~/") else { return false };
    let is_home = outer == "/root" || outer.strip_prefix("/home/").is_some_and(|name| !name.contains('/'));
    is_home
        || below_home
            .match_indices('/')
            .map(|(end, _)| end)
            .chain([below_home.len()])
            .any(|end| outer.strip_suffix(&below_home[..end]).is_some_and(|home| home.ends_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn directories_above_and_homes() {
        for outer in ["/root/.cache/pip", "/root/.cache/", "/root", "/home/app", "/home/app/.cache", "/x/.cache/pip"] {
            assert!(is_within("~/.cache/pip", outer), "{outer}");
        }
        for outer in ["/root/.cache/pip/http", "/home", "/x", "/root/.cache/pi", "/root/x.cache", "/home/a/b"] {
            assert!(!is_within("~/.cache/pip", outer), "{outer}");
        }
        assert!(is_within("/c/d", "/c") && is_within("/c", "/c/") && is_within("/c", "/") && !is_within("/cd", "/c"));
    }
}
