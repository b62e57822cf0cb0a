//! What is copied, and from where.

use std::rc::Rc;

use dockerspec_builder::inspection::AnyOrigin;
use dockerspec_core::dockerfile::{InlineFile, Source};
use dockerspec_core::value::{ContextName, ImageRef, ReferencePolicy};
use proc_macro2::{Delimiter, TokenTree};
use quote::{ToTokens, quote};

use super::line::{Argument, Line, Operand};
use super::list::{array, elements};
use super::refusal::Refusal;
use super::text::{AnyWord, Extent, Parts, UNKNOWN, literal_text};
use super::typed::{not_as_expected, refused};
use crate::error::Place;

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
    ImageRef::parse(text.to_owned(), policy).map_err(|error| not_as_expected(place, &error))
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
        Ok(array(elements, &quote!(::dockerspec::model::Source<'static>)))
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
