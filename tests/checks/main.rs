//! The checks as a whole: what every rule must do, and how they compare with other linters.

mod adversarial;
mod article;
mod book;
mod buildkit;
mod hadolint;
mod pages;
mod sarif;
