//! What images cost, measured with the `docker` that there is: size, layers, a build with nothing to begin with, and builds
//! after a change of a line of code. The programs that do so are in `comparing/` and `benchmarking/`.

mod application;
mod build;
mod chart;
mod cold;
mod display;
mod docker;
mod engine;
mod failure;
mod measure;
pub(crate) mod program;
mod progress;
pub(crate) mod report;
mod request;
mod size;
mod subject;
mod table;
mod units;

pub use application::{ApplicationCopy, Change};
pub use display::Display;
pub use engine::Engine;
pub use failure::Failure;
pub use measure::{Measured, Timed, measure};
pub use subject::Subject;
