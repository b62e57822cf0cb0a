use crate::check::facts::{Casing, FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::lower;

rule! {
    /// ## What it does
    ///
    /// Finds an `as` in another case than the `FROM` before it.
    ///
    /// ## Why is this bad?
    ///
    /// It is one instruction, and reads like two.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim as app
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim AS app
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [FromAsCasing](https://docs.docker.com/reference/build-checks/from-as-casing/)
    mismatched_as_casing = Warn, aliases: ["FromAsCasing"], fixes: Always, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let [_, separator, _, ..] = *stage.place.words() else { return };
    let (from, written) = (file.written(stage.place.keyword()), file.written(separator));
    if !written.eq_ignore_ascii_case("as") && lower(&written) != "aſ" {
        return;
    }
    // The keyword alone is what another rule is about.
    let (fits, instead) = match Casing::of(&from) {
        Casing::Mixed => return,
        Casing::Lower => (Casing::of(&written) == Casing::Lower, "as"),
        Casing::Upper => (Casing::of(&written) == Casing::Upper, "AS"),
    };
    if !fits {
        report.add(
            Draft::new(separator, format!("`{written}` has another case than `{from}`"))
                .label("another case")
                .other(stage.place.keyword(), "the keyword")
                .help(format!("write `{instead}`"))
                .fix(format!("write `{instead}`"), [Replacement::new(separator, instead)]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn either_case_is_right_when_both_have_it() {
        assert_eq!(findings(&super::RULE, "from a:1 as b\nFROM a:1 AS c\nFrom a:1 aS d\nFROM as\n"), "");
        insta::assert_snapshot!(findings(&super::RULE, "from a:1 AS b\nFROM a:1 As c\nfrom a:1 aS d\n"), @r"
        1:10 `AS` another case: `AS` has another case than `from`; 1:1 `from` the keyword; help: write `as`; fix: write `as` -> from a:1 as b
        2:10 `As` another case: `As` has another case than `FROM`; 2:1 `FROM` the keyword; help: write `AS`; fix: write `AS` -> FROM a:1 AS c
        3:10 `aS` another case: `aS` has another case than `from`; 3:1 `from` the keyword; help: write `as`; fix: write `as` -> from a:1 as d
        ");
    }
}
