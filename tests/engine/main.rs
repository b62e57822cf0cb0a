//! What a real engine makes of rendered Dockerfiles. Ignored unless asked for, since they need one:
//!
//! ```text
//! cargo test -p dockerspec-tests --test engine -- --ignored
//! ```

mod docker;
