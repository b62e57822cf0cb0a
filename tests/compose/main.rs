//! Compose files as users see them.

mod development;
mod files;
mod problems;
mod readers;
