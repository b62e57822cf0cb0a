//! Dockerfiles in directories.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders with what others wrote.
const SKIPPED: &[&str] = &[".git", "node_modules", "target"];

/// What was found in a directory.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The Dockerfiles, in the order of their paths.
    pub(super) files: Vec<PathBuf>,
    /// The folders that cannot be read, and why.
    pub(super) unread: Vec<(PathBuf, io::Error)>,
}

/// All Dockerfiles in a directory and below. Links to folders are not followed, so there are no circles.
pub(super) fn dockerfiles(directory: &Path) -> Found {
    let mut found = Found::default();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        if let Err(error) = look(&folder, &mut found, &mut folders) {
            found.unread.push((folder, error));
        }
    }
    found.files.sort_unstable();
    found
}

fn look(folder: &Path, found: &mut Found, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !SKIPPED.contains(&name) {
                folders.push(entry.path());
            }
        } else if is_dockerfile(name) && (kind.is_file() || entry.path().is_file()) {
            found.files.push(entry.path());
        }
    }
    Ok(())
}

/// Whether files of this name are Dockerfiles, by what people call them.
fn is_dockerfile(name: &str) -> bool {
    let is_called = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            || name.strip_suffix(word).is_some_and(|rest| rest.ends_with('.'))
    };
    ["Dockerfile", "dockerfile", "Containerfile"].into_iter().any(is_called) && !name.ends_with(".dockerignore")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["Dockerfile", "Dockerfile.dev", "api.Dockerfile", "api.dockerfile", "Containerfile"] {
            assert!(is_dockerfile(name), "{name}");
        }
        for name in
            ["Dockerfiles", "MyDockerfile", "Dockerfile.dockerignore", ".dockerignore", "docker", "Dockerfile_a"]
        {
            assert!(!is_dockerfile(name), "{name}");
        }
    }
}
