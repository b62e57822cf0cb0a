//! The model as JSON: there and back, what it looks like, and what wrong JSON is told.

mod everything;
mod form;
mod random;
mod refusals;
mod values;

use dockerspec::model::{Base, Dockerfile, Instruction, Stage};

/// A file with these instructions in one stage.
fn with(instructions: Vec<Instruction<'static>>) -> Dockerfile<'static> {
    let mut stage = Stage::new(Base::Scratch);
    stage.instructions = instructions;
    Dockerfile::from(stage)
}

/// The model that the JSON of this one gives.
fn again(file: &Dockerfile<'_>) -> Dockerfile<'static> {
    let json = serde_json::to_string(file).expect("every model is JSON");
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}\n{json}"))
}
