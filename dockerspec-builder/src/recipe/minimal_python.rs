//! A Python interpreter, its libraries and an environment, gathered for an image that has nothing else.

use crate::files::from;
use crate::packages::Packages;
use crate::recipe::common::{CERTIFICATES, Common};
use crate::recipe::python::ENVIRONMENT;
use crate::run::Run;
use crate::stage::Stage;

/// The stage that runs what `build` has installed, on nothing.
#[track_caller]
pub(crate) fn runtime(build: &Stage, common: &Common) -> Stage {
    let gather = build
        .stage(common.name("gather"))
        .describe("gather is what the interpreter and the dependencies need, below /rootfs.");
    let gather =
        common.installed(common.runtime_packages(gather), &[Packages::new(["binutils"])]).run(Run::heredoc(GATHER));
    Stage::from_scratch(common.name("runtime"))
        .describe("runtime is the interpreter, the dependencies, and the program.")
        .copy(from(&gather, "/rootfs/"), "/")
        .create_user(&common.user)
        .env("PATH", format!("{ENVIRONMENT}/bin:/usr/local/bin"))
        // What the base says of its locale and its certificates.
        .env("LANG", "C.UTF-8")
        .env("SSL_CERT_FILE", CERTIFICATES)
}

/// Copies what is needed below `/rootfs`. It is a program of the very interpreter that it copies.
const GATHER: &str = include_str!("gather.py");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_gathers_what_the_recipe_installs_and_names() {
        for path in [ENVIRONMENT, CERTIFICATES, "/rootfs"] {
            assert!(GATHER.contains(&format!("Path(\"{path}\")")), "{path}");
        }
    }
}
