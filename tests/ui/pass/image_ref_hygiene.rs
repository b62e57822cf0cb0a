//! `image_ref!` means its own names, whatever those around it mean.

#![deny(warnings)]
#![no_implicit_prelude]

mod core {}
mod std {}

struct ImageRef;
struct Option;
struct String;
struct Result;
const CHECKED: &'static str = "debian:13-slim";

fn main() {
    let _ = (ImageRef, Option, String, Result);
    let debian = ::dockerspec::image_ref!("debian:13-slim");
    let same = ::dockerspec::image_ref!(CHECKED);
    ::std::assert_eq!(debian.tag(), ::core::option::Option::Some("13-slim"));
    ::std::assert_eq!(debian, same);
}
