//! See `tests/conformance/checks.rs`.
#![no_main]

#[path = "../../tests/conformance/checks.rs"]
#[allow(dead_code, reason = "each target checks one thing")]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::rules(text));
