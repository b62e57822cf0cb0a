//! Mistakes and what is said of them, at which tokens; without a compiler, so that there can be hundreds.

mod checks;
mod edits;
mod grammar;
mod operands;
mod options;
mod packages;
mod stages;
mod whole;

use std::fmt::Write as _;

use super::Description;

/// What is wrong with an image, as a compiler would show it.
fn mistakes(source: &str) -> String {
    let mut description = Description::default();
    description.read(source.parse().unwrap());
    description.image();
    let mut shown = String::new();
    for refusal in description.refusals.iter() {
        let (line, start, end) = refusal.place.columns();
        writeln!(shown, "error: {}", refusal.message).unwrap();
        if let Some(text) = source.lines().nth(line.wrapping_sub(1)) {
            writeln!(shown, "  | {text}\n  | {}{}", " ".repeat(start), "^".repeat((end - start).max(1))).unwrap();
        }
    }
    if shown.is_empty() { "no mistake\n".to_owned() } else { shown }
}

/// The mistakes of several images, one after the other.
fn each(sources: &[&str]) -> String {
    sources.iter().map(|source| mistakes(source)).collect::<Vec<_>>().join("\n")
}

/// The mistakes of statements in a stage that is fine without them.
fn in_stage(statements: &[&str]) -> String {
    each_within(statements, |statement| format!("user 10001;\n{statement}"))
}

/// The same for statements that only root can do.
fn before_user(statements: &[&str]) -> String {
    each_within(statements, |statement| format!("{statement}\nuser 10001;"))
}

fn each_within(statements: &[&str], content: impl Fn(&str) -> String) -> String {
    let within =
        |statement: &&str| mistakes(&format!("stage app from \"debian:13-slim\" {{\n{}\n}}", content(statement)));
    statements.iter().map(within).collect::<Vec<_>>().join("\n")
}
