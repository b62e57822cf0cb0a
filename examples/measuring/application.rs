//! A copy of an application, in which a line of code can change: the source tree stays as it is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::failure::Failure;

/// What is no part of an application: what builds outside of the engine leave behind, and what builds in it begin with.
fn is_left_out(name: &str) -> bool {
    matches!(name, "target" | "__pycache__" | "node_modules")
        || name.ends_with("Dockerfile")
        || name.ends_with(".dockerignore")
}

/// A change of one line of code: text that becomes longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, from the directory of the application on.
    pub file: String,
    /// Text that is in it once. What it grows by is put behind it.
    pub text: String,
}

impl Change {
    /// A change of this text in this file.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into() }
    }
}

/// A copy of the files of an application, in a temporary directory.
#[derive(Debug)]
pub struct ApplicationCopy {
    original: PathBuf,
    directory: TempDir,
}

impl ApplicationCopy {
    /// A copy of a directory, without Dockerfiles, ignore files, and what tools leave behind.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or there is no room for the copy.
    pub fn new(application: &Path) -> Result<Self, Failure> {
        let failure = |path: &Path, error| Failure::File { path: path.to_owned(), error };
        let directory = tempfile::tempdir().map_err(|error| failure(&std::env::temp_dir(), error))?;
        copy(application, directory.path()).map_err(|(path, error)| failure(&path, error))?;
        Ok(Self { original: application.to_owned(), directory })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Changes a line: puts `addition` behind its text. What an earlier call has put there is there no more.
    ///
    /// # Errors
    ///
    /// As [`ApplicationCopy::replace`].
    pub fn change(&self, change: &Change, addition: &str) -> Result<(), Failure> {
        let Change { file, text } = change;
        self.replace(file, text, &format!("{text}{addition}"))
    }

    /// Replaces a text of the original file by another one.
    ///
    /// # Errors
    ///
    /// When the file is not there, or has the text not once.
    pub fn replace(&self, file: &str, before: &str, after: &str) -> Result<(), Failure> {
        let failure = |error| Failure::File { path: PathBuf::from(file), error };
        let code = fs::read_to_string(self.original.join(file)).map_err(failure)?;
        let found = code.matches(before).count();
        if found != 1 {
            return Err(Failure::Change { file: file.to_owned(), text: before.to_owned(), found });
        }
        fs::write(self.path().join(file), code.replace(before, after)).map_err(failure)
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), (PathBuf, io::Error)> {
    let failure = |error| (from.to_owned(), error);
    for entry in fs::read_dir(from).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        if is_left_out(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        let copied = if path.is_dir() {
            fs::create_dir(&copied).map_err(|error| (copied.clone(), error))?;
            copy(&path, &copied)?;
            Ok(())
        } else {
            fs::copy(&path, &copied).map(|_| ())
        };
        copied.map_err(|error| (path, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn application() -> TempDir {
        let directory = tempfile::tempdir().unwrap();
        for path in ["app/web.py", "app/__pycache__/web.pyc", "naive.Dockerfile", ".dockerignore", "target/debug/app"] {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "say(\"hello\")\n").unwrap();
        }
        directory
    }

    #[test]
    fn the_application_alone_is_copied() {
        let copy = ApplicationCopy::new(application().path()).unwrap();
        let names = |path: &Path| -> Vec<_> {
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        };
        assert_eq!(names(copy.path()), ["app"]);
        assert_eq!(names(&copy.path().join("app")), ["web.py"]);
    }

    #[test]
    fn a_line_changes_in_the_copy() {
        let application = application();
        let copy = ApplicationCopy::new(application.path()).unwrap();
        for addition in [" once", " again"] {
            copy.change(&Change::new("app/web.py", "hello"), addition).unwrap();
        }
        let read = |directory: &Path| fs::read_to_string(directory.join("app/web.py")).unwrap();
        assert_eq!(read(copy.path()), "say(\"hello again\")\n");
        assert_eq!(read(application.path()), "say(\"hello\")\n");
    }

    #[test]
    fn what_cannot_change_is_named() {
        let application = application();
        let copy = ApplicationCopy::new(application.path()).unwrap();
        let error = |file, text| copy.change(&Change::new(file, text), "").unwrap_err().to_string();
        assert_eq!(error("app/web.py", "bye"), "`app/web.py` has the text `bye` 0 times; a change needs it once");
        assert_eq!(error("app/web.py", "l"), "`app/web.py` has the text `l` 2 times; a change needs it once");
        assert!(error("app/none.py", "l").starts_with("`app/none.py` cannot be used: "));
        let none = ApplicationCopy::new(Path::new("/no/such/directory")).unwrap_err().to_string();
        assert!(none.starts_with("`/no/such/directory` cannot be used: "), "{none}");
    }
}
