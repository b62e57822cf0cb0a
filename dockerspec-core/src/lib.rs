//! The Dockerfile language as BuildKit defines it: typed values, a model of every instruction, a renderer that says
//! exactly what the model holds, and a parser that reads exactly what BuildKit reads.
//!
//! You want [`dockerspec`](https://docs.rs/dockerspec), which re-exports all of this beside the builder.
//! This crate exists because a procedural macro crate can export nothing but macros, and both need the language.

pub mod bases;
mod boxed;
pub mod check;
pub mod context;
mod convert;
pub mod dockerfile;
pub mod finding;
#[cfg(feature = "serde")]
mod form;
pub mod ignore;
mod list;
mod names;
pub mod parse;
pub mod render;
pub mod shell;
pub mod value;
pub mod word;

pub use bases::Distribution;
pub use boxed::boxed;
pub use list::List;
pub use parse::nearest;
