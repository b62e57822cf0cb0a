//! What is read of shell text.

mod calls;
mod constructs;
mod dump;
mod flow;
mod problems;
mod properties;
mod words;
