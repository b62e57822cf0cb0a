//! What the compiler says when an image is described wrongly: one file a kind of mistake, with the whole message.
//!
//! A message is part of the product. When one changes, look at it as a user would, and then write it anew with
//! `TRYBUILD=overwrite cargo test --package dockerspec-tests --test ui`.

use dockerspec as _;

#[test]
fn messages() {
    let tests = trybuild::TestCases::new();
    tests.pass("ui/pass/*.rs");
    tests.compile_fail("ui/fail/*.rs");
}
