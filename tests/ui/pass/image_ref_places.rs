//! `image_ref!` stands wherever an expression can.

#![deny(warnings)]

use dockerspec::{Image, ImageRef, Stage, image_ref};

const TEXT: &str = "rust:1.85-slim-trixie";
const RUST: ImageRef<'static> = image_ref!(TEXT);
static DEBIAN: ImageRef<'static> = image_ref!("debian:13-slim");

mod versions {
    pub(crate) const PYTHON: &str = "python:3.13-slim-bookworm";
}

struct Bases<'a> {
    python: ImageRef<'a>,
}

fn main() {
    let bases = [Bases { python: image_ref!(versions::PYTHON) }];
    let build = Stage::from_image("build", RUST);
    let app = Stage::from_image("app", image_ref!(r"debian:13-slim")).run_as_root("a test");
    assert_eq!(bases[0].python.tag(), Some("3.13-slim-bookworm"));
    assert_eq!(DEBIAN, image_ref!("debian:13-slim"));
    assert!(Image::new(app).target(build).render().is_ok());
}
