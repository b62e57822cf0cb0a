//! Values with a grammar: ports, modes, times, platforms, as they are written or as text.

use std::marker::PhantomData;
use std::str::FromStr;

use dockerspec_builder::IntoValue;
use dockerspec_core::value::ValueError;
use dockerspec_core::word::{IntoWord as _, Value, Word};
use proc_macro2::{Literal, TokenTree};
use quote::ToTokens as _;

use super::grammar::is_punctuation;
use super::line::{Argument, Line, Operand};
use super::refusal::Refusal;
use super::text::{Extent, Parts, is_string, literal_text, unknown};
use crate::error::Place;

/// A value of which the builder takes variables too: as a literal, as bare tokens such as `80/tcp` and `SIGTERM`, or as
/// text.
#[derive(Debug)]
pub(super) struct Typed<T>(PhantomData<T>);

/// Text, or a word with variables.
#[derive(Debug)]
pub(super) enum TypedValue {
    Text(String),
    Word(Word<'static>),
}

impl<T: FromStr<Err = ValueError>> IntoValue<T> for TypedValue {
    fn into_value(self) -> Result<Value<'static, T>, ValueError> {
        match self {
            Self::Text(text) => text.parse().map(Value::Fixed),
            Self::Word(word) => Ok(Value::Expanded(word)),
        }
    }
}

impl<T: FromStr<Err = ValueError>> Operand for Typed<T> {
    type Value = TypedValue;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some((text, literal, place)) = bare(line) {
            text.parse::<T>().map_err(|error| refused(place, &error))?;
            return Ok(Argument { tokens: literal.into_token_stream(), value: Some(TypedValue::Text(text)) });
        }
        let parts = Parts::read(line, Extent::Variables, "a value, as it is or")?;
        if let Some(text) = parts.known() {
            text.parse::<T>().map_err(|error| refused(parts.place, &error))?;
            let tokens = parts.text().tokens;
            return Ok(Argument { tokens, value: Some(TypedValue::Text(text.to_owned())) });
        }
        if let Some(group) = parts.splice() {
            let value = Some(TypedValue::Word(unknown().into_word()));
            return Ok(Argument { tokens: group.to_token_stream(), value });
        }
        if !parts.has_variables() {
            let Argument { tokens, .. } = parts.text();
            return Ok(Argument { tokens, value: Some(TypedValue::Word(unknown().into_word())) });
        }
        let word = parts.word(line)?;
        Ok(Argument { tokens: word.tokens, value: word.value.map(TypedValue::Word) })
    }
}

/// A value without variables.
#[derive(Debug)]
pub(super) struct Fixed<T>(PhantomData<T>);

impl<T: FromStr<Err = ValueError>> Operand for Fixed<T> {
    type Value = String;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if line.peek().is_some_and(|token| is_punctuation(token, '$')) {
            return Err(line.expected("a value without variables"));
        }
        let Argument { tokens, value } = Typed::<T>::read(line)?;
        let value = value.and_then(|value| if let TypedValue::Text(text) = value { Some(text) } else { None });
        Ok(Argument { tokens, value })
    }
}

/// What was expected in place of a value; what kind of value that is, the place says.
pub(super) fn not_as_expected(place: Place, error: &ValueError) -> Refusal {
    Refusal::new(place, format!("expected {}", error.expected())).help(error.correction())
}

pub(super) fn refused(place: Place, error: &ValueError) -> Refusal {
    Refusal::new(place, format!("`{}` is not {}: expected {}", error.input(), error.kind(), error.expected()))
        .help(error.correction())
}

/// A value that is no string but tokens as people write it: `8080`, `80/tcp`, `7000-7010`, `1m30s`, `0o755`, `SIGTERM`,
/// `linux/amd64`.
fn bare(line: &mut Line<'_>) -> Option<(String, Literal, Place)> {
    let is_bare = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Literal(literal) => !is_string(literal) && literal_text(literal).is_some(),
        _ => false,
    };
    let first = line.peek().filter(|token| is_bare(token))?;
    let mut text = String::new();
    let mut place = Place::token(first);
    let mut follows_a_value = false;
    while let Some(token) = line.peek() {
        match token {
            TokenTree::Punct(punctuation) if "/-:.=+".contains(punctuation.as_char()) => {
                text.push(punctuation.as_char());
                follows_a_value = false;
            }
            token if is_bare(token) && !follows_a_value => {
                text.push_str(&token.to_string());
                follows_a_value = true;
            }
            _ => break,
        }
        place = place.to(Place::token(token));
        line.next();
    }
    let text = text.replace("..=", "-").replace("0o", "0");
    let mut literal = Literal::string(&text);
    literal.set_span(place.first());
    Some((text, literal, place))
}
