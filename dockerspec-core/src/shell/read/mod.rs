//! Shell text read in one pass, without backtracking but for what only bash reserves.
//!
//! Every function leaves `at` behind what it read. An error ends the reading: functions that hold a command or a
//! construct finish it with what they have, so that nothing read gets lost.

mod compound;
mod cursor;
mod expansion;
mod heredoc;
mod lines;
mod list;
mod quote;
mod redirection;
mod simple;
mod test;
mod word;

use std::ops::Range;

use super::{Command, Construct, ConstructKind, Joint, Script, SyntaxProblem, SyntaxProblemKind, Word};
use crate::parse::Span;
use heredoc::Announced;
use lines::Lines;
pub(super) use lines::script_in_lines;

/// Constructs, and expansions in expansions, that are still read.
const DEEPEST: usize = 100;

/// Ten commands and sixteen words are what an allocator has at hand.
const MOST_COMMANDS_AT_FIRST: usize = 10;
const MOST_WORDS_AT_FIRST: usize = 16;

/// What was read, or why nothing can be.
type Read<T> = Result<T, Refused>;

/// A problem. Small, since every reading returns it.
struct Refused(Box<SyntaxProblem>);

pub(super) fn script(text: &str) -> Script<'_> {
    read(Reader::new(text))
}

/// Reads a part of a text, to which the spans of what is in it belong.
pub(super) fn script_in(text: &str, part: Range<usize>) -> Script<'_> {
    read(Reader::of(text, part))
}

/// Reads the text between double quotes of another script: what is put in there is put in before a shell reads it.
pub(super) fn expanded_script(text: &str) -> Script<'_> {
    read(Reader { is_expanded: true, ..Reader::new(text) })
}

fn read(mut reader: Reader<'_>) -> Script<'_> {
    let problem = reader.whole().err().map(|refused| *refused.0).filter(|_| !reader.is_unsure);
    Script { commands: reader.commands, constructs: reader.constructs, problem }
}

/// A place in shell text, and everything in front of it.
struct Reader<'a> {
    text: &'a str,
    /// The bytes of `text` up to the end of what is read: that of the text, a heredoc, or a substitution.
    bytes: &'a [u8],
    at: usize,
    commands: Vec<Command<'a>>,
    constructs: Vec<Construct<'a>>,
    /// The words of the commands that are being read, the innermost one last.
    words: Vec<Word<'a>>,
    /// The numbers of the first command and construct, for text in other text.
    first_command: usize,
    first_construct: usize,
    /// The construct around.
    construct: Option<u32>,
    /// The command in whose words this is.
    command: Option<u32>,
    /// Heredocs whose bodies begin at the next line.
    announced: Vec<Announced<'a>>,
    depth: usize,
    /// Where `[[` and `select` are reserved words again, after bash would have refused one.
    plain_until: usize,
    /// Whether `sh` and `bash` have read something so differently that no later problem is one for both.
    is_unsure: bool,
    /// Whether no `))` comes any more.
    has_no_double_close: bool,
    /// The lines that BuildKit joins before a shell sees them, if it does.
    lines: Option<Lines>,
    /// Whether another shell has put something in already, wherever a `$` or backquote stands, quoted or not.
    is_expanded: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self::of(text, 0..text.len())
    }

    /// A reader of a part of a text, with memory for what most have.
    fn of(text: &'a str, part: Range<usize>) -> Self {
        let text = &text[..part.end];
        let commands = (part.len() / 48 + 1).min(MOST_COMMANDS_AT_FIRST);
        Self {
            text,
            bytes: text.as_bytes(),
            at: part.start,
            commands: Vec::with_capacity(commands),
            constructs: Vec::new(),
            words: Vec::with_capacity(if commands > 1 { MOST_WORDS_AT_FIRST } else { 4 }),
            first_command: 0,
            first_construct: 0,
            construct: None,
            command: None,
            announced: Vec::new(),
            depth: 0,
            plain_until: 0,
            is_unsure: false,
            has_no_double_close: false,
            lines: None,
            is_expanded: false,
        }
    }

    /// Reads all of the text.
    fn whole(&mut self) -> Read<()> {
        let end = self.list()?;
        self.finish_heredocs();
        match end.token {
            list::EndToken::Text => Ok(()),
            _ => Err(self.unexpected(end.span)),
        }
    }

    /// Reads one level deeper.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEEPEST {
            let kind = SyntaxProblemKind::TooDeep { limit: DEEPEST };
            return Err(problem(kind, Span::of(self.at, self.at)));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Reads a construct that began at `start`, up to the end that `read` says.
    fn construct<T>(
        &mut self,
        kind: ConstructKind<'a>,
        start: usize,
        place: Place,
        read: impl FnOnce(&mut Self) -> Read<(T, usize)>,
    ) -> Read<T> {
        let index = self.constructs.len();
        self.constructs.push(Construct {
            kind,
            span: Span::of(start, start),
            parent: self.construct,
            command: self.command,
            commands: 0..0,
            joint: place.joint,
            is_negated: place.is_negated,
            redirections: Vec::new(),
        });
        let first = self.next_command();
        let around = self.construct.replace(number(self.first_construct + index));
        let result = self.deeper(read);
        self.construct = around;
        self.constructs[index].commands = first..self.next_command();
        let end = result.as_ref().map_or(self.at, |(_, end)| *end);
        self.constructs[index].span = Span::of(start, end);
        result.map(|(value, _)| value)
    }

    /// The number that the next construct gets.
    fn next_construct(&self) -> u32 {
        number(self.first_construct + self.constructs.len())
    }

    /// The number that the next command gets.
    fn next_command(&self) -> u32 {
        number(self.first_command + self.commands.len())
    }

    /// Reads up to `end` alone, which is sure to come behind it. What is wrong there is only known when it runs.
    fn until<T>(&mut self, end: usize, read: impl FnOnce(&mut Self) -> Read<T>) -> Option<T> {
        let bytes = self.bytes;
        self.bytes = &bytes[..end];
        let result = read(self);
        self.bytes = bytes;
        self.at = end;
        result.ok()
    }

    fn unexpected(&self, span: Span) -> Refused {
        let token = match &self.text[span.range()] {
            "\n" => "the end of the line",
            token => token,
        };
        problem(SyntaxProblemKind::Unexpected { token: token.into() }, span)
    }
}

/// Where a command or a construct stands in its list.
#[derive(Clone, Copy, Default)]
struct Place {
    joint: Joint,
    is_negated: bool,
}

fn problem(kind: SyntaxProblemKind, span: Span) -> Refused {
    Refused(Box::new(SyntaxProblem { kind, span }))
}

/// The number of a command or construct, of which there are fewer than bytes.
fn number(index: usize) -> u32 {
    Span::of(index, index).start
}
