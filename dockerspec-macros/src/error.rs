//! Compile errors at the tokens that are wrong.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// Where an error is: its first token and its last one.
#[derive(Debug, Clone, Copy)]
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

    /// One token.
    pub(crate) fn at(span: Span) -> Self {
        Self { first: span, last: span }
    }

    /// One token; of a block only where it opens, since all of it would be underlined.
    pub(crate) fn token(token: &TokenTree) -> Self {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Self::at(group.span_open()),
            token => Self::at(token.span()),
        }
    }

    /// From the beginning of this one to the end of the other.
    pub(crate) fn to(self, other: Self) -> Self {
        Self { first: self.first, last: other.last }
    }

    /// The first token.
    pub(crate) fn first(self) -> Span {
        self.first
    }

    /// Its first line and column, and the column behind it, on the same line.
    #[cfg(test)]
    pub(crate) fn columns(self) -> (usize, usize, usize) {
        let (start, end) = (self.first.start(), self.last.end());
        (start.line, start.column, if end.line == start.line { end.column } else { start.column + 1 })
    }

    /// The error at this place.
    pub(crate) fn error(self, message: &str) -> TokenStream {
        // The compiler underlines from the first token to the last one of the call.
        let mut text = Group::new(Delimiter::Brace, quote!(#message));
        text.set_span(self.last);
        let error = quote_spanned! {self.first=> ::core::compile_error! };
        quote!(#error #text)
    }

    /// The errors, and `value` in place of what is wrong, so that nothing else is reported.
    pub(crate) fn errors<T: AsRef<str>>(
        self,
        messages: impl IntoIterator<Item = T>,
        value: &TokenStream,
    ) -> TokenStream {
        let errors = messages.into_iter().map(|message| self.error(message.as_ref()));
        quote! {{
            #(#errors)*
            #value
        }}
    }
}
