use crate::check::facts::{CallFacts, FileFacts, INSTALLERS, StageFacts, StepFacts, dependency_install, is_below};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Mount, User};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::Call;
use crate::value::{AbsPath, Account, Owner};
use crate::word::Value;

rule! {
    /// ## What it does
    ///
    /// Finds directories that belong to root and that somebody else has to write: a cache mount of a RUN below USER, a
    /// WORKDIR in which packages are installed below USER, a VOLUME of an image that does not run as root.
    ///
    /// It knows only what the file says, and is silent if something may have changed the owner.
    ///
    /// ## Why is this bad?
    ///
    /// Writing fails with `permission denied`, when the image is built or when it runs.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY requirements.txt ./
    /// USER 10001
    /// RUN --mount=type=cache,target=/tmp/pip pip install --user --cache-dir /tmp/pip -r requirements.txt
    /// CMD ["python", "-m", "app"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// VOLUME /data
    /// USER 10001
    /// CMD ["python", "-m", "app"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY requirements.txt ./
    /// USER 10001
    /// RUN --mount=type=cache,target=/tmp/pip,uid=10001 pip install --user --cache-dir /tmp/pip -r requirements.txt
    /// CMD ["python", "-m", "app"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// RUN install --directory --owner=10001 /data
    /// VOLUME /data
    /// USER 10001
    /// CMD ["python", "-m", "app"]
    /// ```
    unwritable_directory = Warn, aliases: [], fixes: Sometimes, Hook::Step(&["RUN", "VOLUME"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    if step.is_trigger {
        return;
    }
    match step.instruction {
        Instruction::Run(_) => {
            let Some(user) = not_root(step.user) else { return };
            // Whoever becomes root can write.
            if step.calls().any(|call| call.involves("sudo") || call.involves("su")) {
                return;
            }
            cache_mounts(step, user, report);
            packages(file, stage, step, user, report);
        }
        Instruction::Volume(volume) if stage.ships => {
            let Some(last) = file.stages.last() else { return };
            let Some(user) = not_root(last.user) else { return };
            for (number, path) in volume.paths.iter().enumerate() {
                let Some(path) = file.path(stage, step.number, path) else { continue };
                if is_roots(file, last, last.steps.len(), &path) {
                    report.add(
                        Draft::new(
                            step.word(number),
                            format!("`{path}` belongs to root, and the image runs as `{user}`"),
                        )
                        .label("a volume that cannot be written")
                        .help(format!("make it before: `RUN install --directory --owner={} {path}`", user.user)),
                    );
                }
            }
        }
        _ => {}
    }
}

/// A user that is somebody else than root for sure.
fn not_root<'f>(user: Option<&'f User<'f>>) -> Option<&'f Owner<'f>> {
    match &user?.user {
        Value::Fixed(owner) if !owner.is_root() => Some(owner),
        _ => None,
    }
}

fn cache_mounts(step: &StepFacts<'_>, user: &Owner<'_>, report: &mut Report<'_>) {
    let flags = step.place.flags();
    // Only where each mount is a flag is it known which one it is.
    let mounts = step.mounts();
    for (number, mount) in mounts.iter().enumerate() {
        let Mount::Cache(cache) = mount else { continue };
        if cache.uid.is_some() || cache.gid.is_some() || cache.mode.is_some() || cache.from.is_some() {
            continue;
        }
        let place = if flags.len() == mounts.len() { flags[number] } else { step.keyword() };
        let mut draft = Draft::new(place, format!("the cache belongs to root, and this RUN runs as `{user}`"))
            .label("a cache that cannot be written")
            .help("say whose it is: `uid=…` with the number of the user");
        if let Account::Id(id) = user.user
            && flags.len() == mounts.len()
        {
            let behind = Span::new(place.end, place.end);
            draft = draft.fix(format!("give it to {id}"), [Replacement::new(behind, format!(",uid={id}"))]);
        }
        report.add(draft);
    }
}

/// Installations into the working directory.
fn packages(
    file: &FileFacts<'_>,
    stage: &StageFacts<'_>,
    step: &StepFacts<'_>,
    user: &Owner<'_>,
    report: &mut Report<'_>,
) {
    for call in step.calls() {
        if !INSTALLERS.contains(&call.name) {
            continue;
        }
        let word = call.program.span;
        let Some(install) = dependency_install(&CallFacts { file, stage, step, call }) else { continue };
        let writes_here = matches!(install.tool, "npm" | "yarn" | "pnpm" | "bun" | "composer");
        if !writes_here || !install.is_here {
            continue;
        }
        let Some(directory) = file.workdir(stage, step.number) else { continue };
        let Some(made) = made_by_root(file, stage, step.number, directory) else { continue };
        if is_roots(file, stage, step.number, directory) {
            report.add(
                Draft::new(word, format!("`{}` writes into `{directory}`, which belongs to root", install.name))
                    .label(format!("runs as `{user}`"))
                    .other(made, "made as root")
                    .help(format!("make it yours before USER: `RUN chown {user} {directory}`, or install as root")),
            );
            return;
        }
    }
}

/// The WORKDIR that makes a directory while root is in force, before an instruction.
fn made_by_root<'f>(file: &FileFacts<'f>, stage: &StageFacts<'f>, number: usize, path: &AbsPath<'_>) -> Option<Span> {
    let mut made = None;
    for (generation, stage) in file.ancestry(stage).enumerate() {
        let before = if generation == 0 { number } else { stage.steps.len() };
        for step in stage.steps[..before].iter().rev() {
            let is_it = matches!(step.instruction, Instruction::Workdir(_))
                && file.workdir(stage, step.number + 1).is_some_and(|made| is_below(made, path));
            if is_it {
                // WORKDIR gives what it makes to the user in force.
                made = (step.user.is_none_or(is_root)).then(|| step.span());
            }
        }
    }
    made
}

fn is_root(user: &User<'_>) -> bool {
    matches!(&user.user, Value::Fixed(owner) if owner.is_root())
}

/// Whether a directory belongs to root for sure: nothing before an instruction may have made it with another owner, or
/// given it away.
fn is_roots<'f>(file: &FileFacts<'f>, stage: &StageFacts<'f>, number: usize, path: &AbsPath<'_>) -> bool {
    let Some(base) = file.base_of(stage) else { return false };
    let is_of_base = ["/home", "/tmp", "/var", "/run"].iter().any(|known| is_below(path, &AbsPath::from_static(known)))
        || base.workdir.as_deref() == Some(path.as_str())
        || path.as_str() == "/";
    if is_of_base || base.user.as_deref() != Some("root") {
        return false;
    }
    !file.ancestry(stage).enumerate().any(|(generation, stage)| {
        let before = if generation == 0 { number } else { stage.steps.len() };
        stage.steps[..before].iter().any(|step| may_give(file, stage, step, path))
    })
}

/// Whether an instruction may make a directory with an owner other than root, or change who may write it.
fn may_give<'f>(file: &FileFacts<'f>, stage: &StageFacts<'f>, step: &StepFacts<'f>, path: &AbsPath<'_>) -> bool {
    match step.instruction {
        Instruction::Run(_) => step.scripts.as_ref().is_none_or(|scripts| {
            scripts.all.iter().any(|nested| {
                nested.script.problem.is_some()
                    || nested
                        .script
                        .commands
                        .iter()
                        .any(|command| command.words.first().is_some_and(|word| word.literal().is_none()))
            }) || scripts.calls().any(|call| gives(&call, path))
        }),
        Instruction::Workdir(_) => {
            !step.user.is_none_or(is_root)
                && file.workdir(stage, step.number + 1).is_some_and(|made| is_below(made, path))
        }
        Instruction::Onbuild(_) => true,
        _ => step.transfer().is_some_and(|transfer| {
            transfer.has_chown
                && file
                    .path(stage, step.number, transfer.destination)
                    .is_none_or(|destination| is_below(path, &destination) || is_below(&destination, path))
        }),
    }
}

/// Whether a call may give a directory to somebody: it changes owners, or it creates a user whose home that could be, or it
/// is a program of the project.
fn gives(call: &Call<'_, '_>, path: &AbsPath<'_>) -> bool {
    match call.name {
        "chown" | "chmod" | "chgrp" | "install" | "setfacl" | "su" | "sudo" | "setpriv" | "gosu" | "rsync" | "tar"
        | "cp" | "mv" | "git" => true,
        "useradd" | "adduser" | "usermod" => call.arguments.iter().any(|word| match word.literal() {
            Some(text) => text.contains(path.as_str()),
            None => true,
        }),
        name => call.program.literal_prefix().contains('/') || matches!(name, "sh" | "bash" | "eval" | "source" | "."),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, &format!("FROM node:24\n{text}\n"))
    }

    #[test]
    fn what_belongs_to_root() {
        insta::assert_snapshot!(found("USER node\nRUN --mount=type=cache,target=/x --network=none npm ci"), @"3:1 `RUN` a cache that cannot be written: the cache belongs to root, and this RUN runs as `node`; help: say whose it is: `uid=…` with the number of the user");
        insta::assert_snapshot!(found("USER 1000:1000\nRUN --mount=type=cache,target=/x make"), @"3:5 `--mount=type=cache,target=/x` a cache that cannot be written: the cache belongs to root, and this RUN runs as `1000:1000`; help: say whose it is: `uid=…` with the number of the user; fix: give it to 1000 -> RUN --mount=type=cache,target=/x,uid=1000 make");
        insta::assert_snapshot!(found("WORKDIR /app\nCOPY package.json ./\nUSER node\nRUN npm install"), @"5:5 `npm` runs as `node`: `npm install` writes into `/app`, which belongs to root; 2:1 `WORKDIR /app` made as root; help: make it yours before USER: `RUN chown node /app`, or install as root");
        insta::assert_snapshot!(found("WORKDIR /srv\nVOLUME [\"data\", \"/tmp\"]\nUSER node"), @"3:10 `data` a volume that cannot be written: `/srv/data` belongs to root, and the image runs as `node`; help: make it before: `RUN install --directory --owner=node /srv/data`");
    }

    #[test]
    fn what_belongs_to_the_user_or_may() {
        for text in [
            "WORKDIR /app\nRUN chown node /app\nUSER node\nRUN npm ci",
            "USER node\nWORKDIR /app\nRUN npm ci",
            "WORKDIR /home/node/app\nUSER node\nRUN npm ci",
            "WORKDIR /app\nCOPY --chown=node . .\nUSER node\nRUN npm ci",
            "WORKDIR /app\nUSER node\nRUN sudo npm ci",
            "WORKDIR /app\nRUN npm ci\nUSER node",
            "RUN ./setup.sh\nWORKDIR /app\nUSER node\nRUN npm ci",
            "RUN useradd --home /app x\nWORKDIR /app\nUSER x\nRUN npm ci",
            "USER node\nRUN --mount=type=cache,target=/x,uid=1000 npm ci",
            "USER $X\nRUN --mount=type=cache,target=/x npm ci",
            "VOLUME /data\nUSER root",
            "VOLUME /data",
            "COPY --chown=node data /data/\nVOLUME /data\nUSER node",
            "VOLUME /var/lib/x\nUSER node",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
        assert_eq!(findings(&super::RULE, "FROM example.com/x:1\nVOLUME /data\nUSER node\n"), "");
    }
}
