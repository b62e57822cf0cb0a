//! The model: a Dockerfile as plain data, one struct per instruction, every flag a typed field.
//!
//! What the model cannot say, nobody can say; what it can say and no Dockerfile text can is an error of
//! [`render`](crate::render). Fields are public and structs grow: begin with the constructor, then set what differs.
//!
//! With the feature `serde` all of it is read and written, as JSON for example. An instruction is an object whose one
//! field is its name; an instruction that is but a list, a command or a value is that list, command or value there.
//! What is absent, empty or the default is left out; a field that nothing here has is an error.
//!
//! ```json
//! {
//!   "stages": [
//!     {
//!       "base": {"image": "debian:13-slim"},
//!       "instructions": [
//!         {"env": [{"name": "LANG", "value": "C.UTF-8"}]},
//!         {"copy": {"sources": [{"path": "app"}], "destination": "/usr/local/bin/", "chmod": "0755"}},
//!         {"expose": ["8080"]},
//!         {"user": "10001:10001"},
//!         {"entrypoint": {"exec": ["app"]}}
//!       ]
//!     }
//!   ]
//! }
//! ```

mod add;
mod args;
mod command;
mod comment;
mod copy;
mod directives;
mod env;
mod expose;
mod healthcheck;
mod heredocs;
mod inline_file;
mod instruction;
mod label;
mod maintainer;
mod mount;
mod onbuild;
mod pairs;
mod paths;
mod run;
mod script;
mod shell;
mod shell_text;
mod source;
mod stage;
mod stop_signal;
mod user;
mod volume;
mod workdir;

pub use add::{Add, Unpack};
pub use args::Args;
pub use command::{Cmd, Command, Entrypoint};
pub use comment::Comment;
pub(crate) use comment::is_lint_setting;
pub use copy::{Copy, CopyFrom, literal_path};
pub use directives::{Check, Directives, Rules};
pub use env::{Env, EnvPair};
pub use expose::Expose;
pub use healthcheck::{Healthcheck, Probe};
pub use heredocs::{Heredoc, ShellHeredocs};
pub use inline_file::InlineFile;
pub use instruction::{Instruction, IntoInstruction};
pub use label::{Label, LabelPair};
pub use maintainer::Maintainer;
pub use mount::{
    BindMount, CacheMount, ExpandedMount, Mount, MountAccess, MountField, MountFrom, SecretMount, Sharing, SshMount,
    TmpfsMount,
};
pub use onbuild::{Onbuild, Trigger};
pub use run::{Device, Network, Run, RunCommand, Security};
pub use script::Script;
pub use shell::Shell;
pub use shell_text::ShellText;
pub use source::Source;
pub use stage::{Base, Stage};
pub use stop_signal::StopSignal;
pub use user::User;
pub use volume::Volume;
pub use workdir::Workdir;

/// A Dockerfile: directives, what stands before the first stage, and the stages.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Cmd, Dockerfile, Stage};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Cmd::exec(["/app", "--serve"]).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nCMD [\"/app\", \"--serve\"]\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Dockerfile<'a> {
    /// The parser directives.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub directives: Directives<'a>,
    /// What stands before the first stage: `ARG` instructions and comments.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub preamble: Vec<Instruction<'a>>,
    /// The stages; the last one is what a build without a target builds.
    pub stages: Vec<Stage<'a>>,
}

impl<'a> From<Stage<'a>> for Dockerfile<'a> {
    fn from(stage: Stage<'a>) -> Self {
        Self { stages: vec![stage], ..Self::default() }
    }
}

impl<'a> FromIterator<Stage<'a>> for Dockerfile<'a> {
    fn from_iter<I: IntoIterator<Item = Stage<'a>>>(stages: I) -> Self {
        Self { stages: stages.into_iter().collect(), ..Self::default() }
    }
}

/// Puts one instruction into a `FROM scratch` stage and renders it: what unit tests of the instructions look at.
#[cfg(test)]
pub(crate) fn rendered<'a>(instruction: impl Into<Instruction<'a>>) -> String {
    let mut stage = Stage::new(Base::Scratch);
    stage.instructions.push(instruction.into());
    match Dockerfile::from(stage).render() {
        Ok(text) => text.strip_prefix("FROM scratch\n").expect("the stage comes first").to_owned(),
        Err(errors) => format!("error: {errors}"),
    }
}
