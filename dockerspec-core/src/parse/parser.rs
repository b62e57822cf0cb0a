//! The walk over the lines.

use std::borrow::Cow;

use super::arguments::{self, Item, Shape};
use super::directives::{self, Key, Top};
use super::flags::Flags;
use super::instruction::{Body, Input, value};
use super::keyword::{Keyword, lower};
use super::lex;
use super::line::Logical;
use super::onbuild;
use super::origins::{Origins, Pending};
use super::plain::{self, PlainRun};
use super::problem::{self, Located, Problem, finding};
use super::statement::Statement;
use super::walk::{self, Step, Walk};
use super::{Parsed, SourceMap, Span};
use crate::convert;
use crate::dockerfile::{Base, Check, Comment, Instruction, Rules, Run, RunCommand, Stage};
use crate::finding::{Finding, Pass};
use crate::names::Names;
use crate::value::{ImageRef, Platform, StageName};
use crate::word::{Scope, Value, Word};

pub(super) fn parse(source: &str) -> Parsed<'_> {
    if source.len() >= u32::MAX as usize {
        let findings = vec![finding((Problem::TooLarge, Span::default()), false)];
        return Parsed { findings, ..Parsed::default() };
    }
    let mut parser = Parser::new(source);
    parser.read();
    parser.finish()
}

/// Instructions of a stage that memory is taken for at once: 20 of 48 bytes are what an allocator has at hand.
const MOST_AT_FIRST: usize = 20;

/// Comments and arguments before the first stage, where there are any.
const USUAL_HEAD: usize = 10;

struct Parser<'a> {
    source: &'a str,
    walk: Walk<'a>,
    parsed: Parsed<'a>,
    top: Top,
    /// The last instructions so far that are comments, and belong to what comes next.
    comments: usize,
    names: Names<'a>,
    origins: Origins<'a>,
    rest: convert::Rest,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            walk: Walk::new(source),
            parsed: Parsed { map: SourceMap::for_source(source.len()), ..Parsed::default() },
            top: directives::top(source, walk::start(source)),
            comments: 0,
            names: Names::default(),
            origins: Origins::default(),
            rest: convert::Rest::default(),
        }
    }

    fn read(&mut self) {
        self.directives_of_model();
        let mut line = Logical::new();
        // Memory for the statement at hand.
        let mut items = Vec::with_capacity(8);
        let mut bodies = Vec::new();
        while let Some(step) = self.walk.next(&mut line) {
            match step {
                Step::Comment { span, directive } => self.comment_line(span, directive),
                Step::Line => {
                    self.rest.any = true;
                    if !self.plain_run(&line) {
                        self.statement(&mut line, &mut items, &mut bodies);
                    }
                }
            }
        }
    }

    fn finish(mut self) -> Parsed<'a> {
        if !self.rest.any {
            let end = self.source.len();
            self.report(Problem::NoInstructions.at(Span::of(end, end)));
        }
        for located in std::mem::take(&mut self.walk.problems) {
            self.report(located);
        }
        self.rest.has_origins = !self.origins.is_empty();
        let Parsed { dockerfile, map, .. } = &mut self.parsed;
        for located in self.origins.resolve(&self.names, dockerfile, map, &mut self.rest.broken) {
            self.report(located);
        }
        self.rest.check = self.top.check.take().map(|found| found.value);
        convert::check(self.source, &mut self.parsed, self.rest);
        self.parsed.findings.sort_by_key(|finding| finding.label.span);
        self.parsed
    }

    #[cold]
    fn report(&mut self, located: Located) {
        let (problem, span) = *located.0;
        let fix = problem::fix(&problem, span, self.source);
        self.parsed.findings.push(Finding { fix, ..finding((problem, span), false) });
    }

    /// The directives that the model has.
    fn directives_of_model(&mut self) {
        let directives = &mut self.parsed.dockerfile.directives;
        if let Some(interpreter) = self.top.interpreter {
            directives.interpreter = Some(Cow::Borrowed(&self.source[interpreter.range()][2..]));
        }
        if let Some(syntax) = &self.top.syntax {
            directives.syntax = ImageRef::new(&self.source[syntax.value.range()]).ok();
        }
        if let Some(check) = &self.top.check {
            directives.check = check_directive(&self.source[check.value.range()]).ok();
        }
    }

    /// A line that begins with `#`: a directive or a comment.
    fn comment_line(&mut self, span: Span, directive: Option<Key>) {
        let directives = &self.parsed.dockerfile.directives;
        let is = |found: &Option<directives::Found>| found.as_ref().is_some_and(|found| found.line.start == span.start);
        if directive == Some(Key::Escape)
            || self.top.interpreter.is_some_and(|interpreter| interpreter.start == span.start)
            || directives.syntax.is_some() && is(&self.top.syntax)
            || directives.check.is_some() && is(&self.top.check)
        {
            return;
        }
        let line = self.walk.count();
        self.push_comment(span, (line, line));
    }

    fn push_comment(&mut self, span: Span, lines: (u32, u32)) {
        let comment = comment(&self.source[span.range()]);
        self.parsed.map.add(span, span.start + 1, lines);
        let instructions = self.instructions();
        if instructions.capacity() == 0 {
            instructions.reserve(USUAL_HEAD);
        }
        instructions.push(Instruction::Comment(comment));
        self.comments += 1;
    }

    /// Reads a line that is a plain RUN; otherwise says that it is none.
    fn plain_run(&mut self, line: &Logical) -> bool {
        if self.parsed.dockerfile.stages.is_empty() {
            return false;
        }
        let Some(PlainRun { keyword, text, span }) = plain::run(self.source, line) else { return false };
        let whole = Span { start: keyword.start, end: span.end };
        self.parsed.map.add(whole, keyword.end, line.lines);
        self.parsed.map.add_word(span);
        self.comments = 0;
        if let Some(stage) = self.parsed.dockerfile.stages.last_mut() {
            stage.instructions.push(Run::new(RunCommand::Shell(text)).into());
        }
        true
    }

    fn statement(&mut self, line: &mut Logical, items: &mut Vec<Item<'a>>, bodies: &mut Vec<Body<'a>>) {
        line.join(self.source);
        let statement = Statement::split(self.source, line, self.walk.escape());
        let text = &statement.text()[statement.keyword.clone()];
        let Some(keyword) = Keyword::read(text) else {
            let problem = Problem::UnknownInstruction { keyword: text.to_owned() };
            let span = statement.span(&statement.keyword);
            let comments = std::mem::take(&mut line.comments);
            self.refuse(problem.at(span), None, &comments);
            return;
        };
        bodies.clear();
        let shape = match self.split(keyword, &statement, items, bodies) {
            Ok(shape) => shape,
            Err(located) => {
                if keyword == Keyword::From {
                    self.broken_stage(&statement, items, (line.lines.0, self.walk.count()));
                }
                self.refuse(located, Some(keyword), &line.comments);
                return;
            }
        };
        let lines = (line.lines.0, self.walk.count());
        if keyword == Keyword::From {
            debug_assert_eq!(shape, Shape::Words);
            self.lift_comments(&line.comments, Span::default());
            self.from(&statement, items, lines);
        } else {
            self.instruction(keyword, &statement, shape, items, bodies, lines);
        }
    }

    /// What the first pass makes of a statement.
    #[inline]
    fn split(
        &mut self,
        keyword: Keyword,
        statement: &Statement<'_, 'a>,
        items: &mut Vec<Item<'a>>,
        bodies: &mut Vec<Body<'a>>,
    ) -> Result<Shape, Located> {
        let shape = if keyword == Keyword::Onbuild {
            items.clear();
            onbuild::check(statement)?;
            Shape::Text(statement.rest.clone())
        } else {
            arguments::split(keyword, statement, items)?
        };
        let has_heredocs = match keyword {
            Keyword::Run | Keyword::Copy | Keyword::Add => shape != Shape::Json,
            Keyword::Onbuild => onbuild::has_heredocs(statement),
            _ => false,
        };
        if has_heredocs {
            self.walk.bodies(statement, bodies)?;
        }
        Ok(shape)
    }

    fn instruction(
        &mut self,
        keyword: Keyword,
        statement: &Statement<'_, 'a>,
        shape: Shape,
        items: &mut Vec<Item<'a>>,
        bodies: &[Body<'a>],
        lines: (u32, u32),
    ) {
        let is_preamble = self.parsed.dockerfile.stages.is_empty();
        let kept = match &shape {
            Shape::Text(range) | Shape::ProbeText(range) => statement.span(range),
            _ => Span::default(),
        };
        self.lift_comments(&statement.line.comments, kept);
        self.add_place(statement, items, lines);
        if !kept.is_empty() {
            self.parsed.map.add_word(kept);
        }
        let mut origins = Vec::new();
        let scope = if is_preamble { Scope::Preamble } else { Scope::Stage };
        let read = if keyword == Keyword::Onbuild {
            onbuild::read(statement, bodies, &mut origins)
        } else {
            Input { keyword, statement, shape, items, bodies, scope, origins: &mut origins }.read()
        };
        // What the third pass refuses is not looked at where the second one refuses the place.
        let is_read = read.as_ref().map_or_else(|located| located.0.0.pass() == Pass::Convert, |_| true);
        match read {
            _ if is_preamble && keyword != Keyword::Arg && is_read => {
                self.parsed.map.cancel();
                let span = statement.span(&statement.keyword);
                self.refuse(Problem::BeforeFrom { keyword: keyword.as_str() }.at(span), Some(keyword), &[]);
            }
            Ok(instruction) => {
                self.comments = 0;
                let stages = &mut self.parsed.dockerfile.stages;
                let stage = stages.len().wrapping_sub(1);
                let Some(last) = stages.last_mut() else {
                    self.rest.needs.note_preamble(&instruction);
                    self.parsed.dockerfile.preamble.push(instruction);
                    return;
                };
                self.rest.needs.note_instruction(&instruction);
                let place = last.instructions.len();
                last.instructions.push(instruction);
                if !origins.is_empty() {
                    let pending = |(mount, origin)| Pending { stage, place, mount, origin };
                    self.origins.extend(origins.into_iter().map(pending));
                }
            }
            Err(located) => {
                self.parsed.map.cancel();
                self.refuse(located, Some(keyword), &[]);
            }
        }
    }

    /// Says where a statement stands.
    fn add_place(&mut self, statement: &Statement<'_, 'a>, items: &[Item<'a>], lines: (u32, u32)) {
        let map = &mut self.parsed.map;
        map.add(statement.whole_span(), statement.span(&statement.keyword).end, lines);
        if !statement.flags.is_empty() {
            map.add_flags(statement.flags.iter().map(|flag| flag.span));
        }
        for item in items {
            map.add_word(item.span);
        }
    }

    /// Reports an instruction that the model will not have.
    #[cold]
    fn refuse(&mut self, located: Located, keyword: Option<Keyword>, comments: &[(Span, u32)]) {
        self.lift_comments(comments, Span::default());
        self.comments = 0;
        self.rest.broken.note(keyword, self.parsed.dockerfile.stages.len());
        self.report(located);
    }

    /// Puts comments between the lines of an instruction in front of it, unless they stand in text that is kept.
    fn lift_comments(&mut self, comments: &[(Span, u32)], kept: Span) {
        for (span, line) in comments {
            if !(kept.start..kept.end).contains(&span.start) {
                self.push_comment(*span, (*line, *line));
            }
        }
    }

    /// Where instructions go.
    fn instructions(&mut self) -> &mut Vec<Instruction<'a>> {
        let file = &mut self.parsed.dockerfile;
        file.stages.last_mut().map_or(&mut file.preamble, |stage| &mut stage.instructions)
    }

    fn from(&mut self, statement: &Statement<'_, 'a>, items: &[Item<'a>], lines: (u32, u32)) {
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
        let word = super::instruction::word(base.clone(), statement.escape)?;
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
    let is_lower = item.text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let name = if is_lower { item.text.clone() } else { Cow::Owned(lower(&item.text)) };
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

/// A comment, from its `#` on.
fn comment(line: &str) -> Comment<'_> {
    let text = match line.as_bytes() {
        [_, b' ' | b'\t', ..] => &line[2..],
        _ => &line[1..],
    };
    let text = if let [.., 0x21..0x80] = text.as_bytes() { text } else { text.trim_end() };
    let mut comment = Comment::new(text);
    comment.is_setting = crate::dockerfile::is_lint_setting(text);
    comment
}

/// The options of the directive `check`, or the one that BuildKit does not know.
pub(crate) fn check_directive(value: &str) -> Result<Check<'_>, &str> {
    let mut check = Check::default();
    if value.trim().is_empty() {
        return Ok(check);
    }
    for option in value.trim().splitn(3, ';') {
        let (key, value) = option.split_once('=').ok_or(option)?;
        let rules = |value: &'_ str| -> Rules<'_> {
            let value = value.trim();
            if value == "all" {
                return Rules::All;
            }
            Rules::named(value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
        };
        match key.trim() {
            "skip" => check.skip = owned(rules(value)),
            "experimental" => check.experimental = owned(rules(value)),
            "error" => check.error = super::mount::go_bool(value.trim()).ok_or(option)?,
            _ => return Err(option),
        }
    }
    Ok(check)
}

fn owned(rules: Rules<'_>) -> Rules<'static> {
    match rules {
        Rules::All => Rules::All,
        Rules::Named(names) => Rules::named(names.into_iter().map(Cow::into_owned)),
    }
}
