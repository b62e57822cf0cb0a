//! All that is below a directory.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use dockerspec_core::ignore::{IgnoreFile, Verdict};

use crate::write::FileError;

/// What is below a directory, each directory before what is in it.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) entries: Vec<Entry>,
    by_path: BTreeMap<String, usize>,
}

/// A file or directory.
#[derive(Debug)]
pub(crate) struct Entry {
    /// From the root of the tree on, with `/` between names.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// The directory that it is in; none for the root.
    pub(crate) directory: Option<usize>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    File {
        bytes: u64,
    },
    Directory,
    /// A directory that cannot be looked into.
    Unreadable(FileError),
    /// A symbolic link, and where it leads.
    Link(String),
}

/// Whether a build leaves an entry out, and the line that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Excluded {
    pub(crate) is_excluded: bool,
    pub(crate) line: Option<u32>,
}

impl Tree {
    /// Looks at everything below a directory, without following links.
    ///
    /// # Errors
    ///
    /// When the directory itself cannot be read, or an entry vanishes.
    pub(crate) fn read(root: &Path) -> Result<Self, FileError> {
        let mut tree = Self::default();
        tree.read_directory(root, None).map_err(|error| FileError::of_directory(root, error))?;
        let mut next = 0;
        while let Some(entry) = tree.entries.get(next) {
            if matches!(entry.kind, Kind::Directory) {
                let path = root.join(&entry.path);
                if let Err(error) = tree.read_directory(&path, Some(next)) {
                    tree.entries[next].kind = Kind::Unreadable(FileError::of_directory(&path, error));
                }
            }
            next += 1;
        }
        Ok(tree)
    }

    fn read_directory(&mut self, path: &Path, directory: Option<usize>) -> io::Result<()> {
        let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let metadata = entry.metadata()?;
            let kind = if metadata.is_dir() {
                Kind::Directory
            } else if metadata.is_symlink() {
                Kind::Link(fs::read_link(entry.path())?.to_string_lossy().replace('\\', "/"))
            } else {
                Kind::File { bytes: metadata.len() }
            };
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let path = match directory {
                Some(directory) => format!("{}/{name}", self.entries[directory].path),
                None => name.into_owned(),
            };
            self.by_path.insert(path.clone(), self.entries.len());
            self.entries.push(Entry { path, kind, directory });
        }
        Ok(())
    }

    /// The number of the entry of this path.
    pub(crate) fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// What an ignore file says of each entry.
    pub(crate) fn excluded_by(&self, ignore: &IgnoreFile) -> Vec<Excluded> {
        let mut directories: BTreeMap<usize, Option<Verdict>> = BTreeMap::new();
        let mut excluded: Vec<Excluded> = Vec::with_capacity(self.entries.len());
        for (number, entry) in self.entries.iter().enumerate() {
            let above = entry.directory.map(|directory| (directory, &directories[&directory]));
            let (verdict, found) = match above {
                // A build does not look into this directory at all.
                Some((directory, None)) => (None, excluded[directory]),
                above => {
                    let verdict = ignore.verdict(above.and_then(|(_, verdict)| verdict.as_ref()), &entry.path);
                    let found = Excluded { is_excluded: verdict.is_excluded(), line: verdict.line() };
                    (Some(verdict), found)
                }
            };
            if matches!(entry.kind, Kind::Directory | Kind::Unreadable(_)) {
                let verdict = verdict.filter(|verdict| !verdict.is_excluded() || !ignore.can_skip(&entry.path));
                directories.insert(number, verdict);
            }
            excluded.push(found);
        }
        excluded
    }

    /// Refuses a directory that a build looks into, and cannot.
    pub(crate) fn refuse_unreadable(&mut self, excluded: &[Excluded]) -> Result<(), FileError> {
        let is_refused =
            |(entry, excluded): (&Entry, &Excluded)| matches!(entry.kind, Kind::Unreadable(_)) && !excluded.is_excluded;
        let refused = self.entries.iter().zip(excluded).position(is_refused);
        match refused.map(|number| std::mem::replace(&mut self.entries[number].kind, Kind::Directory)) {
            Some(Kind::Unreadable(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_come_before_what_is_in_them_and_links_are_not_followed() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/b")).unwrap();
        fs::write(root.path().join("a/b/c"), "12345").unwrap();
        fs::write(root.path().join("z"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("a", root.path().join("link")).unwrap();
        let tree = Tree::read(root.path()).unwrap();
        let paths: Vec<&str> = tree.entries.iter().map(|entry| &*entry.path).filter(|path| *path != "link").collect();
        assert_eq!(paths, ["a", "z", "a/b", "a/b/c"]);
        let c = &tree.entries[tree.find("a/b/c").unwrap()];
        assert!(matches!(c.kind, Kind::File { bytes: 5 }));
        assert_eq!(tree.find("link/b"), None);
    }

    #[test]
    fn a_directory_that_is_not_there_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let missing = root.path().join("missing");
        let message = Tree::read(&missing).unwrap_err().to_string();
        assert!(
            message.starts_with("cannot read `") && message.ends_with("name a directory that is there"),
            "{message}"
        );
    }
    /// Made up, since root can read everything.
    #[test]
    fn a_directory_that_cannot_be_read_counts_unless_it_is_left_out() {
        let unreadable = || {
            let error = FileError::of_directory(Path::new("a"), io::ErrorKind::PermissionDenied.into());
            let entry = Entry { path: "a".to_owned(), kind: Kind::Unreadable(error), directory: None };
            Tree { entries: vec![entry], by_path: BTreeMap::new() }
        };
        let refused = |text: &str| {
            let (mut tree, ignore) = (unreadable(), IgnoreFile::parse(text).unwrap());
            let excluded = tree.excluded_by(&ignore);
            tree.refuse_unreadable(&excluded)
        };
        assert!(refused("a\n").is_ok());
        let message = refused("b\n").unwrap_err().to_string();
        assert!(message.ends_with("make it readable, or leave it out of the build context"), "{message}");
    }
}
