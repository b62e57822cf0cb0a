//! What is known of the images that people build upon: one table, for the builder and for the checks.

mod distribution;
mod facts;
mod lookup;
mod pattern;
mod release;
mod system;
mod table;
mod variables;

pub use distribution::Distribution;
pub use facts::{BaseFacts, BaseShell, Libc, PackageManager};
pub use pattern::ImagePattern;
pub(crate) use variables::BaseVariables;
