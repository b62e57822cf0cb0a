//! The checks as a whole: what every rule must do, and how they compare with other linters.

mod hadolint;
mod buildkit;
mod pages;
