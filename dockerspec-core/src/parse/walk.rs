//! The walk over the lines: directives, comments, and logical lines with their heredocs.

use super::Span;
use super::directives::{self, Key};
use super::heredoc::{self, Body};
use super::line::{Logical, Physical, Reader};
use super::problem::{Located, Problem};
use super::scan;
use super::statement::Statement;

/// What the walk comes to.
pub(super) enum Step {
    /// A line that begins with `#`; whether the walk takes it for a directive.
    Comment { span: Span, directive: Option<Key> },
    /// A logical line, which is in the memory that was given.
    Line,
}

pub(super) struct Walk<'a> {
    source: &'a str,
    reader: Reader<'a>,
    /// The first `<` that is not behind the walk.
    angle: usize,
    /// The directives seen, until something else comes.
    directives: Option<Vec<Key>>,
    /// The blank lines between the lines of instructions, each with its number.
    pub(super) blank_lines: Vec<(Span, u32)>,
    /// What was wrong on the way.
    pub(super) problems: Vec<Located>,
}

/// The byte behind a mark that may begin a source.
pub(super) fn start(source: &str) -> usize {
    if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

impl<'a> Walk<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let reader = Reader::new(source, start(source));
        let (directives, blank_lines, problems) = (Some(Vec::new()), Vec::new(), Vec::new());
        Self { source, reader, angle: 0, directives, blank_lines, problems }
    }

    pub(super) fn escape(&self) -> u8 {
        self.reader.escape
    }

    /// Where the next line begins.
    pub(super) fn position(&self) -> usize {
        self.reader.position()
    }

    /// The lines read so far.
    pub(super) fn count(&self) -> u32 {
        self.reader.count
    }

    pub(super) fn next(&mut self, line: &mut Logical) -> Option<Step> {
        loop {
            let physical = self.next_line()?;
            let start = self.reader.trimmed(physical);
            match self.source.as_bytes()[..physical.end].get(start) {
                None => self.directives = None,
                Some(b'#') => {
                    let directive = self.directive(start, physical.end);
                    return Some(Step::Comment { span: Span::of(start, physical.end), directive });
                }
                Some(_) => {
                    self.directives = None;
                    self.collect(line, start, physical.end);
                    return Some(Step::Line);
                }
            }
        }
    }

    /// Whether there is a `<` between two places, of which neither is before those of an earlier question.
    #[inline]
    pub(super) fn has_angle(&mut self, start: usize, end: usize) -> bool {
        if self.angle < start {
            self.angle = start + scan::find_rare::<b'<'>(&self.source.as_bytes()[start..]);
        }
        self.angle < end
    }

    /// Reads the bodies of the heredocs that a line announces.
    pub(super) fn bodies(&mut self, statement: &Statement<'_, 'a>, bodies: &mut Vec<Body<'a>>) -> Result<(), Located> {
        // Most lines have none, which is found out quickly.
        let whole = statement.whole_span();
        if !self.has_angle(whole.start as usize, whole.end as usize) {
            return Ok(());
        }
        let announced = heredoc::announced(statement.text())
            .map_err(|word| Problem::HeredocDelimiter { word }.at(statement.whole_span()))?;
        for announced in announced {
            let start = self.reader.position();
            let end = loop {
                let Some(physical) = self.next_line() else {
                    let delimiter = announced.delimiter;
                    return Err(Problem::HeredocEnd { delimiter }.at(statement.whole_span()));
                };
                if announced.is_ended_by(&self.source[physical.start..physical.end]) {
                    break physical.start;
                }
            };
            bodies.push(Body { announced, text: &self.source[start..end] });
        }
        Ok(())
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as `Reader::next`")]
    fn next_line(&mut self) -> Option<Physical> {
        let physical = self.reader.next()?;
        if physical.is_too_long(self.source) {
            self.refuse(physical);
        }
        Some(physical)
    }

    #[cold]
    fn refuse(&mut self, line: Physical) {
        self.problems.push(Problem::LineTooLong.at(Span::of(line.start, line.end)));
    }

    /// The directive that a line is, when only directives came before it.
    fn directive(&mut self, start: usize, end: usize) -> Option<Key> {
        let seen = self.directives.as_mut()?;
        let line = &self.source[start..end];
        let Some((key, value)) = directives::directive(line) else {
            self.directives = None;
            return None;
        };
        let span = Span::of(start, end);
        if seen.contains(&key) {
            self.problems.push(Problem::DirectiveTwice { key: key.as_str() }.at(span));
            return None;
        }
        seen.push(key);
        match (key, &line[value]) {
            (Key::Escape, "\\") => self.reader.escape = b'\\',
            (Key::Escape, "`") => self.reader.escape = b'`',
            (Key::Escape, token) => {
                let token = token.to_owned();
                self.problems.push(Problem::EscapeToken { token }.at(span));
            }
            (Key::Syntax | Key::Check, _) => {}
        }
        Some(key)
    }

    /// Collects the lines of an instruction that begins with `start..end`.
    fn collect(&mut self, line: &mut Logical, start: usize, end: usize) {
        let count = self.reader.count;
        line.escape = self.reader.escape;
        let Some(cut) = self.reader.continuation(start, end) else {
            line.begin(start, end, count);
            return;
        };
        line.begin(start, cut, count);
        line.has_carriage_returns = self.source.as_bytes()[..self.reader.position()].ends_with(b"\r\n");
        while let Some(physical) = self.next_line() {
            line.has_carriage_returns |= physical.end + 1 < physical.next;
            let start = self.reader.trimmed(physical);
            match self.source.as_bytes()[..physical.end].get(start) {
                None => {
                    self.blank_lines.push((Span::of(physical.start, physical.next), self.reader.count));
                    continue;
                }
                Some(b'#') => {
                    line.comments.push((Span::of(start, physical.end), self.reader.count));
                    continue;
                }
                Some(_) => {}
            }
            let cut = self.reader.continuation(physical.start, physical.end);
            line.push(physical.start, cut.unwrap_or(physical.end));
            if cut.is_none() {
                break;
            }
        }
        line.lines.1 = self.reader.count;
    }
}
