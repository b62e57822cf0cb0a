//! `image_ref!`: an image reference that is checked while the program compiles.

use dockerspec_core::value::{ImageRef, ReferencePolicy};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::LitStr;

use crate::error::Place;

/// A literal is checked here, for an error with a correction; a path to a constant by the constant evaluation of
/// the compiler. A constant item, unlike a block, is evaluated by `cargo check` too; the path is in its scope, so its
/// name is one that nobody takes.
pub(crate) fn expand(input: &TokenStream) -> TokenStream {
    let refused = |message: &str| {
        Place::of(input).errors([message], &quote!(::dockerspec::ImageRef::from_static("scratch:error")))
    };
    if let Ok(literal) = syn::parse2::<LitStr>(input.clone()) {
        if let Err(error) = ImageRef::parse(literal.value(), ReferencePolicy::Tagged) {
            return refused(&format!("expected {}; {}", error.expected(), error.correction()));
        }
    } else if !is_path(input) {
        return refused(
            "expected one image reference in quotes, as in `image_ref!(\"debian:13-slim\")`, or a constant",
        );
    }
    quote! {{
        const __DOCKERSPEC_IMAGE_REF: ::dockerspec::ImageRef<'static> = ::dockerspec::ImageRef::from_static(#input);
        __DOCKERSPEC_IMAGE_REF
    }}
}

fn is_path(input: &TokenStream) -> bool {
    !input.is_empty()
        && input.clone().into_iter().all(|token| match token {
            TokenTree::Ident(_) => true,
            TokenTree::Punct(punctuation) => punctuation.as_char() == ':',
            TokenTree::Group(_) | TokenTree::Literal(_) => false,
        })
}
