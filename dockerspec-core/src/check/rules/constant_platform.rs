use crate::check::facts::{FileFacts, StageFacts, architecture_of, os_of};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::word::Value;

rule! {
    /// ## What it does
    ///
    /// Finds `FROM --platform` without a variable, in stages whose name does not say the platform.
    ///
    /// ## Why is this bad?
    ///
    /// The stage has this platform whatever the build is for, and so `docker build --platform` makes an image that says
    /// one platform and holds another.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM --platform=linux/amd64 debian:13-slim AS app
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
    /// Where one platform is meant, a name that says so:
    ///
    /// ```dockerfile
    /// FROM --platform=linux/amd64 debian:13-slim AS app-amd64
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [FromPlatformFlagConstDisallowed](https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/)
    constant_platform = Warn, aliases: ["DL3029", "FromPlatformFlagConstDisallowed"], fixes: Never, Hook::Stage(check)
}

fn check(_: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let Some(Value::Fixed(platform)) = &stage.stage.platform else { return };
    let name = stage.stage.name.as_ref().map_or("", |name| name.as_str());
    // What is left out is that of the machine that builds; most are these.
    let os = os_of(platform).unwrap_or("linux".into());
    let architecture = architecture_of(platform).unwrap_or("amd64".into());
    if name.contains(&*os) || name.contains(&*architecture) {
        return;
    }
    report.add(
        Draft::new(stage.platform_span(), format!("the platform is `{platform}`, whatever the build is for"))
            .label("a constant platform")
            .help("leave it out, write `$BUILDPLATFORM`, or name the stage after it"),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn names_and_variables_are_silent() {
        for from in [
            "--platform=linux/arm64 a:1 AS linux",
            "--platform=aarch64 a:1 AS a-arm64",
            "--platform=$BUILDPLATFORM a:1",
            "a:1",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM {from}\n")), "", "{from}");
        }
        insta::assert_snapshot!(findings(&super::RULE, "FROM --platform=arm64 a:1 AS b\n"), @"1:6 `--platform=arm64` a constant platform: the platform is `arm64`, whatever the build is for; help: leave it out, write `$BUILDPLATFORM`, or name the stage after it");
    }
}
