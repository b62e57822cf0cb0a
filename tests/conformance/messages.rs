//! What we say of bad and odd inputs, each beside what BuildKit says.

use std::fmt::Write as _;

use dockerspec::finding::Source;
use dockerspec::parse::Parsed;
use serde_json::Value as Json;

#[test]
fn messages() {
    let rows = include_str!("data/bad_inputs.jsonl").lines();
    let mut shown = String::new();
    for row in rows {
        let row: Json = serde_json::from_str(row).expect("each line is JSON");
        // The others say how the text is made, and are in the conformance files.
        let Some(text) = row["dockerfile"].as_str() else { continue };
        let error = row["error"].as_str().unwrap_or_default();
        // An image that is not there is no matter of the file.
        let error = if error.ends_with("not found") { "" } else { error };
        // The suggestion in parentheses changes from run to run.
        let error = error.split(" (did you mean").next().unwrap_or_default();
        writeln!(shown, "{}: {error}", row["name"].as_str().unwrap_or_default()).expect("a string takes all");
        let parsed = Parsed::new(text);
        assert_eq!(parsed.findings.is_empty(), error.is_empty(), "{text}\n{error}\n{:?}", parsed.findings);
        let source = Source::new("", text);
        for finding in &parsed.findings {
            writeln!(shown, "  {}", finding.display(&source)).expect("a string takes all");
        }
    }
    insta::assert_snapshot!(shown);
}
