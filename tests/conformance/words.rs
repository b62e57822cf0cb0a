//! Words and values of the model, compared with the text that they were read from.

use std::fmt::{Debug, Display};

use dockerspec::Word;
use dockerspec::model::{Instruction, Source, Value};
use dockerspec::parse::Parsed;

/// Reads text as the parser reads it elsewhere.
pub(crate) struct Reader {
    escape: u8,
}

impl Reader {
    pub(crate) fn new(escape: u8) -> Self {
        Self { escape }
    }

    /// The word that `raw` is: itself, if nothing in it has a meaning, else what ENV reads. `None` for what cannot stand
    /// there.
    pub(crate) fn read(&self, raw: &str) -> Option<Word<'static>> {
        let is_plain = !raw.contains(['$', '"', '\'', char::from(self.escape)]) && !raw.starts_with('\u{feff}');
        if is_plain {
            return Some(Word::Literal(raw.to_owned().into()));
        }
        if raw.trim() != raw || raw.contains('\n') || raw.ends_with(char::from(self.escape)) {
            return None;
        }
        let text = format!("# escape={}\nFROM scratch\nENV name {raw}", char::from(self.escape));
        match Parsed::new(&text).dockerfile.stages.pop()?.instructions.pop()? {
            Instruction::Env(mut env) => env.pairs.pop().map(|pair| pair.value.into_owned()),
            _ => None,
        }
    }

    /// Compares the content of a file with the body that it was read from.
    pub(crate) fn document(ours: &Word<'_>, body: &str, expands: bool) -> Result<(), String> {
        if !expands || !body.contains(['$', '\\']) {
            return if ours.as_literal() == Some(body) {
                Ok(())
            } else {
                Err(format!("{ours:?} of the body {body:?}"))
            };
        }
        let text = format!("FROM scratch\nCOPY <<compared /\n{body}compared\n");
        let mut stages = Parsed::new(&text).dockerfile.stages;
        let theirs = match stages.pop().and_then(|mut stage| stage.instructions.pop()) {
            Some(Instruction::Copy(copy)) => copy.sources.first().cloned(),
            _ => None,
        };
        match theirs {
            Some(Source::File(file)) if file.content == *ours => Ok(()),
            theirs => Err(format!("{ours:?} of the body {body:?}, which is {theirs:?}")),
        }
    }

    /// Compares a word with its text.
    pub(crate) fn word(&self, what: &str, ours: &Word<'_>, raw: &str) -> Result<(), String> {
        match self.read(raw) {
            Some(theirs) if theirs != *ours => Err(format!("{what}: {ours:?} of {raw:?}, which is {theirs:?}")),
            _ => Ok(()),
        }
    }

    /// Compares a path with its text. An empty one is the directory in force, which has a name in the model.
    pub(crate) fn path(&self, what: &str, ours: &Word<'_>, raw: &str) -> Result<(), String> {
        let is_empty = self.read(raw).is_some_and(|word| word.as_literal() == Some(""));
        self.word(what, ours, if is_empty { "." } else { raw })
    }

    /// Compares a word that is absent when its text is empty.
    pub(crate) fn optional_word(&self, what: &str, ours: Option<&Word<'_>>, raw: &str) -> Result<(), String> {
        match ours {
            Some(ours) => self.word(what, ours, raw),
            None if raw.is_empty() => Ok(()),
            None => Err(format!("{what}: nothing of {raw:?}")),
        }
    }

    /// Compares a value with its text.
    pub(crate) fn value<T: PartialEq + Debug, E>(
        &self,
        what: &str,
        ours: &Value<'_, T>,
        raw: &str,
        parse: impl FnOnce(String) -> Result<T, E>,
    ) -> Result<(), String> {
        let Some(word) = self.read(raw) else { return Ok(()) };
        let theirs = match word.as_literal().map(|text| parse(text.to_owned())) {
            Some(Ok(value)) => Value::Fixed(value),
            Some(Err(_)) | None => Value::Expanded(word),
        };
        if *ours == theirs { Ok(()) } else { Err(format!("{what}: {ours:?} of {raw:?}, which is {theirs:?}")) }
    }

    /// As [`value`](Self::value), where another spelling than the value's own stays text.
    pub(crate) fn value_as_written<T: PartialEq + Debug + Display, E>(
        &self,
        what: &str,
        ours: &Value<'_, T>,
        raw: &str,
        parse: impl FnOnce(String) -> Result<T, E>,
    ) -> Result<(), String> {
        self.value(what, ours, raw, |text| parse(text.clone()).ok().filter(|value| value.to_string() == text).ok_or(()))
    }

    /// Compares a value that is absent when its text is empty.
    pub(crate) fn optional_value<T: PartialEq + Debug, E>(
        &self,
        what: &str,
        ours: Option<&Value<'_, T>>,
        raw: &str,
        parse: impl FnOnce(String) -> Result<T, E>,
    ) -> Result<(), String> {
        match ours {
            Some(ours) => self.value(what, ours, raw, parse),
            None if raw.is_empty() => Ok(()),
            None => Err(format!("{what}: nothing of {raw:?}")),
        }
    }
}
