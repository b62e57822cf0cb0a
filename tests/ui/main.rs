//! What the compiler says when an image is described wrongly: one file a kind of mistake, with the whole message.
//!
//! A message is part of the product. When one changes, look at it as a user would, and then write it anew with
//! `TRYBUILD=overwrite cargo test --package dockerspec-tests --test ui`.

use std::path::Path;
use std::{fs, io};

use dockerspec as _;

#[test]
fn messages() {
    lay_dockerfiles().unwrap();
    let tests = trybuild::TestCases::new();
    tests.pass("ui/pass/*.rs");
    tests.compile_fail("ui/fail/*.rs");
}

/// Puts the files that `include_dockerfile!` reads into the package that trybuild makes of this one.
fn lay_dockerfiles() -> io::Result<()> {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests").join("trybuild/dockerspec-tests");
    let folder = package.join("ui/dockerfiles");
    fs::create_dir_all(&folder)?;
    for file in fs::read_dir("ui/dockerfiles")? {
        let file = file?;
        fs::copy(file.path(), folder.join(file.file_name()))?;
    }
    Ok(())
}
