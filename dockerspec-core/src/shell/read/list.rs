//! Lists: commands and constructs, and what stands between them.

use super::simple::{Reserved, reserved};
use super::{Place, Read, Reader, Refused, problem};
use crate::parse::Span;
use crate::shell::{Joint, SyntaxProblemKind};

/// A reserved word that ends a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closer {
    Then,
    Elif,
    Else,
    Fi,
    Do,
    Done,
    Esac,
    Brace,
}

impl Closer {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "then" => Self::Then,
            "elif" => Self::Elif,
            "else" => Self::Else,
            "fi" => Self::Fi,
            "do" => Self::Do,
            "done" => Self::Done,
            "esac" => Self::Esac,
            "}" => Self::Brace,
            _ => return None,
        })
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Then => "then",
            Self::Elif => "elif",
            Self::Else => "else",
            Self::Fi => "fi",
            Self::Do => "do",
            Self::Done => "done",
            Self::Esac => "esac",
            Self::Brace => "}",
        }
    }
}

/// What ends a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndToken {
    /// The end of the text.
    Text,
    /// `)`
    Parenthesis,
    /// `;;`, `;&` or `;;&`
    Arm,
    /// A reserved word.
    Closer(Closer),
}

/// The end of a list, which is read too.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) token: EndToken,
    pub(super) span: Span,
    /// Whether the list has no command.
    pub(super) is_empty: bool,
}

/// What was read where a command can stand.
pub(super) enum Element {
    /// A command or a construct.
    Read,
    /// A reserved word that ends the list.
    Closer(Closer, Span),
}

impl Reader<'_> {
    /// Reads a list and what ends it.
    pub(super) fn list(&mut self) -> Read<End> {
        let mut place = Place::default();
        let mut operator = None;
        let mut is_empty = true;
        loop {
            self.lines();
            if let Some((token, span)) = self.end() {
                return self.ended(token, span, operator, is_empty);
            }
            if let Some(b';' | b'&' | b'|') = self.peek()
                && !self.is_at_redirection()
            {
                let (_, span) = self.joint();
                return Err(self.unexpected(span));
            }
            match self.element(place)? {
                Element::Read => {}
                Element::Closer(closer, span) => {
                    return self.ended(EndToken::Closer(closer), span, operator, is_empty);
                }
            }
            is_empty = false;
            operator = None;
            place = Place::default();
            self.blanks();
            if let Some((token, span)) = self.end() {
                return self.ended(token, span, None, false);
            }
            match self.peek() {
                Some(b'\n') => place.joint = Joint::Sequence,
                Some(b';' | b'&' | b'|') => {
                    let (joint, span) = self.joint();
                    place.joint = joint;
                    if !matches!(joint, Joint::Sequence | Joint::Background) {
                        operator = Some(span);
                    }
                }
                _ => {
                    let (closer, span) = self.closer_behind_construct()?;
                    return self.ended(EndToken::Closer(closer), span, None, false);
                }
            }
        }
    }

    /// Reads the reserved word behind a construct, where nothing else can stand: that in `if (a) then b; fi`.
    fn closer_behind_construct(&mut self) -> Read<(Closer, Span)> {
        let start = self.at;
        if self.is_at_word()
            && let Some(Reserved::Closer(closer)) = reserved(&self.word()?)
        {
            return Ok((closer, Span::of(start, self.at)));
        }
        self.at = start;
        Err(self.unexpected_here())
    }

    /// A problem with whatever stands here.
    pub(super) fn unexpected_here(&mut self) -> Refused {
        let start = self.at;
        if let Some((_, span)) = self.end() {
            return self.unexpected(span);
        }
        match self.peek() {
            Some(b';' | b'&' | b'|') => {
                let (_, span) = self.joint();
                return self.unexpected(span);
            }
            Some(b'\n' | b'<' | b'>' | b'(') => self.at += 1,
            _ => {
                if let Err(refused) = self.word() {
                    return refused;
                }
                self.at = self.at.max(start);
            }
        }
        self.unexpected(Span::of(start, self.at))
    }

    fn ended(&mut self, token: EndToken, span: Span, operator: Option<Span>, is_empty: bool) -> Read<End> {
        let Some(operator) = operator else { return Ok(End { token, span, is_empty }) };
        if token == EndToken::Text {
            let opener = self.text[operator.range()].into();
            return Err(problem(SyntaxProblemKind::NoCommand { opener }, operator));
        }
        Err(self.unexpected(span))
    }

    /// Reads what ends a list and is no word, if it stands here.
    fn end(&mut self) -> Option<(EndToken, Span)> {
        let start = self.at;
        let token = match self.peek() {
            None => EndToken::Text,
            Some(b')') => {
                self.at += 1;
                EndToken::Parenthesis
            }
            Some(b';') => {
                let second = self.after(self.at);
                match self.byte(second) {
                    Some(b';') => {
                        let third = self.after(second);
                        self.at = if self.byte(third) == Some(b'&') { third + 1 } else { second + 1 };
                    }
                    Some(b'&') => self.at = second + 1,
                    _ => return None,
                }
                EndToken::Arm
            }
            Some(_) => return None,
        };
        Some((token, Span::of(start, self.at)))
    }

    /// Reads the operator between two commands, which stands here.
    fn joint(&mut self) -> (Joint, Span) {
        let start = self.at;
        let first = self.bytes[start];
        let second = self.after(start);
        let (joint, length_of_two) = match (first, self.byte(second)) {
            (b'&', Some(b'&')) => (Joint::And, true),
            (b'|', Some(b'|')) => (Joint::Or, true),
            (b'|', Some(b'&')) => (Joint::PipeBoth, true),
            (b'|', _) => (Joint::Pipe, false),
            (b'&', _) => (Joint::Background, false),
            _ => (Joint::Sequence, false),
        };
        self.at = if length_of_two { second + 1 } else { start + 1 };
        (joint, Span::of(start, self.at))
    }

    /// Reads a command or a construct, which begins here.
    pub(super) fn element(&mut self, place: Place) -> Read<Element> {
        if self.bytes[self.at..].starts_with(b"!(") {
            self.at += 1;
            return self.reserved(Reserved::Not, self.at - 1, place);
        }
        if self.peek() == Some(b'(') {
            self.parenthesis(place)?;
            return Ok(Element::Read);
        }
        self.simple(place)
    }

    /// Reads a list that something other than the end of the text ends, and is not empty.
    pub(super) fn inner_list(&mut self, opener: &'static str, opener_start: usize, expected: Closer) -> Read<End> {
        let end = self.list()?;
        self.closed(end, opener, opener_start, expected.text())
    }

    /// Refuses a list that ends with the text, or is empty.
    pub(super) fn closed(
        &self,
        end: End,
        opener: &'static str,
        opener_start: usize,
        expected: &'static str,
    ) -> Read<End> {
        if end.token == EndToken::Text {
            return Err(self.unclosed(opener, opener_start, expected));
        }
        if end.is_empty {
            return Err(self.unexpected(end.span));
        }
        Ok(end)
    }

    pub(super) fn unclosed(&self, opener: &'static str, start: usize, expected: &'static str) -> Refused {
        let end = (start + opener.len()).min(self.bytes.len());
        problem(SyntaxProblemKind::Unclosed { opener, expected }, Span::of(start, end))
    }
}
