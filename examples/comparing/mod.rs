//! `compare_bases`: one description over several bases, built and measured.

use std::ffi::OsString;
use std::path::Path;

use dockerspec::{BaseImage, Variant, Variants, bases, image_ref};

use crate::benchmarking::rust;
use crate::measuring::program::Program;
use crate::measuring::report::Comparison;
use crate::measuring::{Change, Failure, Subject};
use crate::streams::Streams;

const USAGE: &str = "\
usage: cargo run --release --example compare_bases -- [--json] [--svg FILE] [--rebuilds N]

Builds the service in `examples/rust_service`, linked statically, on several bases, and shows what each of them costs.
";

/// Does what the arguments ask for. The exit code is 0 when all was measured, 1 when something does not build or no engine
/// answers, and 2 when the arguments are wrong.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    let program = Program {
        title: "A Rust service on different bases",
        usage: USAGE,
        measure: &|rebuilds, display, report| {
            let application = Path::new(env!("CARGO_MANIFEST_DIR")).join("rust_service");
            let change = Change::new("src/main.rs", r#""service":"rust-service"#);
            let subjects = subjects(&service_on_bases(), &application, &change)?;
            report.measure(Comparison::new("Rust service", "base"), &subjects, rebuilds, display)
        },
    };
    program.run(arguments, streams)
}

/// The service on the bases that are compared.
pub fn service_on_bases() -> Variants {
    bases(
        [
            image_ref!("debian:trixie").into(),
            image_ref!("debian:trixie-slim").into(),
            image_ref!("debian:bookworm-slim").into(),
            BaseImage::Scratch,
        ],
        rust::on_base,
    )
}

/// The image of each base, to be measured: all are described before the first one is built, since a problem of the last
/// one would be told after minutes.
///
/// # Errors
///
/// The problems of the first image that has some.
pub fn subjects(variants: &Variants, application: &Path, change: &Change) -> Result<Vec<Subject>, Failure> {
    let subject =
        |variant: &Variant| Subject::of_image(variant.base().to_string(), variant.image(), application, change.clone());
    variants.iter().map(subject).collect()
}
