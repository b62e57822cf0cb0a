use crate::check::facts::{FileFacts, StageBase, StageFacts, architecture_of, os_of, platform_of};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::word::Value;

rule! {
    /// ## What it does
    ///
    /// Finds bases that are known to be made for another platform than `--platform` says.
    ///
    /// BuildKit compares with the image that it has pulled. Nothing is pulled here; known are the repositories of Docker
    /// Hub with the official images of one architecture (`arm64v8/debian`, `amd64/alpine`, `i386/busybox`, …), those of
    /// Windows, and the architectures of some other bases. Without `--platform`, or with variables in it, the build
    /// decides, and this says nothing.
    ///
    /// ## Why is this bad?
    ///
    /// The image is made for another processor: nothing in it runs, or only in an emulator.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM --platform=linux/amd64 arm64v8/debian:13-slim AS amd64
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM --platform=linux/s390x amazonlinux:2023 AS s390x
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM --platform=linux/amd64 debian:13-slim AS amd64
    /// USER 10001
    /// ```
    base_of_other_platform = Warn, aliases: ["InvalidBaseImagePlatform"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let (StageBase::Image(image), Some(Value::Fixed(wanted))) = (&stage.base, &stage.stage.platform) else { return };
    let Some((os, architecture)) = platform_of(image) else {
        let facts = file.base_of(stage);
        if let Some(known) = facts.and_then(|facts| facts.architectures.as_deref())
            && let Some(architecture) = architecture_of(wanted)
            && !known.contains(&architecture)
        {
            found(stage, format!("`{image}` is made for {}", known.join(" and ")), report);
        }
        return;
    };
    let is_os = os_of(wanted).is_none_or(|wanted| wanted == os);
    let is_architecture = match (architecture_of(wanted), architecture) {
        (Some(wanted), Some(architecture)) => wanted == architecture,
        _ => true,
    };
    if !is_os || !is_architecture {
        let made_for = architecture.map_or_else(|| os.to_owned(), |architecture| format!("{os}/{architecture}"));
        found(stage, format!("`{image}` is made for {made_for}"), report);
    }
}

#[cold]
fn found(stage: &StageFacts<'_>, message: String, report: &mut Report<'_>) {
    report.add(
        Draft::new(stage.base_span(), message)
            .label("an image of another platform")
            .other(stage.platform_span(), "the platform")
            .help("name an image of this platform, or of all"),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_fits_or_is_not_known_is_silent() {
        for from in [
            "--platform=linux/arm64 arm64v8/debian:13",
            "--platform=arm64 arm64v8/debian:13",
            "--platform=linux/aarch64 docker.io/arm64v8/debian:13",
            "--platform=linux/arm/v7 arm32v7/debian:13",
            "--platform=linux/arm64 quay.io/amd64/debian:13",
            "--platform=linux/arm64 someone/debian:13",
            "arm64v8/debian:13",
            "--platform=linux/aarch64 amazonlinux:2023",
            "--platform=$BUILDPLATFORM arm64v8/debian:13",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM {from}\n")), "", "{from}");
        }
        insta::assert_snapshot!(findings(&super::RULE, "FROM --platform=linux mcr.microsoft.com/windows/nanoserver:ltsc2025\nFROM --platform=windows/amd64 amd64/alpine:3\n"), @r"
        1:23 `mcr.microsoft.com/windows/nanoserver:ltsc2025` an image of another platform: `mcr.microsoft.com/windows/nanoserver:ltsc2025` is made for windows; 1:6 `--platform=linux` the platform; help: name an image of this platform, or of all
        2:31 `amd64/alpine:3` an image of another platform: `amd64/alpine:3` is made for linux/amd64; 2:6 `--platform=windows/amd64` the platform; help: name an image of this platform, or of all
        ");
    }
}
