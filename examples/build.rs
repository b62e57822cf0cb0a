//! Renders the Dockerfile of the service for `rust_service.rs`, into `OUT_DIR`: a build script that writes into the
//! source tree makes `cargo package` fail.

// Public because what it holds is, for the library.
pub mod rust_service_image;

fn main() {
    // Returned from `main`, the error would be shown in its debug form, without the lines that are wrong.
    dockerspec::build::emit_as("rust_service.Dockerfile", &rust_service_image::rust_service())
        .unwrap_or_else(|error| panic!("{error}"));

    // `emit_as` has named this file; what the description depends on besides is for its author to name.
    println!("cargo::rerun-if-changed=rust_service_image.rs");
}
