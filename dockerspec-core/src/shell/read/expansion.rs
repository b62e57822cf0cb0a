//! What the shell puts into words: parameters, output of commands, arithmetic.

use std::borrow::Cow;

use super::list::EndToken;
use super::simple::name_length;
use super::word::Building;
use super::{Place, Read, Reader};
use crate::parse::Span;
use crate::shell::relocate::{self, Spans as _};
use crate::shell::{Command, Construct, ConstructKind, Part};

impl<'a> Reader<'a> {
    /// Reads what begins with the `$` that stands here.
    pub(super) fn dollar(&mut self, word: &mut Building<'a>, is_quoted: bool) -> Read<()> {
        let start = self.at;
        let next = self.after(start);
        match self.byte(next) {
            Some(b'(') => {
                return self
                    .output(word, is_quoted, |reader, word| reader.dollar_parenthesis(word, start, next, is_quoted));
            }
            Some(b'{') => return self.braces(word, start, next, is_quoted),
            Some(b'\'') if !is_quoted => return self.ansi(word, next),
            Some(b'"') if !is_quoted => {
                self.at = next;
                return self.double(word);
            }
            Some(byte) if is_special(byte) => self.at = next + 1,
            _ => {
                let length = name_length(&self.bytes[next..]);
                if length == 0 {
                    self.at += 1;
                    word.slice(self.text, start..self.at);
                    return Ok(());
                }
                self.at = next + length;
            }
        }
        let name = Cow::Borrowed(&self.text[next..self.at]);
        let span = Span::of(start, self.at);
        word.part(Part::Parameter { name, span, is_quoted, has_operator: false });
        Ok(())
    }

    /// Reads a substitution. Where another shell has put in what comes out of it, its commands are of that shell.
    fn output(
        &mut self,
        word: &mut Building<'a>,
        is_quoted: bool,
        read: impl FnOnce(&mut Self, &mut Building<'a>) -> Read<()>,
    ) -> Read<()> {
        if !self.is_expanded {
            return read(self, word);
        }
        let start = self.at;
        let (commands, constructs) = (self.commands.len(), self.constructs.len());
        let result = read(self, &mut Building::default());
        self.commands.truncate(commands);
        self.constructs.truncate(constructs);
        let span = Span::of(start, self.at);
        word.part(Part::Parameter { name: Cow::Borrowed(""), span, is_quoted, has_operator: false });
        result
    }

    fn dollar_parenthesis(&mut self, word: &mut Building<'a>, start: usize, open: usize, is_quoted: bool) -> Read<()> {
        let second = self.after(open);
        if self.byte(second) == Some(b'(')
            && let Some(end) = self.arithmetic_end(second + 1)
        {
            self.at = second + 1;
            self.deeper(|reader| {
                reader.arithmetic(end);
                Ok(())
            })?;
            self.at = end + 2;
            word.part(Part::Arithmetic { span: Span::of(start, self.at) });
            return Ok(());
        }
        if self.byte(second) == Some(b'(') && !self.is_unsure && !self.has_no_double_close {
            // It is arithmetic for `sh`, in which neither quotes nor parentheses mean anything to it.
            self.is_unsure = self.text[second..].contains("))");
            self.has_no_double_close = !self.is_unsure;
        }
        self.at = open + 1;
        let construct = self.next_construct();
        self.construct(ConstructKind::Substitution, start, Place::default(), |reader| reader.inside("$(", start))?;
        word.part(Part::Substitution { construct, is_quoted });
        Ok(())
    }

    /// Reads the list of a substitution, whose `(` was read, and its `)`.
    pub(super) fn inside(&mut self, opener: &'static str, start: usize) -> Read<((), usize)> {
        self.apart(|reader| {
            let end = reader.list()?;
            match end.token {
                EndToken::Text => Err(reader.unclosed(opener, start, ")")),
                _ => reader.ended_by(end, EndToken::Parenthesis),
            }
        })
    }

    /// Reads commands in a word: they are not of the command around, and have heredocs of their own.
    fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let announced = std::mem::take(&mut self.announced);
        let command = self.command.take();
        let result = read(self);
        self.command = command;
        self.announced = announced;
        result
    }

    /// Where the `))` is that ends the arithmetic from `at`. `None` if it is none.
    pub(super) fn arithmetic_end(&self, mut at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        loop {
            match self.byte(at)? {
                b'\\' => at += 1,
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b')' => return (self.byte(at + 1) == Some(b')')).then_some(at),
                quote @ (b'\'' | b'"' | b'`') => {
                    let inner = at + 1;
                    at = inner;
                    while self.byte(at)? != quote {
                        at += if self.byte(at) == Some(b'\\') && quote != b'\'' { 2 } else { 1 };
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Reads the expansions in arithmetic that ends at `end`.
    pub(super) fn arithmetic(&mut self, end: usize) {
        self.until(end, |reader| {
            let mut word = Building::default();
            while reader.peek().is_some() {
                reader.quoted_run(&mut word, |byte| matches!(byte, b'\\' | b'$' | b'`'));
                if reader.peek().is_some() {
                    reader.quoted_special(&mut word, true)?;
                }
            }
            Ok(())
        });
    }

    /// Reads `${…}`.
    fn braces(&mut self, word: &mut Building<'a>, start: usize, open: usize, is_quoted: bool) -> Read<()> {
        self.at = open + 1;
        let mut has_operator = false;
        if let Some(b'#' | b'!') = self.peek()
            && self.byte(self.at + 1).is_some_and(|next| is_special(next) || name_length(&[next]) > 0)
            && !self.is_operator_of_special()
        {
            // The length of the value, or the value of the parameter that is named there.
            has_operator = true;
            self.at += 1;
        }
        let name_start = self.at;
        self.at += match self.peek() {
            Some(b'0'..=b'9') => self.bytes[name_start..].iter().take_while(|byte| byte.is_ascii_digit()).count(),
            Some(byte) if is_special(byte) => 1,
            _ => name_length(&self.bytes[name_start..]),
        };
        let name = Cow::Borrowed(&self.text[name_start..self.at]);
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            has_operator = true;
            self.deeper(|reader| reader.operand(start, is_quoted))?;
        }
        let span = Span::of(start, self.at);
        word.part(Part::Parameter { name, span, is_quoted, has_operator });
        Ok(())
    }

    /// Whether `#` or `!`, which stands here, is a parameter with an operator, as in `${#-0}` and `${!#}`.
    fn is_operator_of_special(&self) -> bool {
        let next = self.byte(self.at + 1);
        next.is_some_and(|next| matches!(next, b'#' | b'-' | b'?')) && self.byte(self.at + 2) != Some(b'}')
    }

    /// Reads the operator and the word in `${name…}`, up to the `}`.
    fn operand(&mut self, start: usize, is_quoted: bool) -> Read<()> {
        let is_pattern = matches!(self.peek(), Some(b'#' | b'%' | b'/' | b'^' | b','));
        let mut word = Building::default();
        let operator = if self.peek() == Some(b':') { self.at + 1 } else { self.at };
        if !self.is_unsure && matches!(self.byte(operator), Some(b'\'' | b'"' | b'`' | b'$')) {
            // It is no operator, and begins nothing for `sh`, which goes on to the next `}`.
            self.is_unsure = self.bytes[operator..].contains(&b'}');
        }
        loop {
            let rest = &self.bytes[self.at..];
            let is_end = |byte: &u8| matches!(byte, b'}' | b'\\' | b'$' | b'`' | b'"' | b'\'');
            self.at += rest.iter().position(is_end).unwrap_or(rest.len());
            match self.peek() {
                None => return Err(self.unclosed("${", start, "}")),
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at = (self.at + 2).min(self.bytes.len()),
                Some(b'$') => self.dollar(&mut word, is_quoted)?,
                Some(b'`') => self.backquote(&mut word, is_quoted)?,
                Some(b'"') => self.deeper(|reader| reader.double(&mut word))?,
                // In double quotes it quotes in patterns alone.
                _ if is_quoted && !(is_pattern && self.is_closed_quote()) => self.at += 1,
                _ => self.single(&mut word)?,
            }
        }
    }

    /// Whether the `'` here has another one in front of the next `"`.
    fn is_closed_quote(&self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        rest.iter().find(|byte| matches!(byte, b'\'' | b'"')) == Some(&b'\'')
    }

    /// Reads `` `…` ``. Only when it runs is it read by bash, so no problem in it is one here.
    pub(super) fn backquote(&mut self, word: &mut Building<'a>, is_quoted: bool) -> Read<()> {
        self.output(word, is_quoted, |reader, word| reader.in_backquotes(word, is_quoted))
    }

    fn in_backquotes(&mut self, word: &mut Building<'a>, is_quoted: bool) -> Read<()> {
        let start = self.at;
        let inner = start + 1;
        let Some(end) = self.backquote_end(inner) else { return Err(self.open_quote('`', start)) };
        let construct = self.next_construct();
        self.at = inner;
        let is_escape = |byte: u8| matches!(byte, b'\\' | b'$' | b'`') || is_quoted && byte == b'"';
        let has_escapes = self.bytes[inner..end].windows(2).any(|pair| pair[0] == b'\\' && is_escape(pair[1]));
        self.construct(ConstructKind::Substitution, start, Place::default(), |reader| {
            reader.apart(|reader| {
                if has_escapes {
                    reader.unescaped(inner, end, is_escape);
                } else {
                    reader.until(end, Self::whole);
                }
            });
            Ok(((), end + 1))
        })?;
        self.at = end + 1;
        word.part(Part::Substitution { construct, is_quoted });
        Ok(())
    }

    fn backquote_end(&self, mut at: usize) -> Option<usize> {
        loop {
            match self.byte(at)? {
                b'`' => return Some(at),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Reads commands in backquotes from which escapes are removed first.
    fn unescaped(&mut self, start: usize, end: usize, is_escape: impl Fn(u8) -> bool) {
        let mut text = String::with_capacity(end - start);
        // Where in `text` a `\` is missing in front of a byte.
        let mut removed = Vec::new();
        let mut from = start;
        let mut at = start;
        while at + 1 < end {
            if self.bytes[at] == b'\\' {
                if is_escape(self.bytes[at + 1]) {
                    text.push_str(&self.text[from..at]);
                    removed.push(text.len());
                    from = at + 1;
                }
                at += 1;
            }
            at += 1;
        }
        text.push_str(&self.text[from..end]);

        let mut inner = Reader::new(&text);
        inner.first_command = self.first_command + self.commands.len();
        inner.first_construct = self.first_construct + self.constructs.len();
        inner.construct = self.construct;
        inner.depth = self.depth;
        // Bash reads it when it runs.
        drop(inner.whole());
        let place = |span: Span| {
            let first = span.range().start + removed.partition_point(|place| *place <= span.range().start);
            let last = span.range().end + removed.partition_point(|place| *place < span.range().end);
            Span::of(start + first, start + last.max(first))
        };
        let Reader { mut commands, mut constructs, .. } = inner;
        commands.each_span(&place);
        constructs.each_span(&place);
        let commands: Vec<Command<'static>> = relocate::IntoOwned::into_owned(commands);
        let constructs: Vec<Construct<'static>> = relocate::IntoOwned::into_owned(constructs);
        self.commands.extend(commands);
        self.constructs.extend(constructs);
    }
}

/// Whether `$` with `byte` behind it is a parameter of one byte.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!')
}
