//! Statements to instructions: the second pass, and what of the third one needs no variables.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::Span;
use super::arguments::{Item, Shape};
use super::flags::Flags;
use super::heredoc::{self, Announced};
use super::keyword::Keyword;
use super::lex;
use super::mount;
use super::problem::{Located, Problem};
use super::statement::Statement;
use crate::List;
use crate::dockerfile::{
    Add, Args, Cmd, Command, Copy, CopyFrom, Device, Entrypoint, Env, EnvPair, Expose, Healthcheck, Heredoc,
    InlineFile, Instruction, Label, LabelPair, Maintainer, Network, Probe, Run, RunCommand, Script, Security, Shell,
    ShellHeredocs, ShellText, Source, StopSignal, Unpack, User, Volume, Workdir,
};
use crate::value::{ArgName, Checksum, Duration, ExposedPort, FileMode, Owner, Signal, ValueError};
use crate::word::{Arg, Scope, Value, Word};

/// The body of a heredoc, as it stands in the source.
#[derive(Debug, Clone)]
pub(super) struct Body<'a> {
    pub(super) announced: Announced,
    pub(super) text: &'a str,
}

impl<'a> Body<'a> {
    /// The body as BuildKit hands it out itself: without tabs, if the operator of the word that asks says so.
    fn stripped(&self, strips_tabs: bool) -> Cow<'a, str> {
        if !strips_tabs {
            return Cow::Borrowed(self.text);
        }
        self.text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect::<String>().into()
    }
}

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
                let word = self.whole_word()?;
                Ok(StopSignal { signal: value_as_written(word, |text| Signal::parse(&text)) }.into())
            }
            Keyword::Healthcheck => self.healthcheck(),
            Keyword::Copy => self.copy(),
            Keyword::Add => self.add(),
            Keyword::Run => self.run(),
            // These count their arguments first.
            Keyword::Maintainer => {
                let range = self.whole_text()?;
                self.flags()?;
                Ok(Maintainer::new(self.statement.slice(&range)).into())
            }
            Keyword::User => {
                self.whole_text()?;
                self.flags()?;
                let word = self.whole_word()?;
                Ok(User { user: value_as_written(word, Owner::parse) }.into())
            }
            Keyword::Workdir => {
                self.whole_text()?;
                self.flags()?;
                let word = self.whole_word()?;
                Ok(Workdir::new(here(word)).into())
            }
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
    fn whole_text(&self) -> Result<Range<usize>, Located> {
        match &self.shape {
            Shape::Text(range) if !range.is_empty() => Ok(range.clone()),
            _ => Err(self.no_arguments()),
        }
    }

    fn whole_word(&self) -> Result<Word<'a>, Located> {
        let range = self.whole_text()?;
        let text = self.statement.slice(&range);
        lex::word(text, self.statement.escape).map_err(|problem| problem.at(self.statement.span(&range)))
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

    fn run(&mut self) -> Read<'a> {
        let flags = self.flags()?;
        let mut run = Run::new(RunCommand::Exec(Vec::new()));
        if !flags.is_empty() {
            self.run_flags(&flags, &mut run)?;
        }
        let Shape::Text(text) = &self.shape else {
            run.command = RunCommand::Exec(self.items.drain(..).map(|item| item.text).collect());
            return Ok(run.into());
        };
        let text = text.clone();
        run.command = match self.bodies {
            [] => RunCommand::Shell(self.shell_text(&text)),
            _ if text.is_empty() => return Err(Problem::RunHeredoc.at(self.statement.whole_span())),
            [first, ..] if matches!(heredoc::of_word(&self.statement.text()[text.clone()]), Ok(Some(_))) => {
                RunCommand::Script(Script::read(
                    first.stripped(first.announced.strips_tabs),
                    &first.announced.delimiter,
                ))
            }
            bodies => RunCommand::Heredocs(ShellHeredocs {
                line: self.shell_text(&text),
                heredocs: bodies
                    .iter()
                    .map(|body| Heredoc {
                        delimiter: Cow::Owned(body.announced.delimiter.clone()),
                        body: Cow::Borrowed(body.text),
                    })
                    .collect(),
            }),
        };
        Ok(run.into())
    }

    fn run_flags(&mut self, flags: &Flags<'_, 'a>, run: &mut Run<'a>) -> Result<(), Located> {
        for (value, span) in flags.values("mount") {
            mount::check_early(&value, span)?;
        }
        for (value, span) in flags.values("device") {
            run.devices.push(device(&value, span)?);
        }
        if let Some((value, span)) = flags.values("network").next() {
            run.network = match &*value {
                "default" => Network::Default,
                "none" => Network::None,
                "host" => Network::Host,
                _ => return Err(Problem::Network { value: value.into_owned() }.at(span)),
            };
        }
        if let Some((value, span)) = flags.values("security").next() {
            run.security = match &*value {
                "sandbox" => Security::Sandbox,
                "insecure" => Security::Insecure,
                _ => return Err(Problem::Security { value: value.into_owned() }.at(span)),
            };
        }
        for (value, span) in flags.values("mount") {
            let (mount, from) = mount::mount(&value, span, self.statement.escape)?;
            self.origins.extend(from.map(|from| (run.mounts.len(), from)));
            run.mounts.push(mount);
        }
        Ok(())
    }

    fn copy(&mut self) -> Read<'a> {
        let flags = self.sources_and_flags()?;
        let (sources, destination) = self.sources()?;
        let mut copy = Copy::new(Vec::<Source<'a>>::new(), destination);
        copy.sources = sources;
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

    fn add(&mut self) -> Read<'a> {
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
        let is_heredoc = |text: &str| if text.contains("<<") { heredoc::of_word(text).ok().flatten() } else { None };
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
fn cut(text: Cow<'_, str>, equals: usize) -> (Cow<'_, str>, Cow<'_, str>) {
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

fn device<'a>(value: &Cow<'a, str>, span: Span) -> Result<Device<'a>, Located> {
    let refused = |field: &str| Problem::DeviceRecord { field: field.to_owned() }.at(span);
    let fields =
        mount::fields(value).ok_or_else(|| Problem::DeviceRecord { field: value.as_ref().to_owned() }.at(span))?;
    let mut name: Option<String> = None;
    let mut required = false;
    for field in &fields {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (key.to_lowercase(), Some(value)),
            None => (field.to_lowercase(), None),
        };
        match (&*key, value) {
            ("required", None) => required = true,
            ("required", Some(value)) => required = mount::go_bool(value).ok_or_else(|| refused(field))?,
            ("name", Some(value)) if name.as_deref().unwrap_or_default().is_empty() => name = Some(value.to_owned()),
            ("name", Some(_)) => return Err(refused(field)),
            _ if name.as_deref().unwrap_or_default().is_empty() => name = Some(field.clone().into_owned()),
            _ => return Err(refused(field)),
        }
    }
    Ok(Device { name: name.unwrap_or_default().into(), required })
}
