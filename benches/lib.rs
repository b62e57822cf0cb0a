//! One image for all benchmarks: two stages, 24 instructions, written by hand, with our builder and with those of others.

pub mod others;
pub mod ours;
