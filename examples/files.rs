//! Files as the programs that look at Dockerfiles take them: by path, or `-` for the standard input.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::command_line::unexpected;

pub(crate) fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What messages call a file.
pub(crate) fn name(path: &Path) -> String {
    if is_input(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// The text of a file, or why there is none.
pub(crate) fn text(path: &Path, input: &mut dyn Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = if is_input(path) {
        input.read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    read.map_err(|error| match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        _ if path.is_dir() => format!("it is a folder; name the file in it, as in `{}/Dockerfile`", path.display()),
        _ => error.to_string(),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        format!("byte {offset} is not UTF-8; save the file as UTF-8")
    })
}

/// Adds an argument that is no known option to the paths: `--` makes paths of all that follow.
pub(crate) fn add_path(
    paths: &mut Vec<PathBuf>,
    argument: OsString,
    rest: &mut dyn Iterator<Item = OsString>,
) -> Result<(), String> {
    match argument.to_str() {
        Some("--") => paths.extend(rest.map(PathBuf::from)),
        Some("-") if paths.iter().any(|path| is_input(path)) => {
            return Err("`-` is given twice, and can be read once".to_owned());
        }
        Some(option) if option.starts_with('-') && option != "-" => return Err(unexpected(&argument)),
        _ => paths.push(argument.into()),
    }
    Ok(())
}

/// The paths, of which there is one at least.
pub(crate) fn some_paths(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, String> {
    if paths.is_empty() { Err("no path is given".to_owned()) } else { Ok(paths) }
}
