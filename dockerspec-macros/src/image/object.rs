//! Operands that have options: what is run, what is mounted, how health is asked for.

use dockerspec_builder::{Bind, Cache, Healthcheck, IntoRun, Packages, Run, Secret, Ssh, Tmpfs};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;

use super::grammar::is_punctuation;
use super::line::{Argument, Line, Operand};
use super::list::{AnyCommand, List};
use super::refusal::Refusal;
use super::text::{AnyWord, Extent, Parts, SPLICE, Text, spanned_call, unknown_shell_word};
use super::words::Words;
use crate::error::Place;

/// The value of an operand with the calls of its options.
fn with_options<T: Words>(
    line: &mut Line<'_>,
    mut tokens: TokenStream,
    mut value: Option<T>,
) -> Result<Argument<T>, Refusal> {
    tokens.extend(line.options(&mut value)?);
    Ok(Argument { tokens, value })
}

/// What `run` runs: shell text in the best form, a list for the exec form, or one of the forms by name.
#[derive(Debug)]
pub(super) struct AnyRun;

impl Operand for AnyRun {
    type Value = Run;
    const HAS_BLOCK: bool = true;

    fn read(line: &mut Line<'_>) -> Result<Argument<Run>, Refusal> {
        let (tokens, value) = match line.peek() {
            Some(TokenTree::Ident(form)) if form != "raw" => {
                line.next();
                named_form(line, form)?
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                let Argument { tokens, value } = List::read(line)?;
                (quote!(::dockerspec::Run::exec(#tokens)), value.map(Run::exec))
            }
            _ => text(line)?,
        };
        with_options(line, tokens, value)
    }
}

/// `sh`, `shell_form`, `heredoc`, `lines`, `exec`: the constructors of `Run`.
fn named_form(line: &mut Line<'_>, form: &Ident) -> Result<(TokenStream, Option<Run>), Refusal> {
    let known: fn(String) -> Run = match form.to_string().as_str() {
        "sh" => Run::sh,
        "shell_form" => Run::shell_form,
        "heredoc" => Run::heredoc,
        "lines" | "exec" => {
            let Argument { tokens, value } = List::read(line)?;
            let run = value.map(|list| if form == "exec" { Run::exec(list) } else { Run::lines(list) });
            return Ok((quote!(::dockerspec::Run::#form(#tokens)), run));
        }
        _ => {
            let place = Place::at(form.span());
            let message = format!("expected a command in double quotes, and not `{form}`");
            return Err(Refusal::new(place, message)
                .help("a form may stand before it: `sh`, `shell_form`, `heredoc`, `lines` or `exec`"));
        }
    };
    let Argument { tokens, value } = Parts::read(line, Extent::Shell, "a command")?.shell()?;
    Ok((quote!(::dockerspec::Run::#form(#tokens)), value.map(known)))
}

/// Shell text without a form; pieces with `&&` between them are one line.
fn text(line: &mut Line<'_>) -> Result<(TokenStream, Option<Run>), Refusal> {
    let parts = Parts::read(line, Extent::Shell, "a command")?;
    if let Some(group) = parts.splice() {
        // Text, or a `Run`.
        let value = Some(Run::sh(unknown_shell_word()));
        return Ok((spanned_call(quote!(::dockerspec::IntoRun::into_run), group), value));
    }
    let mut text = parts.shell()?;
    while line.punctuation("&&") {
        let next = Parts::read(line, Extent::Shell, "a command")?.shell()?;
        let (first, second) = (text.tokens, next.tokens);
        let tokens = quote!(::std::format!("{} && {}", #first, #second));
        text = Argument { tokens, value: text.value.zip(next.value).map(|(a, b)| format!("{a} && {b}")) };
    }
    let tokens = text.tokens;
    Ok((quote!(::dockerspec::Run::sh(#tokens)), text.value.map(IntoRun::into_run)))
}

/// One line an object: the operand that its constructor takes.
macro_rules! objects {
    ($($name:ident: $type:ident($kind:ty) => $prefix:tt;)+) => {
        $(
            #[doc = concat!("A `", stringify!($type), "`: its operand, and its options.")]
            #[derive(Debug)]
            pub(super) struct $name;

            impl Operand for $name {
                type Value = $type;
                const HAS_BLOCK: bool = true;

                fn read(line: &mut Line<'_>) -> Result<Argument<$type>, Refusal> {
                    if let Some(group) = whole_value(line) {
                        return with_options(line, quote!(#group), None);
                    }
                    let Argument { tokens, value } = <$kind>::read(line)?;
                    let constructed = quote!(::dockerspec::$type::new(#tokens));
                    let Argument { tokens, value } = with_options(line, constructed, value.map($type::new))?;
                    let tokens = objects!(@prefix $prefix tokens);
                    Ok(Argument { tokens, value })
                }
            }
        )+
    };
    (@prefix value $tokens:ident) => { $tokens };
    (@prefix reference $tokens:ident) => { quote!(&#$tokens) };
}

objects! {
    AnyBind: Bind(AnyWord) => value;
    AnyCache: Cache(AnyWord) => value;
    AnyTmpfs: Tmpfs(AnyWord) => value;
    AnySecret: Secret(Text) => reference;
}

/// A Rust value that is the object itself, with nothing else said of it.
fn whole_value<'s>(line: &mut Line<'s>) -> Option<&'s proc_macro2::Group> {
    let is_alone = line.peek_second().is_none() && line.statement.block.is_none();
    if is_alone { line.group(Delimiter::Parenthesis) } else { None }
}

/// `ssh`, which needs no operand.
#[derive(Debug)]
pub(super) struct AnySsh;

impl Operand for AnySsh {
    type Value = Ssh;
    const HAS_BLOCK: bool = true;

    fn read(line: &mut Line<'_>) -> Result<Argument<Ssh>, Refusal> {
        match whole_value(line) {
            Some(group) => with_options(line, quote!(#group), None),
            None => with_options(line, quote!(::dockerspec::Ssh::new()), Some(Ssh::new())),
        }
    }
}

/// A command that asks for health, or `none`.
#[derive(Debug)]
pub(super) struct AnyHealthcheck;

impl Operand for AnyHealthcheck {
    type Value = Healthcheck;
    const HAS_BLOCK: bool = true;

    fn read(line: &mut Line<'_>) -> Result<Argument<Healthcheck>, Refusal> {
        if line.word("none").is_some() {
            line.end()?;
            line.no_block()?;
            return Ok(Argument {
                tokens: quote!(::dockerspec::Healthcheck::none()),
                value: Some(Healthcheck::none()),
            });
        }
        if let Some(group) = whole_value(line) {
            return with_options(line, quote!(#group), None);
        }
        if line.peek().is_some_and(|token| is_punctuation(token, '$')) {
            return Err(line.expected("a list: `[\"…\", \"…\"]`"));
        }
        let Argument { tokens, value } = AnyCommand::read(line)?;
        with_options(line, quote!(::dockerspec::Healthcheck::new(#tokens)), value.map(Healthcheck::new))
    }
}

/// A list of packages. What is not known of it is left out, and then its options are not judged.
#[derive(Debug)]
pub(super) struct AnyPackages;

impl Operand for AnyPackages {
    type Value = Packages;
    const HAS_BLOCK: bool = true;

    fn read(line: &mut Line<'_>) -> Result<Argument<Packages>, Refusal> {
        if let Some(group) = whole_value(line) {
            return with_options(line, quote!(#group), None);
        }
        let place = line.peek().map(Place::token);
        let Argument { tokens, value: names } = List::read(line)?;
        if let (Some([]), Some(place)) = (names.as_deref(), place) {
            return Err(Refusal::new(place, "expected the name of a package in this list"));
        }
        let names = names.unwrap_or_default();
        let known: Vec<_> = names.iter().filter(|name| !name.contains(SPLICE)).cloned().collect();
        let is_whole = !known.is_empty() && known.len() == names.len();
        let tokens = match &line.statement.block {
            Some(_) => quote!(::dockerspec::Packages::new(#tokens)),
            None => tokens,
        };
        let packages = (!known.is_empty()).then(|| Packages::new(known));
        let mut whole = with_options(line, tokens, packages.clone().filter(|_| is_whole))?;
        whole.value = whole.value.or(packages);
        Ok(whole)
    }
}
