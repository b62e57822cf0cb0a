//! The command line of `read_dockerfile`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::files::{add_path, some_paths};

pub(super) const USAGE: &str = "\
usage: cargo run --example read_dockerfile -- [--json] PATH...

Shows what Dockerfiles say, and everything that is wrong with them; `-` is the standard input.
`2:6-12` is line 2 from column 6 to column 12, which is no longer part of it.

  --json    a list with the model and the findings of each file, instead of trees

The exit code is 1 when a file has an error, and 2 when one cannot be read.";

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    Help,
    Read(Form, Vec<PathBuf>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Json,
}

impl Request {
    pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut form = Form::Text;
        let mut paths = Vec::new();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--help") => return Ok(Self::Help),
                Some("--json") => form = Form::Json,
                _ => add_path(&mut paths, argument, &mut arguments)?,
            }
        }
        Ok(Self::Read(form, some_paths(paths)?))
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
        let read = |form, paths: &[&str]| Ok(Request::Read(form, paths.iter().map(PathBuf::from).collect()));
        assert_eq!(parse(&["a"]), read(Form::Text, &["a"]));
        assert_eq!(parse(&["a", "--json", "-"]), read(Form::Json, &["a", "-"]));
        assert_eq!(parse(&["--", "--json", "--"]), read(Form::Text, &["--json", "--"]));
        assert_eq!(parse(&["a", "--help"]), Ok(Request::Help));
    }

    #[test]
    fn what_is_not() {
        assert_eq!(parse(&[]).unwrap_err(), "no path is given");
        assert_eq!(parse(&["--json"]).unwrap_err(), "no path is given");
        assert_eq!(parse(&["-x", "a"]).unwrap_err(), "`-x` is not expected");
        assert_eq!(parse(&["-", "a", "-"]).unwrap_err(), "`-` is given twice, and can be read once");
    }
}
