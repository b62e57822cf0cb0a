use crate::check::facts::{Casing, FileFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::{Place, Span};

rule! {
    /// ## What it does
    ///
    /// Finds keywords in another case than most keywords of the file have.
    ///
    /// ## Why is this bad?
    ///
    /// BuildKit takes any case. Readers look for keywords by their shape.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// workdir /app
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR /app
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [ConsistentInstructionCasing](https://docs.docker.com/reference/build-checks/consistent-instruction-casing/)
    inconsistent_keyword_casing = Warn, aliases: ["ConsistentInstructionCasing"], fixes: Always, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let (mut lower, mut upper, mut mixed) = (0_usize, 0_usize, 0_usize);
    for keyword in keywords(file) {
        match Casing::of(&file.written(keyword)) {
            Casing::Lower => lower += 1,
            Casing::Upper => upper += 1,
            Casing::Mixed => mixed += 1,
        }
    }
    let (usual, others) = if lower > upper { (Casing::Lower, upper) } else { (Casing::Upper, lower) };
    if others + mixed == 0 {
        return;
    }
    for keyword in keywords(file) {
        let written = file.written(keyword);
        if Casing::of(&written) == usual {
            continue;
        }
        let (instead, case) = match usual {
            Casing::Lower => (crate::parse::lower(&written), "lower"),
            _ => (crate::parse::lower(&written).to_ascii_uppercase(), "upper"),
        };
        report.add(
            Draft::new(keyword, format!("`{written}` is not in {case} case, as most keywords of the file are"))
                .label("another case")
                .help(format!("write `{instead}`"))
                .fix(format!("write `{instead}`"), [Replacement::new(keyword, instead)]),
        );
    }
}

/// The keywords that count: each FROM, and what stands below it.
fn keywords<'m>(file: &'m FileFacts<'_>) -> impl Iterator<Item = Span> + 'm {
    file.dockerfile.stages.iter().enumerate().flat_map(move |(number, stage)| {
        let from = file.map.from(number);
        let steps = stage.instructions.iter().enumerate();
        let steps = steps.filter(|(_, instruction)| !matches!(instruction, Instruction::Comment(_)));
        let steps = steps.filter_map(move |(step, _)| file.map.instruction(number, step));
        from.into_iter().chain(steps).map(Place::keyword)
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn most_keywords_decide() {
        assert_eq!(findings(&super::RULE, "arg A\nFROM a:1\nONBUILD run a\nRUN from\n"), "");
        assert_eq!(findings(&super::RULE, "from a:1\nrun a\n# COMMENT\n"), "");
        insta::assert_snapshot!(findings(&super::RULE, "from a:1\nrun a\nRUN b\nCmd c\n"), @r"
        3:1 `RUN` another case: `RUN` is not in lower case, as most keywords of the file are; help: write `run`; fix: write `run` -> run b
        4:1 `Cmd` another case: `Cmd` is not in lower case, as most keywords of the file are; help: write `cmd`; fix: write `cmd` -> cmd c
        ");
        insta::assert_snapshot!(findings(&super::RULE, "from a:1\nRUN b\\\n c\n"), @"1:1 `from` another case: `from` is not in upper case, as most keywords of the file are; help: write `FROM`; fix: write `FROM` -> FROM a:1");
    }
}
