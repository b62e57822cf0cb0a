//! `read_dockerfile`: what Dockerfiles say, as text or JSON, and everything that is wrong with them.

mod instruction;
mod json;
mod mount;
mod request;
mod tree;
mod word;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use dockerspec::finding::{Level, Source, pretty, pretty_styled};
use dockerspec::parse::Parsed;

use crate::files::name;
use crate::streams::{Colours, Console, Streams};
use json::Document;
use request::{Form, Request};

/// A file has an error.
const HAS_ERROR: u8 = 1;

/// Does what the arguments ask for. The exit code is 0 when all files are right, 1 when one has an error, 2 when one
/// cannot be read.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    Console::run(streams, arguments, |console, arguments| Program { console }.run(arguments))
}

struct Program<'c, 's> {
    console: &'c mut Console<'s>,
}

impl Program<'_, '_> {
    fn run(&mut self, arguments: impl IntoIterator<Item = OsString>) -> io::Result<()> {
        match Request::parse(arguments) {
            Err(problem) => self.console.fail(&format!("{problem}\n{}", request::USAGE)),
            Ok(Request::Help) => writeln!(self.console.streams.output, "{}", request::USAGE),
            Ok(Request::Read(Form::Text, paths)) => self.trees(&paths),
            Ok(Request::Read(Form::Json, paths)) => self.documents(&paths),
        }
    }

    /// Every file as a tree, and behind it what is wrong.
    fn trees(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        let mut is_first = true;
        for path in paths {
            let Some(text) = self.console.read(path)? else { continue };
            let (name, parsed) = (name(path), Parsed::new(&text));
            let source = Source::new(&name, &text);
            self.note(&parsed);
            let above = if std::mem::take(&mut is_first) { "" } else { "\n" };
            write!(self.console.streams.output, "{above}{}", tree::tree(&parsed, &source))?;
            self.console.streams.output.flush()?;
            let problems = match self.console.streams.colours {
                Colours::None => pretty(&parsed.findings, &source),
                Colours::Terminal => pretty_styled(&parsed.findings, &source),
            };
            if !problems.is_empty() {
                write!(self.console.streams.errors, "\n{problems}")?;
            }
        }
        Ok(())
    }

    /// All files as one list.
    fn documents(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        let mut texts = Vec::new();
        for path in paths {
            texts.extend(self.console.read(path)?.map(|text| (path, text)));
        }
        let mut documents = Vec::new();
        for (path, text) in &texts {
            let parsed = Parsed::new(text);
            self.note(&parsed);
            documents.push(Document::new(path, parsed, &Source::new("", text)));
        }
        serde_json::to_writer_pretty(&mut self.console.streams.output, &documents)?;
        writeln!(self.console.streams.output)
    }

    fn note(&mut self, parsed: &Parsed<'_>) {
        if parsed.findings.iter().any(|finding| finding.level == Level::Error) {
            self.console.code = self.console.code.max(HAS_ERROR);
        }
    }
}
