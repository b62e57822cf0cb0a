//! A model with everything in it stays the same through JSON.

use std::collections::{BTreeMap, BTreeSet};

use dockerspec::model::{
    Add, Args, Base, BindMount, CacheMount, Check, Cmd, Command, Comment, Copy, CopyFrom, Device, Dockerfile,
    Entrypoint, Env, ExpandedMount, Expose, Healthcheck, Heredoc, InlineFile, Instruction, Label, Maintainer, Modifier,
    Mount, MountAccess, MountField, MountFrom, Network, Onbuild, Part, Pattern, Presence, Probe, Reach, Rules, Run,
    RunCommand, Script, SecretMount, Security, Sharing, Shell, ShellHeredocs, ShellText, Source, SshMount, Stage,
    StopSignal, TmpfsMount, Trigger, Unpack, User, Value, Volume, Workdir,
};
use dockerspec::value::{
    Checksum, ContextName, Duration, EnvName, ExposedPort, FileMode, Gid, ImageRef, OctalMode, Owner, Platform, Signal,
    Size, StageName, Uid,
};
use dockerspec::{Arg, Variable, Word};
use serde_json::Value as Json;

use crate::again;

const RUST: ImageRef<'static> = ImageRef::from_static("rust:1.85-slim-trixie");
const BUILD: StageName<'static> = StageName::from_static("build");
const ASSETS: ContextName<'static> = ContextName::from_static("assets");

fn everything() -> Dockerfile<'static> {
    let version = Arg::global("RUST").default("1.85");
    let mut build = Stage::new(Base::Image(Value::Expanded("rust:" + &version + "-slim")));
    build.comments = vec![Comment::new("build compiles the program")];
    build.platform = Some(Value::from(&Arg::BUILDPLATFORM));
    build.name = Some(BUILD);
    build.instructions = [copies(), adds(), runs(), environment()].concat();
    let mut runtime = Stage::new(Base::from(RUST));
    runtime.platform = Some(Value::Fixed(Platform::from_static("linux/arm64/v8")));
    runtime.instructions = process();
    let others = [Base::Scratch, Base::Stage(BUILD), Base::Context(ASSETS)].map(Stage::new);
    let mut file: Dockerfile<'static> = [build, runtime].into_iter().chain(others).collect();
    file.directives.syntax = Some(ImageRef::from_static("docker/dockerfile:1.20-labs"));
    file.directives.check =
        Some(Check { skip: Rules::named(["StageNameCasing"]), error: true, experimental: Rules::All });
    file.directives.interpreter = Some("/usr/bin/env docker-build".into());
    let mut setting = Comment::new("check=skip=SecretsUsedInArgOrEnv");
    setting.is_setting = true;
    file.preamble = vec![Comment::new("for every stage").into(), setting.into(), Args::new(version).into()];
    file
}

fn copies() -> Vec<Instruction<'static>> {
    let mut flags = Copy::new(["src", "a b"].map(Source::from), "/src/");
    flags.chown = Some(Value::Fixed(Owner::parse("app:staff").expect("an owner")));
    flags.chmod = Some(Value::Fixed(FileMode::parse("u=rwX,go=rX").expect("a mode")));
    flags.link = true;
    flags.parents = true;
    flags.exclude = vec!["*.md".into()];
    let mut file = Copy::new([InlineFile::named("app.conf", "port = 8080\n")], "/etc/");
    file.chmod = Some(Value::Fixed(FileMode::from(OctalMode::octal(0o644))));
    let origins = [CopyFrom::Stage(BUILD), CopyFrom::Index(0), CopyFrom::Image(RUST), CopyFrom::Context(ASSETS)];
    let from = origins.map(|origin| {
        let mut copy = Copy::new(["/out/" + &Arg::TARGETARCH], "/usr/local/bin/");
        copy.from = Some(origin);
        copy
    });
    [flags, file].into_iter().chain(from).map(Instruction::from).collect()
}

fn adds() -> Vec<Instruction<'static>> {
    let mut repository = Add::new(["https://github.com/moby/buildkit.git#v0.20.0"], "/src/");
    repository.keep_git_dir = Some(true);
    repository.checksum = Some(Value::Fixed(Checksum::parse("f17ae42b").expect("a commit")));
    let mut archive = Add::new(["a.tar.gz"], "/opt/");
    archive.chown = Some(Value::from(&Arg::new("OWNER")));
    archive.chmod = Some(Value::from(&Arg::new("MODE")));
    archive.link = true;
    archive.unpack = Unpack::No;
    archive.exclude = vec![".git".into()];
    let sources = [Source::File(InlineFile::new("x\n")), Source::from("b.tar.gz")];
    let mut unpacked = Add::new(sources, "/opt/");
    unpacked.unpack = Unpack::Yes;
    [repository, archive, unpacked].map(Instruction::from).to_vec()
}

fn runs() -> Vec<Instruction<'static>> {
    let (uid, gid) = (Some(Value::Fixed(Uid::new(10001))), Some(Value::Fixed(Gid::new(10002))));
    let mode = Some(Value::Fixed(OctalMode::octal(0o700)));
    let mut bind = BindMount::new("/in");
    bind.source = Some("a/b".into());
    bind.from = Some(MountFrom::Stage(BUILD));
    bind.access = MountAccess::ReadWrite;
    let mut cache = CacheMount::new("/cache");
    cache.id = Some("cargo".into());
    cache.sharing = Sharing::Locked;
    cache.from = Some(MountFrom::Image(RUST));
    cache.source = Some("/usr".into());
    (cache.mode, cache.uid, cache.gid) = (mode.clone(), uid.clone(), gid.clone());
    cache.access = Some(MountAccess::ReadOnly);
    let mut private = CacheMount::new("/private");
    private.sharing = Sharing::Private;
    private.from = Some(MountFrom::Context(ASSETS));
    let mut tmpfs = TmpfsMount::new("/tmp");
    tmpfs.size = Some(Value::Fixed(Size::mib(64)));
    let mut secret = SecretMount::new("token");
    secret.target = Some("/run/token".into());
    secret.env = Some(EnvName::from_static("TOKEN"));
    secret.required = true;
    (secret.mode, secret.uid, secret.gid) = (mode.clone(), uid.clone(), gid.clone());
    let mut ssh = SshMount::new();
    ssh.id = Some("default".into());
    ssh.target = Some("/run/agent".into());
    ssh.required = true;
    (ssh.mode, ssh.uid, ssh.gid) = (mode, uid, gid);
    let field = |key: &'static str, value| MountField { key: key.into(), value };
    let kind = field("type", Some(Word::from(&Arg::new("KIND"))));
    let expanded = ExpandedMount { fields: vec![kind, field("target", Some("/x".into())), field("ro", None)] };
    let mut run = Run::shell("cargo build --release");
    run.mounts = vec![
        bind.into(),
        cache.into(),
        private.into(),
        tmpfs.into(),
        secret.into(),
        ssh.into(),
        Mount::Ssh(SshMount::new()),
        expanded.into(),
    ];
    run.network = Network::None;
    run.security = Security::Insecure;
    run.devices = vec![Device { name: "vendor.example/gpu".into(), required: true }];
    let mut host = Run::exec(["make", "a b"]);
    host.network = Network::Host;
    let heredocs = vec![Heredoc { delimiter: "END".into(), body: "x\n".into() }];
    let line = ShellHeredocs { line: ShellText::new("tee /etc/motd <<END"), heredocs };
    let mut named = Script::new("#!/bin/sh -e\nmake\n");
    named.name = Some("build.sh".into());
    let cut = ShellText::cut("make && \\\n    # as root\n    make install").expect("it is cut right");
    let commands = [RunCommand::Heredocs(line), RunCommand::Script(named), RunCommand::Shell(cut)];
    let others = commands.map(Run::new);
    [run, host, Run::script("set -e\nmake\n")].into_iter().chain(others).map(Instruction::from).collect()
}

/// Every part of a word, and every modifier of a variable.
fn environment() -> Vec<Instruction<'static>> {
    let pattern = || Pattern::literal("a*");
    let modifiers = [
        Modifier::Default { presence: Presence::Set, word: "d".into() },
        Modifier::Alternative { presence: Presence::NotEmpty, word: Word::from(&Arg::new("OTHER")) },
        Modifier::Required { presence: Presence::NotEmpty, message: "set it".into() },
        Modifier::WithoutPrefix { reach: Reach::Shortest, pattern: pattern() },
        Modifier::WithoutSuffix { reach: Reach::Longest, pattern: pattern() },
        Modifier::Replace { all: true, pattern: pattern(), text: "b".into() },
    ];
    let home = || Variable::new(EnvName::from_static("HOME"));
    let parts = vec![Part::Literal("$5 for ".into()), Part::Variable(home())];
    let env = Env::new("PLAIN", "costs $5 \"and\" é").and("PARTS", Word::Parts(parts));
    let env = modifiers
        .into_iter()
        .zip(["A", "B", "C", "D", "E", "F"])
        .fold(env, |env, (modifier, name)| env.and(name, "x" + home().with(modifier)));
    let mut args = Args::new(Arg::named(EnvName::from_static("PLAIN"), dockerspec::model::Scope::Stage));
    args.args.push(Arg::TARGETOS.clone());
    vec![env.into(), Label::new("org.example.key", "a\tb").and("other", &Arg::new("OTHER")).into(), args.into()]
}

fn process() -> Vec<Instruction<'static>> {
    let mut probe = Probe::new(Command::exec(["app", "--health"]));
    probe.interval = Some(Duration::from_secs(10));
    probe.timeout = Some(Duration::from_millis(1500));
    probe.start_period = Some(Duration::from_mins(1));
    probe.start_interval = Some(Duration::from_millis(500));
    probe.retries = Some(5);
    let mut expose =
        Expose::new(["8080", "53/udp", "7000-7010/sctp"].map(|port| ExposedPort::parse(port).expect("a port")));
    expose.ports.push(Value::from(&Arg::new("PORT")));
    let mut kept = Onbuild::new(Run::shell("make"));
    kept.trigger = Trigger::Text("RUNN make".into());
    vec![
        Comment::new("metadata").into(),
        Maintainer::new("somebody").into(),
        Shell::new(["/bin/bash", "-c"]).into(),
        Workdir::new("/app").into(),
        Volume::new(["/data", "/a b"]).into(),
        expose.into(),
        User::new(Owner::from((Uid::new(10001), Gid::ROOT))).into(),
        StopSignal::new(Signal::SIGQUIT).into(),
        StopSignal::new(Signal::parse("SIGRTMIN+3").expect("a signal")).into(),
        Healthcheck::None.into(),
        Healthcheck::Probe(probe).into(),
        Onbuild::new(Run::shell("make")).into(),
        kept.into(),
        Entrypoint::exec(["app"]).into(),
        Cmd::new(Command::shell("app --port \"$PORT\"")).into(),
    ]
}

#[test]
fn the_model_and_its_text_stay_the_same() {
    let file = everything();
    let back = again(&file);
    assert_eq!(back, file);
    assert_eq!(back.render().expect("it can be rendered"), file.render().expect("it can be rendered"));
}

#[test]
fn every_instruction_is_in_it() {
    let file = everything();
    let keywords: BTreeSet<_> =
        file.stages.iter().flat_map(|stage| &stage.instructions).map(Instruction::keyword).collect();
    assert_eq!(keywords.len(), 18, "{keywords:?}");
}

#[test]
fn every_field_says_something_in_it_and_no_other_is_taken() {
    let whole = serde_json::to_value(everything()).unwrap();
    let mut said = BTreeMap::new();
    for path in objects(&whole, String::new()) {
        let mut changed = whole.clone();
        let object = changed.pointer_mut(&path).and_then(Json::as_object_mut).expect("it is the path of an object");
        let fields: Vec<_> = object.keys().cloned().collect();
        object.insert("no_field".to_owned(), Json::Null);
        let error = serde_json::from_value::<Dockerfile<'static>>(changed).expect_err(&path).to_string();
        match error.strip_prefix("unknown field `no_field`, expected ") {
            Some(known) => said.entry(known.to_owned()).or_insert_with(BTreeSet::new).extend(fields),
            // The name of a variant, and what is in it.
            None => assert_eq!(fields.len(), 1, "{error} at {path}"),
        }
    }
    for (known, said) in said {
        let known: BTreeSet<_> = known.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(known, said);
    }
}

/// The paths of all objects in it.
fn objects(json: &Json, path: String) -> Vec<String> {
    match json {
        Json::Object(fields) => {
            let inside = fields.iter().flat_map(|(name, value)| objects(value, format!("{path}/{name}")));
            let mut found: Vec<_> = inside.collect();
            found.push(path);
            found
        }
        Json::Array(list) => {
            list.iter().enumerate().flat_map(|(number, value)| objects(value, format!("{path}/{number}"))).collect()
        }
        _ => Vec::new(),
    }
}
