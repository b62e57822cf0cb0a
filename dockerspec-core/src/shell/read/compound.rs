//! Constructs: what begins with a reserved word or a parenthesis.

use std::borrow::Cow;

use super::list::{Closer, Element, End, EndToken};
use super::redirection::Holder;
use super::simple::Reserved;
use super::word::is_plain;
use super::{Place, Read, Reader};
use crate::parse::Span;
use crate::shell::{ConstructKind, Word};

impl<'a> Reader<'a> {
    /// Reads what begins with a reserved word that was read.
    pub(super) fn reserved(&mut self, reserved: Reserved, start: usize, place: Place) -> Read<Element> {
        let number = self.next_construct();
        match reserved {
            Reserved::Closer(closer) => return Ok(Element::Closer(closer, Span::of(start, self.at))),
            Reserved::Not => return self.negated(place),
            Reserved::Time | Reserved::Coprocess => {
                self.is_unsure = true;
                return self.deeper(|reader| reader.element(place));
            }
            Reserved::Function => {
                self.is_unsure = true;
                let name = self.function_name();
                self.function(name, start, place)?;
                return Ok(Element::Read);
            }
            Reserved::Select | Reserved::Test => return self.of_bash(reserved, start, place),
            Reserved::Group => self.group(start, place)?,
            Reserved::If => self.if_(start, place)?,
            Reserved::While => self.loop_(false, start, place)?,
            Reserved::Until => self.loop_(true, start, place)?,
            Reserved::For => self.for_(start, place)?,
            Reserved::Case => self.case(start, place)?,
        }
        self.redirections_of(number)?;
        Ok(Element::Read)
    }

    /// Reads what begins with `(`.
    pub(super) fn parenthesis(&mut self, place: Place) -> Read<()> {
        let start = self.at;
        let number = self.next_construct();
        let second = self.after(start);
        let arithmetic = if self.byte(second) == Some(b'(') { self.arithmetic_end(second + 1) } else { None };
        if let Some(end) = arithmetic {
            self.construct(ConstructKind::Arithmetic, start, place, |reader| {
                reader.at = second + 1;
                reader.arithmetic(end);
                reader.at = end + 2;
                Ok(((), reader.at))
            })?;
        } else {
            self.at += 1;
            self.construct(ConstructKind::Subshell, start, place, |reader| {
                let end = reader.list()?;
                let end = reader.closed(end, "(", start, ")")?;
                reader.ended_by(end, EndToken::Parenthesis)
            })?;
        }
        self.redirections_of(number)
    }

    /// The end of a construct that `token` ends.
    pub(super) fn ended_by(&self, end: End, token: EndToken) -> Read<((), usize)> {
        if end.token == token { Ok(((), self.at)) } else { Err(self.unexpected(end.span)) }
    }

    /// Reads what is behind a `!`. Bash takes it alone too.
    fn negated(&mut self, place: Place) -> Read<Element> {
        self.blanks();
        if !self.is_at_word() && !self.is_at_redirection() && self.peek() != Some(b'(') {
            return Ok(Element::Read);
        }
        self.deeper(|reader| reader.element(Place { is_negated: !place.is_negated, ..place }))
    }

    fn group(&mut self, start: usize, place: Place) -> Read<()> {
        self.construct(ConstructKind::Group, start, place, |reader| {
            let end = reader.inner_list("{", start, Closer::Brace)?;
            reader.ended_by(end, EndToken::Closer(Closer::Brace))
        })
    }

    /// Reads a list between two reserved words, the first of which begins at `start` and was read.
    fn section(
        &mut self,
        kind: ConstructKind<'a>,
        opener: &'static str,
        start: usize,
        closers: &[Closer],
    ) -> Read<(Closer, Span)> {
        self.lines();
        let first = self.at;
        self.construct(kind, first, Place::default(), |reader| {
            let end = reader.inner_list(opener, start, closers[0])?;
            match end.token {
                EndToken::Closer(closer) if closers.contains(&closer) => {
                    Ok(((closer, end.span), reader.trimmed(first, end.span.range().start)))
                }
                _ => Err(reader.unexpected(end.span)),
            }
        })
    }

    fn if_(&mut self, start: usize, place: Place) -> Read<()> {
        self.construct(ConstructKind::If, start, place, |reader| {
            let mut opener = ("if", start);
            loop {
                let (_, then) = reader.section(ConstructKind::Condition, opener.0, opener.1, &[Closer::Then])?;
                let closers = [Closer::Fi, Closer::Else, Closer::Elif];
                let (closer, span) = reader.section(ConstructKind::Branch, "then", then.range().start, &closers)?;
                match closer {
                    Closer::Elif => opener = ("elif", span.range().start),
                    Closer::Else => {
                        reader.section(ConstructKind::Branch, "else", span.range().start, &[Closer::Fi])?;
                        return Ok(((), reader.at));
                    }
                    _ => return Ok(((), reader.at)),
                }
            }
        })
    }

    fn loop_(&mut self, is_until: bool, start: usize, place: Place) -> Read<()> {
        self.construct(ConstructKind::Loop { is_until }, start, place, |reader| {
            let opener = if is_until { "until" } else { "while" };
            let (_, do_) = reader.section(ConstructKind::Condition, opener, start, &[Closer::Do])?;
            reader.body("do", do_.range().start, Closer::Done)?;
            Ok(((), reader.at))
        })
    }

    /// Reads the body of a loop, whose `do` or `{` was read.
    fn body(&mut self, opener: &'static str, start: usize, closer: Closer) -> Read<()> {
        self.construct(ConstructKind::Body, start, Place::default(), |reader| {
            let end = reader.inner_list(opener, start, closer)?;
            reader.ended_by(end, EndToken::Closer(closer))
        })
    }

    /// Reads the `do` or `{` of a loop that `opener` began at `start`, and the body.
    fn opened_body(&mut self, opener: &'static str, start: usize) -> Read<()> {
        self.lines();
        let first = self.at;
        self.expect_word(opener, start)?;
        let word = self.word()?;
        if is_plain(&word, "do") {
            self.body("do", first, Closer::Done)
        } else if is_plain(&word, "{") {
            self.body("{", first, Closer::Brace)
        } else {
            Err(self.unexpected(Span::of(first, self.at)))
        }
    }

    fn for_(&mut self, start: usize, place: Place) -> Read<()> {
        self.blanks();
        let open = self.at;
        let second = self.after(open);
        if self.peek() == Some(b'(') && self.byte(second) == Some(b'(') {
            return self.construct(ConstructKind::ForArithmetic, start, place, |reader| {
                let end = reader.arithmetic_end(second + 1);
                let end = end.ok_or_else(|| reader.unclosed("((", open, "))"))?;
                reader.at = second + 1;
                reader.arithmetic(end);
                reader.at = end + 2;
                reader.semicolon();
                reader.opened_body("for", start)?;
                Ok(((), reader.at))
            });
        }
        let kind = ConstructKind::For { variable: Cow::Borrowed(""), words: None, is_select: false };
        self.construct(kind, start, place, |reader| {
            let variable = reader.variable("for", start)?;
            reader.lines();
            let words = reader.for_words("for", start)?;
            reader.set_kind(ConstructKind::For { variable, words, is_select: false });
            reader.opened_body("for", start)?;
            Ok(((), reader.at))
        })
    }

    /// Says what the construct is that is being read.
    pub(super) fn set_kind(&mut self, kind: ConstructKind<'a>) {
        let Some(number) = self.construct else { return };
        let index = number as usize - self.first_construct;
        self.constructs[index].kind = kind;
    }

    /// Refuses anything but a word in a loop that `opener` began at `start`.
    fn expect_word(&mut self, opener: &'static str, start: usize) -> Read<()> {
        match self.peek() {
            _ if self.is_at_word() => Ok(()),
            None => Err(self.unclosed(opener, start, "do")),
            Some(_) => Err(self.unexpected_here()),
        }
    }

    /// Reads the name of the variable of a loop.
    fn variable(&mut self, opener: &'static str, start: usize) -> Read<Cow<'a, str>> {
        let first = self.at;
        self.expect_word(opener, start)?;
        self.word()?;
        Ok(Cow::Borrowed(&self.text[first..self.at]))
    }

    /// Reads `in` with the words behind it, and the `;` or line feed that ends them; or a `;` alone, or nothing.
    fn for_words(&mut self, opener: &'static str, start: usize) -> Read<Option<Vec<Word<'a>>>> {
        let first = self.at;
        if !self.is_at_word() {
            self.semicolon();
            return Ok(None);
        }
        let word = self.word()?;
        if !is_plain(&word, "in") {
            self.at = first;
            return Ok(None);
        }
        let mut words = Vec::new();
        loop {
            self.blanks();
            if self.is_at_word() {
                words.push(self.word()?);
                continue;
            }
            match self.peek() {
                Some(b';' | b'\n') => {
                    self.semicolon();
                    return Ok(Some(words));
                }
                None => return Err(self.unclosed(opener, start, "do")),
                _ => return Err(self.unexpected_here()),
            }
        }
    }

    /// Goes over one `;`, if it stands here.
    fn semicolon(&mut self) {
        self.blanks();
        if self.peek() == Some(b';') && self.byte(self.after(self.at)) != Some(b';') {
            self.at += 1;
        }
    }

    /// Reads `select NAME in …`, up to where its body begins. `None` if it does not.
    pub(super) fn select(&mut self, start: usize, place: Place) -> Read<Option<()>> {
        let kind = ConstructKind::For { variable: Cow::Borrowed(""), words: None, is_select: true };
        self.construct(kind, start, place, |reader| {
            reader.blanks();
            let variable = reader.variable("select", start)?;
            reader.blanks();
            let words = reader.for_words("select", start)?;
            reader.set_kind(ConstructKind::For { variable, words, is_select: true });
            let rest = reader.bytes[reader.at..].trim_ascii_start();
            if !rest.starts_with(b"do") && !rest.starts_with(b"{") {
                return Ok((None, reader.at));
            }
            reader.opened_body("select", start)?;
            Ok((Some(()), reader.at))
        })
    }

    fn case(&mut self, start: usize, place: Place) -> Read<()> {
        let kind = ConstructKind::Case { subject: Word::default() };
        self.construct(kind, start, place, |reader| {
            reader.blanks();
            if !reader.is_at_word() {
                return Err(match reader.peek() {
                    None => reader.unclosed("case", start, "in"),
                    _ => reader.unexpected_here(),
                });
            }
            let subject = reader.word()?;
            reader.set_kind(ConstructKind::Case { subject });
            reader.lines();
            if reader.peek().is_none() {
                return Err(reader.unclosed("case", start, "in"));
            }
            let first = reader.at;
            if !reader.is_at_word() || !is_plain(&reader.word()?, "in") {
                reader.at = first;
                return Err(reader.unexpected_here());
            }
            while reader.arm(start)? {}
            Ok(((), reader.at))
        })
    }

    /// Reads one arm of the `case` at `case_start`, or `esac`. Says whether another arm can follow.
    fn arm(&mut self, case_start: usize) -> Read<bool> {
        self.lines();
        let start = self.at;
        let is_open = self.peek() == Some(b'(');
        if is_open {
            self.at += 1;
            self.blanks();
        }
        // Substitutions in patterns stand in the arm, which thus begins first.
        let kind = ConstructKind::Arm { patterns: Vec::new() };
        let number = self.constructs.len();
        let is_last = self.construct(kind, start, Place::default(), |reader| {
            let mut patterns = Vec::new();
            loop {
                if !reader.is_at_word() {
                    return Err(match reader.peek() {
                        None => reader.unclosed("case", case_start, "esac"),
                        _ => reader.unexpected_here(),
                    });
                }
                let word = reader.word()?;
                if patterns.is_empty() && !is_open && is_plain(&word, "esac") {
                    return Ok((None, reader.at));
                }
                patterns.push(word);
                reader.blanks();
                match reader.peek() {
                    Some(b'|') => reader.at += 1,
                    Some(b')') => break,
                    None => return Err(reader.unclosed("case", case_start, "esac")),
                    _ => return Err(reader.unexpected_here()),
                }
                reader.blanks();
            }
            reader.at += 1;
            reader.set_kind(ConstructKind::Arm { patterns });
            let content = reader.at;
            let end = reader.list()?;
            let last = reader.trimmed(content, end.span.range().start);
            match end.token {
                EndToken::Arm => Ok((Some(false), last)),
                EndToken::Closer(Closer::Esac) => Ok((Some(true), last)),
                EndToken::Text => Err(reader.unclosed("case", case_start, "esac")),
                _ => Err(reader.unexpected(end.span)),
            }
        })?;
        if is_last.is_none() {
            self.constructs.truncate(number);
        }
        Ok(is_last == Some(false))
    }

    /// Reads redirections behind a construct.
    pub(super) fn redirections_of(&mut self, number: u32) -> Read<()> {
        loop {
            self.blanks();
            if !self.is_at_redirection() {
                return Ok(());
            }
            // `&>` is `&` and `>` for `sh`, behind which a command can follow.
            self.is_unsure |= self.peek() == Some(b'&');
            let index = number as usize - self.first_construct;
            let mut redirections = std::mem::take(&mut self.constructs[index].redirections);
            let result = self.redirection(&mut redirections, Holder::Construct(index));
            self.constructs[index].redirections = redirections;
            result?;
        }
    }
}
