//! The files that are measured: those of `tests/conformance`, or those that `DOCKERSPEC_CORPUS` names.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};

/// The texts of all files.
pub fn files() -> Vec<String> {
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/conformance/data/conformance.jsonl.gz");
    let path = std::env::var("DOCKERSPEC_CORPUS").unwrap_or_else(|_| ours.to_owned());
    let file = File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let reader: Box<dyn Read> =
        if path.ends_with(".gz") { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(reader).lines();
    let row = |line: std::io::Result<String>| {
        let row: serde_json::Value = serde_json::from_str(&line.expect("it can be read")).expect("each line is JSON");
        row["dockerfile"].as_str().expect("each row has a Dockerfile").to_owned()
    };
    lines.map(row).collect()
}
