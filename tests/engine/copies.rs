//! What `COPY` makes of hostile names, contents, owners, modes and patterns.

use std::collections::BTreeSet;

use dockerspec::Word;
use dockerspec::model::{
    Base, Copy, CopyFrom, Dockerfile, InlineFile, Instruction, Run, Stage, Value as Typed, literal_path,
};
use dockerspec::value::{EnvName, FileMode, Owner, StageName};
use proptest::strategy::{Strategy as _, ValueTree as _};

use crate::archive::{entries, read};
use crate::build::build_in;
use crate::commands::{busybox, quoted};
use crate::expansion::{Variables, words};
use crate::hostile::{runner, texts};
use crate::refusals::accepted;

/// Hostile texts that can be the name of a file.
pub(crate) fn names(seed: u8, count: usize) -> Vec<String> {
    let names: BTreeSet<String> = texts(seed, count)
        .into_iter()
        .map(|text| text.replace(['/', '\0'], "+"))
        .filter(|name| !["", ".", ".."].contains(&name.as_str()) && name.len() < 200)
        .collect();
    names.into_iter().collect()
}

fn context(names: &[String]) -> tempfile::TempDir {
    let context = tempfile::tempdir().expect("a temporary directory");
    std::fs::create_dir(context.path().join("d")).expect("the context can be written");
    for name in names {
        std::fs::write(context.path().join("d").join(name), name).expect("the context can be written");
    }
    context
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn names_of_sources() {
    let names: Vec<_> = names(0, 260).into_iter().chain(names(5, 60)).collect();
    let context = context(&names);
    let copy = |name: &String| Copy::new([format!("d/{}", literal_path(name))], "/out/file");
    let sayable = names.iter().filter(|name| accepted(&copy(name).into(), name)).collect::<Vec<_>>();
    assert!(sayable.len() > 150, "{} names can be said", sayable.len());
    for names in sayable.chunks(100) {
        let mut stage = Stage::new(busybox().into());
        for (number, name) in names.iter().enumerate() {
            stage
                .instructions
                .push(Copy::new([literal_path(&format!("d/{name}")).into_owned()], format!("/out/{number}")).into());
        }
        let image = build_in(context.path(), &Dockerfile::from(stage), &[]);
        let files: Vec<_> = (0..names.len()).map(|number| format!("out/{number}")).collect();
        for (name, content) in names.iter().zip(read(&image, &files)) {
            assert_eq!(name.as_bytes(), content, "{name:?}");
        }
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn names_of_destinations_and_of_sources_in_a_stage() {
    let names: Vec<_> = names(0, 260).into_iter().chain(names(6, 60)).collect();
    let mut script = "mkdir /d
cd /d
"
    .to_owned();
    for name in &names {
        let path = quoted(&format!("./{name}"));
        script.extend([
            "printf %s ",
            &path,
            " > ",
            &path,
            "
",
        ]);
    }
    let mut first = Stage::new(busybox().into());
    first.name = Some(StageName::from_static("files"));
    first.instructions.push(Run::script(script).into());
    for names in names.chunks(100) {
        let mut stage = Stage::new(busybox().into());
        for (number, name) in names.iter().enumerate() {
            let mut copy =
                Copy::new([literal_path(&format!("/d/{name}")).into_owned()], format!("/out/{number}/{name}"));
            copy.from = Some(CopyFrom::Stage(StageName::from_static("files")));
            stage.instructions.push(copy.into());
        }
        let context = tempfile::tempdir().expect("a temporary directory");
        let image = build_in(context.path(), &[first.clone(), stage].into_iter().collect(), &[]);
        let files: Vec<_> = names.iter().enumerate().map(|(number, name)| format!("out/{number}/{name}")).collect();
        for (name, content) in names.iter().zip(read(&image, &files)) {
            assert_eq!(format!("./{name}").as_bytes(), content, "{name:?}");
        }
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn contents_of_inline_files() {
    for seed in 0..4 {
        let variables = Variables::new(seed);
        let mut stage = Stage::new(busybox().into());
        stage.instructions.extend(variables.environment().into_iter().map(Into::into));
        let mut source = runner(seed);
        let (mut literal, mut expanded, mut expected) = (Vec::new(), Vec::new(), Vec::new());
        for (number, text) in texts(seed, 250).into_iter().enumerate() {
            let content = text + "\n";
            literal.push(InlineFile::named(format!("l{number}"), content.clone()));
            expected.push((format!("out/l{number}"), content));
            let front = if number % 5 == 0 { "\u{feff}" } else { "" };
            let word =
                words().prop_map(|word| Word::from(front) + word + "\n").new_tree(&mut source).unwrap().current();
            let file = InlineFile::named(format!("e{number}"), word.clone());
            let Some(value) = variables.expanded(&word) else { continue };
            let mut alone = Stage::new(Base::Scratch);
            alone.instructions.push(Copy::new([file.clone()], "/out/").into());
            if Dockerfile::from(alone).render().is_ok() {
                expanded.push(file);
                expected.push((format!("out/e{number}"), value));
            }
        }
        assert!(expanded.len() > 100, "{} contents can be said", expanded.len());
        stage.instructions.push(Copy::new(literal, "/out/").into());
        stage.instructions.extend(expanded.chunks(50).map(|files| Copy::new(files.to_vec(), "/out/").into()));
        let context = tempfile::tempdir().expect("a temporary directory");
        let image = build_in(context.path(), &Dockerfile::from(stage.clone()), &[]);
        let files: Vec<_> = expected.iter().map(|(file, _)| file.clone()).collect();
        for ((file, content), read) in expected.iter().zip(read(&image, &files)) {
            assert_eq!(
                content.as_bytes(),
                read,
                "{file} is {:?}, not {content:?}: {stage:?}",
                String::from_utf8_lossy(&read)
            );
        }
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn owners_and_modes() {
    let mut stage = Stage::new(busybox().into());
    let mut expected = Vec::new();
    let variable = || Word::from(dockerspec::Variable::new(EnvName::from_static("ID")));
    let owners = [
        (Some(Typed::Fixed("7".parse::<Owner<'_>>().unwrap())), (7, 7)),
        (Some(Typed::Fixed("7:8".parse().unwrap())), (7, 8)),
        (Some(Typed::Fixed("root:9".parse().unwrap())), (0, 9)),
        (Some(Typed::Expanded(variable() + ":8")), (42, 8)),
        (None, (0, 0)),
    ];
    let modes = [
        ("0", 0),
        ("7", 7),
        ("0640", 0o640),
        ("4755", 0o4755),
        ("7777", 0o7777),
        ("u=rwx,go=rx", 0o755),
        ("a-r", 0o200),
        ("u=rw,g=r,o-rwx", 0o640),
    ];
    stage.instructions.push(dockerspec::model::Env::new("ID", 42).and("MODE", "640").into());
    let modes = modes.map(|(text, bits)| (Typed::Fixed(text.parse::<FileMode<'_>>().unwrap()), bits));
    let mode = Word::from(dockerspec::Variable::new(EnvName::from_static("MODE")));
    for (mode, bits) in modes.into_iter().chain([(Typed::Expanded(mode), 0o640)]) {
        for (owner, ids) in owners.clone() {
            let mut copy = Copy::new([InlineFile::new("x\n")], format!("/out/{}", expected.len()));
            copy.chmod = Some(mode.clone());
            copy.chown = owner;
            expected.push((bits, ids, format!("{copy:?}")));
            stage.instructions.push(copy.into());
        }
    }
    let context = tempfile::tempdir().expect("a temporary directory");
    let found = entries(&build_in(context.path(), &Dockerfile::from(stage), &[]));
    for (number, (mode, ids, copy)) in expected.into_iter().enumerate() {
        let entry = &found[&format!("out/{number}")];
        assert_eq!((entry.mode, entry.user, entry.group), (mode, ids.0, ids.1), "{copy}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn patterns_of_exclude() {
    let mut names = names(0, 260);
    names.truncate(220);
    let context = context(&names);
    let excluding = |name: &str| {
        let mut copy = Copy::new(["d/"], "/out/");
        copy.exclude = vec![literal_path(name).into_owned().into()];
        Instruction::from(copy)
    };
    let excluded: Vec<_> = names.iter().filter(|name| accepted(&excluding(name), name)).cloned().collect();
    assert!(excluded.len() > 100, "{} patterns can be said", excluded.len());
    for group in excluded.chunks(40) {
        let mut copy = Copy::new(["d/"], "/out/");
        copy.exclude = group.iter().map(|name| literal_path(name).into_owned().into()).collect();
        let mut stage = Stage::new(busybox().into());
        stage.instructions.push(copy.into());
        let found: BTreeSet<_> =
            entries(&build_in(context.path(), &Dockerfile::from(stage), &[])).into_keys().collect();
        let kept = names.iter().filter(|name| !group.contains(name)).map(|name| format!("out/{name}"));
        assert_eq!(found, kept.collect(), "without {group:?}");
    }
}
