//! The `docker` that is found in `PATH`.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::{Child, Command, Stdio};

use super::failure::Failure;

/// A command of `docker`, which reads nothing.
pub(super) fn docker<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new("docker");
    command.args(arguments).stdin(Stdio::null()).env("DOCKER_BUILDKIT", "1");
    command
}

/// Starts a command.
pub(super) fn start(command: &mut Command) -> Result<Child, Failure> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::NoDocker,
        _ => Failure::Start(error),
    })
}

/// What a command prints.
pub(super) fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let child = start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let output = child.wait_with_output().map_err(Failure::Start)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Failure::Command { command: words(command), said: first_line(&output.stderr) })
    }
}

/// The first words of a command, without their options.
pub(super) fn words(command: &Command) -> String {
    let words = command.get_args().take_while(|word| !word.as_encoded_bytes().starts_with(b"-"));
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// The first line that says something.
pub(super) fn first_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it says nothing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_named_by_their_first_words() {
        assert_eq!(words(&docker(["buildx", "inspect"])), "buildx inspect");
        assert_eq!(words(&docker(["info", "--format", "json"])), "info");
    }

    #[test]
    fn a_program_that_is_not_there_is_told_from_one_that_does_not_start() {
        let start = |program: &str| start(&mut Command::new(program)).unwrap_err();
        assert!(matches!(start("no-such-docker"), Failure::NoDocker));
        assert!(matches!(start("/dev/null"), Failure::Start(_)));
    }

    #[test]
    fn what_is_said_first() {
        assert_eq!(first_line(b"\n  no such image \nat all\n"), "no such image");
        assert_eq!(first_line(b""), "it says nothing");
    }
}
