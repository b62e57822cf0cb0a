//! What BuildKit makes of variables with every modifier, against a model of what the modifiers mean.

use dockerspec::model::{Base, Dockerfile, Env, Label, Modifier, Part, Pattern, Presence, Reach, Reason, Stage};
use dockerspec::value::EnvName;
use dockerspec::{Variable, Word};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use serde_json::Value;

use crate::build::build;
use crate::glob;
use crate::hostile::{lines, nastiest, runner};

/// The variables that words can use: those with a value, one that is empty, one that is unset.
pub(crate) struct Variables(pub(crate) Vec<(String, Option<String>)>);

impl Variables {
    pub(crate) fn new(seed: u8) -> Self {
        let values =
            ["a/b.c*d?e", "aaa", "${x}", "\\a\\b", "\u{feff}a", "a]b[c}", "\"'$ \t", "é🦀\u{2028}"].map(str::to_owned);
        let values = values
            .into_iter()
            .chain(lines(seed, 8))
            .filter(|value| !value.is_empty())
            .map(|value| Some(value.replace('\0', "0")));
        let values = values.chain([Some(String::new()), None]);
        Self(values.enumerate().map(|(number, value)| (format!("V{number}"), value)).collect())
    }

    pub(crate) fn environment(&self) -> Vec<Env<'static>> {
        let set = self.0.iter().filter_map(|(name, value)| Some((name, value.clone()?)));
        set.map(|(name, value)| Env::new(name.clone(), value)).collect()
    }

    fn value(&self, variable: &Variable<'_>) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(name, _)| name == variable.name.as_str())?;
        value.as_deref()
    }

    /// What the build makes of a word; none when it fails on purpose.
    pub(crate) fn expanded(&self, word: &Word<'_>) -> Option<String> {
        let parts = match word {
            Word::Literal(text) => return Some(text.to_string()),
            Word::Parts(parts) => parts,
            _ => unreachable!("there is no other word"),
        };
        let parts = parts.iter().map(|part| match part {
            Part::Literal(text) => Some(text.to_string()),
            Part::Variable(variable) => self.of_variable(variable),
            _ => unreachable!("there is no other part"),
        });
        parts.collect()
    }

    fn of_variable(&self, variable: &Variable<'_>) -> Option<String> {
        let value = self.value(variable);
        let there = |presence: &Presence| match presence {
            Presence::Set => value.is_some(),
            Presence::NotEmpty => value.is_some_and(|value| !value.is_empty()),
        };
        // BuildKit expands the word of a modifier, and fails with it, also when it takes the value.
        let [first, second] = variable.modifier.as_deref().map_or([None, None], Modifier::words);
        let word = first.map_or(Some(String::new()), |word| self.expanded(word))?;
        let replacement = second.map_or(Some(String::new()), |word| self.expanded(word))?;
        let plain = value.unwrap_or_default();
        Some(match variable.modifier.as_deref() {
            Some(Modifier::Default { presence, .. }) if !there(presence) => word,
            Some(Modifier::Alternative { presence, .. }) if there(presence) => word,
            Some(Modifier::Alternative { .. }) => String::new(),
            Some(Modifier::Required { presence, .. }) if !there(presence) => return None,
            Some(Modifier::WithoutPrefix { reach, .. }) => glob::without_prefix(plain, &word, *reach == Reach::Longest),
            Some(Modifier::WithoutSuffix { reach, .. }) => glob::without_suffix(plain, &word, *reach == Reach::Longest),
            Some(Modifier::Replace { all, .. }) => glob::replaced(plain, &word, &replacement, *all),
            _ => plain.to_owned(),
        })
    }
}

/// Words of literals and variables; a modifier holds a word of its own.
pub(crate) fn words() -> impl Strategy<Value = Word<'static>> {
    let text = prop_oneof![select(nastiest()).prop_map(|text| text.replace('\n', "_")), any::<String>()];
    let text = text.prop_map(|text| text.replace('\n', "_"));
    let flat = text.clone().prop_map(Word::from);
    flat.prop_recursive(2, 12, 4, move |inner| vec(part(text.clone(), inner), 1..5).prop_map(Word::from_iter))
}

fn part(
    text: impl Strategy<Value = String>,
    inner: impl Strategy<Value = Word<'static>> + Clone,
) -> impl Strategy<Value = Word<'static>> {
    let name = (0..18_u8).prop_map(|number| Variable::new(EnvName::new(format!("V{number}")).expect("a name")));
    let presence = select(&[Presence::Set, Presence::NotEmpty]);
    let reach = select(&[Reach::Shortest, Reach::Longest]);
    let modifier = prop_oneof![
        (presence.clone(), inner.clone()).prop_map(|(presence, word)| Modifier::Default { presence, word }),
        (presence.clone(), inner.clone()).prop_map(|(presence, word)| Modifier::Alternative { presence, word }),
        (presence, inner).prop_map(|(presence, message)| Modifier::Required { presence, message }),
        (reach.clone(), pattern()).prop_map(|(reach, pattern)| Modifier::WithoutPrefix { reach, pattern }),
        (reach, pattern()).prop_map(|(reach, pattern)| Modifier::WithoutSuffix { reach, pattern }),
        (any::<bool>(), pattern(), pattern()).prop_map(|(all, pattern, text)| Modifier::Replace {
            all,
            pattern,
            text: text.0
        }),
    ];
    prop_oneof![
        2 => text.prop_map(Word::from),
        1 => name.clone().prop_map(Word::from),
        3 => (name, modifier).prop_map(|(name, modifier)| Word::from(name.with(modifier))),
    ]
}

fn pattern() -> impl Strategy<Value = Pattern<'static>> {
    let pieces = select(&[
        "*", "?", "\\*", "\\?", "\\\\", "a", "b", "/", "}", "{", ".", "[", "]", "(", "+", "|", "^", " ", "\t", "é",
        "\u{feff}", "#", "%", "-", ":", "<", "<<", "=", "\r", "\0", "🦀", "$", "'", "\"", "\\a", "\\",
    ]);
    vec(pieces, 0..4).prop_map(|pieces| Pattern(pieces.concat().into()))
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn every_modifier_means_what_it_says() {
    let (mut said, mut refused) = (0, 0);
    for seed in 0..6 {
        let variables = Variables::new(seed);
        let mut stage = Stage::new(Base::Scratch);
        stage.instructions.extend(variables.environment().into_iter().map(Into::into));
        let mut source = runner(seed);
        let mut expected = Vec::new();
        for number in 0..400 {
            let word = words().new_tree(&mut source).unwrap().current();
            let Some(value) = variables.expanded(&word) else { continue };
            let key = format!("l{number}");
            let label = Label::new(key.clone(), word);
            if can_be_said(&label) {
                stage.instructions.push(label.clone().into());
                expected.push((key, label, value));
                said += 1;
            } else {
                refused += 1;
            }
        }
        let image = build(&Dockerfile::from(stage)).inspect();
        for (key, label, value) in expected {
            assert_eq!(image["Config"]["Labels"][key], Value::from(value), "{label:?} {:?}", variables.0);
        }
    }
    assert!(said > refused && refused > 0, "{said} words said, {refused} refused");
}

/// Whether the label can be said; when not, a pattern or replacement must hold what none can.
fn can_be_said(label: &Label<'static>) -> bool {
    let mut stage = Stage::new(Base::Scratch);
    stage.instructions.push(label.clone().into());
    let Err(errors) = Dockerfile::from(stage).render() else { return true };
    for error in &errors {
        let Reason::Pattern { pattern, .. } = &error.reason else { panic!("{label:?}: {error}") };
        let odd =
            pattern.is_empty() || pattern.contains(['\'', '"', '$', '\\', '}']) || pattern.starts_with(['#', '%']);
        assert!(odd || pattern.starts_with('\u{feff}') || pattern.ends_with('\u{feff}'), "{error}");
    }
    false
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn a_required_variable_stops_the_build_with_its_message() {
    let mut wrong = Vec::new();
    for message in nastiest().into_iter().filter(|message| !message.contains('\n') && !message.is_empty()).step_by(4) {
        let required = Modifier::Required { presence: Presence::Set, message: Word::from(message) };
        let variable = Variable::new(EnvName::from_static("NOT_THERE")).with(required);
        let mut stage = Stage::new(Base::Scratch);
        stage.instructions.push(Label::new("a", variable).into());
        let context = tempfile::tempdir().expect("a temporary directory");
        let text = Dockerfile::from(stage).render().unwrap();
        let error = crate::docker::BuiltImage::build(context.path(), &text, &[]).unwrap_err();
        let expected = format!("NOT_THERE: {message}");
        if !error.contains(expected.trim_end()) {
            wrong.push((message, error));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
