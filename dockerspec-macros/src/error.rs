//! Compile errors at the tokens that are wrong.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};

/// Where an error is: its first token and its last one.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    first: Span,
    last: Span,
}

impl Place {
    /// All tokens of a call; the call itself if it has none.
    pub(crate) fn of(input: &TokenStream) -> Self {
        let mut spans = input.clone().into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        Self { first, last: spans.last().unwrap_or(first) }
    }

    /// The errors, and `value` in place of what is wrong, so that nothing else is reported.
    pub(crate) fn errors<T: AsRef<str>>(
        self,
        messages: impl IntoIterator<Item = T>,
        value: &TokenStream,
    ) -> TokenStream {
        let errors = messages.into_iter().map(|message| {
            let message = message.as_ref();
            // The compiler underlines from the first token to the last one of the call.
            let mut text = Group::new(Delimiter::Brace, quote!(#message));
            text.set_span(self.last);
            let error = quote_spanned! {self.first=> ::core::compile_error! };
            quote!(#error #text)
        });
        quote! {{
            #(#errors)*
            #value
        }}
    }
}
