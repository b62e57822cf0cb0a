//! COPY and ADD.

use std::borrow::Cow;

use super::{Input, Origin, Read, here, value, word};
use crate::dockerfile::{Add, Copy, CopyFrom, InlineFile, Source, Unpack};
use crate::parse::arguments::Item;
use crate::parse::flags::Flags;
use crate::parse::heredoc;
use crate::parse::lex;
use crate::parse::problem::{Located, Problem};
use crate::value::{Checksum, FileMode, Owner, ValueError};
use crate::word::{Value, Word};
use crate::{List, boxed};

impl<'s, 'a> Input<'s, '_, 'a> {
    pub(super) fn copy(&mut self) -> Read<'a> {
        let flags = self.sources_and_flags()?;
        let (sources, destination) = self.sources()?;
        let mut copy = boxed(|| Copy::of(sources, destination));
        if flags.is_empty() {
            return Ok(copy.into());
        }
        if let Some((from, span)) = flags.value("from") {
            match lex::word(from.clone(), self.statement.escape) {
                Ok(word) if word.as_literal() == Some(&*from) => {}
                _ => return Err(Problem::FromVariable.at(span)),
            }
            // What it names is known when the whole file is.
            copy.from = Some(CopyFrom::Index(0));
            self.origins.push((0, Origin { text: from, span }));
        }
        copy.chown = self.flag_value(&flags, "chown", Owner::parse)?;
        copy.chmod = self.flag_value(&flags, "chmod", FileMode::parse)?;
        copy.link = flags.boolean("link").unwrap_or(false);
        copy.parents = flags.boolean("parents").unwrap_or(false);
        copy.exclude = flags.values("exclude").map(|(pattern, _)| pattern).collect();
        Ok(copy.into())
    }

    pub(super) fn add(&mut self) -> Read<'a> {
        let flags = self.sources_and_flags()?;
        let (sources, destination) = self.sources()?;
        let mut add = Add::new(Vec::<Source<'a>>::new(), destination);
        add.sources = sources;
        if flags.is_empty() {
            return Ok(add.into());
        }
        add.chown = self.flag_value(&flags, "chown", Owner::parse)?;
        add.chmod = self.flag_value(&flags, "chmod", FileMode::parse)?;
        add.link = flags.boolean("link").unwrap_or(false);
        add.keep_git_dir = flags.boolean("keep-git-dir");
        add.checksum = self.flag_value(&flags, "checksum", Checksum::parse)?;
        add.unpack = match flags.boolean("unpack") {
            None => Unpack::Local,
            Some(true) => Unpack::Yes,
            Some(false) => Unpack::No,
        };
        add.exclude = flags.values("exclude").map(|(pattern, _)| pattern).collect();
        Ok(add.into())
    }

    fn sources_and_flags(&self) -> Result<Flags<'s, 'a>, Located> {
        if self.items.len() < 2 {
            let span = self.items.first().map_or_else(|| self.statement.whole_span(), |item| item.span);
            return Err(Problem::NoDestination { keyword: self.keyword.as_str() }.at(span));
        }
        self.flags()
    }

    fn sources(&mut self) -> Result<(List<Source<'a>>, Word<'a>), Located> {
        let is_heredoc = |text: &str| heredoc::of_word(text).ok().flatten();
        let Some(destination) = self.items.pop() else { return Err(self.no_arguments()) };
        if is_heredoc(&destination.text).is_some() {
            return Err(Problem::HeredocDestination { keyword: self.keyword.as_str() }.at(destination.span));
        }
        let escape = self.statement.escape;
        let destination = here(word(destination, escape)?);
        let bodies = self.bodies;
        let sources = self.items.drain(..).map(|item| match is_heredoc(&item.text) {
            None => Ok(Source::Path(here(word(item, escape)?))),
            Some(announced) => {
                let body = bodies.iter().rev().find(|body| body.announced.delimiter == announced.delimiter);
                let text = body.map_or(Cow::Borrowed(""), |body| body.stripped(announced.strips_tabs));
                let content = match text {
                    text if !announced.expands => Ok(Word::Literal(text)),
                    Cow::Borrowed(text) => lex::document(text),
                    Cow::Owned(text) => lex::document(&text).map(Word::into_owned),
                };
                let content = content.map_err(|problem| problem.at(item.span))?;
                Ok(Source::File(InlineFile { name: Some(Cow::Owned(announced.delimiter)), content }))
            }
        });
        Ok((sources.collect::<Result<_, Located>>()?, destination))
    }

    fn flag_value<T>(
        &self,
        flags: &Flags<'_, 'a>,
        name: &str,
        parse: impl FnOnce(Cow<'a, str>) -> Result<T, ValueError>,
    ) -> Result<Option<Value<'a, T>>, Located> {
        let Some((text, span)) = flags.value(name) else { return Ok(None) };
        Ok(Some(value(self.word(Item { text, span, is_plain: false })?, parse)))
    }
}
