//! What recipes make, built and run.

mod pip;
mod rust;
