//! The arguments of a statement, split as the line parser of its keyword splits them: the end of the first pass.

use std::borrow::Cow;
use std::ops::Range;

use super::Span;
use super::json::{self, Json};
use super::keyword::Keyword;
use super::problem::{Located, Problem};
use super::scan::{self, BLANK, CONTROL, DOLLAR, EQUALS, NOT_ASCII, QUOTE, class, escape_class};
use super::statement::{Statement, is_blank};

/// A word, as it stands in the joined line or as JSON says it.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) span: Span,
    /// Whether nothing in it is quoted, escaped or a variable.
    pub(super) is_plain: bool,
}

/// What the items of a statement are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// Words.
    Words,
    /// A JSON array of strings.
    Json,
    /// Keys and values in turn, as `KEY=VALUE`.
    Pairs,
    /// One key and one value with a blank in between.
    LegacyPair,
    /// Nothing but text: this range of the line, which may be empty.
    Text(Range<usize>),
    /// The kind of a health check as the only item, and its command as text.
    ProbeText(Range<usize>),
    /// The kind of a health check as the first item, and its command as JSON.
    ProbeJson,
}

/// Splits what stands behind the flags of `statement` into `items`.
pub(super) fn split<'a>(
    keyword: Keyword,
    statement: &Statement<'_, 'a>,
    items: &mut Vec<Item<'a>>,
) -> Result<Shape, Located> {
    items.clear();
    let rest = statement.rest.clone();
    match keyword {
        Keyword::Env | Keyword::Label => pairs(keyword, statement, items),
        Keyword::Arg => {
            quoted_words(statement.text(), &rest, statement.escape, |word| {
                items.push(item(statement, &word.range, word.classes));
            });
            Ok(Shape::Words)
        }
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => {
            Ok(if is_json(statement, &rest, items)? { Shape::Json } else { Shape::Text(rest) })
        }
        Keyword::Healthcheck => {
            let text = statement.text();
            let length = text.as_bytes()[rest.clone()].iter().take_while(|byte| !is_byte_space(**byte)).count();
            let kind = rest.start..rest.start + length;
            let blanks = text.as_bytes()[kind.end..rest.end].iter().take_while(|byte| is_byte_space(**byte)).count();
            let command = kind.end + blanks..rest.end;
            let json = is_json(statement, &command, items)?;
            if !kind.is_empty() {
                items.insert(0, item(statement, &kind, QUOTE));
            }
            Ok(if json { Shape::ProbeJson } else { Shape::ProbeText(command) })
        }
        Keyword::Add | Keyword::Copy | Keyword::Volume if is_json(statement, &rest, items)? => Ok(Shape::Json),
        Keyword::Add | Keyword::Copy | Keyword::Volume | Keyword::Expose | Keyword::From => {
            blank_words(statement.text(), &rest, |range, classes| items.push(item(statement, &range, classes)));
            Ok(Shape::Words)
        }
        Keyword::Maintainer | Keyword::StopSignal | Keyword::User | Keyword::Workdir | Keyword::Onbuild => {
            Ok(Shape::Text(rest))
        }
    }
}

/// BuildKit looks at bytes where it splits a health check.
const fn is_byte_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// A range of the line, with the classes of the bytes in it.
#[inline]
fn item<'a>(statement: &Statement<'_, 'a>, range: &Range<usize>, classes: u8) -> Item<'a> {
    let (text, span) = statement.located(range);
    Item { text, span, is_plain: classes & scan::special(statement.escape) == 0 }
}

/// Reads a JSON array of strings, if it is one.
fn is_json<'a>(
    statement: &Statement<'_, 'a>,
    range: &Range<usize>,
    items: &mut Vec<Item<'a>>,
) -> Result<bool, Located> {
    let text = &statement.text()[range.clone()];
    if !text.starts_with('[') {
        return Ok(false);
    }
    let kind = json::strings(text, |inner, text| {
        let inner = range.start + inner.start..range.start + inner.end;
        let text = match text {
            Cow::Borrowed(_) => statement.slice(&inner),
            Cow::Owned(text) => Cow::Owned(text),
        };
        items.push(Item { text, span: statement.span(&inner), is_plain: false });
    });
    match kind {
        Json::Strings => Ok(true),
        Json::Mixed => Err(Problem::MixedArray.at(statement.span(range))),
        Json::Text => {
            items.clear();
            Ok(false)
        }
    }
}

/// The words of `range` that ASCII blanks separate, and the classes of their bytes.
fn blank_words(text: &str, range: &Range<usize>, mut word: impl FnMut(Range<usize>, u8)) {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    while at < bytes.len() {
        let start = at;
        let (length, classes) = scan::until(&bytes[at..], BLANK);
        at += length;
        word(start..at, classes);
        at += bytes[at..].iter().take_while(|byte| class(**byte) == BLANK).count();
    }
}

/// A word of [`quoted_words`].
pub(super) struct QuotedWord {
    pub(super) range: Range<usize>,
    /// The first `=` in it.
    pub(super) equals: Option<usize>,
    /// The classes of its bytes that can be [special](scan::special).
    pub(super) classes: u8,
}

/// The words of `range` that white space outside quotes separates, with their quotes. An escape token at the very end
/// belongs to none.
pub(super) fn quoted_words(text: &str, range: &Range<usize>, escape: u8, mut word: impl FnMut(QuotedWord)) {
    let bytes = &text.as_bytes()[..range.end];
    let escape = escape_class(escape);
    // Everything that makes a word special, or can end it or its name.
    let stops = BLANK | QUOTE | DOLLAR | EQUALS | NOT_ASCII | CONTROL | escape;
    let mut at = range.start;
    loop {
        at = skip_white_space(text, at, range.end);
        let start = at;
        let (mut quote, mut end, mut equals, mut classes) = (None, None, None, 0);
        loop {
            at += scan::until(&bytes[at..], stops).0;
            let Some(byte) = bytes.get(at).copied() else { break };
            let class = class(byte);
            classes |= class;
            if class == BLANK && quote.is_none() {
                break;
            }
            if class == EQUALS {
                equals = equals.or(Some(at));
            } else if class == escape && quote != Some(b'\'') {
                if at + 1 == bytes.len() {
                    end = Some(at);
                    at += 1;
                    break;
                }
                let width = width(text, at + 1);
                if bytes[at + 1] == b'=' {
                    equals = equals.or(Some(at + 1));
                }
                at += 1 + width;
                continue;
            } else if let Some(open) = quote {
                if byte == open {
                    quote = None;
                }
            } else if class == QUOTE {
                quote = Some(byte);
            } else if class & (CONTROL | NOT_ASCII) != 0 {
                let character = text[at..].chars().next().unwrap_or_default();
                if character.is_whitespace() {
                    break;
                }
                at += character.len_utf8();
                continue;
            }
            at += if class == NOT_ASCII { width(text, at) } else { 1 };
        }
        let range = start..end.unwrap_or(at);
        if !range.is_empty() {
            // The blank that ended it is none of its bytes.
            word(QuotedWord { range, equals, classes: classes & !BLANK });
        }
        if at >= bytes.len() {
            return;
        }
    }
}

/// The first byte from `at` on that is no white space.
fn skip_white_space(text: &str, at: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    let blanks = bytes[at..].iter().take_while(|byte| class(**byte) == BLANK).count();
    let at = at + blanks;
    match bytes.get(at) {
        Some(byte) if class(*byte) & (CONTROL | NOT_ASCII) != 0 => end - text[at..end].trim_start().len(),
        _ => at,
    }
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

fn pairs<'a>(keyword: Keyword, statement: &Statement<'_, 'a>, items: &mut Vec<Item<'a>>) -> Result<Shape, Located> {
    let text = statement.text();
    let rest = &statement.rest;
    let mut shape = Shape::Pairs;
    let mut problem = None;
    quoted_words(text, rest, statement.escape, |QuotedWord { range, equals, classes }| match equals {
        _ if shape == Shape::LegacyPair => {}
        Some(equals) => {
            items.push(item(statement, &(range.start..equals), classes));
            items.push(item(statement, &(equals + 1..range.end), classes));
        }
        None if items.is_empty() && problem.is_none() => shape = Shape::LegacyPair,
        None if problem.is_none() => {
            let word = text[range.clone()].to_owned();
            problem = Some(Problem::PairWithoutEquals { word }.at(statement.span(&range)));
        }
        None => {}
    });
    if let Some(problem) = problem {
        return Err(problem);
    }
    if shape == Shape::LegacyPair {
        let bytes = &text.as_bytes()[..rest.end];
        let key = (rest.start..rest.end).find(|at| is_blank(bytes[*at]));
        let value = key.and_then(|key| (key..rest.end).find(|at| !is_blank(bytes[*at])));
        let (Some(key), Some(value)) = (key, value) else {
            return Err(Problem::PairWithoutValue { keyword: keyword.as_str() }.at(statement.span(rest)));
        };
        let classes = |range: Range<usize>| bytes[range].iter().fold(0, |classes, byte| classes | class(*byte));
        items.push(item(statement, &(rest.start..key), classes(rest.start..key)));
        items.push(item(statement, &(value..rest.end), classes(value..rest.end)));
    }
    Ok(shape)
}
