//! The Dockerfile language as BuildKit defines it: typed values, a model of every instruction, and a renderer that
//! says exactly what the model holds.
//!
//! You want [`dockerspec`](https://docs.rs/dockerspec), which re-exports all of this beside the builder.
//! This crate exists because a procedural macro crate can export nothing but macros, and both need the language.

mod distribution;
pub mod dockerfile;
#[cfg(feature = "serde")]
mod form;
mod list;
pub mod render;
pub mod value;
pub mod word;

pub use distribution::Distribution;
pub use list::List;
