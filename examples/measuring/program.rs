//! What the programs that measure do alike.

use std::ffi::OsString;
use std::fs;

use super::display::Display;
use super::engine::Engine;
use super::failure::Failure;
use super::report::Report;
use super::request::{Form, OPTIONS, Request, Task};
use crate::streams::{Console, Streams};

/// The exit code when not all was measured.
const NOT_MEASURED: u8 = 1;

/// A program that measures.
pub(crate) struct Program<'p> {
    /// What the report is about.
    pub(crate) title: &'static str,
    /// How it is called, and what it measures, without the options.
    pub(crate) usage: &'static str,
    /// Measures, with as many builds after a change as it is told; the report has what was measured, also when the rest
    /// fails.
    pub(crate) measure: &'p dyn Fn(usize, &mut Display<'_>, &mut Report) -> Result<(), Failure>,
}

impl Program<'_> {
    /// Runs it to its end; its exit code.
    pub(crate) fn run(&self, arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
        let usage = format!("{}\n{OPTIONS}", self.usage);
        Console::run(streams, arguments, |console, arguments| match Request::parse(arguments) {
            Err(problem) => console.fail(&format!("{problem}\n{usage}")),
            Ok(Request::Help) => writeln!(console.streams.output, "{usage}"),
            Ok(Request::Measure(task)) => {
                let (text, outcome) = match Engine::find() {
                    Ok(engine) => self.answer(&engine, &task, &mut console.streams),
                    Err(failure) => (String::new(), Err(failure)),
                };
                console.streams.output.write_all(text.as_bytes())?;
                console.streams.output.flush()?;
                outcome.or_else(|failure| console.fail_with(NOT_MEASURED, &failure.to_string()))
            }
        })
    }

    /// Measures; what is to be printed, and how it ended. Who waited for minutes sees what was measured before a failure.
    fn answer(&self, engine: &Engine, task: &Task, streams: &mut Streams<'_>) -> (String, Result<(), Failure>) {
        let mut report = Report::new(self.title);
        let outcome = (self.measure)(task.rebuilds, &mut Display::new(streams.errors, streams.screen), &mut report);
        if outcome.is_err() && report.is_empty() {
            return (String::new(), outcome);
        }
        let text = match task.form {
            Form::Table => report.text(engine),
            Form::Json => report.json(engine),
        };
        let written = task.svg.as_ref().map_or(Ok(()), |path| {
            let written = fs::write(path, report.chart().svg());
            written.map_err(|error| Failure::File { path: path.clone(), error })
        });
        (text, outcome.and(written))
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Comparison;
    use super::*;
    use crate::streams::{Colours, Screen};

    /// What is printed of a program that measures this and then fails.
    fn printed(form: Form, measure: &dyn Fn(&mut Report)) -> String {
        let failing = |_: usize, _: &mut Display<'_>, report: &mut Report| {
            measure(report);
            Err(Failure::NoDocker)
        };
        let program = Program { title: "Images", usage: "", measure: &failing };
        let streams = &mut Streams {
            input: &mut std::io::empty(),
            output: &mut Vec::new(),
            errors: &mut Vec::new(),
            colours: Colours::None,
            screen: Screen::File,
        };
        let (text, outcome) = program.answer(&Engine::unknown(), &Task { form, svg: None, rebuilds: 1 }, streams);
        assert!(matches!(outcome, Err(Failure::NoDocker)));
        text
    }

    #[test]
    fn what_was_measured_before_a_failure_is_printed() {
        let measure = |report: &mut Report| {
            report.comparisons = vec![Comparison::example(), Comparison::new("Rust", "image").with_reference()];
        };
        let table = printed(Form::Table, &measure);
        assert_eq!(
            (table.matches("| naive | ubuntu:latest |").count(), table.matches("| image | base").count()),
            (1, 1)
        );
        assert!(printed(Form::Json, &measure).contains(r#""name": "naive""#));
    }

    #[test]
    fn nothing_measured_is_nothing_printed() {
        let measure = |report: &mut Report| report.comparisons = vec![Comparison::new("Rust", "image")];
        assert_eq!([printed(Form::Table, &measure), printed(Form::Json, &|_| {})], ["", ""]);
    }
}
