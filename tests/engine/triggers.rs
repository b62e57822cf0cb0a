//! What `ONBUILD` triggers give when BuildKit reads them again in the stage that builds on theirs.

use dockerspec::Word;
use dockerspec::model::{
    Base, Cmd, Command, Copy, Dockerfile, Entrypoint, Env, Healthcheck, InlineFile, Instruction, Label, Onbuild, Probe,
    Run, Shell, Stage, User, Value as Typed, Volume, Workdir,
};
use dockerspec::value::{Owner, StageName, Uid};
use serde_json::Value;

use crate::build::{build, build_in};
use crate::commands::quoted;
use crate::hostile::{lines, texts};
use crate::metadata::Metadata;
use crate::refusals::accepted;

const BASE: StageName<'static> = StageName::from_static("base");

/// A stage of triggers, and one that fires them.
fn replayed(base: Base<'static>, triggers: impl IntoIterator<Item = Instruction<'static>>) -> Dockerfile<'static> {
    let mut first = Stage::new(base);
    first.name = Some(BASE);
    first.instructions.extend(triggers);
    [first, Stage::new(Base::Stage(BASE))].into_iter().collect()
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn pairs_arguments_and_volumes() {
    for seed in [0, 41, 42, 43] {
        let mut metadata = Metadata::default();
        for text in texts(seed, 90) {
            metadata.add_everywhere(&text);
        }
        metadata.instructions.retain(|instruction| !matches!(instruction, Instruction::Comment(_)));
        let triggers = metadata.instructions.iter().map(|instruction| Onbuild::new(instruction.clone()).into());
        metadata.assert_held(&build(&replayed(Base::Scratch, triggers)).inspect()["Config"]);
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn what_an_image_has_once() {
    for (number, texts) in texts(0, 200).chunks(8).enumerate() {
        let mut expected: Vec<(&str, Value)> = Vec::new();
        let mut triggers = Vec::new();
        let mut add = |path: &'static str, trigger: Instruction<'static>, text: &str, value: Value| {
            let trigger: Instruction<'static> = Onbuild::new(trigger).into();
            if accepted(&trigger, text) {
                triggers.push(trigger);
                expected.retain(|(known, _)| *known != path);
                expected.push((path, value));
            }
        };
        for text in texts {
            let path = format!("/{text}");
            add("/WorkingDir", Workdir::new(path.clone()).into(), &path, path.clone().into());
        }
        let list = || Value::from(texts.to_vec());
        add("/Cmd", Cmd::exec(texts.to_vec()).into(), "", list());
        add("/Entrypoint", Entrypoint::exec(texts.to_vec()).into(), "", list());
        add("/Shell", Shell::new(texts.to_vec()).into(), "", list());
        for text in texts {
            let line: Vec<_> = texts.iter().chain([text]).cloned().collect();
            add("/Cmd", Cmd::new(Command::shell(text.clone())).into(), text, line.into());
            let probe = Probe::new(Command::shell(text.clone()));
            let test = serde_json::json!({ "Test": ["CMD-SHELL", text] });
            add("/Healthcheck", Healthcheck::Probe(probe).into(), text, test);
            let mut user = User::new(Owner::new(Uid::new(1)));
            user.user = Typed::Expanded(Word::from(text.clone()));
            add("/User", user.into(), text, text.clone().into());
        }
        let image = build(&replayed(Base::Scratch, triggers)).inspect();
        for (path, value) in expected {
            assert_eq!(image["Config"].pointer(path), Some(&value), "{path} in image {number} of {texts:?}");
        }
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn text_as_long_as_a_line_and_no_longer() {
    let most = 65_535 - "ENV A=".len();
    let env = |length: usize| Instruction::from(Onbuild::new(Env::new("A", "x".repeat(length))));
    let image = build(&replayed(Base::Scratch, [env(most)])).inspect();
    let held = image["Config"]["Env"].as_array().unwrap().iter().map(|entry| entry.as_str().unwrap().len()).max();
    assert_eq!(held, Some("A=".len() + most));
    assert!(!accepted(&env(most + 1), &"x".repeat(most + 1)));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn files_and_scripts() {
    let texts: Vec<_> = lines(0, 220).into_iter().filter(|text| !text.contains('\0')).collect();
    let mut triggers: Vec<Instruction<'static>> = Vec::new();
    let mut script = String::from("mkdir -p /out\n");
    for (number, text) in texts.iter().enumerate() {
        let copy = Copy::new([InlineFile::new(format!("{text}\nEOF\n"))], format!("/out/file{number}"));
        triggers.push(Onbuild::new(copy).into());
        script.extend(["printf %s ", &quoted(text), &format!(" > /out/{number}\n")]);
    }
    triggers.push(Onbuild::new(Run::script(script)).into());
    triggers.push(Onbuild::new(Label::new("a", "b")).into());
    triggers.push(Onbuild::new(Volume::new(["/v"])).into());
    let context = tempfile::tempdir().expect("a temporary directory");
    let image = build_in(context.path(), &replayed(crate::commands::busybox().into(), triggers), &[]);
    let files: Vec<String> =
        (0..texts.len()).flat_map(|number| [format!("out/file{number}"), format!("out/{number}")]).collect();
    let read = crate::archive::read(&image, &files);
    for (text, read) in texts.iter().zip(read.chunks(2)) {
        assert_eq!(String::from_utf8_lossy(&read[0]), format!("{text}\nEOF\n"));
        assert_eq!(String::from_utf8_lossy(&read[1]), *text);
    }
}
