use crate::bases::{BaseFacts, Libc};
use crate::check::facts::{FileFacts, StageBase, StageFacts, StepFacts, base_name};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds programs that one stage compiles and another one gets, where the C library is a different one: musl and glibc,
    /// a newer glibc and an older one, any and none. It looks at what `gcc`, `clang`, `make`, `cmake`, Ninja, Meson and, where
    /// it links glibc, Cargo have built, and is silent where something is said of static linking.
    ///
    /// ## Why is this bad?
    ///
    /// The program does not start: its loader is `not found`, or `GLIBC_2.38` is.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM alpine:3.22@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS build
    /// RUN apk add --no-cache build-base
    /// WORKDIR /src
    /// COPY server.c ./
    /// RUN gcc -O2 -o /out/server server.c
    ///
    /// FROM gcr.io/distroless/base-debian12:nonroot@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY --from=build /out/server /server
    /// ENTRYPOINT ["/server"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM gcc:15-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS build
    /// WORKDIR /src
    /// COPY server.c ./
    /// RUN gcc -O2 -o /out/server server.c
    ///
    /// FROM gcr.io/distroless/base-debian12:nonroot@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY --from=build /out/server /server
    /// ENTRYPOINT ["/server"]
    /// ```
    foreign_libc = Warn, aliases: [], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    let mut copies = stage.users.iter().filter_map(|user| {
        let into = file.stages.get(user.stage)?;
        let step = into.steps.get(user.step?)?;
        matches!(step.instruction, Instruction::Copy(_)).then_some((into, step))
    });
    let Some(first) = copies.next() else { return };
    let Some(from) = file.base_of(stage) else { return };
    let Some((compiler, is_make)) = compiler(file, stage, from) else { return };
    for (into, step) in std::iter::once(first).chain(copies) {
        let Some(to) = file.base_of(into) else { continue };
        // Who makes something for a base without a library mostly says so in the Makefile.
        if is_make && to.libc == Some(Libc::None) {
            continue;
        }
        let Some((has, needs)) = mismatch(from, to) else { continue };
        let Some(transfer) = step.transfer() else { continue };
        let Some((number, path)) = transfer.literal_sources().find(|(_, path)| is_program(path)) else { continue };
        if brings_library(file, into) {
            continue;
        }
        report.add(
            Draft::new(step.word(number), format!("`{path}` {needs}, and {} has {has}", base(file, into)))
                .label("a program with another C library")
                .other(compiler, "built here")
                .other(file.root(stage).base_span(), "with the C library of this base")
                .help("build it on a base with the C library of the image, or link it statically"),
        );
    }
}

/// What a base has, and what a program of another one needs, if that does not fit.
fn mismatch(from: &BaseFacts, to: &BaseFacts) -> Option<(String, String)> {
    let version = |(major, minor): (u16, u16)| format!("glibc {major}.{minor}");
    let (has, needs) = match (from.libc?, to.libc?) {
        (Libc::Glibc, Libc::Glibc) => {
            let (needed, there) = (from.glibc()?, to.glibc()?);
            return (needed > there).then(|| (version(there), format!("may need {}", version(needed))));
        }
        (Libc::Musl, Libc::Glibc) => ("glibc", "needs musl"),
        (Libc::Glibc, Libc::Musl) => ("musl", "needs glibc"),
        (Libc::Musl, Libc::None) => ("no C library", "needs musl"),
        (Libc::Glibc, Libc::None) => ("no C library", "needs glibc"),
        _ => return None,
    };
    Some((has.to_owned(), needs.to_owned()))
}

fn base(file: &FileFacts<'_>, stage: &StageFacts<'_>) -> String {
    match &file.root(stage).base {
        StageBase::Image(image) => format!("`{image}`"),
        _ => "`scratch`".to_owned(),
    }
}

/// Where a stage calls something that links programs with the C library of its base, and whether that is `make`; none
/// if it is not sure.
fn compiler(file: &FileFacts<'_>, stage: &StageFacts<'_>, base: &BaseFacts) -> Option<(Span, bool)> {
    let mut found = None;
    for step in file.ancestry(stage).flat_map(|stage| &stage.steps) {
        if is_static(step) {
            return None;
        }
        for call in step.calls() {
            let links = match call.name {
                "gcc" | "cc" | "g++" | "c++" | "clang" | "clang++" | "cmake" | "ninja" | "meson" => true,
                // What `make` calls can be a compiler that links statically.
                "make" => {
                    base.has_tool("go") != Some(true)
                        && base.has_tool("cargo") != Some(true)
                        && !call.literals().any(|word| matches!(word, "clean" | "distclean"))
                }
                // With musl, Rust links statically.
                "cargo" => base.libc == Some(Libc::Glibc) && call.literals().any(|word| word == "build"),
                "go" => return None,
                _ => false,
            };
            if links {
                found = Some((call.program.span, call.name == "make"));
            }
        }
    }
    found
}

/// Whether an instruction says something of static linking or of another C library.
fn is_static(step: &StepFacts<'_>) -> bool {
    let says = |text: &str| text.contains("static") || text.contains("musl") || text.contains("zigbuild");
    match step.instruction {
        Instruction::Run(_) => step.scripts.as_ref().is_none_or(|scripts| {
            scripts.all.iter().flat_map(|nested| &nested.script.commands).any(|command| {
                command.words.iter().any(|word| word.literal().is_none_or(says))
                    || command.assignments.iter().any(|assignment| assignment.value.literal().is_none_or(says))
            })
        }),
        Instruction::Env(env) => env.pairs.iter().any(|pair| pair.value.as_literal().is_none_or(says)),
        Instruction::Arg(args) => args
            .args
            .iter()
            .any(|arg| arg.default.as_deref().is_some_and(|default| default.as_literal().is_none_or(says))),
        _ => false,
    }
}

/// Whether a path is that of a program, as far as its name tells.
fn is_program(path: &str) -> bool {
    const DIRECTORIES: &[&str] = &[
        "app",
        "assets",
        "bin",
        "build",
        "config",
        "dist",
        "docs",
        "group",
        "html",
        "include",
        "install",
        "lib",
        "lib64",
        "local",
        "locales",
        "migrations",
        "node_modules",
        "opt",
        "out",
        "output",
        "passwd",
        "public",
        "release",
        "rootfs",
        "share",
        "site",
        "site-packages",
        "src",
        "static",
        "target",
        "templates",
        "usr",
        "venv",
        "www",
        "zoneinfo",
    ];
    let name = base_name(path);
    let is_data = path.starts_with("/etc/") || path.starts_with("/usr/share/") || path.starts_with("/var/");
    !path.ends_with('/')
        && !is_data
        && !name.is_empty()
        && !name.contains(['.', '*', '?', '['])
        && (!DIRECTORIES.contains(&name) || name == "app" && path.contains("/target/"))
}

/// Whether something in a stage may bring a C library.
fn brings_library(file: &FileFacts<'_>, stage: &StageFacts<'_>) -> bool {
    file.ancestry(stage).flat_map(|stage| &stage.steps).any(|step| {
        step.calls().any(|call| {
            call.literals().any(|word| {
                word.contains("gcompat")
                    || word.contains("libc6-compat")
                    || word.contains("musl")
                    || word.contains("glibc")
            })
        }) || step.transfer().is_some_and(|transfer| {
            let is_library =
                |path: &str| path.contains("ld-") || path.contains("libc") || base_name(path).starts_with("lib");
            transfer.sources.len() != transfer.literal_sources().count()
                || transfer.literal_sources().any(|(_, path)| is_library(path) || path == "/")
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(from: &str, run: &str, into: &str, path: &str) -> String {
        let text = format!("FROM {from} AS build\nRUN {run}\nFROM {into}\nCOPY --from=build {path} /x\n");
        findings(&super::RULE, &text)
    }

    #[test]
    fn libraries_that_differ() {
        insta::assert_snapshot!(found("alpine:3.22", "gcc -o /out/a a.c", "debian:12", "/out/a"), @"4:19 `/out/a` a program with another C library: `/out/a` needs musl, and `debian:12` has glibc; 2:5 `gcc` built here; 1:6 `alpine:3.22` with the C library of this base; help: build it on a base with the C library of the image, or link it statically");
        insta::assert_snapshot!(found("debian:13", "make", "gcr.io/distroless/base-debian12", "/src/a"), @"4:19 `/src/a` a program with another C library: `/src/a` may need glibc 2.41, and `gcr.io/distroless/base-debian12` has glibc 2.36; 2:5 `make` built here; 1:6 `debian:13` with the C library of this base; help: build it on a base with the C library of the image, or link it statically");
        insta::assert_snapshot!(found("rust:1.90-bookworm", "cargo build --release", "scratch", "/src/target/release/app"), @"4:19 `/src/target/release/app` a program with another C library: `/src/target/release/app` needs glibc, and `scratch` has no C library; 2:5 `cargo` built here; 1:6 `rust:1.90-bookworm` with the C library of this base; help: build it on a base with the C library of the image, or link it statically");
        insta::assert_snapshot!(found("gcc:15", "gcc -o /out/a a.c", "alpine:3.22", "/out/a"), @"4:19 `/out/a` a program with another C library: `/out/a` needs glibc, and `alpine:3.22` has musl; 2:5 `gcc` built here; 1:6 `gcc:15` with the C library of this base; help: build it on a base with the C library of the image, or link it statically");
    }

    #[test]
    fn what_fits_or_is_not_sure() {
        for (from, run, into, path) in [
            ("debian:12", "make", "debian:13", "/src/a"),
            ("debian:12", "make", "debian:stable", "/src/a"),
            ("golang:1.25-alpine", "go build -o /out/a", "debian:12", "/out/a"),
            ("golang:1.25-alpine", "make", "debian:12", "/out/a"),
            ("rust:1.90-alpine", "cargo build --release", "scratch", "/src/target/release/a"),
            ("rust:1.90", "cargo build --target x86_64-unknown-linux-musl", "scratch", "/out/a"),
            ("alpine:3.22", "gcc -static -o /out/a a.c", "scratch", "/out/a"),
            ("gcc:15", "make", "scratch", "/src/a"),
            ("debian:12", "make clean", "alpine:3.22", "/src"),
            ("alpine:3.22", "make", "debian:12", "/out/index.html"),
            ("alpine:3.22", "make", "debian:12", "/src/dist"),
            ("alpine:3.22", "npm run build", "debian:12", "/src/a"),
            ("alpine:3.22", "make", "example.com/x:1", "/src/a"),
            ("gcc:15", "make", "alpine:3.22\nRUN apk add --no-cache gcompat", "/src/a"),
        ] {
            assert_eq!(found(from, run, into, path), "", "{from} {run} {into} {path}");
        }
    }
}
