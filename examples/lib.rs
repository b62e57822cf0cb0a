//! Images of whole applications, each described once for all who need it: the programs that print or write its
//! Dockerfile, the build script, and the tests. Each description stands there twice, in the words of `image!` and with the builder.
//!
//! ```text
//! cargo run --example python_app
//! cargo run --example rust_service -- --write some/directory
//! cargo run --example visits -- --write examples/visits
//! cargo run --example read_dockerfile -- [--json] some/Dockerfile
//! cargo run --example check_dockerfile -- [--format FORMAT] [--policy FILE] [--fix] some/directory
//! cargo run --release --example compare_bases -- [--json] [--svg FILE]
//! cargo run --release --example article_benchmark -- [--json] [--svg FILE]
//! ```
//!
//! The applications are in the folders of the same names, which are the contexts that their images are built from.

pub mod benchmarking;
pub mod checking;
pub mod command_line;
pub mod comparing;
mod files;
pub mod measuring;
mod python_app_image;
pub mod reading;
mod rust_service_image;
pub mod streams;
mod visits_project;

pub use python_app_image::{python_app, python_app_by_builder};
pub use rust_service_image::{rust_service, rust_service_by_builder};
pub use visits_project::{visits, visits_with};
