//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`: {source}; {way_out}", path.display())]
pub struct FileError {
    action: &'static str,
    path: PathBuf,
    way_out: &'static str,
    source: io::Error,
}

impl FileError {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        let way_out = match source.kind() {
            io::ErrorKind::NotFound => "create its directory first",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "write to a directory that you own",
            io::ErrorKind::IsADirectory => "name a file in that directory",
            io::ErrorKind::NotADirectory => "its parent is a file; name a directory",
            io::ErrorKind::StorageFull => "make room on the disk",
            _ => "check the path",
        };
        Self { action, path: path.to_owned(), way_out, source }
    }

    /// A directory that cannot be looked into.
    pub(crate) fn of_directory(path: &Path, source: io::Error) -> Self {
        let way_out = match source.kind() {
            io::ErrorKind::NotFound => "name a directory that is there",
            io::ErrorKind::NotADirectory => "name the directory that it is in",
            io::ErrorKind::PermissionDenied => "make it readable, or leave it out of the build context",
            _ => "check the path",
        };
        Self { action: "read", path: path.to_owned(), way_out, source }
    }
}

/// What is in the file; nothing if there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::new("read", path, error)),
    }
}

/// Puts `content` in the place of whatever is there: through a file beside it that no other process and no other
/// thread has, so that a reader sees the old file or the new one.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), FileError> {
    Staged::new(path, content)?.put()
}

/// As [`replace`] for several files: none is replaced unless all can be.
pub(crate) fn replace_all<'f>(files: impl IntoIterator<Item = (&'f Path, &'f [u8])>) -> Result<(), FileError> {
    let staged = files.into_iter().map(|(path, content)| Staged::new(path, content)).collect::<Result<Vec<_>, _>>()?;
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::with_capacity(staged.len());
    for file in staged {
        let path = file.path.clone();
        let before = read(&path);
        if let Err(error) = before.and_then(|before| file.put().map(|()| done.push((path, before)))) {
            for (path, before) in done {
                // Whether this works or not, the error that counts is the first one.
                let _ = match before {
                    Some(before) => replace(&path, &before),
                    None => fs::remove_file(&path).map_err(|error| FileError::new("write", &path, error)),
                };
            }
            return Err(error);
        }
    }
    Ok(())
}

/// A new content beside the file that it will replace. Removed unless it is put there.
struct Staged {
    path: PathBuf,
    temporary: PathBuf,
}

impl Staged {
    fn new(path: &Path, content: &[u8]) -> Result<Self, FileError> {
        // A link stays a link, and the file behind it is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_dir() {
            return Err(FileError::new("write", &path, io::ErrorKind::IsADirectory.into()));
        }
        let (temporary, file) = create_beside(&path).map_err(|error| FileError::new("write", &path, error))?;
        let staged = Self { path, temporary };
        fill(&file, content, &staged.path).map_err(|error| FileError::new("write", &staged.path, error))?;
        Ok(staged)
    }

    fn put(self) -> Result<(), FileError> {
        fs::rename(&self.temporary, &self.path).map_err(|error| FileError::new("write", &self.path, error))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // There is none when it has been put in its place.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes `content`, and gives the file the permissions of the one that it will replace.
fn fill(mut file: &File, content: &[u8], replaced: &Path) -> io::Result<()> {
    file.write_all(content)?;
    if let Ok(replaced) = fs::metadata(replaced) {
        file.set_permissions(replaced.permissions())?;
    }
    file.sync_all()
}

/// A new file beside `path`. A name may be taken by what a process left behind that was killed.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    loop {
        let temporary = temporary_beside(path);
        match File::create_new(&temporary) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => return file.map(|file| (temporary, file)),
        }
    }
}

fn temporary_beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.{}.tmp", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("Dockerfile");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn errors_name_the_file_and_a_way_out() {
        let directory = tempfile::tempdir().unwrap();
        let missing = directory.path().join("no/Dockerfile");
        let message = replace(&missing, b"").unwrap_err().to_string();
        assert!(message.starts_with(&format!("cannot write `{}`: ", missing.display())), "{message}");
        assert!(message.ends_with("create its directory first"), "{message}");
        let message = replace(directory.path(), b"").unwrap_err().to_string();
        assert!(message.ends_with("name a file in that directory"), "{message}");
        fs::write(directory.path().join("file"), "").unwrap();
        let message = replace(&directory.path().join("file/Dockerfile"), b"").unwrap_err().to_string();
        assert!(message.ends_with("its parent is a file; name a directory"), "{message}");
    }

    #[test]
    fn of_several_files_none_is_replaced_when_one_cannot_be() {
        let directory = tempfile::tempdir().unwrap();
        let (first, second) = (directory.path().join("a"), directory.path().join("no/b"));
        fs::write(&first, "old").unwrap();
        assert!(replace_all([(&*first, &b"new"[..]), (&*second, b"new")]).is_err());
        assert_eq!(fs::read(&first).unwrap(), b"old");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        fs::create_dir(directory.path().join("no")).unwrap();
        replace_all([(&*first, &b"new"[..]), (&*second, b"new")]).unwrap();
        assert_eq!((fs::read(&first).unwrap(), fs::read(&second).unwrap()), (b"new".to_vec(), b"new".to_vec()));
    }

    /// The second file becomes a directory after both have been looked at, so its rename fails.
    #[test]
    fn what_was_replaced_is_put_back() {
        let directory = tempfile::tempdir().unwrap();
        let [old, new, last] = ["old", "new", "last"].map(|name| directory.path().join(name));
        fs::write(&old, "old").unwrap();
        let contents = [(&*old, &b"1"[..]), (&*new, b"2"), (&*last, b"3")];
        let files = contents.into_iter().inspect(|(path, _)| {
            // Asked for last, when the others have been staged.
            if path.ends_with("last") {
                fs::create_dir_all(new.join("in the way")).unwrap();
            }
        });
        assert!(replace_all(files).is_err());
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert!(new.is_dir() && !last.exists());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
    }

    /// A file system that takes no files refuses root too, unlike the mode of a directory.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_directory_that_takes_no_files_is_an_error() {
        assert!(replace(Path::new("/proc/Dockerfile"), b"").is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("file"), directory.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }

    #[test]
    #[cfg(unix)]
    fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = &directory.path().join("Dockerfile");
        replace(path, b"old").unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        replace(path, b"new").unwrap();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_a_killed_process_left_behind_is_in_nobodys_way() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("Dockerfile");
        let (left, _) = create_beside(&path).unwrap();
        let number: u64 = left.to_str().unwrap().rsplit('.').nth(1).unwrap().parse().unwrap();
        for number in number + 1..number + 100 {
            let name = format!(".Dockerfile.{}.{number}.tmp", std::process::id());
            fs::write(left.with_file_name(name), "half").unwrap();
        }
        replace(&path, b"whole").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
    }

    #[test]
    fn writers_at_the_same_time_leave_one_whole_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = &directory.path().join("Dockerfile");
        let contents: Vec<String> = (0..8).map(|number| number.to_string().repeat(100_000)).collect();
        std::thread::scope(|scope| {
            for content in &contents {
                scope.spawn(move || (0..20).for_each(|_| replace(path, content.as_bytes()).unwrap()));
            }
        });
        assert!(contents.contains(&fs::read_to_string(path).unwrap()));
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}
