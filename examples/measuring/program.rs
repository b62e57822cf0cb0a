//! What the programs that measure do alike.

use std::ffi::OsString;
use std::fs;

use super::display::Display;
use super::engine::Engine;
use super::failure::Failure;
use super::report::Report;
use super::request::{Form, Request, Task};
use crate::streams::{Console, Streams};

/// The exit code when nothing was measured.
const NOT_MEASURED: u8 = 1;

/// Runs a program that measures, to its end, with as many builds after a change as `measure` is told; its exit code.
pub(crate) fn run(
    arguments: impl IntoIterator<Item = OsString>,
    streams: Streams<'_>,
    usage: &str,
    measure: impl FnOnce(usize, &mut Display<'_>) -> Result<Report, Failure>,
) -> u8 {
    Console::run(streams, arguments, |console, arguments| match Request::parse(arguments) {
        Err(problem) => console.fail(&format!("{problem}\n{usage}")),
        Ok(Request::Help) => writeln!(console.streams.output, "{usage}"),
        Ok(Request::Measure(task)) => match answer(&task, &mut console.streams, measure) {
            Ok(text) => {
                console.streams.output.write_all(text.as_bytes())?;
                console.streams.output.flush()
            }
            Err(failure) => console.fail_with(NOT_MEASURED, &failure.to_string()),
        },
    })
}

/// What is to be printed.
fn answer(
    task: &Task,
    streams: &mut Streams<'_>,
    measure: impl FnOnce(usize, &mut Display<'_>) -> Result<Report, Failure>,
) -> Result<String, Failure> {
    let engine = Engine::find()?;
    let report = measure(task.rebuilds, &mut Display::new(streams.errors, streams.screen))?;
    if let Some(path) = &task.svg {
        let written = fs::write(path, report.chart().svg());
        written.map_err(|error| Failure::File { path: path.clone(), error })?;
    }
    Ok(match task.form {
        Form::Table => report.text(&engine),
        Form::Json => report.json(&engine),
    })
}
