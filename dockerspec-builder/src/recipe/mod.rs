//! Recipes: the stages that a program of one kind needs, as a careful engineer writes them.
//!
//! A recipe is a function for each way of building: [`pip`] and [`uv`](uv()) for Python, [`npm`](npm()) and [`pnpm`](pnpm())
//! for Node, [`go`](go()), [`rust`](rust()), [`maven`](maven()) and [`gradle`](gradle()) for Java, and
//! [`static_site`](static_site()) for what one of them builds. It takes what nobody else can know, such as the base, and
//! gives [`Stages`] to go on with: nothing is closed, and what a recipe does not say is said with the builder.
//!
//! ```
//! use dockerspec::{Image, image_ref, recipe};
//!
//! let stages = recipe::pip(image_ref!("python:3.13-slim-trixie"))
//!     .packages(["gcc", "libc6-dev"])
//!     .stages()
//!     .both(|stage| stage.expose(8080).healthcheck(recipe::http_probe(recipe::HttpClient::Python, 8080, "/healthz")));
//! let dev = stages.dev.copy("shop", "shop").entrypoint(["flask", "--app=shop", "run", "--debug"]);
//! let runtime = stages.runtime.copy("shop", "shop").entrypoint(["gunicorn", "shop:app"]);
//! let image = Image::new(runtime).target(dev);
//! assert!(image.render()?.ends_with("ENTRYPOINT [\"gunicorn\", \"shop:app\"]\n"));
//! # Ok::<(), dockerspec::ImageError>(())
//! ```
//!
//! What all of them do:
//!
//! - One base of a fixed version for building and running, or two that fit.
//! - Dependencies before code: a change of the code installs nothing again.
//! - Compilers, headers and sources stay in the stage `build`.
//! - Caches that outlive a build, or layers, or both: [`BuiltOn`] says where images are built.
//! - A user without rights, by number; what it runs belongs to root, so that it cannot change itself.

mod base;
mod built_on;
#[cfg(feature = "projects")]
mod cargo_metadata;
mod cargo_project;
mod common;
mod go;
mod gradle;
mod java;
mod maven;
mod metadata;
mod minimal_python;
mod node;
mod npm;
mod pip;
mod pnpm;
mod probe;
mod program;
#[cfg(feature = "projects")]
mod project_metadata;
mod python;
mod rust;
mod rust_cross;
mod stages;
mod static_site;
mod uv;

pub use built_on::BuiltOn;
#[cfg(feature = "projects")]
pub use cargo_metadata::CargoError;
pub use cargo_project::CargoProject;
pub use common::Recipe;
pub use go::{Go, go};
pub use gradle::{Gradle, gradle};
pub use java::Java;
pub use maven::{Maven, maven};
pub use metadata::Metadata;
pub use node::Node;
pub use npm::{Npm, npm};
pub use pip::{Pip, pip};
pub use pnpm::{Pnpm, pnpm};
pub use probe::{HttpClient, http_probe, probe};
#[cfg(feature = "projects")]
pub use project_metadata::MetadataError;
pub use python::Python;
pub use rust::{Rust, rust};
pub use stages::Stages;
pub use static_site::{StaticSite, static_site};
pub use uv::{Uv, uv};
