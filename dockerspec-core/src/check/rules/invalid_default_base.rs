use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Base;
use crate::value::ImageRef;
use crate::word::{Value, Word};

rule! {
    /// ## What it does
    ///
    /// Finds bases that are no image as long as the build has no arguments.
    ///
    /// ## Why is this bad?
    ///
    /// The build fails for everybody who does not know which `--build-arg` it needs.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// ARG TAG
    /// FROM debian:${TAG}
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// ARG TAG=13-slim
    /// FROM debian:${TAG}
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [InvalidDefaultArgInFrom](https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/)
    invalid_default_base = Warn, aliases: ["InvalidDefaultArgInFrom"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let mut variables = None;
    for stage in &file.stages {
        let Base::Image(Value::Expanded(word)) = &stage.stage.base else { continue };
        let expanded = match word {
            Word::Literal(text) => Some(text.clone()),
            Word::Parts(_) => variables.get_or_insert_with(|| file.preamble_variables()).expand(word),
        };
        let Some(base) = expanded.filter(|base| ImageRef::new(&**base).is_err()) else { continue };
        let message = if base.is_empty() {
            "without build arguments, the base is empty".to_owned()
        } else {
            format!("without build arguments, the base is `{base}`, which is no image")
        };
        report.add(
            Draft::new(stage.base_span(), message)
                .label("no image")
                .help("give the arguments defaults that name an image"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn defaults_decide() {
        insta::assert_snapshot!(findings(&super::RULE, "ARG A\nARG B=b:\nFROM $A\nFROM $B\nFROM a$A AS C\n"), @r"
        3:6 `$A` : the base `${A}` is empty; help: give the build argument a default before the first FROM, or a value with `--build-arg`
        3:6 `$A` no image: without build arguments, the base is empty; help: give the arguments defaults that name an image
        4:6 `$B` : the base `b:` is not an image reference: expected an image reference with a tag after the `:`; help: write it as in `debian:13-slim`
        4:6 `$B` no image: without build arguments, the base is `b:`, which is no image; help: give the arguments defaults that name an image
        ");
        assert_eq!(findings(&super::RULE, "ARG A=a\nFROM $A:1 AS b\nFROM b\nFROM scratch\nFROM ${X:-a}:1\n"), "");
    }
}
