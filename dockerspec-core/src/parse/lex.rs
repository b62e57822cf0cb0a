//! Text that BuildKit expands, read into a [`Word`]: quotes and escapes go, variables become [`Variable`]s.

use std::borrow::Cow;
use std::ops::Range;

use super::problem::Problem;
use super::scan;
use crate::value::VariableName;
use crate::word::{Modifier, Part, Pattern, Presence, Reach, Variable, Word};

/// Reads `text` as BuildKit unquotes it, with `escape` as the escape token.
pub(crate) fn word(text: Cow<'_, str>, escape: u8) -> Result<Word<'_>, Problem> {
    if scan::until(text.as_bytes(), scan::special(escape)).0 == text.len() {
        return Ok(Word::Literal(text));
    }
    // What is not ASCII is no reason but for the mark.
    if !text.bytes().any(|byte| is_special(byte, escape)) && !text.starts_with(BYTE_ORDER_MARK) {
        return Ok(Word::Literal(text));
    }
    match text {
        Cow::Borrowed(text) => match text.as_bytes() {
            // Most quoted words are nothing but quoted.
            [first @ (b'"' | b'\''), inner @ .., last]
                if first == last && !inner.iter().any(|byte| is_special(*byte, escape)) =>
            {
                Ok(Word::Literal(Cow::Borrowed(&text[1..text.len() - 1])))
            }
            _ => read(text, escape, Quotes::Removed),
        },
        Cow::Owned(text) => read(&text, escape, Quotes::Removed).map(Word::into_owned),
    }
}

/// Reads the body of a heredoc that is a file: quotes stay, `\` is the escape whatever the file says.
pub(crate) fn document(text: &str) -> Result<Word<'_>, Problem> {
    read(text, b'\\', Quotes::Kept)
}

/// The length of the name at the beginning of `text`: letters, digits and `_`; digits only if the first one is a
/// digit; or one special parameter.
pub(crate) fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(b'0'..=b'9') => return text.find(|c: char| !c.is_numeric()).unwrap_or(text.len()),
        Some(b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!') => return 1,
        _ => {}
    }
    let ascii = bytes.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).unwrap_or(bytes.len());
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text.find(|character: char| !(character.is_alphanumeric() || character == '_')).unwrap_or(text.len())
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Substitutions inside substitutions that are still read.
pub(super) const DEEPEST: usize = 100;

fn is_special(byte: u8, escape: u8) -> bool {
    matches!(byte, b'$' | b'"' | b'\'') || byte == escape
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Removed,
    Kept,
}

fn read(text: &str, escape: u8, quotes: Quotes) -> Result<Word<'_>, Problem> {
    let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut reader = Reader { text, at, escape, quotes, depth: 0 };
    reader.until(None, Escapes::Removed)
}

/// Whether an escape token stays in front of what it escapes: it does in patterns, which give it a meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Removed,
    Kept,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    escape: u8,
    quotes: Quotes,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The length in bytes of the character at `at`, which is not the end.
    fn width(&self) -> usize {
        self.text[self.at..].chars().next().map_or(0, char::len_utf8)
    }

    fn until(&mut self, stop: Option<u8>, escapes: Escapes) -> Result<Word<'t>, Problem> {
        let mut word = Builder::new(self.text);
        while let Some(byte) = self.peek() {
            if Some(byte) == stop {
                self.at += 1;
                return Ok(word.finish());
            }
            match byte {
                b'$' => self.dollar(&mut word)?,
                b'\'' if self.quotes == Quotes::Removed => self.single(&mut word)?,
                b'"' if self.quotes == Quotes::Removed => self.double(&mut word, escapes)?,
                _ if byte == self.escape => {
                    if escapes == Escapes::Kept {
                        word.slice(self.at..self.at + 1);
                    }
                    self.at += 1;
                    let width = self.width();
                    word.slice(self.at..self.at + width);
                    self.at += width;
                }
                _ => {
                    let rest = &self.text.as_bytes()[self.at..];
                    let (escape, stop) = (self.escape, stop.unwrap_or(b'$'));
                    let length = rest.iter().position(|&byte| is_special(byte, escape) || byte == stop);
                    // A quote that is kept is text of its own.
                    let length = length.unwrap_or(rest.len()).max(1);
                    word.slice(self.at..self.at + length);
                    self.at += length;
                }
            }
        }
        match stop {
            None => Ok(word.finish()),
            Some(b'/') => Err(Problem::PatternEnd),
            Some(_) => Err(Problem::SubstitutionEnd),
        }
    }

    fn single(&mut self, word: &mut Builder<'t>) -> Result<(), Problem> {
        let start = self.at + 1;
        let length = self.text[start..].find('\'').ok_or(Problem::OpenQuote { quote: '\'' })?;
        word.slice(start..start + length);
        self.at = start + length + 1;
        Ok(())
    }

    fn double(&mut self, word: &mut Builder<'t>, escapes: Escapes) -> Result<(), Problem> {
        self.at += 1;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let escape = self.escape;
            let length = rest.iter().position(|&byte| matches!(byte, b'"' | b'$') || byte == escape);
            let length = length.ok_or(Problem::OpenQuote { quote: '"' })?;
            word.slice(self.at..self.at + length);
            self.at += length;
            match rest[length] {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'$' => self.dollar(word)?,
                _ => {
                    let behind = self.text.as_bytes().get(self.at + 1).copied();
                    let meant = matches!(behind, Some(b'"' | b'$')) || behind == Some(escape);
                    if !meant || escapes == Escapes::Kept {
                        word.slice(self.at..self.at + 1);
                    }
                    self.at += 1;
                    if meant {
                        word.slice(self.at..self.at + 1);
                        self.at += 1;
                    } else if behind.is_some() && escapes == Escapes::Kept {
                        word.slice(self.at - 1..self.at);
                    }
                }
            }
        }
    }

    fn name(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        let name = &rest[..name_length(rest)];
        self.at += name.len();
        name
    }

    fn dollar(&mut self, word: &mut Builder<'t>) -> Result<(), Problem> {
        let start = self.at;
        self.at += 1;
        if self.peek() != Some(b'{') {
            let name = self.name();
            if name.is_empty() {
                word.slice(start..self.at);
            } else {
                word.variable(Variable::new(VariableName::of(name)));
            }
            return Ok(());
        }
        self.at += 1;
        match self.peek() {
            None => return Err(Problem::SubstitutionEnd),
            Some(b'{' | b'}' | b':') => return Err(Problem::BadSubstitution),
            Some(_) => {}
        }
        let name = VariableName::of(self.name());
        let operator = self.at;
        let Some(mut byte) = self.peek() else { return Err(Problem::SubstitutionEnd) };
        self.at += self.width();
        if byte == b'}' {
            word.variable(Variable::new(name));
            return Ok(());
        }
        let presence = if byte == b':' { Presence::NotEmpty } else { Presence::Set };
        if byte == b':' {
            byte = self.peek().ok_or(Problem::SubstitutionEnd)?;
            self.at += self.width();
        }
        let unknown = Problem::UnknownModifier { modifier: self.text[operator..self.at].to_owned() };
        let modifier = match (byte, presence) {
            (b'-', _) => Modifier::Default { presence, word: self.nested(b'}', Escapes::Removed)? },
            (b'+', _) => Modifier::Alternative { presence, word: self.nested(b'}', Escapes::Removed)? },
            (b'?', _) => Modifier::Required { presence, message: self.nested(b'}', Escapes::Removed)? },
            (b'#', Presence::Set) => {
                let (reach, pattern) = self.stripped(b'#')?;
                Modifier::WithoutPrefix { reach, pattern }
            }
            (b'%', Presence::Set) => {
                let (reach, pattern) = self.stripped(b'%')?;
                Modifier::WithoutSuffix { reach, pattern }
            }
            (b'/', Presence::Set) => {
                let all = self.peek() == Some(b'/');
                self.at += usize::from(all);
                let pattern = self.pattern(b'/')?;
                Modifier::Replace { all, pattern, text: self.nested(b'}', Escapes::Kept)? }
            }
            _ => return Err(unknown),
        };
        word.variable(Variable::new(name).with(modifier));
        Ok(())
    }

    fn stripped(&mut self, operator: u8) -> Result<(Reach, Pattern<'t>), Problem> {
        let longest = self.peek() == Some(operator);
        self.at += usize::from(longest);
        Ok((if longest { Reach::Longest } else { Reach::Shortest }, self.pattern(b'}')?))
    }

    fn pattern(&mut self, stop: u8) -> Result<Pattern<'t>, Problem> {
        Pattern::parse(self.nested(stop, Escapes::Kept)?).map_err(|escaped| Problem::PatternEscape { escaped })
    }

    fn nested(&mut self, stop: u8, escapes: Escapes) -> Result<Word<'t>, Problem> {
        if self.depth == DEEPEST {
            return Err(Problem::TooDeep { limit: DEEPEST });
        }
        self.depth += 1;
        let word = self.until(Some(stop), escapes);
        self.depth -= 1;
        word
    }
}

/// Puts a word together from slices of its text, which it copies only where they do not touch.
struct Builder<'t> {
    text: &'t str,
    parts: Vec<Part<'t>>,
    literal: Literal,
}

/// Parts of most words that have variables.
const USUAL_PARTS: usize = 3;

enum Literal {
    None,
    Slice(Range<usize>),
    Owned(String),
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, parts: Vec::new(), literal: Literal::None }
    }

    fn slice(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        match &mut self.literal {
            Literal::None => self.literal = Literal::Slice(range),
            Literal::Slice(before) if before.end == range.start => before.end = range.end,
            Literal::Slice(before) => {
                let mut text = String::with_capacity(self.text.len());
                text.push_str(&self.text[before.clone()]);
                text.push_str(&self.text[range]);
                self.literal = Literal::Owned(text);
            }
            Literal::Owned(text) => text.push_str(&self.text[range]),
        }
    }

    fn take_literal(&mut self) -> Cow<'t, str> {
        match std::mem::replace(&mut self.literal, Literal::None) {
            Literal::None => Cow::Borrowed(""),
            Literal::Slice(range) => Cow::Borrowed(&self.text[range]),
            Literal::Owned(text) => Cow::Owned(text),
        }
    }

    fn variable(&mut self, variable: Variable<'t>) {
        let literal = self.take_literal();
        if self.parts.capacity() == 0 {
            self.parts.reserve(USUAL_PARTS);
        }
        if !literal.is_empty() {
            self.parts.push(Part::Literal(literal));
        }
        self.parts.push(Part::Variable(variable));
    }

    fn finish(mut self) -> Word<'t> {
        let literal = self.take_literal();
        if self.parts.is_empty() {
            return Word::Literal(literal);
        }
        if !literal.is_empty() {
            self.parts.push(Part::Literal(literal));
        }
        Word::Parts(self.parts)
    }
}
