//! Models of random text stay the same through JSON, whether or not they can be rendered.

use dockerspec::model::{
    Args, BindMount, Cmd, Command, Comment, Copy, Entrypoint, Env, Expose, InlineFile, Instruction, Label, Modifier,
    Onbuild, Part, Pattern, Presence, Run, Shell, Source, Value, Volume, Workdir,
};
use dockerspec::value::{EnvName, ExposedPort, Protocol};
use dockerspec::{Arg, Variable, Word};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{again, with};

fn variable() -> impl Strategy<Value = Variable<'static>> {
    let name = "[A-Z_][A-Z0-9_]{0,8}";
    (name, any::<Option<String>>(), any::<bool>()).prop_map(|(name, text, declared)| {
        let name = EnvName::new(name).expect("the pattern is that of a name");
        let variable = match text {
            None => Variable::new(name),
            Some(text) if declared => Arg::named(name, dockerspec::model::Scope::Stage).default(text.clone()).or(text),
            Some(text) => Variable::new(name).with(Modifier::Replace {
                all: declared,
                pattern: Pattern(text.clone().into()),
                text: text.into(),
            }),
        };
        let required = Modifier::Required { presence: Presence::Set, message: Word::from(variable.clone()) };
        if declared { variable } else { Variable::new(variable.name.clone()).with(required) }
    })
}

fn word() -> impl Strategy<Value = Word<'static>> {
    let part =
        prop_oneof![any::<String>().prop_map(|text| Part::Literal(text.into())), variable().prop_map(Part::Variable),];
    prop_oneof![any::<String>().prop_map(Word::from), vec(part, 0..4).prop_map(Word::Parts)]
}

/// One literal part is written like a literal, and read as one.
fn joined(word: Word<'static>) -> Word<'static> {
    match &word {
        Word::Parts(parts) if parts.len() == 1 => word.as_literal().map(|text| Word::from(text.to_owned())),
        _ => None,
    }
    .unwrap_or(word)
}

fn port() -> impl Strategy<Value = Value<'static, ExposedPort>> {
    let protocol = prop_oneof![Just(Protocol::Tcp), Just(Protocol::Udp), Just(Protocol::Sctp)];
    prop_oneof![
        (any::<u16>(), protocol).prop_map(|(port, protocol)| Value::Fixed(ExposedPort::new(port, protocol))),
        word().prop_map(|word| Value::Expanded(joined(word))),
    ]
}

fn instruction() -> impl Strategy<Value = Instruction<'static>> {
    let texts = || vec(any::<String>(), 0..4);
    prop_oneof![
        any::<String>().prop_map(|text| Comment::new(text).into()),
        any::<String>().prop_map(|text| Run::shell(text).into()),
        any::<String>().prop_map(|text| Onbuild::new(Run::script(text)).into()),
        (texts(), word()).prop_map(|(arguments, target)| {
            let mut run = Run::exec(arguments);
            run.mounts.push(BindMount::new(target).into());
            run.into()
        }),
        any::<String>().prop_map(|text| Cmd::new(Command::shell(text)).into()),
        texts().prop_map(|arguments| Entrypoint::exec(arguments).into()),
        texts().prop_map(|arguments| Shell::new(arguments).into()),
        (vec(word(), 0..3), word(), word()).prop_map(|(paths, content, destination)| {
            let mut copy = Copy::new(paths, destination);
            copy.sources.push(Source::File(InlineFile::new(content)));
            copy.into()
        }),
        (any::<String>(), word()).prop_map(|(name, value)| Env::new(name, value).into()),
        (any::<String>(), word()).prop_map(|(key, value)| Label::new(key, value).into()),
        word().prop_map(|value| Args::new(Arg::new("NAME").default(value)).into()),
        vec(word(), 0..3).prop_map(|paths| Volume::new(paths).into()),
        word().prop_map(|path| Workdir::new(path).into()),
        vec(port(), 0..3).prop_map(|ports| {
            let mut expose = Expose::new([]);
            expose.ports = ports.into_iter().collect();
            expose.into()
        }),
    ]
}

proptest! {
    #[test]
    fn every_model_stays_the_same(instructions in vec(instruction(), 0..6)) {
        let file = with(instructions);
        let back = again(&file);
        prop_assert_eq!(&back, &file);
        match (file.render(), back.render()) {
            (Ok(text), Ok(again)) => prop_assert_eq!(text, again),
            (Err(errors), Err(again)) => prop_assert_eq!(errors.to_string(), again.to_string()),
            (text, again) => prop_assert!(false, "{text:?} is not {again:?}"),
        }
    }
}
