//! Builds of models that must succeed, and which instruction is to blame when one does not.

use dockerspec::model::Dockerfile;
use serde_json::Value;

use crate::docker::BuiltImage;

/// Builds a model without any file beside it.
pub(crate) fn build(dockerfile: &Dockerfile<'_>) -> BuiltImage {
    let context = tempfile::tempdir().expect("a temporary directory");
    build_in(context.path(), dockerfile, &[])
}

/// Builds a model with the files below `context`.
pub(crate) fn build_in(context: &std::path::Path, dockerfile: &Dockerfile<'_>, options: &[&str]) -> BuiltImage {
    let text = dockerfile.render().expect("every instruction can be said");
    BuiltImage::build(context, &text, options).unwrap_or_else(|error| {
        let guilty = guilty(context, dockerfile, options);
        panic!("{error}\nthe first instruction to blame is\n{guilty:.2000}")
    })
}

/// The text of the first instruction of the last stage without which the build succeeds.
fn guilty(context: &std::path::Path, dockerfile: &Dockerfile<'_>, options: &[&str]) -> String {
    let builds = |length: usize| {
        let mut shorter = dockerfile.clone();
        shorter.stages.last_mut().expect("there is a stage").instructions.truncate(length);
        let text = shorter.render().expect("a part of what can be said can be said");
        BuiltImage::build(context, &text, options).is_ok()
    };
    let instructions = &dockerfile.stages.last().expect("there is a stage").instructions;
    let (mut good, mut bad) = (0, instructions.len());
    while good + 1 < bad {
        let middle = usize::midpoint(good, bad);
        if builds(middle) { good = middle } else { bad = middle }
    }
    format!("{:?}", instructions.get(good))
}

/// An array of strings in JSON; nothing when it is null.
pub(crate) fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().expect("a string").to_owned()).collect()
}
