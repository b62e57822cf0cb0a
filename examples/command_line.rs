//! The command line that the examples share: print the Dockerfile, or write it.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use dockerspec::compose::Project;
use dockerspec::{FileSet, Image, ImageError, Mode};

/// The exit code of a program that was called in a wrong way, as shells and most programs have it.
const WRONG_USE: u8 = 2;

const USAGE: &str = "\
usage: cargo run --example NAME                         prints the Dockerfile, or the files of compose
       cargo run --example NAME -- --write DIRECTORY    writes them, Dockerfiles, and .dockerignore files";

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
enum Request {
    Print,
    Write(PathBuf),
    Help,
}

/// Does what the arguments of the program ask for: prints what `render` makes of the image, or writes the image's
/// Dockerfile and ignore file. What is wrong goes to the standard error.
pub fn run(image: &Image, render: impl FnOnce(&Image) -> Result<String, ImageError>) -> ExitCode {
    start(|request| answer(request, image, render))
}

/// As [`run`], for all files of a project.
pub fn run_project<E: Error + 'static>(project: impl FnOnce() -> Result<Project, E>) -> ExitCode {
    start(|request| match request {
        Request::Help => Ok(help()),
        Request::Print => {
            let files = project()?.files()?;
            Ok(files.iter().map(|(name, text)| format!("# {name}\n{text}")).collect::<Vec<_>>().join("\n"))
        }
        Request::Write(directory) => write(&project()?.file_set(directory)?),
    })
}

fn start(answer: impl FnOnce(Request) -> Result<String, Box<dyn Error>>) -> ExitCode {
    let request = match Request::parse(env::args_os().skip(1)) {
        Ok(request) => request,
        Err(problem) => {
            complain(&format!("{problem}\n{USAGE}"));
            return ExitCode::from(WRONG_USE);
        }
    };
    match answer(request) {
        Ok(text) => print(&text),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

impl Request {
    fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        match arguments.as_slice() {
            [] => Ok(Self::Print),
            [option] if option == "--help" => Ok(Self::Help),
            [option] if option == "--write" => Err("`--write` needs a directory".to_owned()),
            [option, directory] if option == "--write" => Ok(Self::Write(directory.into())),
            [option, _, unknown, ..] if option == "--write" => Err(unexpected(unknown)),
            [unknown, ..] => Err(unexpected(unknown)),
        }
    }
}

pub(crate) fn unexpected(argument: &OsString) -> String {
    format!("`{}` is not expected", argument.display())
}

/// What is to be printed.
fn answer(
    request: Request,
    image: &Image,
    render: impl FnOnce(&Image) -> Result<String, ImageError>,
) -> Result<String, Box<dyn Error>> {
    match request {
        Request::Help => Ok(help()),
        Request::Print => Ok(render(image)?),
        Request::Write(directory) => write(&FileSet::new().image(directory, image)?),
    }
}

fn help() -> String {
    format!("{USAGE}\n")
}

/// Writes the files, and says which of them were not up to date.
fn write(files: &FileSet) -> Result<String, Box<dyn Error>> {
    let stale = files.stale()?;
    // `sync` would refuse to write where `CI` is set, and whoever says `--write` means it.
    let _synced = files.sync_with(Mode::Write)?;
    let lines = files.paths().map(|path| {
        let is_stale = stale.iter().any(|file| file.path == path);
        let outcome = if is_stale { "written" } else { "up to date, and left as it is" };
        format!("{}: {outcome}\n", path.display())
    });
    Ok(lines.collect::<Vec<_>>().concat())
}

fn print(text: &str) -> ExitCode {
    // Not `print!`, which panics when the reader has seen enough, as `head` does.
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("cannot print: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "this is where a program says what is wrong")]
fn complain(problem: &str) {
    eprintln!("error: {problem}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Request, String> {
        Request::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn what_is_understood() {
        assert_eq!(parse(&[]), Ok(Request::Print));
        assert_eq!(parse(&["--help"]), Ok(Request::Help));
        assert_eq!(parse(&["--write", "a b"]), Ok(Request::Write("a b".into())));
    }

    #[test]
    fn what_is_not() {
        assert_eq!(parse(&["--write"]).unwrap_err(), "`--write` needs a directory");
        assert_eq!(parse(&["--write", "a", "b"]).unwrap_err(), "`b` is not expected");
        assert_eq!(parse(&["-w", "a"]).unwrap_err(), "`-w` is not expected");
    }

    #[test]
    fn files_are_written_once() {
        let directory = tempfile::tempdir().unwrap();
        let [dockerfile, ignore_file] = ["Dockerfile", ".dockerignore"].map(|name| directory.path().join(name));
        let write = || {
            let request = Request::Write(directory.path().to_owned());
            answer(request, &crate::python_app(), Image::render).unwrap()
        };
        let outcomes =
            |one: &str, other: &str| format!("{}: {one}\n{}: {other}\n", dockerfile.display(), ignore_file.display());
        assert_eq!(write(), outcomes("written", "written"));
        assert_eq!(write(), outcomes("up to date, and left as it is", "up to date, and left as it is"));
        assert_eq!(std::fs::read_to_string(&dockerfile).unwrap(), crate::python_app().render().unwrap());
        std::fs::remove_file(&ignore_file).unwrap();
        assert_eq!(write(), outcomes("up to date, and left as it is", "written"));
        assert_eq!(std::fs::read_to_string(&ignore_file).unwrap(), crate::python_app().ignore_file().unwrap());
    }
}
