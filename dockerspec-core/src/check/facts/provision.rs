//! Whether a file of an image can come from an instruction.

use super::{FileFacts, StageFacts, StepFacts, Transfer, base_name, ending, is_below};
use crate::dockerfile::{Instruction, Mount, Source};
use crate::shell::{Command, RedirectionOperator};
use crate::value::AbsPath;

impl<'f> FileFacts<'f> {
    /// Whether an instruction may put a file at a path: everything that is not known to leave it alone.
    pub(in crate::check) fn may_provide(
        &self,
        stage: &StageFacts<'f>,
        step: &StepFacts<'f>,
        path: &AbsPath<'_>,
    ) -> bool {
        if let Some(transfer) = step.transfer() {
            return self.may_copy(stage, step.number, transfer, path);
        }
        match step.instruction {
            Instruction::Run(_) => match &step.scripts {
                None => true,
                Some(scripts) => scripts
                    .all
                    .iter()
                    .any(|nested| nested.script.problem.is_some() || nested.script.commands.iter().any(may_write)),
            },
            Instruction::Onbuild(_) => true,
            _ => false,
        }
    }

    /// Whether a mount of a RUN may have a file at a path.
    pub(in crate::check) fn may_mount(&self, stage: &StageFacts<'f>, step: &StepFacts<'f>, path: &AbsPath<'_>) -> bool {
        step.mounts().iter().any(|mount| {
            let target = match mount {
                Mount::Bind(mount) => &mount.target,
                Mount::Cache(mount) => &mount.target,
                Mount::Secret(mount) => match &mount.target {
                    Some(target) => target,
                    None => return false,
                },
                Mount::Tmpfs(_) | Mount::Ssh(_) => return false,
                Mount::Expanded(_) => return true,
            };
            self.path(stage, step.number, target).is_none_or(|target| is_below(path, &target))
        })
    }

    fn may_copy(&self, stage: &StageFacts<'f>, number: usize, transfer: Transfer<'f>, path: &AbsPath<'_>) -> bool {
        let Some(destination) = self.path(stage, number, transfer.destination) else { return true };
        if !is_below(path, &destination) {
            return false;
        }
        // Each source is a file of a known name, or could be anything.
        transfer.sources.iter().any(|source| match source {
            Source::File(file) => file.name.as_deref().is_none_or(|name| is_at(path, &destination, name)),
            Source::Path(source) => source.as_literal().is_none_or(|source| {
                let name = base_name(source);
                !is_file_name(name) || is_at(path, &destination, name)
            }),
        })
    }
}

/// Whether a file of a name is at `path` when it is copied to `destination`, be that a directory or not.
fn is_at(path: &AbsPath<'_>, destination: &AbsPath<'_>, name: &str) -> bool {
    path == destination || *path == destination.join(name)
}

/// Whether a name is one that files have, and no directory.
fn is_file_name(name: &str) -> bool {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    is_plain
        && matches!(
            ending(name),
            "cfg"
                | "conf"
                | "css"
                | "html"
                | "ini"
                | "js"
                | "json"
                | "lock"
                | "mod"
                | "php"
                | "pth"
                | "py"
                | "rb"
                | "sh"
                | "sum"
                | "toml"
                | "ts"
                | "txt"
                | "whl"
                | "xml"
                | "yaml"
                | "yml"
        )
}

/// Programs that put nothing where an application is, whatever their arguments.
const HARMLESS: &[&str] = &[
    ":",
    "[",
    "addgroup",
    "adduser",
    "apk",
    "apt",
    "apt-get",
    "apt-key",
    "chgrp",
    "chmod",
    "chown",
    "corepack",
    "dnf",
    "echo",
    "exit",
    "export",
    "false",
    "fc-cache",
    "groupadd",
    "hash",
    "id",
    "ldconfig",
    "locale-gen",
    "ls",
    "microdnf",
    "mkdir",
    "pacman",
    "printf",
    "pwd",
    "rm",
    "rmdir",
    "set",
    "sleep",
    "test",
    "true",
    "unset",
    "update-ca-certificates",
    "useradd",
    "usermod",
    "which",
    "yum",
    "zypper",
];

/// Whether a command may write files of an application.
pub(in crate::check) fn may_write(command: &Command<'_>) -> bool {
    let is_written = |operator| {
        !matches!(
            operator,
            RedirectionOperator::Read
                | RedirectionOperator::Heredoc
                | RedirectionOperator::HeredocWithoutTabs
                | RedirectionOperator::HereString
                | RedirectionOperator::DuplicateRead
                | RedirectionOperator::DuplicateWrite
        )
    };
    if command
        .redirections
        .iter()
        .any(|redirection| is_written(redirection.operator) && !redirection.target.is("/dev/null"))
    {
        return true;
    }
    let Some(name) = command.words.first() else { return false };
    let Some(name) = name.literal() else { return true };
    let name = base_name(name);
    if matches!(name, "pip" | "pip3") {
        let is_other = |word: &str| {
            matches!(word, "-t" | "--target" | "--prefix" | "--root" | "download" | "freeze" | "wheel" | "-e")
        };
        return command.words.iter().any(|word| word.literal().is_none_or(is_other));
    }
    !HARMLESS.contains(&name)
}
