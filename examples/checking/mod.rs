//! `check_dockerfile`: what is wrong with Dockerfiles, for people and for programs, and mended where that is sure.

mod mend;
mod request;
mod search;

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use dockerspec::check::output::{Checked, Summary, github, json, sarif, text, text_styled};
use dockerspec::check::{Checker, Policy};
use dockerspec::finding::{Level, Source};
use dockerspec::ignore::IgnoreFile;

use crate::files::{is_input, name};
use crate::streams::{Colours, Console, Streams};
use request::{Form, Request, Task};

/// Something is denied, or does not build.
const DENIED: u8 = 1;

/// Does what the arguments ask for. The exit code is 0 when nothing is denied, 1 when something is, 2 when a file cannot
/// be read or written.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    Console::run(streams, arguments, |console, arguments| Program { console }.run(arguments))
}

struct Program<'c, 's> {
    console: &'c mut Console<'s>,
}

impl Program<'_, '_> {
    fn run(&mut self, arguments: impl IntoIterator<Item = OsString>) -> io::Result<()> {
        match Request::parse(arguments) {
            Err(problem) => self.console.fail(&format!("{problem}\n{}", request::USAGE)),
            Ok(Request::Help) => writeln!(self.console.streams.output, "{}", request::USAGE),
            Ok(Request::Check(task)) => match policy(task.policy.as_deref()) {
                Ok(policy) => self.check(&task, &policy),
                Err(problem) => self.console.fail(&problem),
            },
        }
    }

    fn check(&mut self, task: &Task, policy: &Policy) -> io::Result<()> {
        let mut texts = Vec::new();
        for path in self.paths(&task.paths)? {
            if let Some(text) = self.console.read(&path)? {
                let checker = self.checker(&path, policy)?;
                let text = if task.is_fix { self.mend(&path, text, &checker)? } else { text };
                texts.push((name(&path), text, checker));
            }
        }
        let sources = texts.iter().map(|(name, text, checker)| (Source::new(name, text), checker));
        let files: Vec<Checked<'_>> = sources.map(|(source, checker)| checker.check_source(source)).collect();
        if files.iter().flat_map(|file| &file.findings).any(|finding| finding.level == Level::Error) {
            self.console.code = self.console.code.max(DENIED);
        }
        let shown = match (task.form, self.console.streams.colours) {
            (Form::Text, Colours::None) => text(&files),
            (Form::Text, Colours::Terminal) => text_styled(&files),
            (Form::Json, _) => json(&files),
            (Form::Sarif, _) => sarif(&files),
            (Form::Github, _) => github(&files),
        };
        self.console.streams.output.write_all(shown.as_bytes())?;
        self.console.streams.output.flush()?;
        if task.form == Form::Text { Ok(()) } else { writeln!(self.console.streams.errors, "{}", Summary::of(&files)) }
    }

    /// The files that paths name, and those in directories.
    fn paths(&mut self, paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for path in paths {
            if is_input(path) || !path.is_dir() {
                files.push(path.clone());
                continue;
            }
            let found = search::dockerfiles(path);
            for (folder, error) in &found.unread {
                self.console.fail(&format!("`{}` cannot be read: {error}", name(folder)))?;
            }
            if found.files.is_empty() {
                self.console.fail(&format!(
                    "there is no Dockerfile in `{}`; name the file if it has another name",
                    name(path)
                ))?;
            }
            files.extend(found.files);
        }
        Ok(files)
    }

    /// A checker that knows what is left out of the build context: by the file of ignored paths that is for this
    /// Dockerfile alone, or else by the one of the folder, which is taken for the context.
    fn checker<'p>(&mut self, path: &Path, policy: &'p Policy) -> io::Result<Checker<'p>> {
        let checker = Checker::new(policy);
        if is_input(path) {
            return Ok(checker);
        }
        let mut own = path.as_os_str().to_owned();
        own.push(".dockerignore");
        for ignored in [PathBuf::from(own), path.with_file_name(".dockerignore")] {
            let text = match fs::read_to_string(&ignored) {
                Ok(text) => text,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => {
                    self.console.fail(&format!("`{}` cannot be read: {error}", name(&ignored)))?;
                    break;
                }
            };
            match IgnoreFile::parse(&text) {
                Ok(known) => return Ok(checker.ignore_file(known)),
                Err(error) => self.console.fail(&format!("`{}` cannot be used: {error}", name(&ignored)))?,
            }
            break;
        }
        Ok(checker)
    }

    /// Mends a file, and says so; its text after that.
    fn mend(&mut self, path: &Path, text: String, checker: &Checker<'_>) -> io::Result<String> {
        let (mended, count) = mend::mended(&text, checker);
        if count == 0 {
            return Ok(text);
        }
        if let Err(error) = fs::write(path, &mended) {
            self.console.fail(&format!("`{}` cannot be written: {error}", name(path)))?;
            return Ok(text);
        }
        let what = if count == 1 { "1 fix" } else { &format!("{count} fixes") };
        writeln!(self.console.streams.errors, "{}: {what}", name(path))?;
        Ok(mended)
    }
}

/// The policy in a file of JSON; the default one without a file.
fn policy(path: Option<&Path>) -> Result<Policy, String> {
    let Some(path) = path else { return Ok(Policy::default()) };
    let text = fs::read_to_string(path).map_err(|error| format!("`{}` cannot be read: {error}", name(path)))?;
    serde_json::from_str(&text).map_err(|error| format!("`{}` is no policy: {error}", name(path)))
}
