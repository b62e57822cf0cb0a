//! Where the programs read and write that do more than print an image.

use std::env::{self, ArgsOs};
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal as _, Read, Write};
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
    /// What shows the errors.
    pub screen: Screen,
}

/// The colours of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None: they go to a file.
    None,
    /// Those that terminals know.
    Terminal,
}

/// What shows text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// A file, or a terminal that knows no more: what is written stays.
    File,
    /// A terminal, on which a line can be drawn over.
    Terminal,
}

impl fmt::Debug for Streams<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Streams");
        shown.field("colours", &self.colours).field("screen", &self.screen).finish_non_exhaustive()
    }
}

/// Starts a program with the arguments and the streams of this process. Findings have colours if they go to a terminal,
/// and nothing asks for none.
pub fn start(is_terminal: bool, run: impl FnOnce(Skip<ArgsOs>, Streams<'_>) -> u8) -> ExitCode {
    let has_colours = is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let can_draw = io::stderr().is_terminal() && env::var_os("TERM").is_some_and(|terminal| terminal != "dumb");
    let streams = Streams {
        input: &mut io::stdin(),
        output: &mut io::stdout(),
        errors: &mut io::stderr(),
        colours: if has_colours { Colours::Terminal } else { Colours::None },
        screen: if can_draw { Screen::Terminal } else { Screen::File },
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

    /// Says what went wrong with the arguments or a file.
    pub(crate) fn fail(&mut self, problem: &str) -> io::Result<()> {
        self.fail_with(FAILED, problem)
    }

    /// Says what went wrong, which has this exit code.
    pub(crate) fn fail_with(&mut self, code: u8, problem: &str) -> io::Result<()> {
        self.code = code;
        writeln!(self.streams.errors, "error: {problem}")
    }
}
