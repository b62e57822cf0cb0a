//! A file as a tree: stages, their instructions, and the flags and words of those, each with its place.

use dockerspec::finding::Source;
use dockerspec::model::{Instruction, Rules, Stage};
use dockerspec::parse::{Parsed, Place, Span};

use super::instruction::{Said, flag, from, words};
use super::word::{lines, text};

/// The tree of a file, under its name.
pub(super) fn tree(parsed: &Parsed<'_>, source: &Source<'_>) -> String {
    let mut tree = Tree { source, rows: Vec::new() };
    tree.directives(parsed);
    for (number, instruction) in parsed.dockerfile.preamble.iter().enumerate() {
        tree.instruction(instruction, parsed.map.preamble(number));
    }
    for (number, stage) in parsed.dockerfile.stages.iter().enumerate() {
        tree.stage(number, stage, parsed);
    }
    tree.text()
}

struct Tree<'s> {
    source: &'s Source<'s>,
    rows: Vec<Row>,
}

struct Row {
    place: String,
    depth: usize,
    text: String,
}

impl Tree<'_> {
    fn row(&mut self, span: Option<Span>, depth: usize, text: impl Into<String>) {
        let place = span.map(|span| self.range(span)).unwrap_or_default();
        self.rows.push(Row { place, depth, text: text.into() });
    }

    /// `2:6-12`, or `2:6-3:4` over several lines.
    fn range(&self, span: Span) -> String {
        let (start, end) = (self.source.line_column(span.start), self.source.line_column(span.end));
        if start.line == end.line { format!("{start}-{}", end.column) } else { format!("{start}-{end}") }
    }

    /// Directives have no place of their own.
    fn directives(&mut self, parsed: &Parsed<'_>) {
        let directives = &parsed.dockerfile.directives;
        if let Some(interpreter) = &directives.interpreter {
            self.row(None, 0, format!("interpreter {}", text(interpreter)));
        }
        if let Some(syntax) = &directives.syntax {
            self.row(None, 0, format!("syntax {syntax}"));
        }
        if let Some(check) = &directives.check {
            for (name, rules) in [("skip", &check.skip), ("experimental", &check.experimental)] {
                match rules {
                    Rules::All => self.row(None, 0, format!("check {name} all")),
                    Rules::Named(names) if names.is_empty() => {}
                    Rules::Named(names) => self.row(None, 0, format!("check {name} {}", names.join(", "))),
                }
            }
            if check.error {
                self.row(None, 0, "check error");
            }
        }
    }

    fn stage(&mut self, number: usize, stage: &Stage<'_>, parsed: &Parsed<'_>) {
        let name = stage.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        self.row(None, 0, "");
        self.row(None, 0, format!("stage {number}{name}"));
        for (place, comment) in stage.comments.iter().enumerate() {
            self.comment(&comment.text, parsed.map.comment(number, place));
        }
        if let Some(place) = parsed.map.from(number) {
            self.keyword("FROM", place);
            self.flags(place, |name, _| match &stage.platform {
                Some(platform) if name == "--platform" => Some(super::word::value(platform)),
                _ => None,
            });
            self.words(from(stage), place);
        }
        for (place, instruction) in stage.instructions.iter().enumerate() {
            self.instruction(instruction, parsed.map.instruction(number, place));
        }
    }

    fn instruction(&mut self, instruction: &Instruction<'_>, place: Option<Place<'_>>) {
        let Some(place) = place else { return };
        if let Instruction::Comment(comment) = instruction {
            return self.comment(&comment.text, Some(place));
        }
        self.keyword(instruction.keyword(), place);
        self.flags(place, |name, number| flag(instruction, name, number));
        self.words(words(instruction), place);
    }

    fn comment(&mut self, comment: &str, place: Option<Place<'_>>) {
        let shown = lines(comment).concat();
        self.row(place.map(Place::span), 1, format!("#{}", shown.trim_start_matches('|')));
    }

    /// The keyword, and where heredocs end that stand below the instruction.
    fn keyword(&mut self, keyword: &str, place: Place<'_>) {
        let (_, last) = place.lines();
        let below = last > self.source.line_column(place.span().end).line;
        let heredocs = if below { format!(" to line {last}") } else { String::new() };
        self.row(Some(place.span()), 1, format!("{keyword}{heredocs}"));
    }

    /// The flags: what the model says of each, or their own text.
    fn flags(&mut self, place: Place<'_>, said: impl Fn(&str, usize) -> Option<String>) {
        let mut names = Vec::new();
        for span in place.flags() {
            let written = &self.source.text()[span.range()];
            let name = written.split('=').next().unwrap_or_default();
            let number = names.iter().filter(|known| **known == name).count();
            names.push(name);
            let text = match said(name, number) {
                Some(text) => format!("{name} {text}"),
                None => lines(written).concat().trim_start_matches("| ").to_owned(),
            };
            self.row(Some(*span), 2, text);
        }
    }

    fn words(&mut self, words: Vec<Said>, place: Place<'_>) {
        for (number, Said { role, text, lines }) in words.into_iter().enumerate() {
            if !role.is_empty() {
                self.row(place.words().get(number).copied(), 2, format!("{role} {text}"));
            }
            for line in lines {
                self.row(None, 3, line);
            }
        }
    }

    /// The rows, with their places in front.
    fn text(&self) -> String {
        let width = self.rows.iter().map(|row| row.place.len()).max().unwrap_or_default();
        let mut text = format!("{}\n", self.source.name());
        for Row { place, depth, text: row } in &self.rows {
            let indent = 2 * depth;
            text.push_str(format!("  {place:<width$}  {:indent$}{row}", "").trim_end());
            text.push('\n');
        }
        text
    }
}
