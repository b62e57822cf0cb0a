use crate::check::facts::CallFacts;
use crate::check::language_packages::{ManagerCall, PROGRAMS, may_be_of_module};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::shell::Word;

rule! {
    /// ## What it does
    ///
    /// Finds packages that `pip`, `npm`, `gem`, `go`, `cargo` and their kin install without a version. Versions are
    /// upper bounds too; names that move, such as `latest`, are none.
    ///
    /// Silent are files, directories, repositories with a commit, what a constraints file pins, and Go packages whose
    /// version may stand in `go.mod`.
    ///
    /// ## Why is this bad?
    ///
    /// What is installed is the newest version at the time of the build: another image every week, and a broken build
    /// on the day when that version is.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// RUN python3 -m pip install --no-cache-dir gunicorn
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim AS build
    /// RUN yarn global add typescript@latest
    /// FROM node:24-slim
    /// USER node
    /// ```
    ///
    /// ```dockerfile
    /// FROM rust:1.90-slim AS build
    /// RUN cargo install --locked ripgrep
    /// FROM debian:13-slim
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// RUN python3 -m pip install --no-cache-dir gunicorn==23.0.0
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim AS build
    /// RUN yarn global add typescript@5.9.2
    /// FROM node:24-slim
    /// USER node
    /// ```
    ///
    /// ```dockerfile
    /// FROM rust:1.90-slim AS build
    /// RUN cargo install --locked ripgrep@14.1.1
    /// FROM debian:13-slim
    /// USER 10001
    /// ```
    unpinned_language_package = Warn, aliases: ["DL3013", "DL3016", "DL3028", "DL3062"], fixes: Never,
    Hook::Call(PROGRAMS, check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(manager_call) = ManagerCall::of(&call.call) else { return };
    let manager = manager_call.manager;
    let Some((_, packages)) = manager_call.behind(manager.install) else { return };
    if manager_call.has_option(manager.pinned_by) {
        return;
    }
    let name = manager.programs[0];
    let is_go = name == "go";
    // Behind the package, `go run` has the arguments of the program.
    let runs = is_go && call.call.literals().any(|word| word == "run");
    let mut packages = packages.take(if runs { 1 } else { usize::MAX }).peekable();
    while let Some(package) = packages.next() {
        let Some(text) = call.text_of(package) else { continue };
        let is_next_version = name == "composer" && packages.peek().is_some_and(|next| is_version(next));
        // Options of npm take `true` and `false` behind them.
        let is_no_package = text.is_empty() || name == "npm" && matches!(text, "true" | "false");
        if is_no_package || is_next_version || text.split_ascii_whitespace().all(manager.is_pinned) {
            continue;
        }
        if is_go && may_be_of_module(text) && may_have_module(call) {
            continue;
        }
        report.add(
            Draft::new(package.span, format!("the package `{text}` has no version"))
                .label("the newest version at the time of the build")
                .help(format!("pin it as `{}`", manager.with_version)),
        );
    }
}

/// Whether a word is the version of the package in front of it.
fn is_version(word: &Word<'_>) -> bool {
    word.literal_prefix().starts_with(|first: char| first.is_ascii_digit() || matches!(first, '^' | '~'))
}

/// Whether there may be a `go.mod`: something came into the stage, or the RUN goes elsewhere.
fn may_have_module(call: &CallFacts<'_, '_>) -> bool {
    let brings = |instruction: &Instruction<'_>| matches!(instruction, Instruction::Copy(_) | Instruction::Add(_));
    let elsewhere = || {
        let mut calls =
            call.step.calls().take_while(|earlier| earlier.program.span.start < call.call.program.span.start);
        calls.any(|earlier| matches!(earlier.name, "cd" | "git" | "pushd" | "tar") || earlier.involves("go"))
    };
    call.step.is_trigger
        || !call.step.mounts().is_empty()
        || call.stage.stage.instructions[..call.step.number].iter().any(brings)
        || call.file.ancestry(call.stage).skip(1).any(|stage| stage.stage.instructions.iter().any(brings))
        || elsewhere()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn packages_with_a_version_are_silent() {
        for command in [
            "pip install -r requirements.txt",
            "pip install --no-cache-dir --timeout 100 --group dev foo==1 'bar>=1,<2'",
            "pip install -c constraints.txt foo",
            "pip install .[dev] ./x dist/*.whl git+https://x/y@v1",
            "pip install \"foo==$VERSION\" $PACKAGES",
            "pip3.11 -q install foo==1",
            "pip freeze",
            "pip install -e git+https://x/y#egg=y",
            "npm install",
            "npm ci && npm run build",
            "npm i --prefix app --production false foo@1",
            "npm exec foo",
            "yarn add a@1 && pnpm add b@2 && bun add c@3",
            "gem install a:1 && gem i b -v 2 && gem install --file Gemfile",
            "go install a.b/c@v1.2.3 && go run main.go && go install std && go run -mod mod x.y/z@v1 serve",
            "cargo install --locked --version 1.2.3 a && cargo install --path . && cargo +nightly install b@1",
            "composer global require a/b:^1 && composer require c/d 1.2 ext-x",
            "dotnet tool install -g a --version 1",
            "pecl install redis-6.0.2",
            "conda install -c conda-forge -y python=3.13",
            "uv pip install --system -p 3.13 a==1",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn go_packages_may_be_of_a_module() {
        let tools = "RUN go install a.b/c\n";
        assert_eq!(findings(&super::RULE, &format!("FROM golang:1.25\nCOPY go.mod .\n{tools}")), "");
        assert_eq!(findings(&super::RULE, &format!("FROM golang:1.25 AS a\nCOPY . .\nFROM a\n{tools}")), "");
        assert_eq!(run("git clone https://x/y && cd y && go install a.b/c"), "");
        assert_ne!(run("go install a.b/c"), "");
        assert_ne!(findings(&super::RULE, "FROM golang:1.25\nCOPY go.mod .\nRUN go install a.b/c@latest\n"), "");
    }

    #[test]
    fn values_of_variables_count() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nARG A=foo B=bar==1\nRUN pip install $A $B $C\n"), @"3:17 `$A` the newest version at the time of the build: the package `foo` has no version; help: pin it as `NAME==VERSION`");
    }

    #[test]
    fn every_manager() {
        insta::assert_snapshot!(run("pip install foo[bar] 'baz>=1' --upgrade pip \\\n  && /usr/bin/pip3 install git+https://x/y"), @r"
        2:17 `foo[bar]` the newest version at the time of the build: the package `foo[bar]` has no version; help: pin it as `NAME==VERSION`
        2:26 `'baz>=1'` the newest version at the time of the build: the package `baz>=1` has no version; help: pin it as `NAME==VERSION`
        2:45 `pip` the newest version at the time of the build: the package `pip` has no version; help: pin it as `NAME==VERSION`
        3:28 `git+https://x/y` the newest version at the time of the build: the package `git+https://x/y` has no version; help: pin it as `NAME==VERSION`
        ");
        insta::assert_snapshot!(run("npm install -g a@1 b @s/c x/y npm@latest"), @r"
        2:24 `b` the newest version at the time of the build: the package `b` has no version; help: pin it as `NAME@VERSION`
        2:26 `@s/c` the newest version at the time of the build: the package `@s/c` has no version; help: pin it as `NAME@VERSION`
        2:31 `x/y` the newest version at the time of the build: the package `x/y` has no version; help: pin it as `NAME@VERSION`
        2:35 `npm@latest` the newest version at the time of the build: the package `npm@latest` has no version; help: pin it as `NAME@VERSION`
        ");
        insta::assert_snapshot!(run("pnpm add a && bun i b && yarn add c"), @r"
        2:14 `a` the newest version at the time of the build: the package `a` has no version; help: pin it as `NAME@VERSION`
        2:25 `b` the newest version at the time of the build: the package `b` has no version; help: pin it as `NAME@VERSION`
        2:39 `c` the newest version at the time of the build: the package `c` has no version; help: pin it as `NAME@VERSION`
        ");
        insta::assert_snapshot!(run("gem install bundler --no-document"), @"2:17 `bundler` the newest version at the time of the build: the package `bundler` has no version; help: pin it as `NAME:VERSION`");
        insta::assert_snapshot!(run("go run x.y/z@latest serve && go install -tags x a.b/c@main"), @r"
        2:12 `x.y/z@latest` the newest version at the time of the build: the package `x.y/z@latest` has no version; help: pin it as `PATH@VERSION`
        2:53 `a.b/c@main` the newest version at the time of the build: the package `a.b/c@main` has no version; help: pin it as `PATH@VERSION`
        ");
        insta::assert_snapshot!(run("cargo install --git https://x/y z && composer global require a/b && dotnet tool install -g t"), @r"
        2:37 `z` the newest version at the time of the build: the package `z` has no version; help: pin it as `NAME@VERSION`
        2:66 `a/b` the newest version at the time of the build: the package `a/b` has no version; help: pin it as `VENDOR/NAME:VERSION`
        2:96 `t` the newest version at the time of the build: the package `t` has no version; help: pin it as `NAME@VERSION`
        ");
        insta::assert_snapshot!(run("pecl install redis && conda install -n base -y numpy && pipx install x && uv tool install ruff"), @r"
        2:18 `redis` the newest version at the time of the build: the package `redis` has no version; help: pin it as `NAME-VERSION`
        2:52 `numpy` the newest version at the time of the build: the package `numpy` has no version; help: pin it as `NAME=VERSION`
        2:74 `x` the newest version at the time of the build: the package `x` has no version; help: pin it as `NAME==VERSION`
        2:95 `ruff` the newest version at the time of the build: the package `ruff` has no version; help: pin it as `NAME==VERSION`
        ");
    }
}
