//! Words with their variables replaced.

use std::borrow::Cow;

use super::environment::{Environment, Known};
use super::pattern::Glob;
use crate::parse::Problem;
use crate::word::{Modifier, Part, Pattern, Presence, Reach, Variable, Word};

/// What becomes of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expanded<'m> {
    pub(super) text: Cow<'m, str>,
    /// Whether a build argument can make it something else.
    pub(super) depends: bool,
    /// Whether the text is not what the build gets, since something in it was not worked out.
    pub(super) is_open: bool,
}

/// Why a word cannot become text, and whether a build argument can change that.
pub(super) type Failure = (Problem, bool);

/// The work that a file may still cause, in characters. A few lines can double a value with each line.
#[derive(Debug)]
pub(super) struct Budget(pub(super) usize);

impl Budget {
    /// Whether there is enough left for `cost`, which is then spent.
    pub(super) fn spend(&mut self, cost: usize) -> bool {
        let left = self.0.checked_sub(cost);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

impl<'m> Expanded<'m> {
    fn literal(text: Cow<'m, str>) -> Self {
        Self { text, depends: false, is_open: false }
    }

    pub(super) fn into_known(self) -> Known<'m> {
        Known { value: Some(self.text), depends: self.depends, is_open: self.is_open }
    }
}

/// Replaces the variables of `word`.
pub(super) fn expand<'m>(
    word: &'m Word<'_>,
    environment: &Environment<'m>,
    budget: &mut Budget,
) -> Result<Expanded<'m>, Failure> {
    let parts = match word {
        Word::Literal(text) => return Ok(Expanded::literal(Cow::Borrowed(text))),
        Word::Parts(parts) => parts,
    };
    let mut whole = Expanded::literal(Cow::Borrowed(""));
    for part in parts {
        let part = expand_part(part, environment, budget)?;
        whole.depends |= part.depends;
        whole.is_open |= part.is_open;
        if whole.text.is_empty() {
            whole.text = part.text;
        } else if budget.spend(whole.text.len() + part.text.len()) {
            match &mut whole.text {
                Cow::Borrowed(text) => whole.text = Cow::Owned([*text, &*part.text].concat()),
                Cow::Owned(text) => text.push_str(&part.text),
            }
        } else {
            whole.is_open = true;
        }
    }
    Ok(whole)
}

/// Replaces the variables of `word` as EXPOSE does: blanks in a value split it, and a modifier takes away what the
/// word had so far.
pub(super) fn expand_words(
    word: &Word<'_>,
    environment: &Environment<'_>,
    budget: &mut Budget,
) -> Result<(Vec<String>, bool, bool), Failure> {
    let parts = match word {
        Word::Literal(text) if text.is_empty() => return Ok((Vec::new(), false, false)),
        Word::Literal(text) => return Ok((vec![text.as_ref().to_owned()], false, false)),
        Word::Parts(parts) => parts,
    };
    let (mut words, mut current) = (Vec::new(), String::new());
    let (mut depends, mut is_open) = (false, false);
    for part in parts {
        let expanded = expand_part(part, environment, budget)?;
        depends |= expanded.depends;
        is_open |= expanded.is_open;
        match part {
            Part::Literal(text) => current.push_str(text),
            Part::Variable(variable) => {
                if variable.modifier.is_some() {
                    current.clear();
                }
                for character in expanded.text.chars() {
                    if !character.is_whitespace() {
                        current.push(character);
                    } else if !current.is_empty() {
                        words.push(std::mem::take(&mut current));
                    }
                }
            }
        }
    }
    if !current.is_empty() {
        words.push(current);
    }
    Ok((words, depends, is_open))
}

fn expand_part<'m>(
    part: &'m Part<'_>,
    environment: &Environment<'m>,
    budget: &mut Budget,
) -> Result<Expanded<'m>, Failure> {
    match part {
        Part::Literal(text) => Ok(Expanded::literal(Cow::Borrowed(text))),
        Part::Variable(variable) => expand_variable(variable, environment, budget),
    }
}

fn expand_variable<'m>(
    variable: &'m Variable<'_>,
    environment: &Environment<'m>,
    budget: &mut Budget,
) -> Result<Expanded<'m>, Failure> {
    let name = variable.name.as_str();
    let known = environment.get(name);
    let depends = known.as_ref().is_some_and(|known| known.depends);
    let is_open = known.as_ref().map_or(environment.is_open(), |known| known.is_open);
    let set = known.and_then(|known| known.value);
    let mut value = Expanded { text: set.clone().unwrap_or_default(), depends, is_open };
    let Some(modifier) = variable.modifier.as_deref() else { return Ok(value) };
    let there = |presence: Presence| match presence {
        Presence::Set => set.is_some(),
        Presence::NotEmpty => set.as_ref().is_some_and(|value| !value.is_empty()),
    };
    // BuildKit expands the word of a modifier, and fails with it, also when it takes the value.
    match modifier {
        Modifier::Default { presence, word } => {
            let word = expand(word, environment, budget)?;
            Ok(if there(*presence) { value } else { either(word, &value) })
        }
        Modifier::Alternative { presence, word } => {
            let word = expand(word, environment, budget)?;
            if !there(*presence) {
                value.text = Cow::Borrowed("");
                return Ok(value);
            }
            Ok(either(word, &value))
        }
        Modifier::Required { presence, message } => {
            let message = expand(message, environment, budget)?;
            if there(*presence) || value.is_open {
                return Ok(value);
            }
            let message = match (&*message.text, &set) {
                ("", None) => "is not allowed to be unset".to_owned(),
                ("", Some(_)) => "is not allowed to be empty".to_owned(),
                (message, _) => message.to_owned(),
            };
            Err((Problem::Unset { name: name.to_owned(), message }, value.depends))
        }
        Modifier::WithoutPrefix { reach, pattern } => {
            let (glob, longest) = glob('#', *reach, pattern, &mut value, environment, budget)?;
            if let Some(glob) = glob {
                value.text = glob.without_prefix(&value.text, longest).into();
            }
            Ok(value)
        }
        Modifier::WithoutSuffix { reach, pattern } => {
            let (glob, longest) = glob('%', *reach, pattern, &mut value, environment, budget)?;
            if let Some(glob) = glob {
                value.text = glob.without_suffix(&value.text, longest).into();
            }
            Ok(value)
        }
        Modifier::Replace { all, pattern, text } => {
            let (glob, _) = glob('\0', Reach::Longest, pattern, &mut value, environment, budget)?;
            let text = expand(text, environment, budget)?;
            value.depends |= text.depends;
            // A regular expression would put its groups in.
            value.is_open |= text.is_open || *all && text.text.contains('$');
            if let Some(glob) = glob {
                // Each place of the value is tried.
                let length = value.text.len();
                if budget.spend(glob.cost(length).saturating_mul(length + 1)) {
                    value.text = glob.replaced(&value.text, &text.text, *all).into();
                } else {
                    value.is_open = true;
                }
            }
            Ok(value)
        }
    }
}

/// What a modifier puts in place of `value`, which decided that.
fn either<'m>(word: Expanded<'m>, value: &Expanded<'_>) -> Expanded<'m> {
    Expanded { text: word.text, depends: word.depends | value.depends, is_open: word.is_open | value.is_open }
}

/// The pattern of a modifier, when there is enough left to try it, and whether its longest match counts.
fn glob<'m>(
    operator: char,
    reach: Reach,
    pattern: &'m Pattern<'_>,
    value: &mut Expanded<'_>,
    environment: &Environment<'m>,
    budget: &mut Budget,
) -> Result<(Option<Glob>, bool), Failure> {
    let expanded = expand(&pattern.0, environment, budget)?;
    value.depends |= expanded.depends;
    value.is_open |= expanded.is_open;
    let mut text = &*expanded.text;
    let mut longest = reach == Reach::Longest;
    // The value of a variable can be the second character of an operator.
    if !longest && let Some(rest) = text.strip_prefix(operator) {
        longest = true;
        text = rest;
    }
    let glob = Glob::new(text).map_err(|escaped| (Problem::PatternEscape { escaped }, value.depends))?;
    if budget.spend(glob.cost(value.text.len())) {
        return Ok((Some(glob), longest));
    }
    value.is_open = true;
    Ok((None, longest))
}
