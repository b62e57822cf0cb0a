//! The procedural macros of [`dockerspec`](https://docs.rs/dockerspec), which re-exports and documents them.
//!
//! They work with exactly the version of `dockerspec` that depends on them.

mod image_ref;

use proc_macro::TokenStream;

#[expect(missing_docs, reason = "documented where dockerspec re-exports it")]
#[proc_macro]
pub fn image_ref(input: TokenStream) -> TokenStream {
    image_ref::expand(&input.into()).into()
}
