use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::convert::Undefined;

rule! {
    /// ## What it does
    ///
    /// Finds variables that the builder replaces, and that no ENV and no ARG above sets.
    ///
    /// Variables of commands are no matter of the builder. Where the base is not one whose variables are known, only those
    /// are found that are declared above the first FROM, and not in the stage. `environment` of a base in the policy says
    /// which variables it sets.
    ///
    /// ## Why is this bad?
    ///
    /// They are empty. Often the name is misspelled, or an ARG stands above the first FROM, where stages do not see it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// ARG HOME_OF_APP=/app
    /// FROM debian:13-slim
    /// WORKDIR $HOME_OF_APP/data
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// ARG HOME_OF_APP=/app
    /// FROM debian:13-slim
    /// ARG HOME_OF_APP
    /// WORKDIR $HOME_OF_APP/data
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [UndefinedVar](https://docs.docker.com/reference/build-checks/undefined-var/)
    undefined_variable = Warn, aliases: ["UndefinedVar"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    if !file.source.contains('$') {
        return;
    }
    let mut globals = None;
    for variable in &file.trace.undefined {
        let Undefined { name, is_certain } = variable.value;
        let is_global = globals.get_or_insert_with(|| file.preamble_variables()).is_declared(name);
        if !is_certain && !is_global {
            continue;
        }
        let help = if is_global {
            format!("declare it in the stage too: `ARG {name}`")
        } else {
            format!("set it above, by ENV or ARG, or write `\\${name}` when the text is meant")
        };
        report.add(
            Draft::new(variable.word, format!("nothing sets the variable `{name}`"))
                .label("a variable without a value")
                .help(help),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::bases::{BaseFacts, ImagePattern};
    use crate::check::Policy;
    use crate::check::testing::{findings, findings_with};

    #[test]
    fn places_where_the_builder_replaces_variables() {
        let text = "FROM debian:13\nENV A=$1 B=${C:-$D}\nCOPY $E --chown=x /f$A\nCOPY --chown=$U a <<X $G/\n$H\nX\nRUN --mount=type=cache,target=$I echo $J\nLABEL x='$K' y=$PATH\nEXPOSE $L\nCMD $M\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        2:7 `$1` a variable without a value: nothing sets the variable `1`; help: set it above, by ENV or ARG, or write `\$1` when the text is meant
        2:12 `${C:-$D}` a variable without a value: nothing sets the variable `C`; help: set it above, by ENV or ARG, or write `\$C` when the text is meant
        2:12 `${C:-$D}` a variable without a value: nothing sets the variable `D`; help: set it above, by ENV or ARG, or write `\$D` when the text is meant
        3:6 `$E` a variable without a value: nothing sets the variable `E`; help: set it above, by ENV or ARG, or write `\$E` when the text is meant
        4:1 `COPY --chown=$U a <<X $G/` a variable without a value: nothing sets the variable `U`; help: set it above, by ENV or ARG, or write `\$U` when the text is meant
        4:19 `<<X` a variable without a value: nothing sets the variable `H`; help: set it above, by ENV or ARG, or write `\$H` when the text is meant
        4:23 `$G/` a variable without a value: nothing sets the variable `G`; help: set it above, by ENV or ARG, or write `\$G` when the text is meant
        7:5 `--mount=type=cache,target=$I` : the target of a mount is the root of the file system; help: name a directory below it
        7:5 `--mount=type=cache,target=$I` a variable without a value: nothing sets the variable `I`; help: set it above, by ENV or ARG, or write `\$I` when the text is meant
        ");
    }

    #[test]
    fn arguments_without_a_value_are_declared() {
        assert_eq!(findings(&super::RULE, "FROM debian:13 AS b\nARG A\nENV B=$A\nFROM b\nENV C=$A$B\n"), "");
        insta::assert_snapshot!(findings(&super::RULE, "FROM debian:13 AS b\nARG A\nFROM debian:13\nUSER $A\nENV x=$TARGETARCH\n"), @r"
        4:6 `$A` a variable without a value: nothing sets the variable `A`; help: set it above, by ENV or ARG, or write `\$A` when the text is meant
        5:7 `$TARGETARCH` a variable without a value: nothing sets the variable `TARGETARCH`; help: declare it in the stage too: `ARG TARGETARCH`
        ");
    }

    #[test]
    fn what_the_base_may_set_is_no_matter() {
        let text = "ARG V\nFROM company/base:1 AS a\nUSER $APP_USER\nENV A=$APP_HOME/a\nWORKDIR $A\nVOLUME $V/x\nFROM golang:1\nENV B=$GOPATH/bin C=$JAVA_HOME\nFROM scratch\nUSER $D\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        6:8 `$V/x` a variable without a value: nothing sets the variable `V`; help: declare it in the stage too: `ARG V`
        8:21 `$JAVA_HOME` a variable without a value: nothing sets the variable `JAVA_HOME`; help: set it above, by ENV or ARG, or write `\$JAVA_HOME` when the text is meant
        10:6 `$D` a variable without a value: nothing sets the variable `D`; help: set it above, by ENV or ARG, or write `\$D` when the text is meant
        ");
    }

    #[test]
    fn a_policy_says_what_a_base_sets() {
        let mut policy = Policy::default();
        let facts = BaseFacts { environment: Some(vec!["APP_HOME".into()]), ..BaseFacts::default() };
        policy.bases.insert(ImagePattern::new("company/*").unwrap(), facts);
        let text = "FROM company/base:1\nENV A=$APP_HOME B=$APP_HOMR\nWORKDIR $APP_HOME\n";
        insta::assert_snapshot!(findings_with(policy, &super::RULE, text), @r"2:19 `$APP_HOMR` a variable without a value: nothing sets the variable `APP_HOMR`; help: set it above, by ENV or ARG, or write `\$APP_HOMR` when the text is meant");
    }
}
