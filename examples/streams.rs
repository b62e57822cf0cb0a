//! Where the programs that look at Dockerfiles read and write.

use std::env::{self, ArgsOs};
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};
use std::iter::Skip;
use std::path::Path;
use std::process::ExitCode;

use crate::files::{name, text};

/// The exit code when a file cannot be read, or the program was called in a wrong way.
const FAILED: u8 = 2;

/// Where the program reads and writes.
pub struct Streams<'s> {
    /// What `-` reads.
    pub input: &'s mut dyn Read,
    /// What was asked for.
    pub output: &'s mut dyn Write,
    /// What is wrong.
    pub errors: &'s mut dyn Write,
    /// Whether findings have colours.
    pub colours: Colours,
}

/// The colours of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None: they go to a file.
    None,
    /// Those that terminals know.
    Terminal,
}

impl fmt::Debug for Streams<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Streams").field("colours", &self.colours).finish_non_exhaustive()
    }
}

/// Starts a program with the arguments and the streams of this process. Findings have colours if they go to a terminal,
/// and nothing asks for none.
pub fn start(is_terminal: bool, run: impl FnOnce(Skip<ArgsOs>, Streams<'_>) -> u8) -> ExitCode {
    let has_colours = is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let streams = Streams {
        input: &mut io::stdin(),
        output: &mut io::stdout(),
        errors: &mut io::stderr(),
        colours: if has_colours { Colours::Terminal } else { Colours::None },
    };
    ExitCode::from(run(env::args_os().skip(1), streams))
}

/// The streams of a program at work, and its exit code so far.
pub(crate) struct Console<'s> {
    pub(crate) streams: Streams<'s>,
    pub(crate) code: u8,
}

impl<'s> Console<'s> {
    /// Runs a program to its end; its exit code.
    pub(crate) fn run<A: IntoIterator<Item = OsString>>(
        streams: Streams<'s>,
        arguments: A,
        program: impl FnOnce(&mut Self, A) -> io::Result<()>,
    ) -> u8 {
        let mut console = Self { streams, code: 0 };
        // Whoever reads the output may have seen enough, as `head` has, and hears no more of it.
        if program(&mut console, arguments).is_err() { FAILED } else { console.code }
    }

    /// The text of a file; nothing, and a word about it, when it cannot be read.
    pub(crate) fn read(&mut self, path: &Path) -> io::Result<Option<String>> {
        match text(path, self.streams.input) {
            Ok(text) => Ok(Some(text)),
            Err(problem) => {
                self.fail(&format!("`{}` cannot be read: {problem}", name(path)))?;
                Ok(None)
            }
        }
    }

    /// Says what went wrong.
    pub(crate) fn fail(&mut self, problem: &str) -> io::Result<()> {
        self.code = FAILED;
        writeln!(self.streams.errors, "error: {problem}")
    }
}
