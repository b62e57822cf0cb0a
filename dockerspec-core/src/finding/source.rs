//! A source with its name: where lines and columns come from.

/// The text of a file and what to call it.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    name: &'a str,
    text: &'a str,
    /// Where each line begins.
    lines: Vec<u32>,
}

/// A place that people can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LineColumn {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

impl<'a> Source<'a> {
    /// The text of a file, and the name that messages give it.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        let ends = text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n').map(|(_, behind)| behind);
        Self { name, text, lines: std::iter::once(0).chain(ends).collect() }
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line and column of a byte; for one behind the end, those of the end.
    ///
    /// ```
    /// # use dockerspec_core::finding::{LineColumn, Source};
    /// let source = Source::new("Dockerfile", "FROM scratch\nENV É=1\n");
    /// assert_eq!(source.line_column(19), LineColumn { line: 2, column: 6 });
    /// ```
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = (offset as usize).min(self.text.len());
        let line = self.lines.partition_point(|start| *start as usize <= offset) - 1;
        let start = self.lines[line] as usize;
        let characters = self.text.as_bytes()[start..offset].iter().filter(|byte| (**byte as i8) >= -0x40).count();
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        LineColumn { line: number(line), column: number(characters) }
    }
}
