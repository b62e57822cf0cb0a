//! The plain kinds of operands: names, numbers, truth values, Rust values.

use std::fmt::Display;
use std::marker::PhantomData;

use dockerspec_core::value::EnvName;
use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::ToTokens as _;

use super::line::{Argument, Line, Operand};
use super::refusal::Refusal;
use super::text::{Extent, Parts};
use super::typed::refused;
use crate::error::Place;

/// `= OPERAND`.
#[derive(Debug)]
pub(super) struct Assigned<K>(PhantomData<K>);

impl<K: Operand> Operand for Assigned<K> {
    type Value = K::Value;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if line.punctuation("=") { K::read(line) } else { Err(line.expected("`=` and a value")) }
    }
}

/// A name, as a word or as text.
#[derive(Debug)]
pub(super) struct Name;

impl Operand for Name {
    type Value = String;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        let Some(name) = line.ident() else {
            let parts = Parts::read(line, Extent::Plain, "a name, as a word or")?;
            let known = parts.known().map(str::to_owned);
            return Ok(Argument { tokens: parts.text().tokens, value: known });
        };
        Ok(Argument { tokens: string(name, name.span()), value: Some(name.to_string()) })
    }
}

/// The name of an environment variable.
#[derive(Debug)]
pub(super) struct VariableNamed;

impl Operand for VariableNamed {
    type Value = String;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        let place = line.peek().map(Place::token);
        let name = Name::read(line)?;
        match (name.value.as_deref().map(EnvName::new), place) {
            (Some(Err(error)), Some(place)) => Err(refused(place, &error)),
            _ => Ok(name),
        }
    }
}

/// A number of things.
#[derive(Debug)]
pub(super) struct Count;

impl Operand for Count {
    type Value = u32;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(value) = line.expression() {
            return Ok(value);
        }
        let Some(TokenTree::Literal(literal)) = line.peek() else { return Err(line.expected("a number")) };
        let number = literal.to_string().replace('_', "").parse::<u32>();
        let Ok(number) = number else { return Err(line.expected("a number from 0 to 4294967295")) };
        line.next();
        Ok(Argument { tokens: literal.to_token_stream(), value: Some(number) })
    }
}

/// `true` or `false`.
#[derive(Debug)]
pub(super) struct Truth;

impl Operand for Truth {
    type Value = bool;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(value) = line.expression() {
            return Ok(value);
        }
        let value = match line.peek() {
            Some(TokenTree::Ident(word)) if word == "true" => true,
            Some(TokenTree::Ident(word)) if word == "false" => false,
            _ => return Err(line.expected("`true` or `false`")),
        };
        Ok(Argument { tokens: line.next().to_token_stream(), value: Some(value) })
    }
}

/// A Rust value that nothing else can say.
#[derive(Debug)]
pub(super) struct Expression<T>(PhantomData<T>);

impl<T> Operand for Expression<T> {
    type Value = T;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        line.expression().ok_or_else(|| line.expected("a Rust value: `(expression)`"))
    }
}

/// A value displayed as a string literal with the place of a token.
pub(super) fn string(text: impl Display, span: Span) -> TokenStream {
    let mut literal = Literal::string(&text.to_string());
    literal.set_span(span);
    literal.into_token_stream()
}
