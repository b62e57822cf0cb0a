use crate::check::facts::{FileFacts, attached_comments};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::{Place, Span};

rule! {
    /// ## What it does
    ///
    /// Finds comments above ARG and above FROM with a name that do not begin with that name.
    ///
    /// ## Why is this bad?
    ///
    /// `docker build --call=outline` shows a comment `# NAME text` as the description of the argument or stage. Another
    /// comment may have been meant as one.
    ///
    /// ## Why it is off
    ///
    /// People switch it off because most comments there are no descriptions. BuildKit has it as an experiment; `#
    /// check=experimental=InvalidDefinitionDescription` in a file turns it on here too.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// # the tag of the base
    /// ARG TAG=13-slim
    /// FROM debian:${TAG}
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// # TAG of the base
    /// ARG TAG=13-slim
    /// FROM debian:${TAG}
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [InvalidDefinitionDescription](https://docs.docker.com/reference/build-checks/invalid-definition-description/)
    mismatched_description = Allow, aliases: ["InvalidDefinitionDescription"], fixes: Always, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let preamble = |number| file.map.preamble(number);
    arguments(file, &file.dockerfile.preamble, preamble, report);
    for stage in &file.stages {
        if let Some(name) = &stage.stage.name {
            let comments = 0..stage.stage.comments.len();
            let comments = comments.filter_map(|number| file.map.comment(stage.number, number));
            definition(file, comments, stage.place, &|word| word == name.as_str(), "stage", report);
        }
        let below = |number| file.map.instruction(stage.number, number);
        arguments(file, &stage.stage.instructions, below, report);
    }
}

fn arguments<'m>(
    file: &FileFacts<'_>,
    instructions: &[Instruction<'_>],
    place: impl Fn(usize) -> Option<Place<'m>>,
    report: &mut Report<'_>,
) {
    let mut first = 0;
    for (number, instruction) in instructions.iter().enumerate() {
        if let Instruction::Comment(_) = instruction {
            continue;
        }
        if let (Instruction::Arg(args), Some(below)) = (instruction, place(number)) {
            let is_name = |word: &str| args.args.iter().any(|arg| arg.name.as_str() == word);
            let what = if args.args.len() > 1 { "arguments" } else { "argument" };
            definition(file, (first..number).filter_map(&place), below, &is_name, what, report);
        }
        first = number + 1;
    }
}

fn definition<'m>(
    file: &FileFacts<'_>,
    comments: impl Iterator<Item = Place<'m>>,
    below: Place<'m>,
    is_name: &dyn Fn(&str) -> bool,
    what: &str,
    report: &mut Report<'_>,
) {
    let Some((text, span)) = attached_comments(file.source, comments, below).last() else { return };
    let word = text.split(' ').next().unwrap_or_default();
    if text.is_empty() || is_name(word) {
        return;
    }
    let start = file.lines_of(below).start;
    report.add(
        Draft::new(below.keyword(), format!("the comment above describes no {what} by name"))
            .label("the definition")
            .other(span, "the comment")
            .help("begin the comment with the name, or put a line with only `#` below it")
            .fix("put a line with only `#` below it", [Replacement::new(Span { start, end: start }, "#\n")]),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn the_last_comment_counts() {
        let text = "# a\n# A x\nARG A\n# b\n\nFROM a:1 AS b\n# x\nFROM a:1\n# B x\n#\nARG B\n# no\nARG C D\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @"13:1 `ARG` the definition: the comment above describes no arguments by name; 12:1 `# no` the comment; help: begin the comment with the name, or put a line with only `#` below it; fix: put a line with only `#` below it ->");
    }
}
