//! `image_ref!`: an image reference that is checked while the program compiles.

use dockerspec_core::value::{ImageRef, ReferencePolicy};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::LitStr;

/// A literal is checked here, for an error with a correction; a path to a constant by the constant evaluation of
/// the compiler. A constant item, unlike a block, is evaluated by `cargo check` too.
pub(crate) fn expand(input: &TokenStream) -> TokenStream {
    let checked = |text: &dyn quote::ToTokens| {
        quote! {{
            const CHECKED: ::dockerspec::ImageRef<'static> = ::dockerspec::ImageRef::from_static(#text);
            CHECKED
        }}
    };
    match parse(input) {
        Input::Literal(literal) => match ImageRef::parse(literal.value(), ReferencePolicy::Tagged) {
            Ok(_) => checked(&literal),
            Err(error) => poisoned(literal.span(), &error.to_string()),
        },
        Input::Path => checked(input),
        Input::Other(span) => poisoned(
            span,
            "expected one image reference in quotes, as in `image_ref!(\"debian:13-slim\")`, or a constant",
        ),
    }
}

enum Input {
    Literal(LitStr),
    Path,
    Other(Span),
}

fn parse(input: &TokenStream) -> Input {
    if let Ok(literal) = syn::parse2::<LitStr>(input.clone()) {
        return Input::Literal(literal);
    }
    let stranger = input.clone().into_iter().find(|token| match token {
        TokenTree::Ident(_) => false,
        TokenTree::Punct(punctuation) => punctuation.as_char() != ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => true,
    });
    match (stranger, input.is_empty()) {
        (Some(token), _) => Input::Other(token.span()),
        (None, true) => Input::Other(Span::call_site()),
        (None, false) => Input::Path,
    }
}

/// The error, and a value of the right type, so that nothing else is reported.
fn poisoned(span: Span, message: &str) -> TokenStream {
    let error = quote_spanned! {span=> ::core::compile_error!(#message) };
    quote! {{
        #error;
        ::dockerspec::ImageRef::from_static("scratch:error")
    }}
}
