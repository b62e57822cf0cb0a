//! The operands of a statement, read one after the other.

use dockerspec_core::nearest;
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

use super::grammar::{self, Statement, described, is_punctuation};
use super::refusal::{Refusal, Refusals};
use super::scope::Scope;
use super::words::{OPTION_WORDS, Words};
use crate::error::Place;

/// A statement, how far its operands have been read, and what it can see.
pub(super) struct Line<'s> {
    pub(super) statement: &'s Statement,
    read: usize,
    pub(super) scope: &'s mut Scope,
    pub(super) refusals: &'s mut Refusals,
}

/// An operand that was read: what stands for it in the expansion, and its value as far as it is known while that is made.
#[derive(Debug)]
pub(super) struct Argument<T> {
    pub(super) tokens: TokenStream,
    pub(super) value: Option<T>,
}

/// A kind of operand.
pub(super) trait Operand {
    /// What the builder takes for it.
    type Value;
    /// Whether it reads the block of its statement.
    const HAS_BLOCK: bool = false;

    /// Reads it.
    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal>;
}

impl<'s> Line<'s> {
    pub(super) fn new(statement: &'s Statement, scope: &'s mut Scope, refusals: &'s mut Refusals) -> Self {
        Self { statement, read: 0, scope, refusals }
    }

    pub(super) fn peek(&self) -> Option<&'s TokenTree> {
        self.statement.operands.get(self.read)
    }

    pub(super) fn peek_second(&self) -> Option<&'s TokenTree> {
        self.statement.operands.get(self.read + 1)
    }

    pub(super) fn next(&mut self) -> Option<&'s TokenTree> {
        let token = self.peek()?;
        self.read += 1;
        Some(token)
    }

    /// The next operand, if it is this word.
    pub(super) fn word(&mut self, word: &str) -> Option<&'s Ident> {
        match self.peek() {
            Some(TokenTree::Ident(ident)) if ident == word => {
                self.read += 1;
                Some(ident)
            }
            _ => None,
        }
    }

    /// The next operand, if it is a name.
    pub(super) fn ident(&mut self) -> Option<&'s Ident> {
        match self.peek() {
            Some(TokenTree::Ident(ident)) => {
                self.read += 1;
                Some(ident)
            }
            _ => None,
        }
    }

    /// The next operand, if it is a group of this kind.
    pub(super) fn group(&mut self, delimiter: Delimiter) -> Option<&'s Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                self.read += 1;
                Some(group)
            }
            _ => None,
        }
    }

    /// A Rust value, if that comes next.
    pub(super) fn expression<T>(&mut self) -> Option<Argument<T>> {
        let group = self.group(Delimiter::Parenthesis)?;
        Some(Argument { tokens: group.to_token_stream(), value: None })
    }

    /// Whether punctuation comes next, which then is read: `=`, `=>`, `/`.
    pub(super) fn punctuation(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(number, character)| {
            self.statement.operands.get(self.read + number).is_some_and(|token| is_punctuation(token, character))
        });
        // `=>` does not begin with `=`.
        let is_longer =
            text == "=" && self.statement.operands.get(self.read + 1).is_some_and(|token| is_punctuation(token, '>'));
        if found && !is_longer {
            self.read += text.len();
        }
        found && !is_longer
    }

    /// What was expected and is not there: at the next operand, or behind the last one.
    pub(super) fn expected(&self, what: &str) -> Refusal {
        match self.peek() {
            Some(token) => Refusal::new(Place::token(token), format!("expected {what}, and not {}", described(token))),
            None => Refusal::new(self.statement.last(), format!("expected {what} after this")),
        }
    }

    /// Refuses operands that are left.
    pub(super) fn end(&self) -> Result<(), Refusal> {
        let Some(token) = self.peek() else { return Ok(()) };
        let refusal = match token {
            TokenTree::Literal(_) => Refusal::new(Place::token(token), "unexpected text behind a value")
                .help("write it into the string before it, or begin a new instruction with `;`"),
            token => Refusal::new(
                Place::token(token),
                format!("unexpected {} in `{}`", described(token), self.statement.word),
            )
            .help("options stand in a block at the end: `{ … }`"),
        };
        Err(refusal)
    }

    /// Refuses a block where there is nothing to say in one.
    pub(super) fn no_block(&self) -> Result<(), Refusal> {
        match &self.statement.block {
            Some(block) => {
                let message = format!("`{}` has no options; expected `;`", self.statement.word);
                Err(Refusal::new(Place::at(block.span_open()), message))
            }
            None => Ok(()),
        }
    }

    /// Ends the operands and reads the block as options of `value`: the calls that say them.
    pub(super) fn options<T: Words>(&mut self, value: &mut Option<T>) -> Result<TokenStream, Refusal> {
        self.end()?;
        let mut calls = TokenStream::new();
        let Some(block) = &self.statement.block else { return Ok(calls) };
        let is_word = |word: &str| OPTION_WORDS.iter().any(|words| words.contains(&word));
        for option in grammar::statements(block.stream(), is_word, self.refusals) {
            if let Some(attribute) = option.attributes.first() {
                let place = Place::at(attribute.content.span());
                self.refusals
                    .push(Refusal::new(place, "an option has no attributes; expected it before the instruction"));
            }
            let before = self.refusals.len();
            let mut line = Line::new(&option, &mut *self.scope, &mut *self.refusals);
            match T::call(value, &mut line) {
                Ok(call) => calls.extend(call),
                Err(refusal) => {
                    self.refusals.push(refusal);
                    // What is there so far, for editors that complete it.
                    let word = &option.word;
                    self.scope.unfinished = Some(quote!(.#word));
                }
            }
            option.refuse_open_end(before, self.refusals);
        }
        if let Some(unfinished) = self.scope.unfinished.take() {
            calls.extend(unfinished);
        }
        Ok(calls)
    }

    /// No word of `T`.
    pub(super) fn unknown_word<T: Words>(&self) -> Refusal {
        let word = self.statement.word.to_string();
        let refusal =
            Refusal::new(Place::at(self.statement.word.span()), format!("{} has no {} `{word}`", T::OWNER, T::WHAT));
        match nearest(&word.to_lowercase(), T::WORDS.iter().copied()) {
            Some(nearest) => refusal.help(format!("write `{nearest}`")),
            None if T::WORDS.is_empty() => refusal,
            None => refusal.help(format!("there are {}", listed(T::WORDS))),
        }
    }
}

/// Names in a sentence.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => format!("`{name}`"),
        [names @ .., last] => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", names.join(", "))
        }
    }
}
