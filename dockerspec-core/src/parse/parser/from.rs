//! FROM, and the stage that it begins.

use std::borrow::Cow;

use super::Parser;
use crate::dockerfile::{Base, Instruction, Stage};
use crate::parse::Keyword;
use crate::parse::arguments::Item;
use crate::parse::flags::Flags;
use crate::parse::instruction::{value, word};
use crate::parse::keyword::{is_lower, lower};
use crate::parse::lex;
use crate::parse::problem::{Located, Problem};
use crate::parse::statement::Statement;
use crate::value::{ImageRef, Platform, StageName};
use crate::word::{Value, Word};

/// Instructions of a stage that memory is taken for at once: 20 of 48 bytes are what an allocator has at hand.
const MOST_AT_FIRST: usize = 20;

impl<'a> Parser<'a> {
    pub(super) fn from(&mut self, statement: &Statement<'_, 'a>, items: &[Item<'a>], lines: (u32, u32)) {
        let stage = match self.read_from(statement, items) {
            Ok(stage) => stage,
            Err(located) => {
                self.report(located);
                self.broken_stage(statement, items, lines);
                return;
            }
        };
        self.push_stage(stage, statement, items, lines);
    }

    fn push_stage(
        &mut self,
        mut stage: Stage<'a>,
        statement: &Statement<'_, 'a>,
        items: &[Item<'a>],
        lines: (u32, u32),
    ) {
        let comments = std::mem::take(&mut self.comments);
        let above = self.instructions();
        stage.comments.reserve(comments);
        stage.comments.extend(above.drain(above.len() - comments..).filter_map(|comment| match comment {
            Instruction::Comment(comment) => Some(comment),
            _ => None,
        }));
        // As many as there may still be, but little enough for a file of many stages.
        let left = self.source.len() - self.walk.position();
        stage.instructions.reserve((left / 96).clamp(4, MOST_AT_FIRST));
        self.add_place(statement, items, lines);
        self.parsed.map.begin_stage(stage.comments.len());
        self.rest.needs.note_stage(&stage);
        if let Some(name) = &stage.name {
            self.names.insert(name.clone().into(), self.parsed.dockerfile.stages.len());
        }
        self.parsed.dockerfile.stages.push(stage);
    }

    /// A stage for the instructions below a FROM that is refused.
    fn broken_stage(&mut self, statement: &Statement<'_, 'a>, items: &[Item<'a>], lines: (u32, u32)) {
        let base =
            items.first().map_or(Base::Scratch, |item| Base::Image(Value::Expanded(Word::Literal(item.text.clone()))));
        self.rest.broken.note(Some(Keyword::From), self.parsed.dockerfile.stages.len());
        self.push_stage(Stage::new(base), statement, items, lines);
    }

    fn read_from(&self, statement: &Statement<'_, 'a>, items: &[Item<'a>]) -> Result<Stage<'a>, Located> {
        let (base, name) = match items {
            [base] => (base, None),
            [base, separator, name] if separator.text.eq_ignore_ascii_case("as") || lower(&separator.text) == "aſ" => {
                (base, Some(name))
            }
            _ => return Err(Problem::FromArguments.at(statement.whole_span())),
        };
        let name = name.map(lower_stage_name).transpose()?;
        let flags = Flags::check(Keyword::From, statement)?;
        let name = name.map(stage_name).transpose()?;
        let word = word(base.clone(), statement.escape)?;
        let mut stage = Stage::new(self.base(word));
        stage.name = name;
        if let Some((platform, span)) = flags.value("platform") {
            let platform = lex::word(platform, statement.escape).map_err(|problem| problem.at(span))?;
            stage.platform = Some(value(platform, Platform::new));
        }
        Ok(stage)
    }

    /// What the text behind FROM names.
    fn base(&self, word: Word<'a>) -> Base<'a> {
        if let Some(text) = word.as_literal() {
            let stages = &self.parsed.dockerfile.stages;
            if let Some(name) = self.names.get(text).and_then(|stage| stages[stage].name.clone()) {
                return Base::Stage(name);
            }
            if text == "scratch" {
                return Base::Scratch;
            }
        }
        Base::Image(value(word, ImageRef::new))
    }
}

/// The name of a stage, in which the second pass sees nothing wrong.
fn lower_stage_name<'i, 'a>(item: &'i Item<'a>) -> Result<(&'i Item<'a>, Cow<'a, str>), Located> {
    let name = if is_lower(&item.text) { item.text.clone() } else { Cow::Owned(lower(&item.text)) };
    let bytes = name.as_bytes();
    let fits = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    if !bytes.first().is_some_and(u8::is_ascii_lowercase) || !bytes.iter().all(fits) {
        return Err(Problem::StageName { name: item.text.clone().into_owned() }.at(item.span));
    }
    Ok((item, name))
}

fn stage_name<'a>((item, name): (&Item<'a>, Cow<'a, str>)) -> Result<StageName<'a>, Located> {
    StageName::read(name).map_err(|error| {
        let (name, expected) = (item.text.clone().into_owned(), error.expected().to_owned());
        Problem::StageNameReference { name, expected }.at(item.span)
    })
}
