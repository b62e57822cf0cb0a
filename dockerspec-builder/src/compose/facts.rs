//! What the compose file needs to know of an image, and does not say again.

use dockerspec_core::dockerfile::{Command, Healthcheck, Instruction};
use dockerspec_core::value::ExposedPort;
use dockerspec_core::word::Value;

use crate::content::Content;
use crate::lineage::steps;

/// Whether the engine asks containers of a stage for their health.
pub(super) fn has_healthcheck(content: &Content) -> bool {
    let last = steps(content).rev().find_map(|step| match &step.instruction {
        Instruction::Healthcheck(check) => Some(&**check),
        _ => None,
    });
    matches!(last, Some(Healthcheck::Probe(_)))
}

/// The ports that a stage exposes, as far as they are known here.
pub(super) fn exposed(content: &Content) -> Vec<ExposedPort> {
    let mut exposed = Vec::new();
    for step in steps(content) {
        if let Instruction::Expose(expose) = &step.instruction {
            for port in &expose.ports {
                if let Value::Fixed(port) = port
                    && !exposed.contains(port)
                {
                    exposed.push(*port);
                }
            }
        }
    }
    exposed
}

/// Whether a stage exposes a port that only the build knows.
pub(super) fn exposes_unknown(content: &Content) -> bool {
    steps(content).any(|step| match &step.instruction {
        Instruction::Expose(expose) => expose.ports.iter().any(|port| matches!(port, Value::Expanded(_))),
        _ => false,
    })
}

/// The value of an environment variable of a stage, if it is known here.
pub(super) fn variable<'c>(content: &'c Content, name: &str) -> Option<&'c str> {
    let mut value = None;
    for step in steps(content) {
        if let Instruction::Env(env) = &step.instruction {
            for pair in env.pairs.iter().filter(|pair| pair.name.as_literal() == Some(name)) {
                value = pair.value.as_literal();
            }
        }
    }
    value
}

/// Whether the first program of a container is one that reaps processes and hands signals on.
pub(super) fn has_init(content: &Content) -> bool {
    let entrypoint = steps(content).rev().find_map(|step| match &step.instruction {
        Instruction::Entrypoint(entrypoint) => Some(&entrypoint.command),
        _ => None,
    });
    let Some(Command::Exec(arguments)) = entrypoint else { return false };
    let program = arguments.first().map_or("", |program| program.rsplit('/').next().unwrap_or(program));
    matches!(program, "tini" | "tini-static" | "dumb-init" | "docker-init" | "catatonit" | "init" | "s6-svscan")
}
