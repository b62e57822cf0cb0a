//! The Dockerfiles of the examples, as committed in `snapshots/`, their ignore files, and what they promise.

use std::path::Path;

use dockerspec::model::{Base, Command, Dockerfile, Healthcheck, Instruction, Value};
use dockerspec::value::Account;
use dockerspec::{FileSet, ImageRef, ReferencePolicy, Synced};
use dockerspec_examples::benchmarking::applications;
use dockerspec_examples::{python_app, python_app_by_builder, rust_service, rust_service_by_builder, visits};

#[test]
fn python_app_as_committed() {
    insta::assert_snapshot!("python_app", python_app().render().unwrap());
}

#[test]
fn rust_service_as_committed() {
    insta::assert_snapshot!("rust_service", rust_service().render().unwrap());
}

/// `cargo run --example NAME -- --write examples/NAME` writes them anew.
#[test]
fn ignore_files_as_committed() {
    for (name, image) in [("python_app", python_app()), ("rust_service", rust_service())] {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let committed = std::fs::read_to_string(directory.join(".dockerignore")).unwrap();
        assert_eq!(committed, image.ignore_file().unwrap(), "{name}");
    }
}

/// `cargo run --example visits -- --write examples/visits` writes them anew.
#[test]
fn project_as_committed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("visits");
    let files = visits(&directory).unwrap().file_set(&directory).unwrap();
    assert_eq!(files.paths().count(), 6);
    assert_eq!(files.stale().unwrap(), []);
}

/// What is stale is written, except in CI: commit it.
#[test]
fn the_dockerfiles_of_the_article_are_as_described() {
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("article");
    let mut files = FileSet::new();
    for (folder, application) in ["python", "rust"].iter().zip(applications()) {
        for (name, image) in &application.images {
            assert_eq!(image.context(&application.directory).unwrap().findings(), []);
            files = files.image_as(article.join(folder), format!("{name}.Dockerfile"), image).unwrap();
        }
    }
    assert_eq!(files.sync().unwrap_or_else(|error| panic!("{error}")), Synced::Fresh);
}

#[test]
fn contexts_hold_what_the_images_read() {
    let files = |name: &str, image: dockerspec::Image| {
        let context = image.context(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        assert_eq!(context.findings(), []);
        context.files().join(" ")
    };
    assert_eq!(files("python_app", python_app()), "my_app/__init__.py my_app/health.py my_app/web.py requirements.txt");
    assert_eq!(files("rust_service", rust_service()), "Cargo.lock Cargo.toml src/main.rs");
}

#[test]
fn words_and_builder_say_the_same() {
    assert_eq!(python_app().render().unwrap(), python_app_by_builder().render().unwrap());
    assert_eq!(python_app().ignore_file().unwrap(), python_app_by_builder().ignore_file().unwrap());
    assert_eq!(rust_service().render().unwrap(), rust_service_by_builder().render().unwrap());
}

#[test]
fn the_build_script_renders_the_same() {
    let emitted = include_str!(concat!(env!("OUT_DIR"), "/rust_service.Dockerfile"));
    assert_eq!(emitted, rust_service().render().unwrap());
}

fn dockerfiles() -> [Dockerfile<'static>; 2] {
    [python_app(), rust_service()].map(|image| image.dockerfile().expect("the example is right"))
}

#[test]
fn bases_have_a_version() {
    for dockerfile in dockerfiles() {
        for stage in &dockerfile.stages {
            match &stage.base {
                Base::Image(Value::Fixed(image)) => {
                    assert_eq!(ImageRef::check(image.as_str(), ReferencePolicy::Tagged), Ok(()), "{image}");
                }
                Base::Stage(_) => {}
                base => panic!("{base:?} says no version"),
            }
        }
    }
}

#[test]
fn dependencies_have_a_version() {
    let requirements = include_str!("../python_app/requirements.txt");
    let requirements = requirements.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '-']));
    requirements.for_each(|line| assert!(line.contains("=="), "{line}"));

    // Nothing but the list is installed, and nothing but what Cargo.lock says is compiled.
    let (python_app, rust_service) = (python_app().render().unwrap(), rust_service().render().unwrap());
    let pip: Vec<&str> = python_app.lines().filter(|line| line.contains("pip --python")).collect();
    assert!(!pip.is_empty() && pip.iter().all(|line| line.ends_with(" -r /tmp/requirements.txt")), "{pip:?}");
    let cargo: Vec<&str> = rust_service.lines().filter(|line| line.contains("cargo build")).collect();
    assert!(!cargo.is_empty() && cargo.iter().all(|line| line.ends_with(" --locked")), "{cargo:?}");
}

#[test]
fn nothing_runs_as_root() {
    for dockerfile in dockerfiles() {
        let last = dockerfile.stages.last().unwrap();
        let users: Vec<_> = last.instructions.iter().filter(|it| matches!(it, Instruction::User(_))).collect();
        let [Instruction::User(user)] = users.as_slice() else { panic!("one user, not {users:?}") };
        let owner = user.user.fixed().unwrap();
        assert!(!owner.is_root());
        assert!(matches!((&owner.user, &owner.group), (Account::Id(_), Some(Account::Id(_)))), "numbers, not {owner}");
    }
}

#[test]
fn signals_reach_the_process() {
    for dockerfile in dockerfiles() {
        let last = dockerfile.stages.last().unwrap();
        let commands = last.instructions.iter().filter_map(|instruction| match instruction {
            Instruction::Entrypoint(entrypoint) => Some(&entrypoint.command),
            Instruction::Cmd(cmd) => Some(&cmd.command),
            Instruction::Healthcheck(check) => match &**check {
                Healthcheck::Probe(probe) => Some(&probe.command),
                _ => None,
            },
            _ => None,
        });
        let commands: Vec<&Command<'_>> = commands.collect();
        assert!(commands.len() >= 2, "a health check and an entry point, at least");
        assert!(commands.iter().all(|command| matches!(command, Command::Exec(_))), "{commands:?}");
    }
}
