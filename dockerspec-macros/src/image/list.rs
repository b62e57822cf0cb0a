//! Lists, and the commands that are lists.

use dockerspec_core::dockerfile::{Command, ShellText};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;

use super::grammar::{Statement, is_punctuation};
use super::line::{Argument, Line, Operand};
use super::refusal::Refusal;
use super::text::{Extent, Parts, Text, literal_text, unknown_text};
use crate::error::Place;

/// A list of text.
#[derive(Debug)]
pub(super) struct List;

impl Operand for List {
    type Value = Vec<String>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(value) = line.expression() {
            return Ok(value);
        }
        let Some(group) = line.group(Delimiter::Bracket) else {
            let refusal = line.expected("a list: `[\"…\", \"…\"]`");
            return Err(match line.peek() {
                Some(TokenTree::Literal(literal)) => match literal_text(literal) {
                    Some(text) => refusal.help(format!("write `{}`", as_list(&text))),
                    None => refusal,
                },
                _ => refusal,
            });
        };
        let elements = elements(line, group, |line| {
            let parts = Parts::read(line, Extent::Plain, "text")?;
            Ok((parts.known().is_some(), parts.text()))
        })?;
        Ok(array(elements, &quote!(::std::string::String)))
    }
}

/// A command line as the list of its words, for a correction.
fn as_list(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| format!("{word:?}")).collect();
    format!("[{}]", words.join(", "))
}

/// Reads what stands between commas.
pub(super) fn elements<T>(
    line: &mut Line<'_>,
    group: &Group,
    read: impl Fn(&mut Line<'_>) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let mut elements = Vec::new();
    let mut element: Vec<TokenTree> = Vec::new();
    let mut tokens = group.stream().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_comma = is_punctuation(&token, ',');
        if !is_comma {
            element.push(token);
            if tokens.peek().is_some() {
                continue;
            }
        } else if element.is_empty() {
            return Err(Refusal::new(Place::token(&token), "expected text before this comma"));
        }
        let statement = Statement {
            attributes: Vec::new(),
            word: Ident::new("list", group.span()),
            operands: std::mem::take(&mut element),
            block: None,
            is_open: false,
        };
        let mut part = Line::new(&statement, &mut *line.scope, &mut *line.refusals);
        elements.push(read(&mut part)?);
        if let Some(token) = part.peek() {
            return Err(Refusal::new(Place::token(token), "expected a comma before this"));
        }
    }
    Ok(elements)
}

/// Elements as an array, each with whether it is a literal: literals alone as they are, and otherwise all of them made
/// into the type that they have in common.
pub(super) fn array<T>(elements: Vec<(bool, Argument<T>)>, common: &TokenStream) -> Argument<Vec<T>> {
    let is_literal = elements.iter().all(|(is_literal, _)| *is_literal);
    let tokens = elements.iter().map(|(_, element)| {
        let tokens = &element.tokens;
        if is_literal { quote!(#tokens) } else { quote!(<#common as ::core::convert::From<_>>::from(#tokens)) }
    });
    let tokens = quote!([#(#tokens),*]);
    Argument { tokens, value: elements.into_iter().map(|(_, element)| element.value).collect() }
}

/// A command: a list, `shell "…"`, or a Rust value.
#[derive(Debug)]
pub(super) struct AnyCommand;

impl Operand for AnyCommand {
    type Value = Command<'static>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if line.word("shell").is_some() {
            let Argument { tokens, value } = Text::read(line)?;
            let value = value.map(|text| Command::Shell(ShellText::new(text)));
            return Ok(Argument { tokens: quote!(::dockerspec::ShellText::new(#tokens)), value });
        }
        let list = List::read(line).map_err(|refusal| match line.peek() {
            Some(TokenTree::Literal(_)) => refusal.help(
                "without a shell in between, signals reach the program; where one is wanted, write `shell \"…\"`",
            ),
            _ => refusal,
        })?;
        let value = list.value.unwrap_or_else(|| vec![unknown_text()]);
        Ok(Argument { tokens: list.tokens, value: Some(Command::exec(value)) })
    }
}
