//! `#[allow(rule, reason = "…")]`.

use dockerspec_core::check::Allow;
use proc_macro2::{Delimiter, Ident, Literal, TokenTree};

use super::grammar::{Attribute, is_punctuation};
use super::refusal::Refusal;
use super::text::literal_text;
use crate::error::Place;

const EXPECTED: &str = "expected `#[allow(rule, reason = \"…\")]`";

/// A rule whose findings are fine, and the tokens that say so.
#[derive(Debug)]
pub(super) struct Allowed {
    pub(super) rule: Ident,
    pub(super) reason: Literal,
    pub(super) allow: Allow,
}

/// The rules that an attribute allows, all for one reason.
pub(super) fn read(attribute: &Attribute) -> Result<Vec<Allowed>, Refusal> {
    let mut tokens = attribute.content.stream().into_iter();
    let whole = Place::at(attribute.content.span());
    let group = match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(allow)), Some(TokenTree::Group(group)), None)
            if allow == "allow" && group.delimiter() == Delimiter::Parenthesis =>
        {
            group
        }
        (Some(token @ TokenTree::Ident(_)), ..) => return Err(Refusal::new(Place::token(&token), EXPECTED)),
        _ => return Err(Refusal::new(whole, EXPECTED)),
    };
    let mut rules = Vec::new();
    let mut reason = None;
    let mut tokens = group.stream().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = token else { return Err(Refusal::new(Place::token(&token), EXPECTED)) };
        if tokens.next_if(|next| is_punctuation(next, '=')).is_none() {
            rules.push(name);
        } else {
            match tokens.next() {
                Some(TokenTree::Literal(literal)) if name == "reason" => reason = Some(literal),
                _ => return Err(Refusal::new(Place::at(name.span()), EXPECTED)),
            }
        }
        match tokens.next() {
            None => break,
            Some(comma) if is_punctuation(&comma, ',') => {}
            Some(other) => return Err(Refusal::new(Place::token(&other), EXPECTED)),
        }
    }
    let Some(reason) = reason else {
        let message = "expected a reason: `#[allow(rule, reason = \"…\")]`";
        return Err(Refusal::new(Place::at(group.span()), message));
    };
    if rules.is_empty() {
        return Err(Refusal::new(Place::at(group.span()), "expected the name of a rule before the reason"));
    }
    let text = literal_text(&reason).unwrap_or_default();
    let allowed = rules.into_iter().map(|rule| match Allow::new(&rule.to_string(), text.clone()) {
        Ok(allow) => Ok(Allowed { reason: reason.clone(), allow, rule }),
        Err(error) if text.trim().is_empty() => Err(Refusal::new(Place::at(reason.span()), error.to_string())),
        Err(error) => Err(Refusal::new(Place::at(rule.span()), error.to_string())),
    });
    allowed.collect()
}
