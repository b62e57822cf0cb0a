//! The typed builder: stages and images as values, checked where types can tell, made into the model of
//! `dockerspec-core`, and into files.
//!
//! You want [`dockerspec`](https://docs.rs/dockerspec), which re-exports all of this. This crate exists because the
//! macro `image!` calls the builder too, while a program is compiled, to see what would become of it.

mod accept;
mod attached;
mod base;
pub mod build;
mod command;
#[cfg(feature = "compose")]
pub mod compose;
mod content;
mod context;
mod difference;
mod directory;
mod effective;
mod extent;
mod file_set;
mod files;
mod healthcheck;
mod held;
mod ignore_file;
mod image;
#[doc(hidden)]
pub mod inspection;
mod lineage;
mod link;
mod mount;
mod ownership;
mod package_manager;
mod packages;
mod phase;
mod problem;
pub mod recipe;
mod remote;
mod run;
mod stage;
mod sync;
mod system;
mod target;
mod target_difference;
mod text;
mod user;
mod variants;
mod walk;
mod write;

pub use accept::{IntoChecked, IntoValue};
pub use base::{BaseImage, IntoBase};
pub use command::IntoCommand;
pub use context::{Context, ContextError};
pub use difference::Difference;
pub use extent::Extent;
pub use file_set::{FileDifference, FileSet, SyncError};
pub use files::{Files, IntoFiles, IntoSources, Origin, from};
pub use healthcheck::Healthcheck;
pub use image::Image;
pub use mount::{Bind, Cache, IntoCache, Secret, Ssh, Tmpfs};
pub use packages::{IntoPackages, Packages};
pub use phase::{BaseUser, FileSystem, FileSystemPhase, NamedUser, Process, SaysWhoRuns};
pub use problem::{ImageError, Problem, ProblemKind};
pub use remote::{IntoRemote, Remote};
pub use run::{IntoRun, Run};
pub use stage::Stage;
pub use sync::{Mode, Synced, sync, sync_with};
pub use target::UnknownTarget;
pub use target_difference::{TargetAspect, TargetChange, TargetDifference, TargetLine};
pub use text::IntoText;
pub use user::User;
pub use variants::{Variant, VariantError, Variants, VariantsError, bases};
pub use write::FileError;

#[doc(no_inline)]
pub use dockerspec_core::{check, dockerfile as model, value, word::Arg};
