//! Findings as commands of GitHub's runner, which shows them at their lines.

use std::fmt::{self, Write as _};

use super::{Checked, Region};
use crate::finding::{Finding, Level, Source};

/// The findings of all files as workflow commands, one a line: printed in a workflow of GitHub, they become annotations.
///
/// A name, a message or a help can hold anything: what would end a command or a property of it is written as `%0A`,
/// `%2C` and so on. Columns are left out where the end is on another line, since GitHub takes them on one line only.
///
/// Source: "Workflow commands for GitHub Actions", and `ActionCommand.cs` of actions/runner.
pub fn github(files: &[Checked<'_>]) -> String {
    let mut text = String::new();
    for Checked { source, findings } in files {
        for finding in findings {
            text.push_str(&Command { source, finding }.to_string());
        }
    }
    text
}

/// A finding in a file.
struct Command<'f, 's> {
    source: &'f Source<'s>,
    finding: &'f Finding,
}

impl fmt::Display for Command<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, finding } = self;
        let command = if finding.level == Level::Error { "error" } else { "warning" };
        let Region { start, end, .. } = Region::new(finding.label.span, source);
        write!(formatter, "::{command} file={},line={},endLine={}", Property(source.name()), start.line, end.line)?;
        if start.line == end.line {
            write!(formatter, ",col={},endColumn={}", start.column, end.column)?;
        }
        write!(formatter, ",title={}::{}", Property(&finding.code), Data(&finding.message))?;
        if let Some(help) = &finding.help {
            write!(formatter, "; {}", Data(help))?;
        }
        writeln!(formatter)
    }
}

/// Text behind the `::`.
struct Data<'t>(&'t str);

/// The value of a property.
struct Property<'t>(&'t str);

impl fmt::Display for Data<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(self.0, "%\r\n", formatter)
    }
}

impl fmt::Display for Property<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(self.0, "%\r\n:,", formatter)
    }
}

fn escape(text: &str, special: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    text.chars().try_for_each(|character| {
        if special.contains(character) {
            write!(formatter, "%{:02X}", u32::from(character))
        } else {
            formatter.write_char(character)
        }
    })
}
