//! What can be wrong with a service, and with services beside each other.

use std::net::IpAddr;

use dockerspec_core::dockerfile::Command;

use super::Port;
use super::emit::ports;
use super::facts::{exposed, exposes_unknown, has_variable};
use super::name;
use super::problem::{Problem, ProblemKind};
use super::service::{Condition, Definition, Restart, Source};
use crate::content::{Content, Place};
use crate::lineage::unprivileged;
use crate::ownership::{Ownership, may_be_same, owner_name, ownership, way_out};
use crate::target;

/// The problems of one service, in the order of its parts.
pub(super) fn service(service: &Definition, problems: &mut Vec<Problem>) {
    let mut report = |kind: ProblemKind, location: Place| {
        let problem = Problem { service: Some(service.name.to_string()), kind, location };
        // One that is made from another has the problems of that too.
        if !problems.iter().any(|known| known.kind == problem.kind && known.location == problem.location) {
            problems.push(problem);
        }
    };
    if let Err(kind) = name::check("service", &service.name) {
        report(kind, service.begun);
    }
    service.problems.iter().for_each(|(kind, place)| report(kind.clone(), *place));
    for secret in &service.secrets {
        if let Err(kind) = name::check("secret", &secret.name) {
            report(kind, secret.place);
        }
    }
    for (volume, _, _) in &service.volumes {
        if let Err(kind) = name::check("volume", &volume.name) {
            report(kind, volume.place);
        }
    }
    let developed = service.develop.iter().flat_map(|develop| &develop.ports);
    for (port, place) in service.ports.iter().chain(developed) {
        if port.host_ip.parse::<IpAddr>().is_err() {
            report(ProblemKind::HostIp { address: port.host_ip.to_string() }, place);
        }
    }
    let commands = [("the command", &service.command), ("the entry point", &service.entrypoint)];
    for (what, command) in commands {
        if let Some(Command::Exec(arguments)) = command
            && arguments.iter().any(|argument| argument.contains('\0'))
        {
            report(ProblemKind::Nul { what: what.to_owned() }, service.begun);
        }
    }
    if let Some(stage) = service.stage() {
        image(service, stage, &mut report);
    }
    dependencies(service, &mut report);
    develop(service, &mut report);
}

/// What the service says beside its image.
fn image(service: &Definition, stage: &Content, report: &mut impl FnMut(ProblemKind, Place)) {
    for known in &service.environment {
        if known.value.text().is_some_and(|text| has_variable(stage, known.name.as_str(), text)) {
            report(ProblemKind::RepeatedVariable { name: known.name.to_string() }, known.place);
        }
    }
    let ports = exposed(stage);
    for (port, place) in service.ports.iter().filter(|_| !exposes_unknown(stage)) {
        if !ports.iter().any(|exposed| port.is_in(*exposed)) {
            let exposed: Vec<String> = ports.iter().map(|port| format!("`{port}`")).collect();
            let exposed = if exposed.is_empty() { "none".to_owned() } else { exposed.join(", ") };
            report(ProblemKind::NotExposed { port: port.target.to_string(), exposed }, place);
        }
    }
    if let Some(place) = service.publishes_exposed.filter(|_| ports.is_empty()) {
        report(ProblemKind::NothingExposed, place);
    }
    let Some((user, user_place)) = unprivileged(stage) else { return };
    for (volume, path, _) in &service.volumes {
        let (volume, path) = (volume.name.to_string(), path.clone());
        let user_name = user.to_string();
        match ownership(stage, &path, user) {
            Ownership::Missing | Ownership::OfBase => {
                report(ProblemKind::NoMountPoint { volume, path, user: user_name }, user_place);
            }
            Ownership::Given(owner, position) if !may_be_same(&owner, user) => {
                let owner = owner_name(&owner);
                let way_out = way_out(position.instruction());
                let kind = ProblemKind::MountPointOwner { volume, path, owner, user: user_name, way_out };
                report(kind, position.step().place);
            }
            Ownership::Given(..) | Ownership::Unknown => {}
        }
    }
}

fn dependencies(service: &Definition, report: &mut impl FnMut(ProblemKind, Place)) {
    for dependency in &service.depends_on {
        let other = &*dependency.service.0;
        let name = || other.name.to_string();
        match dependency.condition {
            Condition::Healthy if !other.has_healthcheck() => {
                report(ProblemKind::NoHealthcheck { dependency: name() }, dependency.place);
            }
            Condition::Completed if other.restart != Restart::No => {
                report(ProblemKind::NeverCompletes { dependency: name() }, dependency.place);
            }
            _ => {}
        }
        if let Some(profile) = other.profiles.first()
            && !other.profiles.iter().any(|profile| service.profiles.contains(profile))
        {
            let kind = ProblemKind::DependencyInProfile { dependency: name(), profile: profile.to_string() };
            report(kind, dependency.place);
        }
    }
}

fn develop(service: &Definition, report: &mut impl FnMut(ProblemKind, Place)) {
    let Some(develop) = &service.develop else { return };
    develop.problems.iter().for_each(|(kind, place)| report(kind.clone(), place));
    let Some((target, place)) = &develop.target else { return };
    match &service.source {
        Source::Image(_) => report(ProblemKind::NotBuilt { what: "a target" }, place),
        Source::Build(build) => {
            if let Err(unknown) = target::find(&build.image.targets().collect::<Vec<_>>(), target) {
                report(ProblemKind::UnknownTarget(unknown), place);
            }
        }
    }
}

/// Services that are in the override file only.
pub(super) fn added(services: &[&Definition], problems: &mut Vec<Problem>) {
    for service in services.iter().filter(|service| service.develop.is_some()) {
        let kind = ProblemKind::DevelopInDevelopment;
        problems.push(Problem { service: Some(service.name.to_string()), kind, location: service.begun });
    }
}

/// The ports of the host that two services want.
pub(super) fn published<'s>(services: impl Iterator<Item = &'s Definition>, problems: &mut Vec<Problem>) {
    let mut taken: Vec<(Port, &'s str)> = Vec::new();
    for service in services {
        let placed = ports(service).into_iter().map(|port| {
            let place = service.ports.iter().find(|(known, _)| *known == port).map(|(_, place)| *place);
            (port, place.or(service.publishes_exposed).unwrap_or(service.begun))
        });
        let develop = service.develop.iter().flat_map(|develop| develop.ports.iter().cloned());
        for (port, location) in placed.chain(develop) {
            if let Some((_, other)) = taken.iter().find(|(known, _)| known.collides(&port)) {
                let kind = ProblemKind::PublishedTwice {
                    published: port.published.to_string(),
                    other: (*other).to_owned(),
                    target: port.target.first(),
                    next: port.published.checked_add(1).unwrap_or(8080),
                };
                problems.push(Problem { service: Some(service.name.to_string()), kind, location });
            }
            taken.push((port, &service.name));
        }
    }
}
