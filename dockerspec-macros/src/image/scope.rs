//! What the statements of an image can name: its stages, users and build arguments.

use std::rc::Rc;

use dockerspec_builder::{FileSystem, NamedUser, Stage, User};
use dockerspec_core::nearest;
use dockerspec_core::word::Arg;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::line::Argument;
use super::refusal::Refusal;
use crate::error::Place;

/// A stage as far as it is known, with a type that takes all methods.
pub(super) type KnownStage = Stage<FileSystem, NamedUser>;

/// The names that were declared so far.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub(super) stages: Vec<DeclaredStage>,
    /// The names of all stages, also of those below.
    pub(super) stage_names: Vec<String>,
    /// The stage that is being read.
    pub(super) current: Option<String>,
    users: Vec<Declared<Option<User>>>,
    args: Vec<Declared<Arg<'static>>>,
    /// Declarations that stand in front of the stage that makes them, for the stages behind it.
    pub(super) hoisted: TokenStream,
    /// Uses of stages that are not there.
    pub(super) unknown: TokenStream,
    /// The word of an option that is not finished.
    pub(super) unfinished: Option<TokenStream>,
}

/// A name, and what it means.
#[derive(Debug)]
struct Declared<T> {
    name: String,
    ident: Ident,
    value: T,
}

/// A stage that was declared.
#[derive(Debug)]
pub(super) struct DeclaredStage {
    pub(super) name: Ident,
    pub(super) known: Rc<KnownStage>,
    /// Whether another stage builds on it or copies from it.
    pub(super) is_used: bool,
    pub(super) knowledge: Knowledge,
}

/// What is known of a stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knowledge {
    /// Whether it says who runs it.
    pub(super) says_who_runs: bool,
    /// Whether all of its instructions were understood.
    pub(super) is_whole: bool,
    /// Whether it is known what image it builds on.
    pub(super) knows_base: bool,
}

impl Knowledge {
    /// Of a stage that begins with an image which is known.
    pub(super) const BASE: Self = Self { says_who_runs: false, is_whole: true, knows_base: true };
    /// Of a stage of which nothing is known.
    pub(super) const NOTHING: Self = Self { says_who_runs: true, is_whole: false, knows_base: false };
}

impl Scope {
    /// The stage that this names, which from now on is used.
    pub(super) fn stage(&mut self, name: &Ident) -> Result<&DeclaredStage, Refusal> {
        let text = name.to_string();
        if let Some(found) = self.stages.iter().rposition(|stage| stage.name == text) {
            self.stages[found].is_used = true;
            return Ok(&self.stages[found]);
        }
        // For editors that complete it.
        self.unknown.extend(quote!(let _ = &#name;));
        let place = Place::at(name.span());
        if self.current.as_ref() == Some(&text) {
            let message = format!("the stage `{text}` needs itself");
            return Err(Refusal::new(place, message).help("name a stage above it"));
        }
        if self.stage_names.contains(&text) {
            let message = format!("the stage `{text}` is used before it exists");
            return Err(Refusal::new(place, message).help("move it up"));
        }
        let refusal = Refusal::new(place, format!("no stage above is called `{text}`"));
        let known = self.stages.iter().map(|stage| stage.name.to_string()).collect::<Vec<_>>();
        Err(match nearest(&text, known.iter().map(String::as_str)) {
            Some(nearest) => refusal.help(format!("write `{nearest}`")),
            None => refusal.help("an image is written in quotes, and a Rust value in `(…)`"),
        })
    }

    /// What to do where an image was expected, if this is the name of a stage.
    pub(super) fn without_quotes(&self, text: &str, refusal: Refusal) -> Refusal {
        if self.stages.iter().any(|stage| stage.name == text) {
            let message = format!("`\"{text}\"` is an image, and a stage above is called so");
            return Refusal::new(refusal.place, message).help(format!("write `{text}` without quotes"));
        }
        refusal
    }

    /// Declares a user; the variable that holds it.
    pub(super) fn declare_user(&mut self, name: &Ident, user: Option<User>) -> Ident {
        declare(&mut self.users, name, user)
    }

    /// The variable of a user, and the user as far as it is known.
    pub(super) fn user(&self, name: &Ident) -> Result<(Ident, Option<User>), Refusal> {
        let text = name.to_string();
        if let Some(user) = self.users.iter().rev().find(|user| user.name == text) {
            return Ok((located(&user.ident, name.span()), user.value.clone()));
        }
        let refusal = Refusal::new(Place::at(name.span()), format!("no user above is called `{text}`"));
        Err(match nearest(&text, self.users.iter().map(|user| user.name.as_str())) {
            Some(nearest) => refusal.help(format!("write `{nearest}`")),
            None => refusal
                .help(format!("create one with `create_user {text} = 10001;`"))
                .help(format!("for one that the base has, write `\"{text}\"`")),
        })
    }

    /// Declares a build argument; the variable that holds it.
    pub(super) fn declare_arg(&mut self, name: &Ident, arg: Arg<'static>) -> Ident {
        declare(&mut self.args, name, arg)
    }

    /// A reference to a build argument: one that was declared, or one that BuildKit sets.
    pub(super) fn arg(&self, name: &Ident) -> Option<Argument<Arg<'static>>> {
        if let Some(arg) = self.args.iter().rev().find(|arg| *name == arg.name) {
            let variable = located(&arg.ident, name.span());
            return Some(Argument { tokens: quote!(&#variable), value: Some(arg.value.clone()) });
        }
        let arg = Arg::PREDEFINED.iter().find(|arg| *name == arg.name.as_str())?;
        Some(Argument { tokens: quote!(&::dockerspec::Arg::#name), value: Some(arg.clone()) })
    }
}

/// Users and arguments have names of their own: variables of the expansion, which no Rust variable of the same name is.
fn declare<T>(declared: &mut Vec<Declared<T>>, name: &Ident, value: T) -> Ident {
    let ident = Ident::new(&name.to_string(), Span::mixed_site().located_at(name.span()));
    declared.push(Declared { name: name.to_string(), ident: ident.clone(), value });
    ident
}

fn located(ident: &Ident, span: Span) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().located_at(span));
    ident
}
