//! Prints the Dockerfile of a Python web application, or writes it with its ignore file:
//! `cargo run --example python_app -- --write DIRECTORY`.
//!
//! The description of the image is in `python_app_image.rs`, the application in `python_app/`.

use std::process::ExitCode;

use dockerspec::Image;
use dockerspec_examples::command_line;

fn main() -> ExitCode {
    command_line::run(&dockerspec_examples::python_app(), Image::render)
}
