use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::word::{Value, Word};

rule! {
    /// ## What it does
    ///
    /// Finds `FROM --platform=$TARGETPLATFORM`.
    ///
    /// ## Why is this bad?
    ///
    /// It is what FROM takes without the flag.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM --platform=$TARGETPLATFORM debian:13-slim
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [RedundantTargetPlatform](https://docs.docker.com/reference/build-checks/redundant-target-platform/)
    redundant_platform = Warn, aliases: ["DL3065", "RedundantTargetPlatform"], fixes: Sometimes, Hook::Stage(check)
}

const TARGET: &str = "TARGETPLATFORM";

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let Some(Value::Expanded(word @ Word::Parts(_))) = &stage.stage.platform else { return };
    let names = word.variables();
    if names.is_empty() || names.iter().any(|variable| variable.name.as_str() != TARGET) {
        return;
    }
    let mut variables = file.preamble_variables();
    let (Some(platform), Some(target)) = (variables.expand(word), variables.value(TARGET)) else { return };
    if platform != target {
        return;
    }
    let flag = stage.platform_span();
    let draft = Draft::new(flag, "`--platform` names the platform that FROM takes without it")
        .label("the default")
        .help("leave it out");
    // A platform that the file itself sets is another one than that of the build.
    report.add(if target == "linux/amd64" {
        let behind = &file.source[flag.end as usize..];
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        draft.fix("leave it out", [Replacement::new(Span::of(flag.start as usize, flag.end as usize + blanks), "")])
    } else {
        draft
    });
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_becomes_another_platform_is_silent() {
        for platform in ["$BUILDPLATFORM", "linux/$TARGETARCH", "${TARGETPLATFORM}/v2", "$TARGETPLATFORM$X"] {
            assert_eq!(findings(&super::RULE, &format!("FROM --platform={platform} a:1\n")), "", "{platform}");
        }
        insta::assert_snapshot!(findings(&super::RULE, "from --platform=${TARGETPLATFORM:-x}  \\\n a:1\n"), @r"1:6 `--platform=${TARGETPLATFORM:-x}` the default: `--platform` names the platform that FROM takes without it; help: leave it out; fix: leave it out -> from \");
    }
}
