use crate::check::facts::{
    CallFacts, DependencyInstall, INSTALLERS, StageFacts, StepFacts, Transfer, TransferOrigin, base_name,
    dependency_install, is_below,
};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Instruction, Mount, RunCommand, Source};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::value::AbsPath;

rule! {
    /// ## What it does
    ///
    /// Finds sources that are copied before the dependencies are installed: with pip, uv, Poetry, Pipenv, npm, Yarn, pnpm,
    /// Bun, Bundler, Composer, Go, Mix, .NET, and with Cargo, Maven and Gradle where no cache is mounted. It looks along
    /// stages that are built on each other.
    ///
    /// ## Why is this bad?
    ///
    /// A layer is built again when one before it changes. Every change of the code then installs all dependencies again,
    /// although they are the same.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY . .
    /// RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
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
    /// RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
    /// COPY . .
    /// USER 10001
    /// CMD ["python", "-m", "app"]
    /// ```
    ///
    /// Where the project itself is compiled, mount what the tool keeps:
    ///
    /// ```dockerfile
    /// FROM rust:1.91-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /src
    /// COPY . .
    /// RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    ///     cargo build --release --locked && cp target/release/app /usr/local/bin/
    /// USER 10001
    /// CMD ["app"]
    /// ```
    ///
    /// ## References
    ///
    /// - <https://docs.docker.com/build/cache/optimize/>
    sources_before_dependencies = Warn, aliases: [], fixes: Sometimes, Hook::Call(INSTALLERS, check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(install) = dependency_install(call) else { return };
    let has_cache = matches!(call.step.instruction, Instruction::Run(run)
        if run.mounts.iter().any(|mount| matches!(mount, Mount::Cache(_) | Mount::Expanded(_))));
    // Behind `cd`, it could be another project.
    if call.step.is_trigger || !install.is_here || install.compiles && has_cache {
        return;
    }
    let Some(directory) = call.file.workdir(call.stage, call.step.number) else { return };
    let mut copied = None;
    for (generation, stage) in call.file.ancestry(call.stage).enumerate() {
        let before = if generation == 0 { call.step.number } else { stage.steps.len() };
        for step in stage.steps[..before].iter().rev() {
            if installs_before(call, stage, step, install.tool) {
                return;
            }
            if let Some(source) = brings_sources(call, stage, step, directory) {
                copied = Some((stage, step, source));
            }
        }
    }
    let Some((stage, step, source)) = copied else { return };
    let files = install.files.join("`, `");
    let help = if install.compiles {
        format!("mount a cache for what it fetches, or copy `{files}` and fetch what they name before that")
    } else {
        format!("copy `{files}` first, install, and copy the rest after it")
    };
    let mut draft = Draft::new(
        install.word.span,
        format!("`{}` runs again after every change of the sources, since they are copied before it", install.name),
    )
    .label("installs the dependencies")
    .other(step.word(source), "sources, which change more often")
    .help(help);
    if std::ptr::eq(stage, call.stage)
        && let Some(replacements) = moved(call, step, &install, directory)
    {
        draft = draft.fix(format!("copy `{files}` first, and the rest after `{}`", install.name), replacements);
    }
    report.add(draft);
}

/// Whether a RUN before installs with the same tool, so that this one finds most of it done.
fn installs_before<'f>(call: &CallFacts<'_, 'f>, stage: &StageFacts<'f>, step: &StepFacts<'f>, tool: &str) -> bool {
    step.calls().any(|earlier| {
        let program = earlier.name;
        if !INSTALLERS.contains(&program) {
            return false;
        }
        // Whatever Cargo, Maven and Gradle do fetches dependencies.
        let fetches = match program {
            "cargo" => "cargo",
            "mvn" | "mvnw" => "maven",
            "gradle" | "gradlew" => "gradle",
            _ => "",
        };
        fetches == tool
            || dependency_install(&CallFacts { file: call.file, stage, step, call: earlier })
                .is_some_and(|install| install.tool == tool)
    })
}

/// The number of the source of a COPY or ADD that is code of the project, if one is.
fn brings_sources<'f>(
    call: &CallFacts<'_, 'f>,
    stage: &StageFacts<'f>,
    step: &StepFacts<'f>,
    directory: &AbsPath<'_>,
) -> Option<usize> {
    let transfer = step.transfer()?;
    if transfer.origin != TransferOrigin::Context || transfer.is_selective {
        return None;
    }
    let destination = call.file.path(stage, step.number, transfer.destination)?;
    if let Some(whole) = transfer.whole_context()
        && (is_below(&destination, directory) || is_below(directory, &destination))
    {
        return Some(whole);
    }
    if !is_below(&destination, directory) {
        return None;
    }
    transfer.literal_sources().find(|(_, path)| is_code(path)).map(|(number, _)| number)
}

/// Directories whose names say that they are no code, or that an installation needs them.
const OTHER_DIRECTORIES: &[&str] = &[
    "bin",
    "certs",
    "conf",
    "config",
    "constraints",
    "data",
    "deploy",
    "docker",
    "etc",
    "fonts",
    "gradle",
    "hack",
    "migrations",
    "node_modules",
    "packages",
    "patches",
    "prisma",
    "project",
    "requirements",
    "resources",
    "scripts",
    "static",
    "target",
    "templates",
    "third_party",
    "tools",
    "vendor",
    "wheelhouse",
    "wheels",
];

/// What the names of files with code end with.
const CODE: &[&str] = &[
    ".c", ".cc", ".cpp", ".cs", ".ex", ".exs", ".go", ".java", ".js", ".jsx", ".kt", ".mjs", ".php", ".py", ".rb",
    ".rs", ".ts", ".tsx",
];

/// Whether a source is code: a file whose name says so, or a directory whose name says nothing else. What is not sure
/// is not.
fn is_code(path: &str) -> bool {
    let name = base_name(path);
    if name.is_empty() || name.starts_with('.') || name.contains(['*', '?', '[']) {
        return false;
    }
    match name.rfind('.') {
        Some(dot) => CODE.contains(&&name[dot..]) && !matches!(name, "setup.py" | "mix.exs" | "conftest.py"),
        None => {
            // `Gemfile`, `Makefile` and the like begin with a capital letter.
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
                && !OTHER_DIRECTORIES.contains(&name)
                && !matches!(name, "go" | "mvnw" | "gradlew" | "requirements" | "install" | "build" | "artisan")
        }
    }
}

/// The change that moves a COPY of everything behind the RUN right behind it, if nothing else is in that RUN.
fn moved(
    call: &CallFacts<'_, '_>,
    step: &StepFacts<'_>,
    install: &DependencyInstall<'_, '_>,
    directory: &AbsPath<'_>,
) -> Option<[Replacement; 2]> {
    let transfer: Transfer<'_> = step.transfer()?;
    // Composer and Poetry want to see the project, and a wildcard could miss what else they read.
    let is_known = matches!(install.tool, "pip" | "npm" | "yarn" | "pnpm" | "go" | "bundler");
    let is_plain = |file: &str| !file.contains(['/', '*', ' ']);
    let between = &call.stage.steps[step.number + 1..call.step.number];
    let is_alone = between.iter().all(|step| matches!(step.instruction, Instruction::Comment(_)))
        && call.step.calls().count() == 1
        && call.call.script.commands.len() == 1;
    // What follows a heredoc is another place than the end of the instruction.
    let is_shell =
        matches!(call.step.instruction, Instruction::Run(run) if matches!(run.command, RunCommand::Shell(_)));
    let is_whole = transfer.whole_context() == Some(0) && matches!(transfer.sources, [Source::Path(_)]);
    let destination = call.file.path(call.stage, step.number, transfer.destination)?;
    if !is_known
        || !is_alone
        || !is_shell
        || !is_whole
        || destination != *directory
        || install.required < install.files.len()
        || !install.files.iter().all(|file| is_plain(file))
    {
        return None;
    }
    let copy = &call.file.source[step.span().range()];
    let (flags, _) = copy.split_at((step.word(0).start - step.span().start) as usize);
    let first = format!("{flags}{} ./", install.files.join(" "));
    let behind = Span::new(call.step.span().end, call.step.span().end);
    Some([Replacement::new(step.span(), first), Replacement::new(behind, format!("\n{copy}"))])
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn every_tool() {
        for install in [
            "pip install -r requirements.txt",
            "python3 -m pip install --no-cache-dir -r requirements/prod.txt",
            "uv pip install -r requirements.txt",
            "uv sync --locked",
            "poetry install --no-root",
            "npm ci && npm run build",
            "npm install",
            "yarn",
            "yarn install --frozen-lockfile",
            "pnpm install --frozen-lockfile",
            "bundle install",
            "composer install --no-dev",
            "go mod download",
            "mix deps.get",
            "dotnet restore",
            "cargo build --release",
            "mvn -B package",
            "./gradlew build",
        ] {
            for copy in ["COPY . .", "COPY src ./src", "ADD ./ /app", "COPY --chown=app app/main.py /app/"] {
                let text = format!("FROM node:24\nWORKDIR /app\n{copy}\nRUN {install}\n");
                assert!(found(&text).contains("4:"), "{text}: {}", found(&text));
            }
        }
    }

    #[test]
    fn what_is_right_or_not_known() {
        for (copy, run) in [
            ("COPY requirements*.txt setup.py ./", "pip install -r requirements.txt"),
            ("COPY package*.json .npmrc ./", "npm ci"),
            ("COPY Gemfile Gemfile.lock ./", "bundle install"),
            ("COPY . .", "cd /opt/tool && npm ci"),
            ("COPY --from=build /app .", "npm ci"),
            ("COPY . .", "pip install flask"),
            ("COPY . .", "pip install ."),
            ("COPY . .", "npm install -g pnpm"),
            ("COPY . .", "npm install left-pad"),
            ("COPY certs /usr/local/share/ca-certificates", "npm ci"),
            ("COPY patches patches", "npm ci"),
            ("COPY . .", "--mount=type=cache,target=/src/target cargo build"),
            ("COPY entrypoint.sh nginx.conf ./", "npm ci"),
            ("RUN npm ci\nCOPY . .", "npm ci --omit=dev"),
        ] {
            assert_eq!(found(&format!("FROM node:24\nWORKDIR /app\n{copy}\nRUN {run}\n")), "", "{copy} {run}");
        }
    }

    #[test]
    fn along_stages_and_with_the_files_named() {
        insta::assert_snapshot!(found("FROM ubuntu:24.04 AS base\nWORKDIR /app\nCOPY my-app my-app\nFROM base\nRUN pip3 install -r my-app/requirements.txt\n"), @"5:10 `install` installs the dependencies: `pip3 install` runs again after every change of the sources, since they are copied before it; 3:6 `my-app` sources, which change more often; help: copy `my-app/requirements.txt` first, install, and copy the rest after it");
    }

    #[test]
    fn the_fix_keeps_flags_and_needs_a_run_of_its_own() {
        insta::assert_snapshot!(found("FROM node:24\nWORKDIR /app\nCOPY --link . .\n# all of it\nRUN npm ci\n"), @"5:9 `ci` installs the dependencies: `npm ci` runs again after every change of the sources, since they are copied before it; 3:13 `.` sources, which change more often; help: copy `package.json`, `package-lock.json` first, install, and copy the rest after it; fix: copy `package.json`, `package-lock.json` first, and the rest after `npm ci` -> COPY --link package.json package-lock.json ./");
        assert!(!found("FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n").contains("fix:"));
        assert!(!found("FROM node:24\nWORKDIR /app\nCOPY . /src\nWORKDIR /src/web\nRUN npm ci\n").contains("fix:"));
    }
}
