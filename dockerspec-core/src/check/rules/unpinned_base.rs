use crate::check::facts::{FileFacts, StageBase, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds bases that are named without a tag and without a digest.
    ///
    /// ## Why is this bad?
    ///
    /// Such a base is the tag `latest`: another image every few weeks, and with it another build.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ```
    unpinned_base = Deny, aliases: ["DL3006"], fixes: Never, Hook::Stage(check)
}

fn check(_: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let StageBase::Image(image) = &stage.base else { return };
    if image.tag().is_none() && image.digest().is_none() {
        report.add(
            Draft::new(stage.base_span(), format!("the base `{image}` has no tag"))
                .label("an image that changes")
                .help("name the version, or pin it by its digest"),
        );
    }
}
