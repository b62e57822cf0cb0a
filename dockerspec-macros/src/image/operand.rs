//! The kinds of operands that are not text: names, typed values, lists, choices, commands.

use std::fmt::Display;
use std::marker::PhantomData;
use std::rc::Rc;
use std::str::FromStr;

use dockerspec_builder::inspection::AnyOrigin;
use dockerspec_builder::{IntoValue, User};
use dockerspec_core::dockerfile::{Command, InlineFile, Network, Security, Sharing, ShellText, Source};
use dockerspec_core::value::{ContextName, EnvName, ImageRef, Owner, ReferencePolicy, ValueError};
use dockerspec_core::word::{Arg, IntoWord as _, Value, Word};
use dockerspec_core::{Distribution, nearest};
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::grammar::{Statement, is_punctuation};
use super::line::{Argument, Line, Operand, listed};
use super::refusal::Refusal;
use super::text::{AnyWord, Extent, Parts, SPLICE, Text, UNKNOWN, is_string, literal_text, unknown, unknown_text};
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
        let text = name.to_string();
        let mut tokens = Literal::string(&text);
        tokens.set_span(name.span());
        Ok(Argument { tokens: tokens.into_token_stream(), value: Some(text) })
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

fn refused(place: Place, error: &ValueError) -> Refusal {
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

/// A number of things.
#[derive(Debug)]
pub(super) struct Count;

impl Operand for Count {
    type Value = u32;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(group) = line.group(Delimiter::Parenthesis) {
            return Ok(Argument { tokens: group.to_token_stream(), value: None });
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
        if let Some(group) = line.group(Delimiter::Parenthesis) {
            return Ok(Argument { tokens: group.to_token_stream(), value: None });
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
        let group = line.group(Delimiter::Parenthesis).ok_or_else(|| line.expected("a Rust value: `(expression)`"))?;
        Ok(Argument { tokens: group.to_token_stream(), value: None })
    }
}

/// One line a choice: the word of each variant.
macro_rules! choices {
    ($($type:ident { $($word:ident => $variant:ident),+ $(,)? })+) => {
        $(
            impl Operand for $type {
                type Value = Self;

                fn read(line: &mut Line<'_>) -> Result<Argument<Self>, Refusal> {
                    if let Some(group) = line.group(Delimiter::Parenthesis) {
                        return Ok(Argument { tokens: group.to_token_stream(), value: None });
                    }
                    let words = [$(stringify!($word)),+];
                    let expected = format!("one of {}", listed(&words));
                    let Some(word) = line.ident() else { return Err(line.expected(&expected)) };
                    let (variant, value) = match word.to_string().as_str() {
                        $(stringify!($word) => (stringify!($variant), Self::$variant),)+
                        other => {
                            let refusal = Refusal::new(Place::at(word.span()), format!("expected {expected}, and not `{other}`"));
                            return Err(match nearest(other, words.into_iter()) {
                                Some(nearest) => refusal.help(format!("write `{nearest}`")),
                                None => refusal,
                            });
                        }
                    };
                    let variant = Ident::new(variant, word.span());
                    Ok(Argument { tokens: quote!(::dockerspec::$type::#variant), value: Some(value) })
                }
            }
        )+
    };
}

choices! {
    Network { default => Default, none => None, host => Host }
    Security { sandbox => Sandbox, insecure => Insecure }
    Sharing { shared => Shared, private => Private, locked => Locked }
    Distribution {
        debian => Debian, alpine => Alpine, red_hat => RedHat, wolfi => Wolfi, busybox => Busybox, scratch => Scratch,
    }
}

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
        if let Some(group) = line.group(Delimiter::Parenthesis) {
            return Ok(Argument { tokens: group.to_token_stream(), value: None });
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
        if let Some(group) = line.group(Delimiter::Parenthesis) {
            return Ok(Argument { tokens: group.to_token_stream(), value: None });
        }
        line.punctuation("$");
        let Some(name) = line.ident() else { return Err(line.expected("the name of a build argument")) };
        if let Some((variable, arg)) = line.scope.arg(name) {
            return Ok(Argument { tokens: quote!(&#variable), value: Some(arg.clone()) });
        }
        if let Some(arg) = Arg::PREDEFINED.iter().find(|arg| *name == arg.name.as_str()) {
            return Ok(Argument { tokens: quote!(&::dockerspec::Arg::#name), value: Some(arg.clone()) });
        }
        let message = format!("no build argument above is called `{name}`");
        Err(Refusal::new(Place::at(name.span()), message).help(format!("declare it with `arg {name};`")))
    }
}

/// A list of text.
#[derive(Debug)]
pub(super) struct List;

impl Operand for List {
    type Value = Vec<String>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(group) = line.group(Delimiter::Parenthesis) {
            return Ok(Argument { tokens: group.to_token_stream(), value: None });
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
        let is_known = elements.iter().all(|(is_known, _)| *is_known);
        let tokens = elements.iter().map(|(_, element)| {
            let tokens = &element.tokens;
            if is_known {
                quote!(#tokens)
            } else {
                quote!(<::std::string::String as ::core::convert::From<_>>::from(#tokens))
            }
        });
        let tokens = quote!([#(#tokens),*]);
        Ok(Argument { tokens, value: elements.into_iter().map(|(_, element)| element.value).collect() })
    }
}

/// A list of packages; what is not known of it is left out.
#[derive(Debug)]
pub(super) struct Packages;

impl Operand for Packages {
    type Value = Vec<String>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        let place = line.peek().map(Place::token);
        let Argument { tokens, value } = List::read(line)?;
        if let (Some([]), Some(place)) = (value.as_deref(), place) {
            return Err(Refusal::new(place, "expected the name of a package in this list"));
        }
        let value = value.map(|mut names| {
            names.retain(|name| !name.contains(SPLICE));
            names
        });
        Ok(Argument { tokens, value: value.filter(|names| !names.is_empty()) })
    }
}

/// A command line as the list of its words, for a correction.
fn as_list(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| format!("{word:?}")).collect();
    format!("[{}]", words.join(", "))
}

/// Reads what stands between commas.
fn elements<T>(
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

/// Where files are taken from: a stage, an image, a named build context.
#[derive(Debug)]
pub(super) struct FileOrigin;

impl Operand for FileOrigin {
    type Value = AnyOrigin;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(context) = context(line)? {
            let Argument { tokens, value } = context;
            return Ok(Argument { tokens: quote!(&#tokens), value: value.map(AnyOrigin::Context) });
        }
        if let Some(name) = line.ident() {
            let stage = line.scope.stage(name)?;
            return Ok(Argument { tokens: quote!(&#name), value: Some(AnyOrigin::Stage(Rc::clone(&stage.known))) });
        }
        if let Some(group) = line.group(Delimiter::Parenthesis) {
            let value = AnyOrigin::Context(unknown_context());
            return Ok(Argument { tokens: group.to_token_stream(), value: Some(value) });
        }
        let Some(TokenTree::Literal(literal)) = line.peek() else {
            return Err(line.expected("a stage, an image in double quotes, `context \"…\"`, or `(expression)`"));
        };
        line.next();
        let text = literal_text(literal).unwrap_or_default();
        let image = image(&text, ReferencePolicy::Tagged, Place::at(literal.span()))
            .map_err(|refusal| line.scope.without_quotes(&text, refusal))?;
        Ok(Argument {
            tokens: quote!(::dockerspec::ImageRef::from_static(#literal)),
            value: Some(AnyOrigin::Image(image)),
        })
    }
}

/// A reference to an image, which a literal must be.
pub(super) fn image(text: &str, policy: ReferencePolicy, place: Place) -> Result<ImageRef<'static>, Refusal> {
    ImageRef::parse(text.to_owned(), policy)
        .map_err(|error| Refusal::new(place, format!("expected {}", error.expected())).help(error.correction()))
}

/// `context "…"`, if that comes next.
pub(super) fn context(line: &mut Line<'_>) -> Result<Option<Argument<ContextName<'static>>>, Refusal> {
    if !line.peek_second().is_some_and(|token| matches!(token, TokenTree::Literal(_) | TokenTree::Group(_)))
        || line.word("context").is_none()
    {
        return Ok(None);
    }
    if let Some(group) = line.group(Delimiter::Parenthesis) {
        return Ok(Some(Argument { tokens: group.to_token_stream(), value: Some(unknown_context()) }));
    }
    let parts = Parts::read(line, Extent::Plain, "the name of a build context")?;
    let Some(text) = parts.known() else { return Err(Refusal::new(parts.place, "expected one string")) };
    let name = ContextName::new(text.to_owned()).map_err(|error| refused(parts.place, &error))?;
    let tokens = parts.text().tokens;
    Ok(Some(Argument { tokens: quote!(::dockerspec::value::ContextName::from_static(#tokens)), value: Some(name) }))
}

/// What nothing is known of, as the context that it may be.
pub(super) fn unknown_context() -> ContextName<'static> {
    ContextName::from_static(UNKNOWN)
}

/// What is copied: a path, a list of them, `inline "…"`, or a Rust value.
#[derive(Debug)]
pub(super) struct Sources;

impl Operand for Sources {
    type Value = Vec<Source<'static>>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        let Some(group) = line.group(Delimiter::Bracket) else {
            let Argument { tokens, value } = source(line)?.1;
            return Ok(Argument { tokens, value: value.map(|source| vec![source]) });
        };
        let elements = elements(line, group, source)?;
        if elements.is_empty() {
            return Err(Refusal::new(Place::at(group.span()), "expected a path in this list"));
        }
        let is_known = elements.iter().all(|(is_known, _)| *is_known);
        let tokens = elements.iter().map(|(_, element)| {
            let tokens = &element.tokens;
            if is_known {
                quote!(#tokens)
            } else {
                quote!(<::dockerspec::model::Source<'static> as ::core::convert::From<_>>::from(#tokens))
            }
        });
        let tokens = quote!([#(#tokens),*]);
        Ok(Argument { tokens, value: elements.into_iter().map(|(_, element)| element.value).collect() })
    }
}

/// One source, and whether it is a literal path.
fn source(line: &mut Line<'_>) -> Result<(bool, Argument<Source<'static>>), Refusal> {
    if line.word("inline").is_some() {
        let Argument { tokens, value } = AnyWord::read(line)?;
        let value = value.map(|content| Source::File(InlineFile::new(content)));
        return Ok((false, Argument { tokens: quote!(::dockerspec::InlineFile::new(#tokens)), value }));
    }
    let parts = Parts::read(line, Extent::Variables, "a path")?;
    let is_known = parts.known().is_some();
    let Argument { tokens, value } = parts.word(line)?;
    // A list of paths too, where it is alone.
    let tokens = parts.splice().map_or(tokens, ToTokens::to_token_stream);
    Ok((is_known, Argument { tokens, value: value.map(Source::Path) }))
}

/// A value displayed as a string literal with the place of a token.
pub(super) fn string(text: impl Display, span: Span) -> TokenStream {
    let mut literal = Literal::string(&text.to_string());
    literal.set_span(span);
    literal.into_token_stream()
}
