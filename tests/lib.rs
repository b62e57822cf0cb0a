//! Tests of the whole product: see the folders beside this file.

pub mod strings;
