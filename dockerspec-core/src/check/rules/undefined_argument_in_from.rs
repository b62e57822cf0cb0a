use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Base;
use crate::parse::Span;
use crate::word::{Value, Word};

rule! {
    /// ## What it does
    ///
    /// Finds variables in FROM that no ARG above the first stage declares.
    ///
    /// ## Why is this bad?
    ///
    /// Nothing can set them, not even `--build-arg`: they are empty, whatever the build. A default in the variable
    /// (`${TAG:-13}`) is always taken.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:${TAG:-13-slim}
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
    /// - [UndefinedArgInFrom](https://docs.docker.com/reference/build-checks/undefined-arg-in-from/)
    undefined_argument_in_from = Warn, aliases: ["UndefinedArgInFrom"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let mut variables = None;
    for stage in &file.stages {
        for (word, span) in words(stage) {
            let variables = variables.get_or_insert_with(|| file.preamble_variables());
            let mut found: Vec<&str> = Vec::new();
            for variable in word.variables() {
                let name = variable.name.as_str();
                if variables.is_declared(name) || found.contains(&name) {
                    continue;
                }
                found.push(name);
                report.add(
                    Draft::new(span, format!("no ARG above the first stage declares `{name}`"))
                        .label("a variable that nothing sets")
                        .help(format!("declare it above the first FROM: `ARG {name}`")),
                );
            }
        }
    }
}

/// The words of FROM that have variables, and their places.
fn words<'s>(stage: &'s StageFacts<'_>) -> impl Iterator<Item = (&'s Word<'s>, Span)> {
    let base = match &stage.stage.base {
        Base::Image(Value::Expanded(word @ Word::Parts(_))) => Some((word, stage.base_span())),
        _ => None,
    };
    let platform = match &stage.stage.platform {
        Some(Value::Expanded(word @ Word::Parts(_))) => Some((word, stage.platform_span())),
        _ => None,
    };
    base.into_iter().chain(platform)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn platforms_and_arguments_of_stages() {
        let text =
            "ARG A\nFROM --platform=$A$P a:$A AS b\nARG B\nFROM a:$B$B${C:-$D}\nFROM --platform=$TARGETPLATFORM a:1\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        2:6 `--platform=$A$P` : the platform `${A}` is empty; help: give the build argument a default before the first FROM, or a value with `--build-arg`
        2:6 `--platform=$A$P` a variable that nothing sets: no ARG above the first stage declares `P`; help: declare it above the first FROM: `ARG P`
        2:22 `a:$A` : the base `a:` is not an image reference: expected an image reference with a tag after the `:`; help: write it as in `debian:13-slim`
        4:6 `a:$B$B${C:-$D}` : the base `a:` is not an image reference: expected an image reference with a tag after the `:`; help: write it as in `debian:13-slim`
        4:6 `a:$B$B${C:-$D}` a variable that nothing sets: no ARG above the first stage declares `B`; help: declare it above the first FROM: `ARG B`
        4:6 `a:$B$B${C:-$D}` a variable that nothing sets: no ARG above the first stage declares `C`; help: declare it above the first FROM: `ARG C`
        4:6 `a:$B$B${C:-$D}` a variable that nothing sets: no ARG above the first stage declares `D`; help: declare it above the first FROM: `ARG D`
        ");
    }
}
