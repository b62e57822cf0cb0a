//! Calls that install what a project depends on, as its files say.

use std::borrow::Cow;

use super::{Argument, CallFacts, arguments};
use crate::shell::Word;

/// A call that installs what a project depends on.
#[derive(Debug, Clone)]
pub(in crate::check) struct DependencyInstall<'s, 'f> {
    /// What is installed with: the same for `pip` and `pip3`.
    pub(in crate::check) tool: &'static str,
    /// The program and its subcommand, as they are called: `pip3 install`.
    pub(in crate::check) name: String,
    /// The word that says so.
    pub(in crate::check) word: &'s Word<'f>,
    /// The files that it reads, in the working directory.
    pub(in crate::check) files: Vec<Cow<'s, str>>,
    /// How many of them must be there; those come first.
    pub(in crate::check) required: usize,
    /// Whether it compiles too, so that a cache mount is what helps.
    pub(in crate::check) compiles: bool,
    /// Whether it is sure to read its files in the working directory of the RUN.
    pub(in crate::check) is_here: bool,
}

/// A tool that reads fixed files: programs, subcommands (an empty one where none is needed), and the files.
struct Tool {
    name: &'static str,
    programs: &'static [&'static str],
    subcommands: &'static [&'static str],
    files: &'static [&'static str],
    required: usize,
    compiles: bool,
    /// Whether operands behind the subcommand say that something else is installed.
    operands: Operands,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operands {
    /// They are packages to add.
    Packages,
    /// They are of no interest.
    Any,
}

/// The programs that [`dependency_install`] knows.
pub(in crate::check) const INSTALLERS: &[&str] = &[
    "bun", "bundle", "cargo", "composer", "dotnet", "go", "gradle", "gradlew", "mix", "mvn", "mvnw", "npm", "pip",
    "pip3", "pipenv", "pnpm", "poetry", "python", "python3", "uv", "yarn",
];

const fn tool(
    name: &'static str,
    programs: &'static [&'static str],
    subcommands: &'static [&'static str],
    files: &'static [&'static str],
    required: usize,
) -> Tool {
    Tool { name, programs, subcommands, files, required, compiles: false, operands: Operands::Packages }
}

const fn compiler(
    name: &'static str,
    programs: &'static [&'static str],
    subcommands: &'static [&'static str],
    files: &'static [&'static str],
) -> Tool {
    Tool { name, programs, subcommands, files, required: 0, compiles: true, operands: Operands::Any }
}

/// The tools with files of fixed names. Those that look for them in directories above too need no special care: what is
/// copied there is copied above the working directory.
const TOOLS: &[Tool] = &[
    tool("npm", &["npm"], &["ci", "clean-install"], &["package.json", "package-lock.json"], 2),
    tool("npm", &["npm"], &["install", "i"], &["package.json", "package-lock.json"], 1),
    tool("yarn", &["yarn"], &["install", ""], &["package.json", "yarn.lock"], 1),
    tool("pnpm", &["pnpm"], &["install", "i"], &["package.json", "pnpm-lock.yaml"], 1),
    tool("bun", &["bun"], &["install", "i"], &["package.json", "bun.lock"], 1),
    tool("bundler", &["bundle"], &["install", ""], &["Gemfile", "Gemfile.lock"], 1),
    tool("composer", &["composer"], &["install"], &["composer.json", "composer.lock"], 1),
    tool("uv", &["uv"], &["sync"], &["pyproject.toml", "uv.lock"], 1),
    tool("poetry", &["poetry"], &["install"], &["pyproject.toml", "poetry.lock"], 1),
    tool("pipenv", &["pipenv"], &["install", "sync"], &["Pipfile", "Pipfile.lock"], 1),
    tool("mix", &["mix"], &["deps.get"], &["mix.exs", "mix.lock"], 1),
    Tool { operands: Operands::Any, ..tool("dotnet", &["dotnet"], &["restore"], &["*.csproj"], 0) },
    compiler("cargo", &["cargo"], &["build", "fetch"], &["Cargo.toml", "Cargo.lock"]),
    compiler("maven", &["mvn", "mvnw"], &["package", "install", "verify", "compile", "test"], &["pom.xml"]),
    compiler(
        "gradle",
        &["gradle", "gradlew"],
        &["build", "assemble", "bootJar", "jar", "installDist", "shadowJar"],
        &["*.gradle*"],
    ),
];

/// Options with a value behind them, of all tools: none of them means anything else to another one.
const WITH_VALUE: &[&str] = &[
    "--cache-folder",
    "--constraint",
    "--editable",
    "--extra",
    "--extra-index-url",
    "--features",
    "--find-links",
    "--group",
    "--index-url",
    "--jobs",
    "--loglevel",
    "--omit",
    "--only-group",
    "--package",
    "--platform",
    "--profile",
    "--python",
    "--registry",
    "--requirement",
    "--root",
    "--target",
    "--trusted-host",
    "--with",
    "--without",
    "-c",
    "-e",
    "-f",
    "-i",
    "-j",
    "-p",
    "-r",
    "-t",
    "--prefix",
    "--cwd",
    "-C",
    "--dir",
    "--directory",
    "--project",
    "--gemfile",
    "-d",
    "--working-dir",
    "--file",
    "--manifest-path",
];

/// Options that say that the project is elsewhere.
const ELSEWHERE: &[&str] = &[
    "--cwd",
    "--dir",
    "--directory",
    "--file",
    "--gemfile",
    "--location",
    "--manifest-path",
    "--prefix",
    "--project",
    "--working-dir",
    "-C",
    "-d",
    "-f",
];

/// The call as one that installs what a project depends on, if it is one.
pub(in crate::check) fn dependency_install<'s, 'f>(call: &CallFacts<'s, 'f>) -> Option<DependencyInstall<'s, 'f>> {
    let words = call.call.arguments;
    match call.call.name {
        "pip" | "pip3" => pip(call, words, call.call.name),
        "python" | "python3" if words.first()?.is("-m") && words.get(1)?.is("pip") => {
            pip(call, &words[2..], if call.call.name == "python" { "python -m pip" } else { "python3 -m pip" })
        }
        "uv" if words.first()?.is("pip") => pip(call, &words[1..], "uv pip"),
        "go" if words.first()?.is("mod") && words.get(1)?.is("download") => Some(DependencyInstall {
            tool: "go",
            name: "go mod download".to_owned(),
            word: &words[1],
            files: vec!["go.mod".into(), "go.sum".into()],
            required: 1,
            compiles: false,
            is_here: is_here(call),
        }),
        name => fixed(call, name),
    }
}

fn fixed<'s, 'f>(call: &CallFacts<'s, 'f>, program: &'s str) -> Option<DependencyInstall<'s, 'f>> {
    let arguments = arguments(call.call.arguments, WITH_VALUE);
    let mut operands = arguments.clone().filter_map(|argument| match argument {
        Argument::Operand(word) => Some(word),
        _ => None,
    });
    let is_unknown = arguments.clone().any(|argument| matches!(argument, Argument::Unknown(_)));
    if is_unknown || call.call.literals().any(|word| matches!(word, "-g" | "--global")) {
        return None;
    }
    let first = operands.next();
    let subcommand = first.map_or(Some(""), Word::literal)?;
    let known = TOOLS.iter().find(|tool| tool.programs.contains(&program) && tool.subcommands.contains(&subcommand))?;
    if known.operands == Operands::Packages && operands.next().is_some() {
        return None;
    }
    let is_elsewhere =
        call.call.literals().any(|word| ELSEWHERE.contains(&word.split_once('=').map_or(word, |(option, _)| option)));
    let name = if subcommand.is_empty() { program.to_owned() } else { format!("{program} {subcommand}") };
    Some(DependencyInstall {
        tool: known.name,
        name,
        word: first.unwrap_or(call.call.program),
        files: known.files.iter().map(|file| Cow::Borrowed(*file)).collect(),
        required: known.required,
        compiles: known.compiles,
        is_here: !is_elsewhere && is_here(call),
    })
}

fn pip<'s, 'f>(call: &CallFacts<'s, 'f>, words: &'s [Word<'f>], program: &str) -> Option<DependencyInstall<'s, 'f>> {
    let (install, rest) = words.split_first()?;
    if !install.is("install") {
        return None;
    }
    let mut files: Vec<Cow<'s, str>> = Vec::new();
    for argument in arguments(rest, WITH_VALUE) {
        if let Argument::Option { name: "r" | "--requirement" | "c" | "--constraint", value, word } = argument {
            let value = value?;
            let is_whole = word.literal().is_some();
            let is_plain = !value.contains("://") && !value.starts_with(['-', '/', '~']) && !value.is_empty();
            if !is_whole || !is_plain || call.call.arguments.iter().any(|word| word.literal().is_none()) {
                return None;
            }
            files.push(Cow::Borrowed(value.trim_start_matches("./")));
        }
    }
    if files.is_empty() {
        return None;
    }
    let required = files.len();
    Some(DependencyInstall {
        tool: "pip",
        name: format!("{program} install"),
        word: install,
        files,
        required,
        compiles: false,
        is_here: is_here(call),
    })
}

/// Whether nothing in front of a call in its RUN goes to another directory.
fn is_here(call: &CallFacts<'_, '_>) -> bool {
    let goes = |name: Option<&str>| matches!(name, Some("cd" | "pushd" | "popd"));
    call.call.script_index == 0
        && !call.call.script.commands[..call.call.index].iter().any(|command| goes(command.name()))
}
