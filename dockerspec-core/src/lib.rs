//! The Dockerfile language as BuildKit defines it: typed values, a model of every instruction, a renderer that says
//! exactly what the model holds, and a parser that reads exactly what BuildKit reads.
//!
//! You want [`dockerspec`](https://docs.rs/dockerspec), which re-exports all of this beside the builder.
//! This crate exists because a procedural macro crate can export nothing but macros, and both need the language.

mod boxed;
mod convert;
mod distribution;
pub mod dockerfile;
pub mod finding;
#[cfg(feature = "serde")]
mod form;
mod list;
mod names;
pub mod parse;
pub mod render;
pub mod value;
pub mod word;

pub use boxed::boxed;
pub use distribution::Distribution;
pub use list::List;
