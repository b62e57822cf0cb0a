//! `HEALTHCHECK`.

use super::Command;
use super::instruction::Words;
use super::shell_text::{Dashes, Heredocs};
use crate::render::{PushText as _, Reason, Render, Writer, push_number};
use crate::value::Duration;

/// `HEALTHCHECK`: how the engine asks a container whether it is well.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Command, Dockerfile, Healthcheck, Probe, Stage};
/// # use dockerspec_core::value::Duration;
/// let mut probe = Probe::new(Command::exec(["app", "--health"]));
/// probe.interval = Some(Duration::from_secs(30));
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(Healthcheck::Probe(probe).into());
/// assert_eq!(
///     Dockerfile::from(stage).render()?,
///     "FROM scratch\nHEALTHCHECK --interval=30s CMD [\"app\", \"--health\"]\n",
/// );
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Healthcheck<'a> {
    /// `HEALTHCHECK NONE`: not at all, whatever the base says.
    None,
    /// `HEALTHCHECK CMD`: by a command.
    Probe(Probe<'a>),
}

/// The command of a health check, and when it runs. What is absent is the engine's default.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Probe<'a> {
    /// `--interval`: the time between two runs; 30 s without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub interval: Option<Duration>,
    /// `--timeout`: the time a run may take; 30 s without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub timeout: Option<Duration>,
    /// `--start-period`: the time in which failures do not count; none without it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub start_period: Option<Duration>,
    /// `--start-interval`: the time between two runs in the start period; 5 s without it. Dockerfile 1.6.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub start_interval: Option<Duration>,
    /// `--retries`: the failures in a row that make the container unhealthy; 3 without it. At most 2³¹ − 1.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub retries: Option<u32>,
    /// The command: exit code 0 is healthy, 1 is not.
    pub command: Command<'a>,
}

impl<'a> Probe<'a> {
    /// A command with the engine's defaults.
    pub fn new(command: Command<'a>) -> Self {
        Self { interval: None, timeout: None, start_period: None, start_interval: None, retries: None, command }
    }
}

impl Words<'_> for Healthcheck<'_> {}

impl Render for Healthcheck<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        let Self::Probe(probe) = self else {
            writer.out.push_str("HEALTHCHECK NONE");
            return Ok(());
        };
        writer.out.push_str("HEALTHCHECK");
        let times = [
            (" --interval=", probe.interval),
            (" --timeout=", probe.timeout),
            (" --start-period=", probe.start_period),
            (" --start-interval=", probe.start_interval),
        ];
        for (flag, time) in times {
            if let Some(time) = time {
                writer.out.push_str(flag);
                time.push_text(&mut writer.out);
            }
        }
        if let Some(retries) = probe.retries {
            if i32::try_from(retries).is_err() {
                let text = retries.to_string();
                return Err(Reason::TooLarge { what: "`--retries`", text, limit: "2147483647" });
            }
            writer.out.push_str(" --retries=");
            push_number(&mut writer.out, retries);
        }
        writer.out.push_str(" CMD");
        match &probe.command {
            Command::Exec(arguments) if arguments.is_empty() => {
                Err(Reason::Empty { what: "the command", way_out: "name a program, or say that there is no check" })
            }
            Command::Shell(text) if text.as_written().is_empty() => {
                Err(Reason::Empty { what: "the command", way_out: "write one, or say that there is no check" })
            }
            Command::Shell(text) => {
                text.refuse(Heredocs::Text)?;
                text.push(&mut writer.out, Dashes::Text);
                Ok(())
            }
            command @ Command::Exec(_) => command.render(writer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;

    #[test]
    fn every_flag() {
        let mut probe = Probe::new(Command::shell("--odd"));
        probe.interval = Some(Duration::from_millis(1500));
        probe.timeout = Some(Duration::from_secs(3));
        probe.start_period = Some(Duration::from_secs(90));
        probe.start_interval = Some(Duration::from_secs(0));
        probe.retries = Some(0);
        assert_eq!(
            rendered(Healthcheck::Probe(probe)),
            "HEALTHCHECK --interval=1s500ms --timeout=3s --start-period=1m30s --start-interval=0s --retries=0 CMD --odd\n"
        );
        assert_eq!(rendered(Healthcheck::None), "HEALTHCHECK NONE\n");
    }

    #[test]
    fn what_is_refused() {
        let mut probe = Probe::new(Command::shell("x"));
        probe.retries = Some(u32::MAX);
        insta::assert_snapshot!(rendered(Healthcheck::Probe(probe)), @"error: HEALTHCHECK in stage 0: `--retries` is 4294967295, and BuildKit takes at most 2147483647; write a smaller number");
        let probe = Probe::new(Command::exec([""; 0]));
        insta::assert_snapshot!(rendered(Healthcheck::Probe(probe)), @"error: HEALTHCHECK in stage 0: the command is empty; name a program, or say that there is no check");
    }
}
