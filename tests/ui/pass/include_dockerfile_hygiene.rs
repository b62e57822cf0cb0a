//! `include_dockerfile!` means its own names, whatever those around it mean.

#![deny(warnings)]
#![no_implicit_prelude]

mod core {}
mod std {}

struct Dockerfile;
struct String;
struct Result;

fn main() {
    let _ = (Dockerfile, String, Result);
    let file = ::dockerspec::include_dockerfile!("ui/dockerfiles/app.Dockerfile");
    ::std::assert_eq!(file.stages.len(), 1);
}
