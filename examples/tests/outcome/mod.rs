//! What a program did that was called with these arguments and this input.

use std::ffi::OsString;

use dockerspec_examples::streams::{Colours, Screen, Streams};

pub(crate) struct Outcome {
    pub(crate) code: u8,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Outcome {
    pub(crate) fn of(
        run: impl FnOnce(Vec<OsString>, Streams<'_>) -> u8,
        arguments: &[&str],
        mut input: &[u8],
        colours: Colours,
    ) -> Self {
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let streams =
            Streams { input: &mut input, output: &mut output, errors: &mut errors, colours, screen: Screen::File };
        let code = run(arguments.iter().map(OsString::from).collect(), streams);
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self { code, output: text(output), errors: text(errors) }
    }
}
