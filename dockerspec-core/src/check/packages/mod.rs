//! The package managers of distributions: what is known of their command lines, and what RUN does with them.

mod call;
mod cleaning;
mod names;
mod program;
mod reading;
mod table;

pub(super) use call::PackageCall;
pub(super) use cleaning::{empties_surely, fills, leftovers, may_be_emptied};
pub(super) use names::{is_for_building, language, package_name};
pub(super) use program::{Family, Operation, PackageProgram, Version};
pub(super) use reading::{PackageReading, package_calls};
pub(super) use table::{APT_GET, PROGRAMS, QUERIES};
