//! `compare_bases`: one description over several bases, built and measured.

use std::ffi::OsString;
use std::path::Path;

use dockerspec::{BaseImage, Variants, bases, image_ref};

use crate::benchmarking::rust;
use crate::measuring::program;
use crate::measuring::report::{Comparison, Report};
use crate::measuring::request::OPTIONS;
use crate::measuring::{Change, Display, Failure, Measured, Subject, measure};
use crate::streams::Streams;

const USAGE: &str = "\
usage: cargo run --release --example compare_bases -- [--json] [--svg FILE] [--rebuilds N]

Builds the service in `examples/rust_service`, linked statically, on several bases, and shows what each of them costs.
";

/// Does what the arguments ask for. The exit code is 0 when all was measured, 1 when something does not build or no engine
/// answers, and 2 when the arguments are wrong.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    program::run(arguments, streams, &format!("{USAGE}\n{OPTIONS}"), |rebuilds, display| {
        let application = Path::new(env!("CARGO_MANIFEST_DIR")).join("rust_service");
        let change = Change::new("src/main.rs", r#""service":"rust-service"#);
        let images = compare(&service_on_bases(), &application, &change, rebuilds, display)?;
        let comparison = Comparison { name: "Rust service", names: "base", images, has_reference: false };
        Ok(Report { title: "A Rust service on different bases", comparisons: vec![comparison] })
    })
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

/// Measures the image of each base, with as many builds after a change.
///
/// # Errors
///
/// When one has problems or does not build, or `docker` fails.
pub fn compare(
    variants: &Variants,
    application: &Path,
    change: &Change,
    rebuilds: usize,
    display: &mut Display<'_>,
) -> Result<Vec<Measured>, Failure> {
    // All are described before the first one is built: a problem of the last one would be told after minutes.
    let subjects = variants
        .iter()
        .map(|variant| Subject::of_image(variant.base().to_string(), variant.image(), application, change.clone()));
    let subjects = subjects.collect::<Result<Vec<_>, _>>()?;
    subjects.iter().map(|subject| measure(subject, rebuilds, display)).collect()
}
