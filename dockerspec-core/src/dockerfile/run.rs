//! `RUN`.

use std::borrow::Cow;

use super::command::push_exec;
use super::instruction::Words;
use super::shell_text::{Dashes, Heredocs};
use super::{Mount, Script, ShellHeredocs, ShellText};
use crate::render::{Reason, Render, TextProblem, Writer, push_flag_text};
use crate::word::Word;

/// `RUN`: a command at build time.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, CacheMount, Dockerfile, Run, Stage};
/// let mut run = Run::shell("cargo build --release --locked");
/// run.mounts.push(CacheMount::new("/usr/local/cargo/registry").into());
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(run.into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release --locked\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Run<'a> {
    /// `--mount`: what is there while the command runs.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub mounts: Vec<Mount<'a>>,
    /// `--network`; Dockerfile 1.3.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub network: Network,
    /// `--security`; Dockerfile 1.20.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub security: Security,
    /// `--device`: devices of the machine that builds; only in the `-labs` frontends so far.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub devices: Vec<Device<'a>>,
    /// The command.
    pub command: RunCommand<'a>,
}

/// The command of [`Run`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RunCommand<'a> {
    /// One line for the shell in force.
    Shell(ShellText<'a>),
    /// Several lines for the shell in force, or a program of its own with `#!`: a heredoc.
    Script(Script<'a>),
    /// One line for the shell in force, with heredocs in it.
    Heredocs(ShellHeredocs<'a>),
    /// A program and its arguments, each as it is.
    Exec(Vec<Cow<'a, str>>),
}

/// The network while the command runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Network {
    /// That of the build.
    #[default]
    Default,
    /// None.
    None,
    /// That of the machine that builds; the build must grant `network.host`.
    Host,
}

/// The confinement of the command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Security {
    /// The usual one.
    #[default]
    Sandbox,
    /// None; the build must grant `security.insecure`.
    Insecure,
}

/// A device of the machine that builds, by its CDI name: `vendor.com/class=device`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Device<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Whether the build fails without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub required: bool,
}

impl<'a> Run<'a> {
    /// A command without flags.
    pub fn new(command: RunCommand<'a>) -> Self {
        Self {
            mounts: Vec::new(),
            network: Network::Default,
            security: Security::Sandbox,
            devices: Vec::new(),
            command,
        }
    }

    /// One line for the shell in force.
    pub fn shell(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(RunCommand::Shell(ShellText::new(text)))
    }

    /// Lines for the shell in force.
    pub fn script(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(RunCommand::Script(Script::new(text)))
    }

    /// A program and its arguments.
    pub fn exec<T: Into<Cow<'a, str>>>(arguments: impl IntoIterator<Item = T>) -> Self {
        Self::new(RunCommand::Exec(arguments.into_iter().map(Into::into).collect()))
    }
}

impl<'a> Words<'a> for Run<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        self.mounts.iter_mut().for_each(|mount| mount.each_word(visit));
    }
}

impl Render for Run<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let out = &mut writer.out;
        out.push_str("RUN");
        for mount in &self.mounts {
            out.push_str(" --mount=");
            mount.push(out)?;
        }
        match self.network {
            Network::Default => {}
            Network::None => out.push_str(" --network=none"),
            Network::Host => out.push_str(" --network=host"),
        }
        match self.security {
            Security::Sandbox => {}
            Security::Insecure => out.push_str(" --security=insecure"),
        }
        for device in &self.devices {
            device.push(out)?;
        }
        match &self.command {
            RunCommand::Shell(text) => {
                text.refuse(Heredocs::Open)?;
                text.push(out, Dashes::Flags);
                Ok(())
            }
            RunCommand::Heredocs(command) => command.render(writer),
            RunCommand::Exec(arguments) => {
                if arguments.is_empty() {
                    return Err(Reason::Empty { what: "the list of arguments", way_out: "name a program" });
                }
                arguments.iter().try_for_each(|argument| refuse_nul(argument))?;
                out.push(' ');
                push_exec(out, arguments);
                Ok(())
            }
            RunCommand::Script(script) => script.render(writer),
        }
    }
}

/// The command is an argument of a program: of the shell, or itself.
pub(super) fn refuse_nul(text: &str) -> Result<(), Reason> {
    crate::render::refuse_nul(text).map_err(|problem| problem.of("RUN", "the command"))
}

impl Device<'_> {
    fn push(&self, out: &mut String) -> Result<(), Reason> {
        if self.name.is_empty() {
            return Err(Reason::Empty { what: "the name of a device", way_out: "name it, or leave `--device` out" });
        }
        let record = |problem: TextProblem| problem.of("RUN", "`--device`");
        if self.name.contains([',', '"']) {
            let text = self.name.as_ref().to_owned();
            return Err(Reason::NoQuotes { what: "the name of a device", text });
        }
        out.push_str(" --device=name=");
        push_flag_text(out, &self.name).map_err(record)?;
        if self.required {
            out.push_str(",required");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn every_flag_but_mounts() {
        let mut run = Run::exec(["a", "b c"]);
        run.network = Network::None;
        run.security = Security::Insecure;
        run.devices = vec![Device { name: "vendor.com/gpu=0".into(), required: true }];
        assert_eq!(
            rendered(run),
            "RUN --network=none --security=insecure --device=name=vendor.com/gpu=0,required [\"a\", \"b c\"]\n"
        );
    }

    #[test]
    fn what_runs_has_no_nul() {
        for run in [Run::exec(["a", "b\0"]), Run::shell("a\0"), Run::script("a\0\n")] {
            insta::allow_duplicates! {
                insta::assert_snapshot!(rendered(run), @"error: RUN in stage 0: the command has a NUL, which no path, variable or argument of a program can hold; leave it out");
            }
        }
        assert_eq!(rendered(Run::script("#!/bin/a\0\n")), "RUN <<'EOF'\n#!/bin/a\0\nEOF\n");
    }

    #[test]
    fn scripts_are_heredocs_that_cannot_end_early() {
        assert_eq!(rendered(Run::script("set -e\na\n")), "RUN <<'EOF'\nset -e\na\nEOF\n");
        assert_eq!(rendered(Run::script("cat <<EOF\nx\nEOF\n")), "RUN <<'EOF1'\ncat <<EOF\nx\nEOF\nEOF1\n");
        assert_eq!(rendered(Run::script("")), "RUN <<'EOF'\nEOF\n");
        assert!(rendered(Run::script("a")).contains("the script must end with a line feed"));
        assert!(rendered(Run::script("x".repeat(70_000) + "\n")).contains("a line has 70000 bytes"));
    }

    #[test]
    fn shell_text_that_could_begin_something_is_refused() {
        for text in ["cat <<EOF", "a\nRUN b", "[\"x\"]", " a"] {
            assert!(rendered(Run::shell(text)).contains("the shell form cannot hold this command"), "{text}");
            assert!(!ShellText::new(text).fits_run());
        }
        assert_eq!(rendered(Run::shell("--x")), "RUN -- --x\n");
        assert!(rendered(Run::exec([""; 0])).contains("the list of arguments is empty"));
    }
}
