//! What the compose file needs to know of an image, and does not say again.

use dockerspec_core::bases::BaseFacts;
use dockerspec_core::dockerfile::{Base, Command, Healthcheck, Instruction, RunCommand};
use dockerspec_core::value::{AbsPath, Account, ExposedPort, Owner};
use dockerspec_core::word::{Value, Word};

use crate::content::{Content, Place, Step};

/// A stage and those that it builds on, the first one first.
pub(super) fn lineage(content: &Content) -> Vec<&Content> {
    let mut lineage: Vec<&Content> =
        std::iter::successors(Some(content), |content| content.parent.as_deref()).collect();
    lineage.reverse();
    lineage
}

/// The instructions of a stage and of those that it builds on, in order.
fn steps(content: &Content) -> impl DoubleEndedIterator<Item = &Step> {
    lineage(content).into_iter().flat_map(|content| &content.steps)
}

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

/// Who runs the containers of a stage, if that is somebody known and not root; and the line that says so.
pub(super) fn unprivileged(content: &Content) -> Option<(&Owner<'static>, Place)> {
    let (user, place) = steps(content).rev().find_map(|step| match &step.instruction {
        Instruction::User(user) => Some((&user.user, step.place)),
        _ => None,
    })?;
    match user {
        Value::Fixed(owner) if !owner.is_root() && !content.root_by_choice => Some((owner, place)),
        _ => None,
    }
}

/// The directory of an image that a volume is mounted on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MountPoint {
    /// Nothing makes it, so the engine will, for root.
    Missing,
    /// This line makes it, for this owner; and what gives it to another one.
    Made(Owner<'static>, Place, &'static str),
    /// Something may make it or give it to somebody.
    Unknown,
}

/// The directory at `path`, a clean one, in containers of a stage.
pub(super) fn mount_point(content: &Content, path: &str) -> MountPoint {
    // What the images of applications have, nobody here knows.
    let mut found = if content.system().distribution.is_some() { MountPoint::Missing } else { MountPoint::Unknown };
    let mut user = Some(root());
    let mut directory = None;
    for (content, step) in
        lineage(content).into_iter().flat_map(|content| content.steps.iter().map(move |s| (content, s)))
    {
        let directory = directory.get_or_insert_with(|| base_directory(content));
        let made_by = match &step.instruction {
            Instruction::User(instruction) => {
                user = if let Value::Fixed(owner) = &instruction.user { Some(owner.clone()) } else { None };
                continue;
            }
            Instruction::Workdir(workdir) => {
                *directory = resolved(directory.as_ref(), &workdir.path);
                if !directory.as_ref().is_some_and(|made| is_below(made.as_str(), path)) || found != MountPoint::Missing
                {
                    continue;
                }
                user.clone()
            }
            Instruction::Copy(copy) => {
                let destination = resolved(directory.as_ref(), &copy.destination);
                if !destination.is_some_and(|made| is_below(&made.normalized(), path)) {
                    continue;
                }
                match &copy.chown {
                    Some(Value::Fixed(owner)) => Some(owner.clone()),
                    // A copy out of an image keeps the owner that it has there.
                    None if copy.from.is_none() => Some(root()),
                    _ => None,
                }
            }
            Instruction::Run(run) if may_make(&run.command, path) => None,
            Instruction::Add(add)
                if resolved(directory.as_ref(), &add.destination)
                    .is_some_and(|made| is_below(&made.normalized(), path)) =>
            {
                None
            }
            _ => continue,
        };
        found = match (found, made_by) {
            (MountPoint::Missing, Some(owner)) => MountPoint::Made(owner, step.place, way_out(&step.instruction)),
            (MountPoint::Made(owner, place, way_out), Some(other)) if owner == other => {
                MountPoint::Made(owner, place, way_out)
            }
            _ => MountPoint::Unknown,
        };
    }
    found
}

/// What makes the directory of an instruction belong to whoever runs the container.
fn way_out(instruction: &Instruction<'static>) -> &'static str {
    match instruction {
        Instruction::Workdir(_) => "write `user` before it",
        _ => "copy with `chown`",
    }
}

/// The working directory that a stage begins with, if it is known.
pub(super) fn base_directory(content: &Content) -> Option<AbsPath<'static>> {
    match &content.stage.base {
        Base::Scratch => Some(AbsPath::ROOT),
        Base::Image(Value::Fixed(image)) => AbsPath::new(BaseFacts::of(image)?.workdir?).ok(),
        _ => None,
    }
}

/// The path that a word means in a directory.
pub(super) fn resolved(directory: Option<&AbsPath<'static>>, path: &Word<'_>) -> Option<AbsPath<'static>> {
    let path = path.as_literal()?;
    if path.starts_with('/') { AbsPath::new(path.to_owned()).ok() } else { Some(directory?.join(path)) }
}

/// Whether two owners are the same account, as far as can be told.
pub(super) fn may_be_same(owner: &Owner<'_>, user: &Owner<'_>) -> bool {
    match (&owner.user, &user.user) {
        (Account::Id(owner), Account::Id(user)) => owner == user,
        (Account::Name(owner), Account::Name(user)) => owner == user,
        (named, other) => !(named.is_root() || other.is_root()),
    }
}

/// Whether a command may make or hand over a directory: it names it, one above or below it, or something unknown.
fn may_make(command: &RunCommand<'_>, path: &str) -> bool {
    let text = match command {
        RunCommand::Shell(text) => text.joined().into_owned(),
        RunCommand::Script(script) => script.text.to_string(),
        RunCommand::Exec(arguments) => arguments.join(" "),
        _ => return true,
    };
    let words = || text.split(|character: char| character.is_whitespace() || "\"';&|(){}=,".contains(character));
    let touches = |word: &str| word.len() > 1 && (is_below(word, path) || is_below(path, word.trim_end_matches('/')));
    if words().any(|word| word.starts_with('/') && touches(word)) {
        return true;
    }
    let makes = ["mkdir", "chown", "install"].into_iter().any(|program| words().any(|word| word == program));
    makes && text.contains('$')
}

/// Whether a path is another one, or below it.
pub(super) fn is_below(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || outer == "/")
}

fn root() -> Owner<'static> {
    Owner { user: Account::Id(0), group: None }
}
