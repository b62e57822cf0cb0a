//! Services as what stands in compose files, in the order of the fields there.

use std::borrow::Cow;

use dockerspec_core::dockerfile::{Command, Healthcheck};

use super::develop::{Develop, Rule, Sources};
use super::facts::exposed;
use super::port::Port;
use super::service::{Definition, EnvironmentVariable, Restart, Source};
use super::value::{Entries, Value};

/// The service in `compose.yaml`.
pub(super) fn production(service: &Definition) -> Entries {
    let mut entries = Entries::default();
    match &service.source {
        Source::Image(image) => entries.put("image", image.to_string()),
        Source::Build(build) => {
            let mut keys = Entries::default();
            keys.put("context", build.context.clone());
            keys.put_some("dockerfile", build.dockerfile.clone());
            keys.put_some("target", build.image.last().stage.name.as_ref().map(ToString::to_string));
            entries.put("build", keys);
        }
    }
    entries.put_some("hostname", service.hostname.clone());
    entries.put_some("entrypoint", service.entrypoint.as_ref().map(command));
    entries.put_some("command", service.command.as_ref().map(command));
    entries.put_some("init", service.init.then_some(true));
    entries.put_some("read_only", service.read_only.then_some(true));
    entries.put_list("tmpfs", service.tmpfs.iter().cloned());
    if service.drops_capabilities {
        entries.put_list("cap_drop", ["ALL"]);
    }
    entries.put_list("cap_add", service.capabilities.iter().cloned());
    entries.put_list("security_opt", ["no-new-privileges:true"]);
    entries.put_some("shm_size", service.shm_size.map(|size| size.to_string()));
    entries.put_some("mem_limit", service.mem_limit.map(|size| size.to_string()));
    entries.put_map("environment", environment(&service.environment));
    entries.put_list("secrets", service.secrets.iter().map(|secret| secret.name.clone()));
    entries.put_list("volumes", service.volumes.iter().map(|(volume, path, _)| volume_mount(&volume.name, path)));
    entries.put_list("ports", ports(service).iter().map(Port::text));
    entries.put_some("healthcheck", service.healthcheck.as_ref().map(healthcheck));
    let mut dependencies = Entries::default();
    for dependency in &service.depends_on {
        let condition = Value::map([("condition", dependency.condition.as_str())]);
        dependencies.put(dependency.service.0.name.clone(), condition);
    }
    entries.put_map("depends_on", dependencies);
    entries.put_list("profiles", service.profiles.iter().cloned());
    entries.put("restart", service.restart.as_str());
    entries.put_some("stop_grace_period", service.stop_grace_period.map(|time| time.to_string()));
    entries.with_raw(&service.raw)
}

/// The service in `compose.override.yaml`, with the rules of its watch.
pub(super) fn development(service: &Definition, develop: &Develop, rules: &[Rule]) -> Entries {
    let mut entries = Entries::default();
    if let Some((target, _)) = &develop.target {
        entries.put("build", Value::map([("target", target.clone())]));
    }
    entries.put_some("command", develop.command.as_ref().map(command));
    let (mounted, watched): (Vec<&Rule>, Vec<&Rule>) =
        rules.iter().partition(|rule| develop.sources == Sources::Mounted && bind_mount(rule).is_some());
    let is_written = watched.iter().any(|rule| rule.target.is_some());
    entries.put_some("read_only", (service.read_only && is_written).then_some(false));
    entries.put_map("environment", environment(&develop.environment));
    entries.put_list("volumes", mounted.into_iter().filter_map(bind_mount));
    entries.put_list("ports", develop.ports.iter().map(|(port, _)| port.text()));
    if service.restart != Restart::No {
        // What does not start is to be seen, not to be tried again.
        entries.put("restart", Restart::No.as_str());
    }
    let watched: Vec<Value> = watched.iter().map(|rule| rule.value(develop.restarts, &develop.ignore)).collect();
    if !watched.is_empty() {
        entries.put("develop", Value::map([("watch", Value::List(watched))]));
    }
    entries
}

/// A named volume at a directory, in the short form unless that could not tell where the directory ends.
fn volume_mount(name: &str, path: &str) -> Value {
    if path.contains(':') {
        let entries = [("type", "volume"), ("source", name), ("target", path)];
        return Value::map(entries.map(|(key, value)| (key, value.to_owned())));
    }
    format!("{name}:{path}").into()
}

/// All ports that a service publishes in production.
pub(super) fn ports(service: &Definition) -> Vec<Port> {
    let mut ports: Vec<Port> = service.ports.iter().map(|(port, _)| port.clone()).collect();
    if let (Some(_), Some(stage)) = (service.publishes_exposed, service.stage()) {
        let others = exposed(stage).into_iter().map(Port::of).filter(|port| !ports.contains(port));
        ports.extend(others.collect::<Vec<_>>());
    }
    ports
}

/// What is mounted where it would be synchronised, if it can be.
fn bind_mount(rule: &Rule) -> Option<Value> {
    let target = rule.target.clone().filter(|_| rule.include.is_none() && !rule.is_shared)?;
    Some(Value::map([("type", "bind".to_owned()), ("source", rule.path.clone()), ("target", target)]))
}

fn environment(variables: &[EnvironmentVariable]) -> Entries {
    let mut entries = Entries::default();
    for variable in variables {
        entries.put(variable.name.to_string(), variable.value.clone());
    }
    entries
}

/// A command as a list: compose splits a string by rules of its own, and calls no shell.
fn command(command: &Command<'static>) -> Value {
    words(command, &[], &["/bin/sh", "-c"])
}

/// The words of a command behind those that say which kind it is.
fn words(command: &Command<'static>, exec: &[&'static str], shell: &[&'static str]) -> Value {
    let (first, rest): (_, Vec<Cow<'static, str>>) = match command {
        Command::Exec(arguments) => (exec, arguments.iter().cloned().collect()),
        Command::Shell(text) => (shell, vec![Cow::Owned(text.joined().into_owned())]),
        _ => (exec, Vec::new()),
    };
    Value::list(first.iter().map(|word| Cow::Borrowed(*word)).chain(rest))
}

fn healthcheck(check: &Healthcheck<'static>) -> Value {
    let Healthcheck::Probe(probe) = check else { return Value::map([("disable", true)]) };
    let mut entries = Entries::default();
    entries.put("test", words(&probe.command, &["CMD"], &["CMD-SHELL"]));
    let times = [
        ("interval", probe.interval),
        ("timeout", probe.timeout),
        ("start_period", probe.start_period),
        ("start_interval", probe.start_interval),
    ];
    for (key, time) in times {
        entries.put_some(key, time.map(|time| time.to_string()));
    }
    entries.put_some("retries", probe.retries);
    entries.into()
}
