//! What the commands of a RUN do to the owner of a directory.

use dockerspec_core::dockerfile::RunCommand;
use dockerspec_core::parse::Span;
use dockerspec_core::shell::{Call, Command, Joint, Origin, Scripts, Word};
use dockerspec_core::value::{AbsPath, Account, Owner};

use super::{Ownership, Walk};
use crate::lineage::{Position, is_below};

/// The programs that install what brings directories and users of its own.
const INSTALLERS: [&str; 10] = ["apk", "apt", "apt-get", "dnf", "dpkg", "microdnf", "pacman", "rpm", "yum", "zypper"];

/// The numbers that packages give to their users are below this one.
const FIRST_OF_PEOPLE: u32 = 1000;

/// Reads the commands of a RUN in their order.
pub(super) fn run<'c>(walk: &mut Walk<'c, '_>, command: &RunCommand<'static>, position: Position<'c>) {
    let text;
    let scripts = match command {
        RunCommand::Exec(arguments) => {
            Scripts::of_exec(arguments.iter().map(|argument| (argument.as_ref().into(), Span::default())))
        }
        RunCommand::Shell(shell) if walk.is_posix => {
            text = shell.joined();
            Scripts::of_text(&text)
        }
        RunCommand::Script(script) if walk.is_posix && !script.text.starts_with("#!") => Scripts::of_text(&script.text),
        _ => return walk.found = Ownership::Unknown,
    };
    let is_unreadable =
        |command: &Command<'_>| command.words.first().is_some_and(|program| program.literal().is_none());
    let mut all = scripts.all.iter().map(|nested| &nested.script);
    if all.any(|script| script.problem.is_some() || script.commands.iter().any(is_unreadable)) {
        return walk.found = Ownership::Unknown;
    }
    let outer = &scripts.all[0].script;
    let is_sequence = scripts.all.len() == 1
        && outer.constructs.is_empty()
        && outer
            .commands
            .iter()
            .all(|command| matches!(command.joint, Joint::First | Joint::And | Joint::Sequence) && !command.is_negated);
    let mut directory = walk.directory.as_ref().map(AbsPath::normalized);
    for call in scripts.calls() {
        if matches!(call.name, "cd" | "pushd" | "popd") {
            directory = None;
        }
        let gives = |number| scripts.all.iter().any(|nested| nested.origin.is_some_and(|origin| origin == number));
        let origin = Origin { script: call.script_index, command: call.index };
        let reading = Reading { path: walk.path, directory: directory.as_deref() };
        let effect = if gives(origin) { Effect::Nothing } else { reading.effect(&call, walk.asker) };
        let is_certain = is_sequence && call.wrappers.is_empty();
        apply(walk, effect, is_certain, position);
    }
}

/// What a call does to a directory.
#[derive(Debug, PartialEq)]
enum Effect {
    Nothing,
    /// Makes it for who runs the command, if it is not there.
    Makes,
    /// Makes it in a way that is not known, if it is not there.
    MayMake,
    /// Makes it, if it is not there, and gives it to somebody in any case.
    Installs(Owner<'static>),
    /// Gives it to somebody, if it is there.
    Gives(Owner<'static>),
    Unknown,
}

fn apply<'c>(walk: &mut Walk<'c, '_>, effect: Effect, is_certain: bool, position: Position<'c>) {
    let is_missing = walk.found == Ownership::Missing;
    walk.found = match effect {
        Effect::Nothing => return,
        Effect::Makes | Effect::MayMake if !is_missing => return,
        Effect::Makes if is_certain => match &walk.user {
            Some(user) => Ownership::Given(user.clone(), position),
            None => Ownership::Unknown,
        },
        Effect::Installs(owner) if is_certain => Ownership::Given(owner, position),
        Effect::Gives(owner) if is_certain && !is_missing => Ownership::Given(owner, position),
        _ => Ownership::Unknown,
    };
}

/// What the words of a command mean for a directory.
#[derive(Debug, Clone, Copy)]
struct Reading<'p> {
    path: &'p str,
    /// The working directory, if it is known.
    directory: Option<&'p str>,
}

/// What a word names, seen from the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// The directory itself.
    Same,
    /// One that it is in.
    Above,
    /// Something in it.
    Below,
    /// Something else.
    Elsewhere,
    /// It is not known what.
    Unknown,
}

impl Reading<'_> {
    fn effect(self, call: &Call<'_, '_>, asker: &Owner<'_>) -> Effect {
        match call.name {
            "mkdir" => self.makes(call),
            "install" => self.installs(call),
            "chown" => self.gives(call),
            "chmod" | "chgrp" | "setfacl" => {
                let is_recursive = has_option(call, 'R', "--recursive");
                let changes = self.operands(call).any(|target| match target {
                    Target::Same | Target::Unknown => true,
                    Target::Above => is_recursive,
                    Target::Below | Target::Elsewhere => false,
                });
                if changes { Effect::Unknown } else { Effect::Nothing }
            }
            // What they unpack or copy goes to the working directory, if nothing else is said.
            "tar" | "unzip" | "git" | "rsync" | "cp" | "mv" | "ln" | "rm" | "rmdir" | "useradd" | "adduser"
            | "usermod" | "su" | "sudo" | "gosu" | "setpriv" => {
                let here = self.directory.map_or(Target::Unknown, |directory| self.of_path(directory));
                let touches = |target| !matches!(target, Target::Elsewhere);
                if touches(here) && matches!(call.name, "tar" | "unzip" | "git") || self.operands(call).any(touches) {
                    Effect::Unknown
                } else {
                    Effect::Nothing
                }
            }
            // Programs of the project.
            "sh" | "bash" | "dash" | "ash" | "eval" | "source" | "." => Effect::Unknown,
            _ if call.program.literal().is_some_and(|program| program.contains('/')) => Effect::Unknown,
            name if INSTALLERS.contains(&name) => {
                let belongs_to_packages = ["/etc", "/home", "/opt", "/run", "/srv", "/usr", "/var"];
                let is_of_people = matches!(asker.user, Account::Id(id) if id >= FIRST_OF_PEOPLE);
                let is_theirs = belongs_to_packages.iter().any(|theirs| is_below(self.path, theirs));
                if is_theirs && !is_of_people { Effect::Unknown } else { Effect::Nothing }
            }
            _ => {
                let mut absolute = call.arguments.iter().filter(|word| word.literal_prefix().starts_with('/'));
                let is_there = |word| matches!(self.of_word(word), Target::Same | Target::Below);
                if absolute.any(is_there) { Effect::MayMake } else { Effect::Nothing }
            }
        }
    }

    /// `mkdir [-p] PATH…`
    fn makes(self, call: &Call<'_, '_>) -> Effect {
        let has_mode = has_option(call, 'm', "--mode");
        match self.operands(call).find(|target| !matches!(target, Target::Above | Target::Elsewhere)) {
            None => Effect::Nothing,
            Some(Target::Same | Target::Below) if !has_mode => Effect::Makes,
            Some(_) => Effect::MayMake,
        }
    }

    /// `install -d [-o OWNER] PATH…`
    fn installs(self, call: &Call<'_, '_>) -> Effect {
        let mut targets = Vec::new();
        let (mut says_owner, mut owner) = (false, None);
        let mut words = call.arguments.iter();
        while let Some(word) = words.next() {
            match word.literal_prefix() {
                "-o" | "--owner" => {
                    says_owner = true;
                    owner = words.next().and_then(Word::literal).and_then(owner_of);
                }
                "-g" | "-m" | "--group" | "--mode" => {
                    words.next();
                }
                option if option.starts_with("--owner=") => {
                    says_owner = true;
                    owner = word.literal().and_then(|word| owner_of(word.strip_prefix("--owner=")?));
                }
                option if option.starts_with('-') => says_owner |= !option.starts_with("--") && option.contains('o'),
                _ => targets.push(self.of_word(word)),
            }
        }
        let is_made = targets.iter().any(|target| matches!(target, Target::Same | Target::Below));
        if targets.contains(&Target::Unknown)
            || is_made && (!has_option(call, 'd', "--directory") || has_option(call, 'm', "--mode"))
        {
            return Effect::Unknown;
        }
        match owner {
            _ if !is_made => Effect::Nothing,
            Some(owner) if targets.contains(&Target::Same) => Effect::Installs(owner),
            None if says_owner && targets.contains(&Target::Same) => Effect::Unknown,
            _ => Effect::Makes,
        }
    }

    /// `chown [-R] OWNER PATH…`
    fn gives(self, call: &Call<'_, '_>) -> Effect {
        let mut operands = call.arguments.iter().filter(|word| !word.literal_prefix().starts_with('-'));
        let owner = operands.next().and_then(Word::literal).and_then(owner_of);
        let is_recursive = has_option(call, 'R', "--recursive");
        let is_conditional = call.literals().any(|word| word.starts_with("--from") || word.starts_with("--reference"));
        for word in operands {
            match self.of_word(word) {
                Target::Unknown => return Effect::Unknown,
                Target::Same if is_conditional => return Effect::Unknown,
                Target::Above if is_recursive && is_conditional => return Effect::Unknown,
                Target::Same => return owner.map_or(Effect::Unknown, Effect::Gives),
                Target::Above if is_recursive => return owner.map_or(Effect::Unknown, Effect::Gives),
                Target::Above | Target::Below | Target::Elsewhere => {}
            }
        }
        Effect::Nothing
    }

    /// What the arguments that are no options name.
    fn operands(self, call: &Call<'_, '_>) -> impl Iterator<Item = Target> {
        call.arguments.iter().filter(|word| !word.literal_prefix().starts_with('-')).map(move |word| self.of_word(word))
    }

    fn of_word(self, word: &Word<'_>) -> Target {
        let known = word.literal().filter(|text| !word.has_braces && !text.starts_with('~'));
        match known {
            Some(path) if !word.has_glob => self.of_path(path),
            // What a pattern matches begins as the pattern does.
            Some(pattern) => {
                let plain = pattern.find(['*', '?', '[']).map_or(pattern, |at| &pattern[..at]);
                let is_apart = plain.starts_with('/') && !self.path.starts_with(plain) && !plain.starts_with(self.path);
                if is_apart { Target::Elsewhere } else { Target::Unknown }
            }
            None => Target::Unknown,
        }
    }

    fn of_path(self, path: &str) -> Target {
        let absolute = if path.starts_with('/') {
            AbsPath::new(path).ok()
        } else {
            self.directory.and_then(|directory| AbsPath::new(directory).ok()).map(|directory| directory.join(path))
        };
        let Some(named) = absolute.map(|named| named.normalized()) else { return Target::Unknown };
        if named == self.path {
            Target::Same
        } else if is_below(self.path, &named) {
            Target::Above
        } else if is_below(&named, self.path) {
            Target::Below
        } else {
            Target::Elsewhere
        }
    }
}

/// Whether a call has an option, by its letter among others behind one dash too.
fn has_option(call: &Call<'_, '_>, letter: char, long: &str) -> bool {
    call.arguments.iter().map(Word::literal_prefix).any(|word| match word.strip_prefix("--") {
        Some(_) => word == long || word.strip_prefix(long).is_some_and(|rest| rest.starts_with('=')),
        None => word.strip_prefix('-').is_some_and(|letters| letters.contains(letter)),
    })
}

/// The owner that `chown` takes: `USER`, `USER:GROUP` or `USER:`.
fn owner_of(text: &str) -> Option<Owner<'static>> {
    Owner::parse(text.trim_end_matches(':').to_owned()).ok()
}
