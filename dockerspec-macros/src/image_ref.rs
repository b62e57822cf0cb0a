//! `image_ref!`: an image reference that is checked while the program compiles.

use dockerspec_core::value::{ImageRef, ReferencePolicy};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::LitStr;

/// A literal is checked here, for an error with a correction; a path to a constant by the constant evaluation of
/// the compiler. A constant item, unlike a block, is evaluated by `cargo check` too; the path is in its scope, so its
/// name is one that nobody takes.
pub(crate) fn expand(input: &TokenStream) -> TokenStream {
    let checked = |text: &dyn quote::ToTokens| {
        quote! {{
            const __DOCKERSPEC_IMAGE_REF: ::dockerspec::ImageRef<'static> = ::dockerspec::ImageRef::from_static(#text);
            __DOCKERSPEC_IMAGE_REF
        }}
    };
    match parse(input) {
        Input::Literal(literal) => match ImageRef::parse(literal.value(), ReferencePolicy::Tagged) {
            Ok(_) => checked(&literal),
            Err(error) => {
                let span = literal.span();
                poisoned(span, span, &format!("expected {}; {}", error.expected(), error.correction()))
            }
        },
        Input::Path => checked(input),
        Input::Other(first, last) => poisoned(
            first,
            last,
            "expected one image reference in quotes, as in `image_ref!(\"debian:13-slim\")`, or a constant",
        ),
    }
}

enum Input {
    Literal(LitStr),
    Path,
    /// Its first and its last token.
    Other(Span, Span),
}

fn parse(input: &TokenStream) -> Input {
    if let Ok(literal) = syn::parse2::<LitStr>(input.clone()) {
        return Input::Literal(literal);
    }
    let mut tokens = input.clone().into_iter();
    let Some(first) = tokens.next() else { return Input::Other(Span::call_site(), Span::call_site()) };
    let last = tokens.last().map_or(first.span(), |token| token.span());
    let is_path = input.clone().into_iter().all(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punctuation) => punctuation.as_char() == ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    });
    if is_path { Input::Path } else { Input::Other(first.span(), last) }
}

/// The error, and a value of the right type, so that nothing else is reported.
fn poisoned(first: Span, last: Span, message: &str) -> TokenStream {
    // The compiler underlines from the first token to the last one of the call.
    let mut text = Group::new(Delimiter::Brace, quote!(#message));
    text.set_span(last);
    let error = quote_spanned! {first=> ::core::compile_error! };
    quote! {{
        #error #text
        ::dockerspec::ImageRef::from_static("scratch:error")
    }}
}
