//! The words whose operands stand for more than the arguments of one call.

use dockerspec_builder::{Files, Remote, User, from};
use dockerspec_core::value::{ArgName, GitRef};
use dockerspec_core::word::{Arg, IntoWord as _, Scope as Reach, Word};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::files::{FileOrigin, Sources};
use super::line::{Argument, Line, Operand as _};
use super::operand::{Count, string};
use super::refusal::Refusal;
use super::scope::KnownStage;
use super::text::{AnyWord, Extent, Parts, SPLICE, UNKNOWN, spanned_call};
use super::typed::not_as_expected;
use crate::error::Place;

/// `copy [from ORIGIN] SOURCES => DESTINATION`.
pub(super) fn copy(stage: &mut Option<KnownStage>, line: &mut Line<'_>) -> Result<TokenStream, Refusal> {
    let word = &line.statement.word;
    let origin = match line.word("from") {
        Some(from) => Some((from, FileOrigin::read(line)?)),
        None => None,
    };
    let sources = Sources::read(line)?;
    let destination = destination(line, "copy")?;
    let paths = sources.tokens;
    let (tokens, mut files) = match origin {
        Some((word, origin)) => {
            let tokens = origin.tokens;
            let files = origin.value.zip(sources.value).map(|(origin, sources)| from(origin, sources));
            (quote!(::dockerspec::#word(#tokens, #paths)), files)
        }
        None => (quote_spanned!(word.span()=> ::dockerspec::Files::new(#paths)), sources.value.map(Files::new)),
    };
    let options = line.options(&mut files)?;
    say(stage, files.zip(destination.value), |stage, (files, destination)| stage.copy(files, destination));
    let destination = destination.tokens;
    Ok(quote!(.#word(#tokens #options, #destination)))
}

/// `add LOCATION => DESTINATION`, or `add git REPOSITORY => DESTINATION`.
pub(super) fn add(stage: &mut Option<KnownStage>, line: &mut Line<'_>) -> Result<TokenStream, Refusal> {
    let word = &line.statement.word;
    let is_git = line.word("git");
    let (tokens, mut remote) = if let Some(git) = is_git {
        let parts = Parts::read(line, Extent::Plain, "the address of a repository")?;
        let Some(text) = parts.known() else {
            let refusal = Refusal::new(parts.place, "expected the address of a repository in double quotes");
            return Err(refusal.help("for a Rust value, write `add (Remote::git(…)) => \"…\"`"));
        };
        let repository = GitRef::try_from(text.to_owned()).map_err(|error| not_as_expected(parts.place, &error))?;
        let tokens = parts.text().tokens;
        let parsed = quote!(<::dockerspec::value::GitRef<'static> as ::core::convert::TryFrom<_>>::try_from(#tokens));
        // A literal that was read here is read again there.
        let tokens = quote!(::dockerspec::Remote::#git(#parsed.expect("the address was read before")));
        (tokens, Some(Remote::git(repository)))
    } else {
        let parts = Parts::read(line, Extent::Variables, "an address or a path")?;
        let location = parts.word(line)?;
        let tokens = location.tokens;
        match parts.splice() {
            Some(group) => {
                (spanned_call(quote!(::dockerspec::IntoRemote::into_remote), group), location.value.map(Remote::new))
            }
            None => (quote!(::dockerspec::Remote::new(#tokens)), location.value.map(Remote::new)),
        }
    };
    let destination = destination(line, "add")?;
    let options = line.options(&mut remote)?;
    say(stage, remote.zip(destination.value), |stage, (remote, destination)| stage.add(remote, destination));
    let destination = destination.tokens;
    Ok(quote!(.#word(#tokens #options, #destination)))
}

/// Says something of a stage if it is known; if not, the stage stays as it is.
fn say<T>(stage: &mut Option<KnownStage>, known: Option<T>, say: impl FnOnce(KnownStage, T) -> KnownStage) {
    if let Some(value) = known {
        *stage = stage.take().map(|stage| say(stage, value));
    }
}

fn destination(line: &mut Line<'_>, verb: &str) -> Result<Argument<Word<'static>>, Refusal> {
    if line.punctuation("=>") {
        AnyWord::read(line)
    } else {
        let refusal = line.expected(&format!("`=>` and where to {verb} to"));
        Err(match line.peek() {
            Some(TokenTree::Literal(_)) => refusal.help("several sources are a list: `[\"a\", \"b\"] => \"…\"`"),
            _ => refusal,
        })
    }
}

/// `create_user NAME = ID`: a user that later statements can name.
pub(super) fn create_user(stage: &mut Option<KnownStage>, line: &mut Line<'_>) -> Result<TokenStream, Refusal> {
    let word = &line.statement.word;
    if let Some(Argument::<User> { tokens, .. }) = line.expression() {
        line.end()?;
        line.no_block()?;
        return Ok(quote!(.#word(#tokens)));
    }
    let Some(name) = line.ident() else { return Err(line.expected("a name, `=` and a number: `app = 10001`")) };
    if !line.punctuation("=") {
        return Err(line.expected("`=` and the number of the user, such as `= 10001`,"));
    }
    let id = Count::read(line)?;
    let text = name.to_string();
    let mut user = id.value.map(|id| User::new(text.clone(), id));
    let options = line.options(&mut user)?;
    let (text, id) = (string(&text, name.span()), id.tokens);
    say(stage, user.as_ref(), |stage, user| stage.create_user(user));
    let variable = line.scope.declare_user(name, user);
    line.scope.hoisted.extend(quote!(let #variable = ::dockerspec::User::new(#text, #id)#options;));
    Ok(quote!(.#word(&#variable)))
}

/// `arg NAME [= DEFAULT]` in a stage.
pub(super) fn arg(stage: &mut Option<KnownStage>, line: &mut Line<'_>) -> Result<TokenStream, Refusal> {
    let word = &line.statement.word;
    let (variable, arg) = declare_arg(line, Reach::Stage)?;
    say(stage, Some(&arg), |stage, arg| stage.arg(arg));
    Ok(quote!(.#word(&#variable)))
}

/// Declares a build argument for later statements: the variable that holds it, and its value.
pub(super) fn declare_arg(line: &mut Line<'_>, reach: Reach) -> Result<(Ident, Arg<'static>), Refusal> {
    let Some(name) = line.ident() else { return Err(line.expected("the name of a build argument")) };
    let text = name.to_string();
    let checked =
        ArgName::new(text.clone()).map_err(|error| Refusal::new(Place::at(name.span()), error.to_string()))?;
    let mut arg = Arg::named(checked, reach);
    let constructor = if reach == Reach::Preamble { quote!(global) } else { quote!(new) };
    let text = string(&text, name.span());
    let mut tokens = quote!(::dockerspec::Arg::#constructor(#text));
    if line.punctuation("=") {
        let Argument { tokens: default, value } = AnyWord::read(line)?;
        tokens.extend(quote!(.default(#default)));
        // A default that is not known is a value all the same, where an argument without one would be empty.
        let is_known = |word: &Word<'static>| !word.variables().iter().any(|variable| variable.name.as_str() == SPLICE);
        arg = arg.default(value.filter(is_known).unwrap_or_else(|| UNKNOWN.into_word()));
    }
    line.end()?;
    line.no_block()?;
    let variable = line.scope.declare_arg(name, arg.clone());
    line.scope.hoisted.extend(quote!(let #variable = #tokens;));
    Ok((variable, arg))
}
