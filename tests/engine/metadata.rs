//! What an image's configuration holds of hostile text, after a build of nothing but metadata.

use std::collections::{BTreeMap, BTreeSet};

use dockerspec::model::{
    Args, Cmd, Command, Comment, Dockerfile, Entrypoint, Env, Expose, Healthcheck, Instruction, Label, Maintainer,
    Probe, Shell, ShellText, Stage, StopSignal, User, Value as Typed, Volume, Workdir,
};
use dockerspec::value::{Duration, EnvName, ExposedPort, Owner, Protocol, Signal, Uid};
use dockerspec::{Arg, Word};
use serde_json::Value;

use crate::build::{build, strings};
use crate::hostile::{lines, long_texts, texts};
use crate::refusals::accepted;

/// Instructions, and what the configuration must hold after them.
#[derive(Default)]
pub(crate) struct Metadata {
    pub(crate) instructions: Vec<Instruction<'static>>,
    pub(crate) env: BTreeMap<String, String>,
    pub(crate) labels: BTreeMap<String, String>,
    volumes: BTreeSet<String>,
    values: usize,
}

impl Metadata {
    /// Adds `instruction` if it can be said.
    pub(crate) fn add(&mut self, instruction: impl Into<Instruction<'static>>, text: &str) -> bool {
        let instruction = instruction.into();
        self.values += 1;
        let accepted = accepted(&instruction, text);
        if accepted {
            self.instructions.push(instruction);
        }
        accepted
    }

    /// Adds `text` as key and value of `ENV` and `LABEL`, as default of an `ARG`, as volume, and as comment.
    pub(crate) fn add_everywhere(&mut self, text: &str) {
        let number = self.values;
        let name = format!("E{number}");
        if self.add(Env::new(name.clone(), text.to_owned()), text) {
            self.env.insert(name, text.to_owned());
        }
        for key in [text.to_owned(), format!("{text}{number}"), format!("{number}{text}")] {
            if self.add(Env::new(key.clone(), "v").and("w", "x"), &key) {
                self.env.insert(key.clone(), "v".to_owned());
            }
            if self.add(Label::new(key.clone(), text.to_owned()).and("w", "x"), &[&key, text].concat()) {
                self.labels.insert(key, text.to_owned());
            }
        }
        let arg = Arg::named(EnvName::new(format!("A{number}")).expect("a name"), dockerspec::model::Scope::Stage)
            .default(text.to_owned());
        if self.add(Args::new(arg.clone()), text) {
            self.instructions.push(Label::new(format!("arg{number}"), "<" + arg.variable() + ">").into());
            self.labels.insert(format!("arg{number}"), format!("<{text}>"));
        }
        if self.add(Volume::new([text.to_owned(), "/w".to_owned()]), text) {
            self.volumes.insert(text.to_owned());
        }
        self.add(Comment::new(text.to_owned()), text);
    }

    /// Compares all that was added with the configuration of the image.
    pub(crate) fn assert_held(&self, config: &Value) {
        let held: BTreeMap<String, String> = strings(&config["Env"])
            .into_iter()
            .map(|entry| {
                entry.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).expect("a pair")
            })
            .collect();
        assert_holds("ENV", &self.env, &held);
        let held: BTreeMap<String, String> = serde_json::from_value(config["Labels"].clone()).unwrap_or_default();
        assert_holds("LABEL", &self.labels, &held);
        let held: BTreeMap<String, Value> = serde_json::from_value(config["Volumes"].clone()).unwrap_or_default();
        for volume in &self.volumes {
            assert!(held.contains_key(volume), "VOLUME {volume:?} is lost: {held:?}");
        }
    }
}

fn assert_holds(what: &str, expected: &BTreeMap<String, String>, held: &BTreeMap<String, String>) {
    for (key, value) in expected {
        assert_eq!(held.get(key), Some(value), "{what} {key:?}");
    }
    let own = |key: &String| expected.contains_key(key) || ["PATH", "w"].contains(&key.as_str());
    let foreign: Vec<_> = held.keys().filter(|key| !own(key)).collect();
    assert!(foreign.is_empty(), "{what} that nobody wrote: {foreign:?}");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn pairs_arguments_volumes_and_comments() {
    for seed in 0..10 {
        let mut metadata = Metadata::default();
        for text in texts(seed, 90) {
            metadata.add_everywhere(&text);
        }
        let mut stage = Stage::new(dockerspec::model::Base::Scratch);
        stage.comments = lines(seed, 20)
            .into_iter()
            .filter(|text| accepted(&Comment::new(text.clone()).into(), text))
            .map(Comment::new)
            .collect();
        stage.instructions = metadata.instructions.clone();
        metadata.assert_held(&build(&Dockerfile::from(stage)).inspect()["Config"]);
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn long_values() {
    for texts in long_texts().chunks(3) {
        let mut metadata = Metadata::default();
        for text in texts {
            let number = metadata.values;
            assert!(metadata.add(Env::new(format!("E{number}"), text.clone()), text), "{text:.9}");
            metadata.env.insert(format!("E{number}"), text.clone());
            assert!(metadata.add(Label::new(text.clone(), format!("{number}")), text), "{text:.9}");
            metadata.labels.insert(text.clone(), format!("{number}"));
            assert!(metadata.add(Cmd::exec([text.clone()]), text), "{text:.9}");
        }
        let mut stage = Stage::new(dockerspec::model::Base::Scratch);
        stage.instructions = metadata.instructions.clone();
        let image = build(&Dockerfile::from(stage)).inspect();
        metadata.assert_held(&image["Config"]);
        assert_eq!(strings(&image["Config"]["Cmd"]), [texts.last().unwrap().as_str()]);
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn what_an_image_has_once() {
    let all: Vec<String> = texts(0, 260);
    for (number, texts) in all.chunks(8).enumerate() {
        once(u64::try_from(number).expect("a small number"), texts);
    }
}

/// One image with `texts` in every instruction of which the last one counts.
fn once(number: u64, texts: &[String]) {
    let mut stage = Stage::new(dockerspec::model::Base::Scratch);
    let mut expected: Vec<(&str, Value)> = Vec::new();
    let mut add = |path: &'static str, instruction: Instruction<'static>, text: &str, value: Value| {
        if accepted(&instruction, text) {
            stage.instructions.push(instruction);
            expected.retain(|(known, _)| *known != path);
            expected.push((path, value));
        }
    };
    let port = u16::try_from(number * 997 % 65_000).expect("a small number");
    let ports = [ExposedPort::udp(port), ExposedPort::range(port + 1..=port + 2, Protocol::Sctp).expect("two ports")];
    let exposed = serde_json::json!({ format!("{port}/udp"): {}, format!("{}/sctp", port + 1): {}, format!("{}/sctp", port + 2): {} });
    add("/Config/ExposedPorts", Expose::new(ports).into(), "", exposed);
    let signal = ["SIGTERM", "int", "RTMIN+3", "SIGRTMAX-14", "9", "-5", "SIGWINCH"]
        [usize::try_from(number).expect("a small number") % 7];
    let signal = Signal::parse(signal).expect("a signal");
    add("/Config/StopSignal", StopSignal::new(signal).into(), "", signal.to_string().into());
    let shell: Vec<String> = ["/bin/sh".to_owned()].into_iter().chain(texts.iter().cloned()).collect();
    add("/Config/Shell", Shell::new(shell.clone()).into(), "", shell.clone().into());
    // Before any USER, since BuildKit looks that up to find the owner of the directory.
    for text in texts {
        if text.split('/').all(|component| component.len() < 250) {
            let path = format!("/{text}");
            add("/Config/WorkingDir", Workdir::new(path.clone()).into(), &path, path.clone().into());
        }
    }
    for text in texts {
        add("/Author", Maintainer::new(text.clone()).into(), text, text.clone().into());
        let mut user = User::new(Owner::new(Uid::new(1)));
        user.user = Typed::Expanded(Word::from(text.clone()));
        add("/Config/User", user.into(), text, text.clone().into());
        let line = || shell.iter().chain([text]).cloned().collect::<Vec<_>>();
        add("/Config/Entrypoint", Entrypoint::new(Command::shell(text.clone())).into(), text, line().into());
        add("/Config/Cmd", Cmd::new(Command::Shell(ShellText::new(text.clone()))).into(), text, line().into());
        let mut probe = Probe::new(Command::shell(text.clone()));
        probe.retries = Some(u32::try_from(number).expect("a small number"));
        let mut test = serde_json::json!({ "Test": ["CMD-SHELL", text] });
        if number > 0 {
            test["Retries"] = number.into();
        }
        add("/Config/Healthcheck", Healthcheck::Probe(probe).into(), text, test);
    }
    if number.is_multiple_of(2) {
        let list = || Value::from(texts.to_vec());
        add("/Config/Entrypoint", Entrypoint::exec(texts.to_vec()).into(), "", list());
        add("/Config/Cmd", Cmd::exec(texts.to_vec()).into(), "", list());
        let mut probe = Probe::new(Command::exec(texts.to_vec()));
        let nanoseconds = |factor: u64| 1_000_000 + factor * (number * number * 7_777_777_777 + number);
        probe.interval = Some(Duration::from_nanos(nanoseconds(1)).expect("a duration"));
        probe.timeout = Some(Duration::from_nanos(nanoseconds(2)).expect("a duration"));
        probe.start_period = Some(Duration::from_nanos(nanoseconds(3)).expect("a duration"));
        probe.start_interval = Some(Duration::from_nanos(nanoseconds(5)).expect("a duration"));
        let test: Vec<String> = ["CMD".to_owned()].into_iter().chain(texts.iter().cloned()).collect();
        let test = serde_json::json!({
            "Test": test, "Interval": nanoseconds(1), "Timeout": nanoseconds(2),
            "StartPeriod": nanoseconds(3), "StartInterval": nanoseconds(5),
        });
        add("/Config/Healthcheck", Healthcheck::Probe(probe).into(), "", test);
    }
    let image = build(&Dockerfile::from(stage)).inspect();
    for (path, value) in expected {
        assert_eq!(image.pointer(path), Some(&value), "{path} in image {number} of {texts:?}");
    }
}
