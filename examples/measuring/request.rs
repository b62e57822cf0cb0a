//! The command line of the programs that measure.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::command_line::unexpected;

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    Measure(Task),
}

/// What to do with what is measured.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) form: Form,
    /// Where the bars go.
    pub(crate) svg: Option<PathBuf>,
    /// How many builds after a change there are.
    pub(crate) rebuilds: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Table,
    Json,
}

/// The best of these is told.
const REBUILDS: usize = 3;

/// The options that they share, for the text of `--help`.
pub(crate) const OPTIONS: &str = "\
  --json          the same numbers and more, in JSON
  --svg FILE      writes bars to a file too
  --rebuilds N    builds after a change of a line, of which the fastest is shown; 3 without it

Progress goes to the standard error. Nothing in the source tree changes, and what is built is removed again; the build
cache keeps its layers. The exit code is 1 when there is no engine or something does not build.";

impl Request {
    pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut task = Task { form: Form::Table, svg: None, rebuilds: REBUILDS };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--help") => return Ok(Self::Help),
                Some("--json") => task.form = Form::Json,
                Some("--svg") => task.svg = Some(file(&arguments.next().ok_or("`--svg` needs a file")?)?),
                Some("--rebuilds") => {
                    task.rebuilds = count(&arguments.next().ok_or("`--rebuilds` needs a number")?)?;
                }
                _ => return Err(unexpected(&argument)),
            }
        }
        Ok(Self::Measure(task))
    }
}

/// A file that can be written, as far as that is known: who waits for minutes wants to see something then.
fn file(argument: &OsString) -> Result<PathBuf, String> {
    let path = PathBuf::from(argument);
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(format!("there is no folder `{}` to write `{}` into", folder.display(), path.display()));
    }
    if path.is_dir() { Err(format!("`{}` is a folder; name a file in it", path.display())) } else { Ok(path) }
}

fn count(argument: &OsString) -> Result<usize, String> {
    let number = argument.to_str().and_then(|text| text.parse().ok()).filter(|number| *number > 0);
    number.ok_or_else(|| format!("`{}` is no number of builds; take one from 1 on", argument.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Request, String> {
        Request::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn what_is_understood() {
        let task = |form, svg: Option<&str>, rebuilds| {
            Ok(Request::Measure(Task { form, svg: svg.map(PathBuf::from), rebuilds }))
        };
        assert_eq!(parse(&[]), task(Form::Table, None, 3));
        assert_eq!(parse(&["--json", "--rebuilds", "1"]), task(Form::Json, None, 1));
        assert_eq!(parse(&["--svg", "a.svg"]), task(Form::Table, Some("a.svg"), 3));
        assert_eq!(parse(&["--json", "--help"]), Ok(Request::Help));
    }

    #[test]
    fn what_is_not() {
        assert_eq!(parse(&["--svg"]).unwrap_err(), "`--svg` needs a file");
        assert_eq!(parse(&["--svg", "."]).unwrap_err(), "`.` is a folder; name a file in it");
        assert_eq!(
            parse(&["--svg", "no/such/a.svg"]).unwrap_err(),
            "there is no folder `no/such` to write `no/such/a.svg` into"
        );
        assert_eq!(parse(&["--rebuilds"]).unwrap_err(), "`--rebuilds` needs a number");
        assert_eq!(parse(&["--rebuilds", "0"]).unwrap_err(), "`0` is no number of builds; take one from 1 on");
        assert_eq!(parse(&["a"]).unwrap_err(), "`a` is not expected");
    }
}
