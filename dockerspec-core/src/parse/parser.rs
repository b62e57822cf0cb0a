//! The walk over the lines.

mod from;

use std::borrow::Cow;

use super::arguments::{self, Item, Shape};
use super::directives::{self, Key, Top};
use super::heredoc::Body;
use super::instruction::Input;
use super::keyword::Keyword;
use super::line::Logical;
use super::onbuild;
use super::origins::{Origins, Pending};
use super::plain::{self, PlainRun};
use super::problem::{self, Located, Problem, finding};
use super::statement::Statement;
use super::walk::{self, Step, Walk};
use super::{Parsed, SourceMap, Span};
use crate::boxed;
use crate::convert;
use crate::dockerfile::{Comment, Instruction, Run, RunCommand};
use crate::finding::{Finding, Pass};
use crate::names::Names;
use crate::value::ImageRef;
use crate::word::Scope;

pub(super) fn parse(source: &str) -> Parsed<'_> {
    if source.len() >= u32::MAX as usize {
        let findings = vec![finding((Problem::TooLarge, Span::default()), false)];
        return Parsed { findings, ..Parsed::default() };
    }
    let mut parser = Parser::new(source);
    parser.read();
    parser.finish()
}

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
        self.parsed.map.set_blank_lines(std::mem::take(&mut self.walk.blank_lines));
        self.rest.has_origins = !self.origins.is_empty();
        let Parsed { dockerfile, map, .. } = &mut self.parsed;
        for located in self.origins.resolve(&self.names, dockerfile, map, &mut self.rest.broken) {
            self.report(located);
        }
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
            match directives::check(&self.source[check.value.range()]) {
                Ok(options) => directives.check = Some(options),
                Err(option) => {
                    let problem = Problem::CheckOption { option: option.to_owned() };
                    self.rest.check = Some(problem.at(check.value));
                }
            }
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
        let Some(PlainRun { keyword, text, span }) = plain::run(self.source, line, &mut self.walk) else {
            return false;
        };
        let whole = Span { start: keyword.start, end: span.end };
        self.parsed.map.add(whole, keyword.end, line.lines);
        self.parsed.map.add_word(span);
        self.comments = 0;
        if let Some(stage) = self.parsed.dockerfile.stages.last_mut() {
            stage.instructions.push(boxed(|| Run::new(RunCommand::Shell(text))).into());
        }
        true
    }

    fn statement(&mut self, line: &mut Logical, items: &mut Vec<Item<'a>>, bodies: &mut Vec<Body<'a>>) {
        line.join(self.source);
        let statement = Statement::split(self.source, line, self.walk.escape());
        let Some(keyword) = Keyword::read_in(statement.text(), statement.keyword.clone()) else {
            let text = &statement.text()[statement.keyword.clone()];
            let problem = Problem::UnknownInstruction { keyword: text.to_owned() };
            let span = statement.span(&statement.keyword);
            self.refuse(problem.at(span), None, &line.comments);
            return;
        };
        bodies.clear();
        let shape = match self.split(keyword, &statement, items, bodies) {
            Ok(shape) => shape,
            Err(located) => {
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
        let shape = arguments::split(keyword, statement, items)?;
        let can_have_heredocs = match keyword {
            Keyword::Onbuild => onbuild::check(statement)?,
            _ => keyword.can_have_heredocs() && shape != Shape::Json,
        };
        if can_have_heredocs {
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
