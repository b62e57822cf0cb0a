//! `read_dockerfile`: what Dockerfiles say, as text or JSON, and everything that is wrong with them.

mod instruction;
mod json;
mod mount;
mod request;
mod tree;
mod word;

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use dockerspec::finding::{Level, Source, pretty, pretty_styled};
use dockerspec::parse::Parsed;

use json::Document;
use request::{Form, Request};

/// A file has an error.
const HAS_ERROR: u8 = 1;
/// A file cannot be read, or the program was called in a wrong way.
const FAILED: u8 = 2;

/// Where the program reads and writes.
pub struct Streams<'s> {
    /// What `-` reads.
    pub input: &'s mut dyn Read,
    /// What files say.
    pub output: &'s mut dyn Write,
    /// What is wrong.
    pub errors: &'s mut dyn Write,
    /// Whether what is wrong has colours.
    pub colours: Colours,
}

/// The colours of what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None: it goes to a file.
    None,
    /// Those that terminals know.
    Terminal,
}

impl fmt::Debug for Streams<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Streams").field("colours", &self.colours).finish_non_exhaustive()
    }
}

/// Does what the arguments ask for. The exit code is 0 when all files are right, 1 when one has an error, 2 when one
/// cannot be read.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    let mut program = Program { streams, code: 0 };
    // Whoever reads the output may have seen enough, as `head` has, and hears no more of it.
    if program.run(arguments).is_err() { FAILED } else { program.code }
}

struct Program<'s> {
    streams: Streams<'s>,
    /// The exit code so far.
    code: u8,
}

impl Program<'_> {
    fn run(&mut self, arguments: impl IntoIterator<Item = OsString>) -> io::Result<()> {
        match Request::parse(arguments) {
            Err(problem) => self.fail(&format!("{problem}\n{}", request::USAGE)),
            Ok(Request::Help) => writeln!(self.streams.output, "{}", request::USAGE),
            Ok(Request::Read(Form::Text, paths)) => self.trees(&paths),
            Ok(Request::Read(Form::Json, paths)) => self.documents(&paths),
        }
    }

    /// Every file as a tree, and behind it what is wrong.
    fn trees(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        let mut is_first = true;
        for path in paths {
            let Some(text) = self.read(path)? else { continue };
            let (name, parsed) = (name(path), Parsed::new(&text));
            let source = Source::new(&name, &text);
            self.note(&parsed);
            let above = if std::mem::take(&mut is_first) { "" } else { "\n" };
            write!(self.streams.output, "{above}{}", tree::tree(&parsed, &source))?;
            self.streams.output.flush()?;
            let problems = match self.streams.colours {
                Colours::None => pretty(&parsed.findings, &source),
                Colours::Terminal => pretty_styled(&parsed.findings, &source),
            };
            if !problems.is_empty() {
                write!(self.streams.errors, "\n{problems}")?;
            }
        }
        Ok(())
    }

    /// All files as one list.
    fn documents(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        let mut texts = Vec::new();
        for path in paths {
            texts.extend(self.read(path)?.map(|text| (path, text)));
        }
        let mut documents = Vec::new();
        for (path, text) in &texts {
            let parsed = Parsed::new(text);
            self.note(&parsed);
            documents.push(Document::new(path, parsed, &Source::new("", text)));
        }
        serde_json::to_writer_pretty(&mut self.streams.output, &documents)?;
        writeln!(self.streams.output)
    }

    /// The text of a file; nothing, and a word about it, when it cannot be read.
    fn read(&mut self, path: &Path) -> io::Result<Option<String>> {
        match text(path, self.streams.input) {
            Ok(text) => Ok(Some(text)),
            Err(problem) => {
                self.fail(&format!("`{}` cannot be read: {problem}", name(path)))?;
                Ok(None)
            }
        }
    }

    fn note(&mut self, parsed: &Parsed<'_>) {
        if parsed.findings.iter().any(|finding| finding.level == Level::Error) {
            self.code = self.code.max(HAS_ERROR);
        }
    }

    fn fail(&mut self, problem: &str) -> io::Result<()> {
        self.code = FAILED;
        writeln!(self.streams.errors, "error: {problem}")
    }
}

fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What messages call a file.
fn name(path: &Path) -> String {
    if is_input(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// The text of a file, or why there is none.
fn text(path: &Path, input: &mut dyn Read) -> Result<String, String> {
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
