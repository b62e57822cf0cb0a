//! What recipes make, built and run.

mod go;
mod java;
mod npm;
mod pip;
mod pnpm;
mod rust;
mod static_site;
mod uv;
