//! Text made of string literals, `$VARIABLE`s and `(splices)`, one after the other.

use dockerspec_core::shell::{Quote, open_quote};
use dockerspec_core::value::VariableName;
use dockerspec_core::word::{Arg, IntoWord as _, Variable, Word};
use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Lit;

use super::grammar::is_punctuation;
use super::line::{Argument, Line, Operand};
use super::refusal::Refusal;
use crate::error::Place;

/// What stands for a value that is not known yet, while the builder is called to see what would become of an image.
/// Nothing is said about it: what mentions it is left out.
pub(super) const SPLICE: &str = "DOCKERSPEC_SPLICE";

/// The same where no variable can stand.
pub(super) const UNKNOWN: &str = "dockerspec-splice";

/// Text as it was written.
#[derive(Debug)]
pub(super) struct Parts<'s> {
    parts: Vec<Part<'s>>,
    pub(super) place: Place,
}

#[derive(Debug)]
enum Part<'s> {
    /// A literal, as a string literal with the place of the one that was written, and what it says.
    Literal(Literal, String),
    Variable(&'s Ident),
    /// A Rust value.
    Splice(&'s Group),
    /// A Rust value that is shell text.
    Raw(&'s Group),
}

/// What text can have in it beside literals and splices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Nothing.
    Plain,
    /// `$VARIABLE`.
    Variables,
    /// `raw(…)`.
    Shell,
}

/// The text of a literal, if it is one that can stand for text.
pub(super) fn literal_text(literal: &Literal) -> Option<String> {
    match syn::parse2::<Lit>(TokenTree::Literal(literal.clone()).into()).ok()? {
        Lit::Str(text) => Some(text.value()),
        Lit::Int(_) | Lit::Float(_) => Some(literal.to_string()),
        _ => None,
    }
}

/// Whether a literal is a string.
pub(super) fn is_string(literal: &Literal) -> bool {
    literal.to_string().starts_with(['"', 'r'])
}

/// The literal behind a token; macros wrap theirs in groups that cannot be seen.
fn literal(token: &TokenTree) -> Option<Literal> {
    match token {
        TokenTree::Literal(literal) => Some(literal.clone()),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut tokens = group.stream().into_iter();
            match (tokens.next(), tokens.next()) {
                (Some(TokenTree::Literal(literal)), None) => Some(literal),
                _ => None,
            }
        }
        _ => None,
    }
}

impl<'s> Parts<'s> {
    /// Reads text, of which there must be some.
    pub(super) fn read(line: &mut Line<'s>, extent: Extent, what: &str) -> Result<Self, Refusal> {
        let mut parts: Vec<Part<'s>> = Vec::new();
        let mut place: Option<Place> = None;
        while let Some(token) = line.peek() {
            let follows_literal = matches!(parts.last(), Some(Part::Literal(..)));
            let part = if let Some(literal) = literal(token) {
                if follows_literal {
                    break;
                }
                let text = literal_text(&literal).ok_or_else(|| line.expected("a string in double quotes"))?;
                let mut string = if is_string(&literal) { literal.clone() } else { Literal::string(&text) };
                string.set_span(literal.span());
                Part::Literal(string, text)
            } else {
                match token {
                    TokenTree::Group(group)
                        if matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None) =>
                    {
                        Part::Splice(group)
                    }
                    TokenTree::Punct(dollar) if extent == Extent::Variables && dollar.as_char() == '$' => {
                        let Some(TokenTree::Ident(name)) = line.peek_second() else {
                            line.next();
                            return Err(line.expected("the name of a variable"));
                        };
                        line.next();
                        Part::Variable(name)
                    }
                    TokenTree::Ident(raw) if extent == Extent::Shell && raw == "raw" => {
                        let Some(TokenTree::Group(group)) = line.peek_second() else { break };
                        line.next();
                        Part::Raw(group)
                    }
                    _ => break,
                }
            };
            place = Some(place.map_or(Place::token(token), |place| place.to(Place::token(token))));
            line.next();
            parts.push(part);
        }
        match place {
            Some(place) => Ok(Self { parts, place }),
            None => Err(line.expected(&format!("{what} in double quotes, or `(expression)`"))),
        }
    }

    /// The text, if all of it is known.
    pub(super) fn known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Literal(_, text)] => Some(text),
            _ => None,
        }
    }

    /// The only splice, if there is nothing else.
    pub(super) fn splice(&self) -> Option<&'s Group> {
        match self.parts.as_slice() {
            [Part::Splice(group)] => Some(group),
            _ => None,
        }
    }

    pub(super) fn has_variables(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Variable(_)))
    }

    /// Text for `impl IntoWord`.
    pub(super) fn word(&self, line: &Line<'_>) -> Result<Argument<Word<'static>>, Refusal> {
        let mut value = Word::default();
        let mut tokens = TokenStream::new();
        for (number, part) in self.parts.iter().enumerate() {
            let (piece, known) = match part {
                Part::Literal(literal, text) => (quote!(#literal), text.clone().into_word()),
                Part::Splice(group) | Part::Raw(group) => {
                    let word = spanned_reference(quote!(::dockerspec::IntoWord::into_word), group);
                    (quote!(#word.into_owned()), unknown().into_word())
                }
                Part::Variable(name) => variable(name, line)?,
            };
            value = value + known;
            tokens = match number {
                0 if self.parts.len() == 1 => piece,
                0 => quote!(::dockerspec::IntoWord::into_word(#piece)),
                _ => quote!(#tokens + #piece),
            };
        }
        Ok(Argument { tokens, value: Some(value) })
    }

    /// Text for `impl IntoText`, in which splices are displayed.
    pub(super) fn text(&self) -> Argument<String> {
        let value = self.parts.iter().map(|part| match part {
            Part::Literal(_, text) => text.clone(),
            _ => unknown_text(),
        });
        let tokens = match self.splice() {
            Some(group) => spanned_reference(quote!(::std::string::ToString::to_string), group),
            None => self.format(|group| quote!(#group)),
        };
        Argument { tokens, value: Some(value.collect()) }
    }

    /// Shell text, in which splices are words that stand for themselves.
    pub(super) fn shell(&self) -> Result<Argument<String>, Refusal> {
        let mut open = None;
        let mut value = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(_, text) => {
                    open = open_quote(text, open);
                    value.push_str(text);
                }
                Part::Splice(group) => {
                    if let Some(open) = open {
                        return Err(quoted_twice(open, group));
                    }
                    value.push_str(&unknown_shell_word());
                }
                Part::Raw(_) | Part::Variable(_) => value.push_str(&unknown_text()),
            }
        }
        let tokens = self.format(|group| spanned_reference(quote!(::dockerspec::shell::quote), group));
        Ok(Argument { tokens, value: Some(value) })
    }

    fn format(&self, splice: impl Fn(&Group) -> TokenStream) -> TokenStream {
        if let [Part::Literal(literal, _)] = self.parts.as_slice() {
            return quote!(#literal);
        }
        let pattern = "{}".repeat(self.parts.len());
        let arguments = self.parts.iter().map(|part| match part {
            Part::Literal(literal, _) => quote!(#literal),
            Part::Splice(group) => splice(group),
            Part::Raw(group) => quote!(#group),
            Part::Variable(_) => TokenStream::new(),
        });
        quote!(::std::format!(#pattern #(, #arguments)*))
    }
}

/// A call with a splice as its argument, at the place of the splice: what is wrong with it is said there.
pub(super) fn spanned_call(path: TokenStream, argument: &Group) -> TokenStream {
    spanned(path, quote!(#argument), argument)
}

/// The same with a reference to it.
fn spanned_reference(path: TokenStream, argument: &Group) -> TokenStream {
    spanned(path, quote_spanned!(argument.span_open()=> &#argument), argument)
}

fn spanned(path: TokenStream, arguments: TokenStream, place: &Group) -> TokenStream {
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(place.span());
    let path = path.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(place.span_open()));
        token
    });
    let path: TokenStream = path.collect();
    quote!(#path #arguments)
}

/// A variable of the build: a declared argument, one that BuildKit sets, or one of the environment.
fn variable(name: &Ident, line: &Line<'_>) -> Result<(TokenStream, Word<'static>), Refusal> {
    if let Some(Argument { tokens, value: Some(arg) }) = line.scope.arg(name) {
        return Ok((tokens, (&arg).into_word()));
    }
    let text = name.to_string();
    let checked = VariableName::new(text.clone());
    let checked = checked.map_err(|error| Refusal::new(Place::at(name.span()), error.to_string()))?;
    Ok((quote!(::dockerspec::Variable::from_static(#text)), Variable::new(checked).into_word()))
}

/// A value that is not known: a build argument without a default.
pub(super) fn unknown() -> Variable<'static> {
    Arg::new(SPLICE).variable()
}

fn quoted_twice(open: Quote, group: &Group) -> Refusal {
    let mark = match open {
        Quote::Single => "'",
        Quote::Double => "\"",
    };
    Refusal::new(
        Place::at(group.span()),
        format!("this value stands between {mark} and {mark}, and is quoted by itself"),
    )
    .help("leave the quotes out, or write `raw(…)` for text that the shell reads")
}

/// Text with variables: `impl IntoWord`.
#[derive(Debug)]
pub(super) struct AnyWord;

impl Operand for AnyWord {
    type Value = Word<'static>;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if let Some(TokenTree::Ident(truth)) = line.peek()
            && (truth == "true" || truth == "false")
        {
            line.next();
            return Ok(Argument { tokens: quote!(#truth), value: Some(truth.to_string().into_word()) });
        }
        Parts::read(line, Extent::Variables, "text")?.word(line)
    }
}

/// Text without variables: `impl IntoText`.
#[derive(Debug)]
pub(super) struct Text;

impl Operand for Text {
    type Value = String;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        if line.peek().is_some_and(|token| is_punctuation(token, '$')) {
            return Err(line.expected("text without variables"));
        }
        Ok(Parts::read(line, Extent::Plain, "text")?.text())
    }
}

/// Text that says nothing before all of it is known.
#[derive(Debug)]
pub(super) struct WholeText;

impl Operand for WholeText {
    type Value = String;

    fn read(line: &mut Line<'_>) -> Result<Argument<Self::Value>, Refusal> {
        let Argument { tokens, value } = Text::read(line)?;
        Ok(Argument { tokens, value: value.filter(|text| !text.contains(SPLICE)) })
    }
}

/// The same in text that is not a [`Word`].
pub(super) fn unknown_text() -> String {
    format!("${{{SPLICE}}}")
}

/// The same as a word of a shell.
pub(super) fn unknown_shell_word() -> String {
    format!("\"${{{SPLICE}}}\"")
}
