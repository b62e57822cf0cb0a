//! Prints the Dockerfile of a Rust service, or writes it with its ignore file:
//! `cargo run --example rust_service -- --write DIRECTORY`.
//!
//! The description of the image is in `rust_service_image.rs`, the service in `rust_service/`. What is printed was
//! rendered by `build.rs`, before this program was compiled.

use std::process::ExitCode;

use dockerspec_examples::command_line;

/// The Dockerfile that the build script rendered: a mistake in its description fails the build.
const DOCKERFILE: &str = include_str!(concat!(env!("OUT_DIR"), "/rust_service.Dockerfile"));

fn main() -> ExitCode {
    command_line::run(&dockerspec_examples::rust_service(), |_| Ok(DOCKERFILE.to_owned()))
}
