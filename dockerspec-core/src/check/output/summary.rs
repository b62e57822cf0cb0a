//! How much was found.

use std::fmt;

use super::Checked;
use crate::finding::Level;

/// How much was found in how many files.
///
/// ```
/// # use dockerspec_core::check::output::Summary;
/// let summary = Summary { files: 3, errors: 1, warnings: 2, fixable: 1 };
/// assert_eq!(summary.to_string(), "3 files: 1 error, 2 warnings, 1 with a fix");
/// assert_eq!(Summary { files: 1, ..Summary::default() }.to_string(), "1 file: nothing found");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// All other findings.
    pub warnings: usize,
    /// Findings with a [`Fix`](crate::finding::Fix).
    pub fixable: usize,
}

impl Summary {
    /// What was found in these files.
    pub fn of(files: &[Checked<'_>]) -> Self {
        let mut summary = Self { files: files.len(), ..Self::default() };
        for finding in files.iter().flat_map(|file| &file.findings) {
            if finding.level == Level::Error {
                summary.errors += 1;
            } else {
                summary.warnings += 1;
            }
            summary.fixable += usize::from(finding.fix.is_some());
        }
        summary
    }
}

impl fmt::Display for Summary {
    /// Writes it as one line, without a line feed.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, errors, warnings, fixable } = *self;
        let count = |count: usize, thing: &str| format!("{count} {thing}{}", if count == 1 { "" } else { "s" });
        write!(formatter, "{}: ", count(files, "file"))?;
        match (errors, warnings) {
            (0, 0) => formatter.write_str("nothing found"),
            (errors, 0) => formatter.write_str(&count(errors, "error")),
            (0, warnings) => formatter.write_str(&count(warnings, "warning")),
            (errors, warnings) => write!(formatter, "{}, {}", count(errors, "error"), count(warnings, "warning")),
        }?;
        if fixable > 0 { write!(formatter, ", {fixable} with a fix") } else { Ok(()) }
    }
}
