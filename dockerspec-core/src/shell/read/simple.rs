//! Simple commands: assignments, words, redirections; and what turns out to be something else at its first word.

use std::borrow::Cow;

use super::list::{Closer, Element};
use super::redirection::Holder;
use super::word::Building;
use super::{Place, Read, Reader};
use crate::parse::Span;
use crate::shell::{Assignment, Command, ConstructKind, Part, Text, Word};

/// What a simple command was found to be.
enum Found<'a> {
    /// A simple command.
    Command,
    /// A reserved word.
    Reserved(Reserved),
    /// `name()`
    Function(Cow<'a, str>),
}

/// A reserved word where a command can begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    Closer(Closer),
    Not,
    Group,
    If,
    While,
    Until,
    For,
    Select,
    Case,
    Function,
    Test,
    /// If a construct follows.
    Time,
    Coprocess,
}

impl Reserved {
    fn of(word: &str) -> Option<Self> {
        // None is longer, and most words are.
        if word.len() > 8 {
            return None;
        }
        Some(match word {
            "!" => Self::Not,
            "{" => Self::Group,
            "if" => Self::If,
            "while" => Self::While,
            "until" => Self::Until,
            "for" => Self::For,
            "select" => Self::Select,
            "case" => Self::Case,
            "function" => Self::Function,
            "[[" => Self::Test,
            "time" => Self::Time,
            "coproc" => Self::Coprocess,
            _ => Self::Closer(Closer::of(word)?),
        })
    }
}

impl<'a> Reader<'a> {
    /// Reads a simple command, or a construct that begins with a word.
    pub(super) fn simple(&mut self, place: Place) -> Read<Element> {
        let start = self.at;
        let (index, constructs) = (self.commands.len(), self.constructs.len());
        let first_word = self.words.len();
        // Commands in its words come behind it.
        let around = self.command.replace(self.next_command());
        self.commands.push(Command::default());
        let mut command = Command {
            construct: self.construct,
            joint: place.joint,
            is_negated: place.is_negated,
            ..Command::default()
        };
        let mut end = start;
        let found = self.items(&mut command, index, first_word, &mut end);
        self.command = around;
        match found {
            Ok(Found::Reserved(reserved)) => {
                self.commands.pop();
                self.words.truncate(first_word);
                self.reserved(reserved, start, place)
            }
            Ok(Found::Function(name)) => {
                self.commands.truncate(index);
                self.constructs.truncate(constructs);
                self.words.truncate(first_word);
                self.function(name, start, place)?;
                Ok(Element::Read)
            }
            result => {
                command.words = self.words.drain(first_word..).collect();
                if result.is_err() {
                    end = self.at;
                    let nothing = command.words.is_empty() && command.assignments.is_empty();
                    let is_alone = self.commands.len() == index + 1 && self.constructs.len() == constructs;
                    if nothing && command.redirections.is_empty() && is_alone {
                        self.commands.pop();
                        return result.map(|_| Element::Read);
                    }
                }
                command.span = Span::of(start, self.trimmed(start, end));
                self.commands[index] = command;
                result.map(|_| Element::Read)
            }
        }
    }

    /// Reads what a command is made of, and says where the last of it ends. Its words are those from `first_word` on.
    fn items(
        &mut self,
        command: &mut Command<'a>,
        index: usize,
        first_word: usize,
        end: &mut usize,
    ) -> Read<Found<'a>> {
        loop {
            self.blanks();
            if self.words.len() > first_word && self.plain_argument() {
                // Most of a command is read here.
            } else if self.is_at_redirection() {
                self.redirection(&mut command.redirections, Holder::Command(index))?;
            } else if self.peek() == Some(b'(') {
                return self.parameters(command, first_word);
            } else if !self.is_at_word() {
                return Ok(Found::Command);
            } else if self.words.len() == first_word {
                if let Some(assignment) = self.assignment()? {
                    command.assignments.push(assignment);
                } else {
                    let start = self.at;
                    // For bash it is an index up to its `]`, whatever stands in it.
                    let name_end = start + name_length(&self.bytes[start..]);
                    self.is_unsure |= name_end > start && self.byte(name_end) == Some(b'[');
                    let word = self.word()?;
                    if command.assignments.is_empty()
                        && command.redirections.is_empty()
                        && let Some(reserved) = reserved(&word)
                        && self.is_reserved(reserved, start)
                    {
                        return Ok(Found::Reserved(reserved));
                    }
                    self.words.push(word);
                }
            } else {
                let word = self.word()?;
                self.words.push(word);
                if self.peek() == Some(b'(') && is_declaration(&self.words[first_word]) {
                    self.declared_array()?;
                }
            }
            *end = self.at;
        }
    }

    /// Whether a reserved word is one here: those of bash alone are words for `sh`.
    fn is_reserved(&mut self, reserved: Reserved, start: usize) -> bool {
        match reserved {
            Reserved::Test | Reserved::Select => start >= self.plain_until,
            Reserved::Function => self.is_function_definition(),
            Reserved::Time => self.is_before_construct(true),
            Reserved::Coprocess => self.is_before_construct(false),
            _ => true,
        }
    }

    /// Reads the `()` behind the name of a function.
    fn parameters(&mut self, command: &Command<'a>, first_word: usize) -> Read<Found<'a>> {
        let open = self.at;
        let is_name = command.assignments.is_empty() && command.redirections.is_empty();
        // Bash looks at the name when it runs.
        if is_name && let [name] = &self.words[first_word..] {
            let name = name.span;
            self.at += 1;
            self.blanks();
            if self.peek() == Some(b')') {
                self.at += 1;
                return Ok(Found::Function(Cow::Borrowed(&self.text[name.range()])));
            }
            self.at = open;
        }
        Err(self.unexpected(Span::of(open, open + 1)))
    }

    /// Reads the body of a function, whose name was read.
    pub(super) fn function(&mut self, name: Cow<'a, str>, start: usize, place: Place) -> Read<()> {
        self.construct(ConstructKind::Function { name }, start, place, |reader| {
            reader.lines();
            if reader.peek().is_none() {
                return Err(reader.unclosed("function", start, "{"));
            }
            if !reader.is_at_word() && reader.peek() != Some(b'(') && !reader.is_at_redirection() {
                return Err(reader.unexpected_here());
            }
            match reader.element(Place::default())? {
                Element::Read => {
                    reader.note_lines_at_end();
                    Ok(((), reader.trimmed(start, reader.at)))
                }
                Element::Closer(_, span) => Err(reader.unexpected(span)),
            }
        })
    }

    /// Reads `NAME=value`, `NAME+=value` or `NAME[index]=value`, if it stands here.
    fn assignment(&mut self) -> Read<Option<Assignment<'a>>> {
        let start = self.at;
        let Some((name_end, value_start)) = self.assigned() else { return Ok(None) };
        let name = Cow::Borrowed(&self.text[start..name_end]);
        let is_append = self.bytes[value_start - 2] == b'+';
        self.at = value_start;
        let value = if self.peek() == Some(b'(') {
            let elements = self.array()?;
            let span = Span::of(value_start, self.at);
            Word { span, verbatim: Some(span), text: Text::Parts(vec![Part::Array(elements)]), ..Word::default() }
        } else {
            self.word()?
        };
        Ok(Some(Assignment { span: Span::of(start, self.at), name, value, is_append }))
    }

    /// Where the name of an assignment ends, and where its value begins.
    fn assigned(&self) -> Option<(usize, usize)> {
        let name_end = self.at + name_length(&self.bytes[self.at..]);
        let mut at = name_end;
        if at == self.at {
            return None;
        }
        if self.byte(at) == Some(b'[') {
            let index = &self.bytes[at..];
            let length = index.iter().position(|byte| matches!(byte, b']' | b' ' | b'\t' | b'\n' | b';'))?;
            if index[length] != b']' {
                return None;
            }
            at += length + 1;
        }
        if self.byte(at) == Some(b'+') {
            at += 1;
        }
        (self.byte(at) == Some(b'=')).then_some((name_end, at + 1))
    }

    /// Reads `(…)` behind the `=` of an assignment.
    fn array(&mut self) -> Read<Vec<Word<'a>>> {
        let start = self.at;
        self.at += 1;
        self.deeper(|reader| {
            let mut elements = Vec::new();
            loop {
                reader.lines();
                if reader.is_at_word() {
                    elements.push(reader.word()?);
                } else if reader.peek() == Some(b')') {
                    reader.at += 1;
                    return Ok(elements);
                } else if reader.peek().is_none() {
                    return Err(reader.unclosed("(", start, ")"));
                } else {
                    return Err(reader.unexpected_here());
                }
            }
        })
    }

    /// Reads the array behind the last word, `NAME=`, if that is what it is.
    fn declared_array(&mut self) -> Read<()> {
        let Some(last) = self.words.len().checked_sub(1) else { return Ok(()) };
        let Some(name) = self.words[last].literal().and_then(|text| text.strip_suffix('=')) else { return Ok(()) };
        let name = name.strip_suffix('+').unwrap_or(name);
        if name.is_empty() || name_length(name.as_bytes()) != name.len() {
            return Ok(());
        }
        let elements = self.array()?;
        let mut building = Building::default();
        let word = &mut self.words[last];
        if let Text::Literal(text) = std::mem::take(&mut word.text) {
            building.cow(text);
        }
        building.part(Part::Array(elements));
        word.text = building.finish();
        word.span.end = Span::of(self.at, self.at).end;
        word.verbatim = Some(word.span);
        Ok(())
    }
}

/// What a word is where a command begins.
pub(super) fn reserved(word: &Word<'_>) -> Option<Reserved> {
    match &word.text {
        Text::Literal(text) if !word.is_quoted => Reserved::of(text),
        _ => None,
    }
}

/// The length of the name of a variable at the beginning of `bytes`.
pub(super) fn name_length(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {
            bytes.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).unwrap_or(bytes.len())
        }
        _ => 0,
    }
}

/// Whether bash takes arguments of the command for assignments.
fn is_declaration(name: &Word<'_>) -> bool {
    matches!(
        name.literal().unwrap_or_default(),
        "alias" | "declare" | "eval" | "export" | "let" | "local" | "readonly" | "typeset"
    )
}
