//! What the recipes for compiled languages have in common: a stage with one program.

use crate::files::from;
use crate::phase::{FileSystem, NamedUser};
use crate::recipe::base::RecipeBase;
use crate::recipe::common::{CERTIFICATES, Common};
use crate::stage::Stage;

/// Where a build puts its program.
pub(crate) const OUT: &str = "/out";

/// The stage that ships a program, which `build` has compiled on `base`. `stage` is what it begins with.
#[track_caller]
pub(crate) fn runtime(
    stage: Stage,
    build: &Stage,
    base: &RecipeBase,
    program: &str,
    common: &Common,
) -> Stage<FileSystem, NamedUser> {
    let stage = stage.describe("runtime is the program, and nothing that built it.");
    let stage = common.account(common.runtime_packages(stage));
    let stage = if base.facts().is_some_and(|facts| facts.has_tool("ca-certificates") == Some(true)) {
        stage.copy(from(build, CERTIFICATES), CERTIFICATES)
    } else {
        stage
    };
    common
        .metadata
        .write(stage)
        .copy(from(build, format!("{OUT}/{program}")), format!("/usr/local/bin/{program}"))
        .user(&common.user)
}
