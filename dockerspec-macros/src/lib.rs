//! The procedural macros of [`dockerspec`](https://docs.rs/dockerspec), which re-exports and documents them.
//!
//! They work with exactly the version of `dockerspec` that depends on them.

mod error;
mod image;
mod image_ref;
mod include_dockerfile;

use std::env;
use std::path::Path;

use proc_macro::TokenStream;

#[expect(missing_docs, reason = "documented where dockerspec re-exports it")]
#[proc_macro]
pub fn image_ref(input: TokenStream) -> TokenStream {
    image_ref::expand(&input.into()).into()
}

#[expect(missing_docs, reason = "documented where dockerspec re-exports it")]
#[proc_macro]
pub fn include_dockerfile(input: TokenStream) -> TokenStream {
    let folder = env::var_os("CARGO_MANIFEST_DIR");
    include_dockerfile::expand(&input.into(), folder.as_deref().map(Path::new)).into()
}

#[expect(missing_docs, reason = "documented where dockerspec re-exports it")]
#[proc_macro]
pub fn image(input: TokenStream) -> TokenStream {
    image::expand(input.into()).into()
}
