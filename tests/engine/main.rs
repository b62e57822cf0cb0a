//! What a real engine makes of rendered Dockerfiles. Ignored unless asked for, since they need one:
//!
//! ```text
//! cargo test -p dockerspec-tests --test engine -- --ignored
//! ```

mod application;
mod archive;
mod build;
mod commands;
mod compose;
mod contexts;
mod copies;
mod docker;
mod examples;
mod expansion;
mod glob;
mod heredocs;
mod hostile;
mod measuring;
mod metadata;
mod mounts;
mod ownership;
mod packages;
mod reading;
mod recipes;
mod refusals;
mod targets;
mod triggers;
mod users;
mod visits;
