//! What the compose file needs to know of an image, and does not say again.

use dockerspec_core::dockerfile::{Command, Healthcheck, Instruction};
use dockerspec_core::value::ExposedPort;
use dockerspec_core::word::Value;

use crate::content::Content;
use crate::effective::Effective;

/// Whether the engine asks containers of a stage for their health.
pub(super) fn has_healthcheck(content: &Content) -> bool {
    let check = Effective::of(content).healthcheck.map(|said| said.instruction);
    matches!(check, Some(Instruction::Healthcheck(check)) if matches!(**check, Healthcheck::Probe(_)))
}

/// The ports that a stage exposes, as far as they are known here.
pub(super) fn exposed(content: &Content) -> Vec<ExposedPort> {
    Effective::of(content).ports.into_iter().filter_map(|(port, _)| port.fixed().copied()).collect()
}

/// Whether a stage exposes a port that only the build knows.
pub(super) fn exposes_unknown(content: &Content) -> bool {
    Effective::of(content).ports.iter().any(|(port, _)| matches!(port, Value::Expanded(_)))
}

/// Whether an environment variable of a stage has this value.
pub(super) fn has_variable(content: &Content, name: &str, value: &str) -> bool {
    let environment = Effective::of(content).environment;
    environment.iter().any(|known| known.name.as_literal() == Some(name) && known.value.as_literal() == Some(value))
}

/// Whether the first program of a container is one that reaps processes and hands signals on.
pub(super) fn has_init(content: &Content) -> bool {
    let Some(Instruction::Entrypoint(entrypoint)) = Effective::of(content).entrypoint.map(|said| said.instruction)
    else {
        return false;
    };
    let Command::Exec(arguments) = &entrypoint.command else { return false };
    let program = arguments.first().map_or("", |program| program.rsplit('/').next().unwrap_or(program));
    matches!(program, "tini" | "tini-static" | "dumb-init" | "docker-init" | "catatonit" | "init" | "s6-svscan")
}
