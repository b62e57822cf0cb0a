//! The command line of `check_dockerfile`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::files::{add_path, is_input, some_paths};

pub(super) const USAGE: &str = "\
usage: cargo run --example check_dockerfile -- [--format FORMAT] [--policy FILE] [--fix] PATH...

Shows what is wrong with Dockerfiles. In a directory all Dockerfiles are checked; `-` is the standard input.

  --format FORMAT   text, json, sarif, or github for annotations; text without it
  --policy FILE     levels of rules and more, in JSON
  --fix             changes the files: whatever has a fix, and shows what is left

The exit code is 1 when something is denied or does not build, and 2 when a file cannot be read.";

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    Help,
    Check(Task),
}

/// What to check, and how.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Task {
    pub(super) form: Form,
    pub(super) policy: Option<PathBuf>,
    pub(super) is_fix: bool,
    pub(super) paths: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Json,
    Sarif,
    Github,
}

impl Request {
    pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut task = Task { form: Form::Text, policy: None, is_fix: false, paths: Vec::new() };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--help") => return Ok(Self::Help),
                Some("--fix") => task.is_fix = true,
                Some("--format") => {
                    let format = arguments.next().ok_or("`--format` needs text, json, sarif or github")?;
                    task.form = Form::parse(&format)?;
                }
                Some("--policy") => task.policy = Some(arguments.next().ok_or("`--policy` needs a file")?.into()),
                _ => add_path(&mut task.paths, argument, &mut arguments)?,
            }
        }
        task.paths = some_paths(task.paths)?;
        if task.is_fix && task.paths.iter().any(|path| is_input(path)) {
            return Err("`--fix` changes files, and `-` is none".to_owned());
        }
        Ok(Self::Check(task))
    }
}

impl Form {
    fn parse(format: &OsString) -> Result<Self, String> {
        match format.to_str() {
            Some("text") => Ok(Self::Text),
            Some("json") => Ok(Self::Json),
            Some("sarif") => Ok(Self::Sarif),
            Some("github") => Ok(Self::Github),
            _ => Err(format!("`{}` is no format; take text, json, sarif or github", format.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Request, String> {
        Request::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn what_is_understood() {
        let task = |form, policy: Option<&str>, is_fix, paths: &[&str]| {
            let paths = paths.iter().map(PathBuf::from).collect();
            Ok(Request::Check(Task { form, policy: policy.map(PathBuf::from), is_fix, paths }))
        };
        assert_eq!(parse(&["a"]), task(Form::Text, None, false, &["a"]));
        assert_eq!(parse(&["a", "--format", "json", "-"]), task(Form::Json, None, false, &["a", "-"]));
        assert_eq!(
            parse(&["--format", "sarif", "--policy", "p", "--fix", "a"]),
            task(Form::Sarif, Some("p"), true, &["a"])
        );
        assert_eq!(parse(&["--format", "github", "--", "--fix"]), task(Form::Github, None, false, &["--fix"]));
        assert_eq!(parse(&["a", "--help"]), Ok(Request::Help));
    }

    #[test]
    fn what_is_not() {
        assert_eq!(parse(&[]).unwrap_err(), "no path is given");
        assert_eq!(parse(&["--format"]).unwrap_err(), "`--format` needs text, json, sarif or github");
        assert_eq!(parse(&["--format", "xml"]).unwrap_err(), "`xml` is no format; take text, json, sarif or github");
        assert_eq!(parse(&["a", "--policy"]).unwrap_err(), "`--policy` needs a file");
        assert_eq!(parse(&["-x", "a"]).unwrap_err(), "`-x` is not expected");
        assert_eq!(parse(&["-", "a", "-"]).unwrap_err(), "`-` is given twice, and can be read once");
        assert_eq!(parse(&["--fix", "-"]).unwrap_err(), "`--fix` changes files, and `-` is none");
    }
}
