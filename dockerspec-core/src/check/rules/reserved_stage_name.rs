use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds stages that are called `scratch` or `context`.
    ///
    /// ## Why is this bad?
    ///
    /// These are names of something else: the empty base, and the build context. Below a stage `scratch`, `FROM scratch`
    /// is that stage.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim AS scratch
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
    /// - [ReservedStageName](https://docs.docker.com/reference/build-checks/reserved-stage-name/)
    reserved_stage_name = Warn, aliases: ["DL3063", "ReservedStageName"], fixes: Never, Hook::Stage(check)
}

fn check(_: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let Some(name) = &stage.stage.name else { return };
    let what = match name.as_str() {
        "scratch" => "the empty base",
        "context" => "the build context",
        _ => return,
    };
    report.add(
        Draft::new(stage.name_span(), format!("the stage has the name of {what}, `{name}`"))
            .label("a reserved name")
            .help("give the stage another name"),
    );
}
