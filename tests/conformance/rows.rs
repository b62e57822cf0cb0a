//! The files and what BuildKit says of them.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};

use flate2::read::GzDecoder;
use serde_json::Value as Json;

/// One Dockerfile, and what BuildKit says.
pub(crate) struct Row(pub(crate) Json);

impl Row {
    pub(crate) fn dockerfile(&self) -> &str {
        self.0["dockerfile"].as_str().expect("every row has a Dockerfile")
    }

    pub(crate) fn name(&self) -> String {
        self.0["id"].to_string()
    }

    /// Whether a pass accepts the file.
    pub(crate) fn accepts(&self, pass: &str) -> bool {
        self.0[format!("{pass}_ok")].as_bool().unwrap_or(false)
    }
}

/// The files of the project.
pub(crate) fn conformance() -> impl Iterator<Item = Row> {
    of_file(concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/data/conformance.jsonl.gz"))
}

/// Files of our own, in the same form.
pub(crate) fn odd_instructions() -> impl Iterator<Item = Row> {
    of_file(concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/data/instructions.jsonl"))
}

/// The rows of a file, packed or not.
pub(crate) fn of_file(path: &str) -> impl Iterator<Item = Row> {
    let file = File::open(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let is_packed = std::path::Path::new(path).extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if is_packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(reader).lines();
    lines.map(|line| Row(serde_json::from_str(&line.expect("it can be read")).expect("each line is JSON")))
}
