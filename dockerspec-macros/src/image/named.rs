//! What an image has declared, by its name: users and build arguments.

use dockerspec_builder::User;
use dockerspec_core::value::Owner;
use dockerspec_core::word::{Arg, IntoWord as _};
use proc_macro2::TokenTree;
use quote::quote;

use super::grammar::is_punctuation;
use super::line::{Argument, Line, Operand};
use super::refusal::Refusal;
use super::text::unknown;
use super::typed::{Typed, TypedValue};
use crate::error::Place;

/// A user that was created, or an owner.
#[derive(Debug)]
pub(super) struct Account;

impl Operand for Account {
    type Value = TypedValue;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        let is_alone = !line.peek_second().is_some_and(|token| is_punctuation(token, ':'));
        if let Some(TokenTree::Ident(name)) = line.peek()
            && is_alone
        {
            line.next();
            let (variable, user) = line.scope.user(name)?;
            let value = match user {
                Some(user) => TypedValue::Text(user.owner().to_string()),
                None => TypedValue::Word(unknown().into_word()),
            };
            return Ok(Argument { tokens: quote!(&#variable), value: Some(value) });
        }
        Typed::<Owner<'static>>::read(line)
    }
}

/// A user that was created, as a handle.
#[derive(Debug)]
pub(super) struct Handle;

impl Operand for Handle {
    type Value = User;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(value) = line.expression() {
            return Ok(value);
        }
        let Some(name) = line.ident() else { return Err(line.expected("the name of a user, or `(expression)`")) };
        let (variable, user) = line.scope.user(name)?;
        Ok(Argument { tokens: quote!(&#variable), value: user })
    }
}

/// A build argument, by its name.
#[derive(Debug)]
pub(super) struct ArgNamed;

impl Operand for ArgNamed {
    type Value = Arg<'static>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(value) = line.expression() {
            return Ok(value);
        }
        line.punctuation("$");
        let Some(name) = line.ident() else { return Err(line.expected("the name of a build argument")) };
        line.scope.arg(name).ok_or_else(|| {
            let message = format!("no build argument above is called `{name}`");
            Refusal::new(Place::at(name.span()), message).help(format!("declare it with `arg {name};`"))
        })
    }
}
