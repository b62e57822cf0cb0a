//! Statements to instructions: the second pass, and what of the third one needs no variables.

mod copy;
mod run;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::Span;
use super::arguments::{Item, Shape};
use super::flags::Flags;
use super::heredoc::Body;
use super::keyword::Keyword;
use super::lex;
use super::problem::{Located, Problem};
use super::statement::Statement;
use crate::List;
use crate::dockerfile::{
    Args, Cmd, Command, Entrypoint, Env, EnvPair, Expose, Healthcheck, Instruction, Label, LabelPair, Maintainer,
    Probe, Shell, ShellText, StopSignal, User, Volume, Workdir,
};
use crate::value::{ArgName, Duration, ExposedPort, Owner, Signal, ValueError};
use crate::word::{Arg, Scope, Value, Word};

/// Where files come from, by a name that only the whole file explains.
#[derive(Debug, Clone)]
pub(super) struct Origin<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) span: Span,
}

/// All that an instruction is read from.
pub(super) struct Input<'s, 'l, 'a> {
    pub(super) keyword: Keyword,
    pub(super) statement: &'s Statement<'l, 'a>,
    pub(super) shape: Shape,
    pub(super) items: &'s mut Vec<Item<'a>>,
    pub(super) bodies: &'s [Body<'a>],
    /// Where ARG stands: before the first stage, or in one.
    pub(super) scope: Scope,
    /// The origins in the instruction: that of COPY, or those of the mounts.
    pub(super) origins: &'s mut Vec<(usize, Origin<'a>)>,
}

type Read<'a> = Result<Instruction<'a>, Located>;

impl<'s, 'a> Input<'s, '_, 'a> {
    /// Reads any instruction but FROM and ONBUILD.
    pub(super) fn read(&mut self) -> Read<'a> {
        match self.keyword {
            Keyword::Arg => self.arg(),
            Keyword::StopSignal => {
                let word = self.word_of(self.whole_text()?)?;
                Ok(StopSignal { signal: value_as_written(word, |text| Signal::parse(&text)) }.into())
            }
            Keyword::Healthcheck => self.healthcheck(),
            Keyword::Copy => self.copy(),
            Keyword::Add => self.add(),
            Keyword::Run => self.run(),
            Keyword::Maintainer => {
                let range = self.only_text()?;
                Ok(Maintainer::new(self.statement.slice(range)).into())
            }
            Keyword::User => Ok(User { user: value_as_written(self.only_word()?, Owner::parse) }.into()),
            Keyword::Workdir => Ok(Workdir::new(here(self.only_word()?)).into()),
            Keyword::Env => Ok(Env { pairs: self.pairs(|name, value| EnvPair { name, value })? }.into()),
            Keyword::Label => Ok(Label { pairs: self.pairs(|key, value| LabelPair { key, value })? }.into()),
            Keyword::Expose => self.expose(),
            Keyword::Volume => self.volume(),
            Keyword::Cmd => {
                self.flags()?;
                Ok(Cmd::new(self.command()).into())
            }
            Keyword::Entrypoint => {
                self.flags()?;
                Ok(Entrypoint::new(self.command()).into())
            }
            Keyword::Shell => {
                self.flags()?;
                match self.shape {
                    Shape::Json if !self.items.is_empty() => {
                        Ok(Shell { arguments: self.items.drain(..).map(|item| item.text).collect() }.into())
                    }
                    Shape::Text(ref range) if !range.is_empty() => {
                        Err(Problem::ShellForm.at(self.statement.span(range)))
                    }
                    _ => Err(self.no_arguments()),
                }
            }
            Keyword::From | Keyword::Onbuild => unreachable!("the parser reads these itself"),
        }
    }

    fn flags(&self) -> Result<Flags<'s, 'a>, Located> {
        Flags::check(self.keyword, self.statement)
    }

    fn no_arguments(&self) -> Located {
        Problem::NoArguments { keyword: self.keyword.as_str() }.at(self.statement.span(&self.statement.keyword))
    }

    /// All of the text, which must be something.
    fn whole_text(&self) -> Result<&Range<usize>, Located> {
        match &self.shape {
            Shape::Text(range) if !range.is_empty() => Ok(range),
            _ => Err(self.no_arguments()),
        }
    }

    /// The same where no flags stand before it, which is asked second.
    fn only_text(&self) -> Result<&Range<usize>, Located> {
        let range = self.whole_text()?;
        self.flags()?;
        Ok(range)
    }

    fn only_word(&self) -> Result<Word<'a>, Located> {
        self.word_of(self.only_text()?)
    }

    #[inline]
    fn word_of(&self, range: &Range<usize>) -> Result<Word<'a>, Located> {
        let (text, span) = self.statement.located(range);
        lex::word(text, self.statement.escape).map_err(|problem| problem.at(span))
    }

    fn word(&self, item: Item<'a>) -> Result<Word<'a>, Located> {
        word(item, self.statement.escape)
    }

    fn arg(&mut self) -> Read<'a> {
        if self.items.is_empty() {
            return Err(self.no_arguments());
        }
        if let Some(blank) = self.items.iter().find(|item| item.text.starts_with('=')) {
            return Err(Problem::BlankName { keyword: "ARG" }.at(blank.span));
        }
        let mut args = List::new();
        for Item { text, span, is_plain } in self.items.drain(..) {
            let (name, default) = match text.bytes().position(|byte| byte == b'=') {
                None => (text, None),
                Some(equals) => {
                    let (name, default) = cut(text, equals);
                    let default = word(Item { text: default, span, is_plain }, self.statement.escape)?;
                    (name, Some(Box::new(default)))
                }
            };
            args.push(Arg { name: ArgName::of(name), default, scope: self.scope });
        }
        Ok(Args { args }.into())
    }

    fn pairs<T>(&mut self, pair: impl Fn(Word<'a>, Word<'a>) -> T) -> Result<Vec<T>, Located> {
        self.flags()?;
        if self.items.is_empty() {
            return Err(self.no_arguments());
        }
        if let Some(key) = self.items.iter().step_by(2).find(|key| key.text.is_empty()) {
            return Err(Problem::BlankName { keyword: self.keyword.as_str() }.at(key.span));
        }
        let escape = self.statement.escape;
        let mut pairs = Vec::with_capacity(self.items.len() / 2);
        let mut items = self.items.drain(..);
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            pairs.push(pair(word(key, escape)?, word(value, escape)?));
        }
        Ok(pairs)
    }

    fn expose(&mut self) -> Read<'a> {
        if self.items.is_empty() {
            return Err(self.no_arguments());
        }
        self.flags()?;
        let escape = self.statement.escape;
        let mut ports = List::new();
        for item in self.items.drain(..) {
            // White space beyond ASCII separates ports too, but not where it is quoted.
            if item.is_plain || item.text.is_ascii() || item.text.contains(['\'', '"', '$', char::from(escape)]) {
                ports.push(value(word(item, escape)?, |text| ExposedPort::parse(&text)));
                continue;
            }
            for port in item.text.split_whitespace() {
                ports.push(value(Word::from(port.to_owned()), |text| ExposedPort::parse(&text)));
            }
        }
        Ok(Expose { ports }.into())
    }

    fn volume(&mut self) -> Read<'a> {
        if self.items.is_empty() {
            return Err(self.no_arguments());
        }
        self.flags()?;
        if let Some(empty) = self.items.iter().find(|item| item.text.trim().is_empty()) {
            return Err(Problem::EmptyVolume.at(empty.span));
        }
        let escape = self.statement.escape;
        let paths = self.items.drain(..).map(|mut item| {
            let trimmed = item.text.trim();
            if trimmed.len() != item.text.len() {
                item.text = Cow::Owned(trimmed.to_owned());
            }
            let span = item.span;
            let path = word(item, escape)?;
            if path.as_literal() == Some("") { Err(Problem::VolumeValue.at(span)) } else { Ok(path) }
        });
        Ok(Volume { paths: paths.collect::<Result<_, Located>>()? }.into())
    }

    fn command(&mut self) -> Command<'a> {
        match &self.shape {
            Shape::Json | Shape::ProbeJson => Command::Exec(self.items.drain(..).map(|item| item.text).collect()),
            Shape::Text(range) | Shape::ProbeText(range) => Command::Shell(self.shell_text(range)),
            Shape::Words | Shape::Pairs | Shape::LegacyPair => unreachable!("commands are text or JSON"),
        }
    }

    /// Shell text, on as many lines as in the source.
    fn shell_text(&self, range: &Range<usize>) -> ShellText<'a> {
        let line = self.statement.line;
        if line.is_whole(range) {
            return ShellText::new(self.statement.slice(range));
        }
        line.cut_text(self.statement.source, range)
    }

    fn healthcheck(&mut self) -> Read<'a> {
        if self.items.is_empty() {
            return Err(self.no_arguments());
        }
        let kind = self.items.remove(0);
        let has_command = match &self.shape {
            Shape::ProbeText(range) => !range.is_empty(),
            _ => !self.items.is_empty(),
        };
        if kind.text.eq_ignore_ascii_case("none") {
            if has_command {
                return Err(Problem::HealthcheckNone.at(self.statement.whole_span()));
            }
            return Ok(Healthcheck::None.into());
        }
        let flags = self.flags()?;
        if !kind.text.eq_ignore_ascii_case("cmd") {
            return Err(Problem::HealthcheckKind { kind: kind.text.into_owned() }.at(kind.span));
        }
        if !has_command {
            return Err(Problem::HealthcheckCommand.at(kind.span));
        }
        let mut probe = Probe::new(self.command());
        probe.interval = duration(&flags, "interval", "--interval")?;
        probe.timeout = duration(&flags, "timeout", "--timeout")?;
        probe.start_period = duration(&flags, "start-period", "--start-period")?;
        probe.start_interval = duration(&flags, "start-interval", "--start-interval")?;
        if let Some((value, span)) = flags.value("retries") {
            let retries = value.parse::<i32>().ok().and_then(|retries| u32::try_from(retries).ok());
            let problem = || Problem::Retries { value: value.into_owned() }.at(span);
            probe.retries = Some(retries.ok_or_else(problem)?);
        }
        Ok(Healthcheck::Probe(probe).into())
    }
}

/// What is known here, or else what the build knows.
pub(super) fn value<'a, T>(word: Word<'a>, parse: impl FnOnce(Cow<'a, str>) -> Result<T, ValueError>) -> Value<'a, T> {
    match word {
        Word::Literal(text) => match parse(text.clone()) {
            Ok(value) => Value::Fixed(value),
            Err(_) => Value::Expanded(Word::Literal(text)),
        },
        Word::Parts(_) => Value::Expanded(word),
    }
}

/// As [`value`], where the image keeps the text: another spelling stays what it is.
fn value_as_written<'a, T: fmt::Display>(
    word: Word<'a>,
    parse: impl FnOnce(Cow<'a, str>) -> Result<T, ValueError>,
) -> Value<'a, T> {
    let written = word.clone();
    match (value(word, parse), written.as_literal()) {
        (Value::Fixed(value), Some(text)) if !is_written_as(&value, text) => Value::Expanded(written),
        (value, _) => value,
    }
}

/// Whether a value is shown as `text`.
fn is_written_as(value: &impl fmt::Display, text: &str) -> bool {
    /// What is left of a text when what was written is taken away.
    struct Left<'t>(&'t str);

    impl fmt::Write for Left<'_> {
        fn write_str(&mut self, written: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
            Ok(())
        }
    }

    let mut left = Left(text);
    fmt::write(&mut left, format_args!("{value}")).is_ok() && left.0.is_empty()
}

#[inline]
pub(super) fn word(item: Item<'_>, escape: u8) -> Result<Word<'_>, Located> {
    if item.is_plain {
        return Ok(Word::Literal(item.text));
    }
    lex::word(item.text, escape).map_err(|problem| problem.at(item.span))
}

/// An empty path is the directory in force, which has a name.
fn here(path: Word<'_>) -> Word<'_> {
    if path.as_literal() == Some("") { Word::from(".") } else { path }
}

/// The text before a `=`, and the text behind it.
pub(super) fn cut(text: Cow<'_, str>, equals: usize) -> (Cow<'_, str>, Cow<'_, str>) {
    match text {
        Cow::Borrowed(text) => (Cow::Borrowed(&text[..equals]), Cow::Borrowed(&text[equals + 1..])),
        Cow::Owned(text) => (Cow::Owned(text[..equals].to_owned()), Cow::Owned(text[equals + 1..].to_owned())),
    }
}

fn duration(flags: &Flags<'_, '_>, name: &str, flag: &'static str) -> Result<Option<Duration>, Located> {
    let Some((value, span)) = flags.value(name) else { return Ok(None) };
    // Go has a negative zero too.
    let written = value.strip_prefix('-').filter(|value| Duration::parse(value).is_ok_and(Duration::is_zero));
    match Duration::parse(written.unwrap_or(&value)) {
        Ok(duration) => Ok(Some(duration)),
        Err(error) => {
            let expected = error.expected().to_owned();
            Err(Problem::Duration { flag, value: value.into_owned(), expected }.at(span))
        }
    }
}
