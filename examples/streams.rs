//! Where the programs that look at Dockerfiles read and write.

use std::fmt;
use std::io::{Read, Write};

/// The exit code when a file cannot be read, or the program was called in a wrong way.
pub(crate) const FAILED: u8 = 2;

/// Where the program reads and writes.
pub struct Streams<'s> {
    /// What `-` reads.
    pub input: &'s mut dyn Read,
    /// What was asked for.
    pub output: &'s mut dyn Write,
    /// What is wrong.
    pub errors: &'s mut dyn Write,
    /// Whether findings have colours.
    pub colours: Colours,
}

/// The colours of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None: they go to a file.
    None,
    /// Those that terminals know.
    Terminal,
}

impl fmt::Debug for Streams<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Streams").field("colours", &self.colours).finish_non_exhaustive()
    }
}
